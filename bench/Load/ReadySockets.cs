using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace KaosNet.Bench.Load;

/// <summary>Says which of many sockets have something to read, in one system call for as many as are ready (Linux).</summary>
sealed class ReadySockets : IDisposable
{
    const int EventsMax = 256;
    const int Add = 1;
    const uint Readable = 1;
    const int Interrupted = 4;

    // The kernel packs the events on x64 only.
    static readonly int EventBytes = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    readonly int _queue = Check(epoll_create1(0));
    readonly byte[] _events = new byte[EventsMax * 16];
    int _ready;

    /// <summary>Watches a socket, which goes by this number.</summary>
    public void Watch(Socket socket, int number)
    {
        var what = new byte[16];
        BitConverter.TryWriteBytes(what, Readable);
        BitConverter.TryWriteBytes(what.AsSpan(EventBytes - 8), (long)number);
        Check(epoll_ctl(_queue, Add, (int)socket.Handle, what));
    }

    /// <summary>Waits until some are ready, or the time is over.</summary>
    public int Wait(int milliseconds)
    {
        _ready = epoll_wait(_queue, _events, EventsMax, milliseconds);
        if (_ready >= 0) return _ready;
        if (Marshal.GetLastPInvokeError() != Interrupted) Check(_ready);
        return _ready = 0;
    }

    /// <summary>The number of a socket that was ready at the last wait.</summary>
    public int this[int index] => BitConverter.ToInt32(_events, (index * EventBytes) + EventBytes - 8);

    public void Dispose() => _ = close(_queue);

    static int Check(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    [DllImport("libc", SetLastError = true)] static extern int epoll_create1(int flags);

    [DllImport("libc", SetLastError = true)] static extern int epoll_ctl(int queue, int operation, int socket, byte[] what);

    [DllImport("libc", SetLastError = true)] static extern int epoll_wait(int queue, [Out] byte[] events, int eventsMax, int milliseconds);

    [DllImport("libc")] static extern int close(int queue);
}
