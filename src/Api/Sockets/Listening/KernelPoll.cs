using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace KaosNet.Api.Sockets.Listening;

/// <summary>
/// What Linux tells about many sockets at once (epoll(7)). Each piece of news, of something to read or of the other side's end, is told once,
/// to one of the threads that wait.
/// </summary>
sealed unsafe partial class KernelPoll : SafeHandleZeroOrMinusOneIsInvalid
{
    const int CloseOnExec = 0x80000, Add = 1, Remove = 2, Interrupted = 4;
    const uint Readable = 0x1, Broken = 0x8, HungUp = 0x10, WillSendNoMore = 0x2000, OnceEach = 1u << 31;

    /// <summary>The kernel's struct epoll_event: events in four bytes, then eight that come back. It has no gap between them on x86, and one elsewhere.</summary>
    const int EventMax = 16;

    static readonly int Mark = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 ? sizeof(uint) : sizeof(ulong);

    /// <exception cref="Win32Exception">The process has too many files open.</exception>
    public KernelPoll()
        : base(ownsHandle: true)
    {
        SetHandle(epoll_create1(CloseOnExec));
        if (IsInvalid) throw new Win32Exception();
    }

    /// <summary>Whether this system has it.</summary>
    public static bool IsHere => OperatingSystem.IsLinux();

    /// <summary>Tells of a socket from now on, and at once if there is something already.</summary>
    /// <param name="socket">Whose news.</param>
    /// <param name="mark">What its news bear.</param>
    /// <param name="toAll">Whether whoever waits is told, again and again, instead of one, once.</param>
    /// <exception cref="Win32Exception">The kernel has no room for another.</exception>
    public void Watch(SafeHandle socket, long mark, bool toAll = false)
    {
        var wanted = stackalloc byte[EventMax];
        *(uint*)wanted = Readable | WillSendNoMore | (toAll ? 0 : OnceEach);
        Unsafe.WriteUnaligned(wanted + Mark, mark);
        if (Control(Add, socket, wanted) != 0) throw new Win32Exception();
    }

    /// <summary>Tells of it no more. A closed socket needs it not.</summary>
    public void Leave(SafeHandle socket)
    {
        var nothing = stackalloc byte[EventMax];
        _ = Control(Remove, socket, nothing);
    }

    /// <summary>Waits for the next piece of news; null when the wait was interrupted or there is nothing to wait for any more.</summary>
    public (long Mark, bool IsEnding)? Next()
    {
        var news = stackalloc byte[EventMax];
        var count = epoll_wait(handle, news, 1, Timeout.Infinite);
        if (count == 1) return (Unsafe.ReadUnaligned<long>(news + Mark), (*(uint*)news & (Broken | HungUp | WillSendNoMore)) != 0);
        return count == 0 || Marshal.GetLastPInvokeError() == Interrupted ? null : throw new Win32Exception();
    }

    protected override bool ReleaseHandle() => close(handle) == 0;

    int Control(int operation, SafeHandle socket, byte* wanted)
    {
        var isHeld = false;
        try
        {
            socket.DangerousAddRef(ref isHeld);
            return epoll_ctl(handle, operation, (int)socket.DangerousGetHandle(), wanted);
        }
        finally
        {
            if (isHeld) socket.DangerousRelease();
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(nint poll, int operation, int file, byte* wanted);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_wait(nint poll, byte* news, int most, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(nint file);
}
