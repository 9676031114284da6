namespace KaosNet.Realtime.Sessions;

/// <summary>What went over all sockets of this node since its start.</summary>
public sealed class SocketTraffic
{
    long _opened;
    long _closed;
    long _received;
    long _failed;
    long _receivedBytes;
    long _sentBytes;

    public SocketTraffic(RealtimeMeter meter)
    {
        var instruments = meter.Meter;
        instruments.CreateObservableCounter("nakama.socket_ws_opened", () => Volatile.Read(ref _opened), description: "WebSocket connections opened.");
        instruments.CreateObservableCounter("nakama.socket_ws_closed", () => Volatile.Read(ref _closed), description: "WebSocket connections closed.");
        instruments.CreateObservableCounter("nakama.overall_message_count", () => Received, description: "Realtime messages received.");
        instruments.CreateObservableCounter("nakama.overall_message_errors", () => Failed, description: "Realtime messages that failed.");
        instruments.CreateObservableCounter("nakama.overall_message_recv_bytes", () => ReceivedBytes, description: "Bytes received in realtime messages.");
        instruments.CreateObservableCounter("nakama.overall_message_sent_bytes", () => SentBytes, description: "Bytes sent in realtime messages.");
    }

    /// <summary>Messages from clients.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>Those for which the session was closed.</summary>
    public long Failed => Volatile.Read(ref _failed);

    /// <summary>Bytes of messages from clients.</summary>
    public long ReceivedBytes => Volatile.Read(ref _receivedBytes);

    /// <summary>Bytes of messages to clients.</summary>
    public long SentBytes => Volatile.Read(ref _sentBytes);

    internal void CountOpened() => Interlocked.Increment(ref _opened);

    internal void CountClosed() => Interlocked.Increment(ref _closed);

    internal void CountSent(int bytes) => Interlocked.Add(ref _sentBytes, bytes);

    internal void CountReceived(int bytes, bool hasFailed)
    {
        Interlocked.Increment(ref _received);
        Interlocked.Add(ref _receivedBytes, bytes);
        if (hasFailed) Interlocked.Increment(ref _failed);
    }
}
