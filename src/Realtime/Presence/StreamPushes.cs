using KaosNet.Protocol.Realtime;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Presence;

/// <summary>How far an envelope goes.</summary>
public enum PushReach
{
    /// <summary>To the sockets of this server; other servers push to theirs what they hear from the event feed.</summary>
    ThisServer,

    /// <summary>To the sockets of all servers of the cluster.</summary>
    AllServers,
}

/// <summary>
/// Envelopes that go out because something was committed: one bounded queue, sent by one thread at a time in the order in which they came, so that
/// whoever commits never waits for a crowd of sockets. When the queue is full the newest are dropped; what they told of can still be read.
/// </summary>
public sealed class StreamPushes(StreamRouter router, ILogger<StreamPushes> log) : IThreadPoolWorkItem
{
    /// <summary>Envelopes that may wait.</summary>
    public const int QueueMax = 16_384;

    readonly Lock _gate = new();
    readonly Queue<(StreamAddress Stream, Envelope Envelope, PushReach Reach)> _queue = new();
    bool _running;
    long _dropped;

    /// <summary>Sends an envelope to everybody on a stream, soon. Never waits and never fails.</summary>
    public void Push(StreamAddress stream, Envelope envelope, PushReach reach)
    {
        lock (_gate)
        {
            if (_queue.Count >= QueueMax)
            {
                // Once for each time the queue fills up, not once for each envelope.
                if (_dropped++ == 0) log.LogError("More than {Count} envelopes wait to be sent; newer ones are dropped", QueueMax);
                return;
            }

            _queue.Enqueue((stream, envelope, reach));
            if (_running) return;
            _running = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        while (TakeNext(out var next))
        {
            try
            {
                if (next.Reach is PushReach.AllServers) router.Send(next.Stream, next.Envelope);
                else router.Deliver(next.Stream, next.Envelope);
            }
            catch (Exception bug)
            {
                log.LogError(bug, "An envelope could not be sent");
            }
        }
    }

    bool TakeNext(out (StreamAddress Stream, Envelope Envelope, PushReach Reach) next)
    {
        lock (_gate)
        {
            if (_queue.TryDequeue(out next)) return true;
            if (_dropped > 0) log.LogError("{Count} envelopes were dropped", _dropped);
            _dropped = 0;
            return _running = false;
        }
    }
}
