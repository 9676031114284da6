using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using LiteNetLib;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Sessions.Rudp;

/// <summary>What all peers of a server share.</summary>
sealed record RudpParts(SessionServer Sessions, SocketSettings Sockets, RudpSettings Settings, TimeProvider Time, ILogger Log)
{
    /// <summary>Bytes of the largest message that can be sent reliably.</summary>
    public required int SentBytesMax { get; init; }
}

/// <summary>
/// A peer connected over UDP. What it sends waits in a bounded queue and is handled one after another on the pool, so that no handler holds up
/// the thread that receives for all peers.
/// </summary>
sealed class RudpPeer(NetPeer peer, RudpParts parts) : IConnection, IThreadPoolWorkItem
{
    /// <summary>Unreliable messages are gathered between two updates of the library; more than a queue of them in this time is more than a client can use.</summary>
    const int UnreliableWindowMs = 10;

    readonly Lock _gate = new();
    readonly Queue<(byte[] Rented, int Length)> _incoming = new();
    bool _handling;
    int _undelivered;
    int _closing;
    int _letGo;
    byte[] _reason = [];
    ITimer? _impatience;
    long _windowStart;
    int _inWindow;

    /// <summary>Set before the first message can arrive.</summary>
    public Session Session { get; set; } = null!;

    public SessionEnd? Send(ReadOnlySpan<byte> message, bool isReliable)
    {
        // Does not fit into one packet: then it goes the way of those that may be split.
        if (!isReliable && message.Length <= peer.GetMaxSinglePacketSize(DeliveryMethod.Unreliable))
        {
            if (MaySendUnreliable()) peer.Send(message, DeliveryMethod.Unreliable);
            return null;
        }

        if (message.Length > parts.SentBytesMax) return RudpServer.TooLargeToSend;
        if (peer.GetPacketsCountInReliableQueue(ordered: true) >= parts.Sockets.OutgoingQueueSize) return SessionEnd.QueueFull;
        SendLast(message);
        return null;
    }

    public void SendLast(ReadOnlySpan<byte> message)
    {
        if (message.Length > parts.SentBytesMax) return;
        Interlocked.Increment(ref _undelivered);
        peer.SendWithDeliveryEvent(message, DeliveryMethod.ReliableOrdered, this);
    }

    /// <summary>The library forgets what it has not delivered when it disconnects, so that waits for the client, but not for long.</summary>
    public void Close(SessionEnd end)
    {
        var text = Encoding.UTF8.GetBytes(end.Text);
        _reason = new byte[2 + text.Length];
        BinaryPrimitives.WriteUInt16BigEndian(_reason, (ushort)end.Status);
        text.CopyTo(_reason.AsSpan(2));
        Interlocked.Exchange(ref _closing, 1);
        if (Volatile.Read(ref _undelivered) <= 0)
        {
            LetGo();
            return;
        }

        _impatience = parts.Time.CreateTimer(static peer => ((RudpPeer)peer!).LetGo(), this, parts.Sockets.CloseAckWait, Timeout.InfiniteTimeSpan);
        if (Volatile.Read(ref _letGo) != 0) _impatience.Dispose();
    }

    /// <summary>The client has one of the messages.</summary>
    public void Delivered()
    {
        if (Interlocked.Decrement(ref _undelivered) <= 0 && Volatile.Read(ref _closing) != 0) LetGo();
    }

    /// <summary>The connection is gone.</summary>
    public void Gone(string why)
    {
        Session.Close(new(1000, why));
        LetGo();
    }

    /// <summary>Takes what the peer sent. Called by the receiving thread.</summary>
    public void Take(ReadOnlySpan<byte> message, bool isReliable)
    {
        if (message.Length > parts.Sockets.MaxMessageSizeBytes)
        {
            parts.Sessions.Fail(Session, message.Length, SessionEnd.TooLarge);
            return;
        }

        lock (_gate)
        {
            if (_incoming.Count < parts.Settings.IncomingQueueSize)
            {
                var rented = ArrayPool<byte>.Shared.Rent(message.Length);
                message.CopyTo(rented);
                _incoming.Enqueue((rented, message.Length));
                if (_handling) return;
                _handling = true;
            }
            else if (isReliable)
            {
                parts.Sessions.Fail(Session, message.Length, RudpServer.TooManyWaiting);
                return;
            }
            else
            {
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute() => _ = HandleAll();

    async Task HandleAll()
    {
        while (TryTakeNext(out var message))
        {
            try
            {
                await parts.Sessions.Receive(Session, message.Rented.AsMemory(0, message.Length));
            }
            catch (Exception bug)
            {
                parts.Log.LogError(bug, "A message of session {Session} could not be handled", Session.Id);
            }

            ArrayPool<byte>.Shared.Return(message.Rented);
        }
    }

    bool TryTakeNext(out (byte[] Rented, int Length) message)
    {
        lock (_gate)
        {
            if (_incoming.TryDequeue(out message)) return true;
            return _handling = false;
        }
    }

    bool MaySendUnreliable()
    {
        var window = parts.Time.GetTimestamp() * 1000 / parts.Time.TimestampFrequency / UnreliableWindowMs;
        // Two threads at once may let one or two more pass; the bound needs no more than that.
        if (Volatile.Read(ref _windowStart) != window)
        {
            Volatile.Write(ref _windowStart, window);
            Volatile.Write(ref _inWindow, 0);
        }

        return Interlocked.Increment(ref _inWindow) <= parts.Sockets.OutgoingQueueSize;
    }

    void LetGo()
    {
        if (Interlocked.Exchange(ref _letGo, 1) != 0) return;
        _impatience?.Dispose();
        peer.NetManager.DisconnectPeer(peer, _reason);
    }
}
