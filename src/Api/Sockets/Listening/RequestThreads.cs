using System.Collections.Concurrent;
using System.IO.Pipes;
using System.Net.Sockets;
using KaosNet.Store;

namespace KaosNet.Api.Sockets.Listening;

/// <summary>Who is told that its connection has something to read.</summary>
interface IReadable
{
    /// <summary>Reads, and does what is to be done, on this thread.</summary>
    /// <param name="isEnding">Whether the other side will send no more, or the connection broke.</param>
    void OnReadable(bool isEnding);
}

/// <summary>
/// The threads that serve requests. Each waits for the kernel's news of any connection and goes through with what came, the request, its function and its answer,
/// without handing anything to another thread. See docs/decisions/0037-requests-stay-on-one-thread.md.
/// </summary>
/// <remarks>
/// They may compute and block: while one does, the others are told the rest. Who is about to block says so, and leaves another behind that waits for news; when all
/// of them compute for long, there will be more by and by. There are <see cref="Most"/> at most, and fewer again when they are not needed.
/// </remarks>
sealed class RequestThreads : IDisposable
{
    /// <summary>Threads at most; as many requests can be held up on them at once. All others of the server's go on.</summary>
    public const int Most = 512;

    /// <summary>How often it is looked whether all of them are held up, or too many wait.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Threads at least: one for each core. With two for each, a function in Lua is answered a tenth less often, as they then take the cores from one another.
    /// </summary>
    public static readonly int Fewest = Math.Max(2, Environment.ProcessorCount);

    const long End = 0;

    readonly KernelPoll _poll = new();
    readonly AnonymousPipeServerStream _end = new(PipeDirection.In);
    readonly ConcurrentDictionary<long, IReadable> _connections = new();
    readonly ITimer _looking;
    readonly ILogger _log;
    long _lastMark, _served, _servedAtLook;
    int _threads, _waiting, _surplus;
    volatile bool _isOver;

    public RequestThreads(TimeProvider time, ILogger<RequestThreads> log)
    {
        _log = log;
        _poll.Watch(_end.SafePipeHandle, End, toAll: true);
        for (var thread = 0; thread < Fewest; thread++) Start();
        _looking = time.CreateTimer(_ => Adjust(), null, Look, Look);
    }

    /// <summary>Threads alive.</summary>
    public int Count => Volatile.Read(ref _threads);

    /// <summary>From now on, and at once if there is something, its reader is told.</summary>
    /// <returns>By which the connection is named to the other methods.</returns>
    /// <exception cref="SystemException">The connection is closed, or the kernel has no room.</exception>
    public long Add(Socket socket, IReadable reader)
    {
        var mark = Interlocked.Increment(ref _lastMark);
        _connections[mark] = reader;
        try
        {
            _poll.Watch(socket.SafeHandle, mark);
        }
        catch
        {
            _connections.TryRemove(mark, out _);
            throw;
        }

        return mark;
    }

    /// <summary>Another is told from now on.</summary>
    public void Change(long mark, IReadable reader) => _connections[mark] = reader;

    /// <summary>Nobody is told any more; somebody else may watch the socket.</summary>
    public void Remove(long mark, Socket socket)
    {
        Forget(mark);
        _poll.Leave(socket.SafeHandle);
    }

    /// <summary>The connection is closed.</summary>
    public void Forget(long mark) => _connections.TryRemove(mark, out _);

    public void Dispose()
    {
        if (_isOver) return;
        _isOver = true;
        _looking.Dispose();
        // All threads learn of it and end, whenever they wait again; the last one closes the rest.
        _end.DisposeLocalCopyOfClientHandle();
    }

    /// <summary>One more when each of them was held up since the last look, one less when too many wait.</summary>
    internal void Adjust()
    {
        var served = Interlocked.Read(ref _served);
        var areHeldUp = served - _servedAtLook < Count && Volatile.Read(ref _waiting) == 0;
        _servedAtLook = served;
        if (areHeldUp) AddOne();
        Volatile.Write(ref _surplus, Volatile.Read(ref _waiting) > Fewest ? 1 : 0);
    }

    /// <summary>Called by a thread that is about to block.</summary>
    void OnBlocking()
    {
        if (Volatile.Read(ref _waiting) == 0) AddOne();
    }

    void AddOne()
    {
        if (!_isOver && Count < Most) Start();
    }

    void Start()
    {
        Interlocked.Increment(ref _threads);
        new Thread(Serve) { IsBackground = true, Name = "KaosNet requests" }.Start();
    }

    void Serve()
    {
        SocketThreads.AllowBlocking(OnBlocking);
        try
        {
            while (ServeNext())
            {
            }
        }
        catch (Exception failure)
        {
            _log.LogCritical(failure, "A thread that serves requests ended");
        }

        if (Interlocked.Decrement(ref _threads) != 0 || !_isOver) return;
        _poll.Dispose();
        _end.Dispose();
    }

    bool ServeNext()
    {
        // Of those that wait the kernel wakes the one that began last, so it is this one that can go.
        if (Volatile.Read(ref _surplus) != 0 && Interlocked.Exchange(ref _surplus, 0) != 0 && Volatile.Read(ref _waiting) >= Fewest) return false;
        Interlocked.Increment(ref _waiting);
        var news = _poll.Next();
        Interlocked.Decrement(ref _waiting);
        if (news is not var (mark, isEnding)) return true;
        if (mark == End) return false;
        Interlocked.Increment(ref _served);
        try
        {
            if (_connections.TryGetValue(mark, out var reader)) reader.OnReadable(isEnding);
        }
        catch (Exception failure)
        {
            _log.LogError(failure, "A connection could not be served");
        }

        return true;
    }
}
