using KaosNet.Realtime.Sessions.Framing;

namespace KaosNet.Realtime.Sessions;

/// <summary>A session's connection and its deadlines.</summary>
sealed class Socket
{
    readonly SocketSettings _settings;
    readonly TimeProvider _time;
    readonly SocketHeartbeat _heartbeat;
    readonly Action _abort;
    long _heardAt;
    long _pingedAt;
    long _closingSince;
    int _closing;
    int _messages;

    public Socket(Stream connection, SocketSettings settings, TimeProvider time, Action abort, SocketHeartbeat heartbeat)
    {
        _settings = settings;
        _time = time;
        _abort = abort;
        _heartbeat = heartbeat;
        Reader = new(connection, settings.MaxMessageSizeBytes);
        Writer = new(connection, settings.OutgoingQueueSize, time, _ => abort());
        _heardAt = _pingedAt = time.GetTimestamp();
    }

    public FrameReader Reader { get; }

    public FrameWriter Writer { get; }

    public Session Session { get; set; } = null!;

    /// <summary>A pong came.</summary>
    public void Heard() => Volatile.Write(ref _heardAt, _time.GetTimestamp());

    /// <summary>A message came. Each so many count as a pong, and put the next ping off.</summary>
    public void CountMessage()
    {
        if (++_messages < _settings.PingBackoffThreshold) return;
        _messages = 0;
        Heard();
        Volatile.Write(ref _pingedAt, _time.GetTimestamp());
    }

    /// <summary>True for the first one.</summary>
    public bool TryBeginClose()
    {
        if (Interlocked.Exchange(ref _closing, 1) != 0) return false;
        Volatile.Write(ref _closingSince, _time.GetTimestamp());
        return true;
    }

    /// <summary>Looks after the deadlines.</summary>
    public void Beat()
    {
        var closingSince = Volatile.Read(ref _closingSince);
        if (Writer.WritingFor > _settings.WriteWait
            || (closingSince != 0 && _time.GetElapsedTime(closingSince) > _settings.CloseAckWait)
            || _time.GetElapsedTime(Volatile.Read(ref _heardAt)) > _settings.PongWait)
        {
            _heartbeat.Remove(this);
            _abort();
            return;
        }

        if (_time.GetElapsedTime(Volatile.Read(ref _pingedAt)) < _settings.PingPeriod) return;
        Volatile.Write(ref _pingedAt, _time.GetTimestamp());
        Writer.Write(FrameKind.Ping, []);
    }
}
