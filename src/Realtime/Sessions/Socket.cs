using System.Buffers.Binary;
using System.Text;
using KaosNet.Realtime.Sessions.Framing;

namespace KaosNet.Realtime.Sessions;

/// <summary>A WebSocket: frames both ways, and their deadlines.</summary>
sealed class Socket : IConnection
{
    /// <summary>A control frame holds 125 bytes, two of them the code. Longer texts are not sent at all.</summary>
    const int CloseTextMax = 123;

    readonly SocketSettings _settings;
    readonly TimeProvider _time;
    readonly SocketHeartbeat _heartbeat;
    readonly Action _abort;
    long _heardAt;
    long _pingedAt;
    long _closingSince;
    int _messages;

    public Socket(Stream connection, SocketFormat format, SocketSettings settings, TimeProvider time, Action abort, SocketHeartbeat heartbeat)
    {
        MessageKind = format.IsText ? FrameKind.Text : FrameKind.Binary;
        _settings = settings;
        _time = time;
        _abort = abort;
        _heartbeat = heartbeat;
        Reader = new(connection, settings.MaxMessageSizeBytes, settings.ReadBufferSizeBytes);
        Writer = new(connection, settings.OutgoingQueueSize, time, _ => abort(), settings.WriteBufferSizeBytes);
        _heardAt = _pingedAt = time.GetTimestamp();
    }

    public FrameReader Reader { get; }

    public FrameWriter Writer { get; }

    /// <summary>What messages come and go in.</summary>
    public FrameKind MessageKind { get; }

    public SessionEnd? Send(ReadOnlySpan<byte> message, bool isReliable) => Writer.TryWriteMessage(MessageKind, message) ? null : SessionEnd.QueueFull;

    public void SendLast(ReadOnlySpan<byte> message) => Writer.Write(MessageKind, message);

    public void Close(SessionEnd end)
    {
        Volatile.Write(ref _closingSince, _time.GetTimestamp());
        var bytes = Encoding.UTF8.GetByteCount(end.Text);
        Span<byte> payload = stackalloc byte[2 + (bytes > CloseTextMax ? 0 : bytes)];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)end.Status);
        if (payload.Length > 2) Encoding.UTF8.GetBytes(end.Text, payload[2..]);
        Writer.Write(FrameKind.Close, end.Status == 0 ? [] : payload);
    }

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
