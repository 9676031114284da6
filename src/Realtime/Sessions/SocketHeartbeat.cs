using System.Collections.Concurrent;

namespace KaosNet.Realtime.Sessions;

/// <summary>
/// One timer for all sockets: pings, and the deadlines of reading, writing and closing. They are kept to within a fraction of the shortest of
/// them (a second at most), instead of with timers of each socket's own.
/// </summary>
sealed class SocketHeartbeat
{
    readonly ConcurrentDictionary<Socket, bool> _sockets = new();
    readonly TimeSpan _period;
    readonly ITimer _timer;
    int _beating;

    public SocketHeartbeat(SocketSettings settings, TimeProvider time)
    {
        TimeSpan[] deadlines = [settings.PingPeriod, settings.PongWait, settings.WriteWait, settings.CloseAckWait];
        _period = TimeSpan.FromMilliseconds(Math.Clamp(deadlines.Min().TotalMilliseconds / 8, 10, 1000));
        _timer = time.CreateTimer(_ => Beat(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(Socket socket)
    {
        _sockets[socket] = true;
        if (_sockets.Count == 1) _timer.Change(_period, _period);
    }

    public void Remove(Socket socket)
    {
        _sockets.TryRemove(socket, out _);
        if (_sockets.IsEmpty) _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        // One may have come in between.
        if (!_sockets.IsEmpty) _timer.Change(_period, _period);
    }

    void Beat()
    {
        if (Interlocked.Exchange(ref _beating, 1) != 0) return;
        foreach (var (socket, _) in _sockets) socket.Beat();
        Volatile.Write(ref _beating, 0);
    }
}
