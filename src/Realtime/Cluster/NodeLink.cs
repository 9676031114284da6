using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Cluster;

/// <summary>
/// The way to one other node for what needs no answer: in order, in batches, one of them on its way at a time. A batch that did not get through is said
/// again until the node is known to be gone.
/// </summary>
sealed class NodeLink(string node, Func<long, IReadOnlyList<NodeMail>, Task> take, TimeProvider time, ILogger log)
{
    /// <summary>Players' data that may wait; newer data is dropped, as a match that is too slow drops it.</summary>
    public const int DataMax = 16_384;

    /// <summary>All that may wait. Comings and goings are never dropped before that, as nobody would say them again.</summary>
    public const int WaitingMax = 262_144;

    const int BatchMax = 512;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    readonly Lock _gate = new();
    readonly Queue<NodeMail> _waiting = new();
    long _number;
    long _dropped;
    bool _sending;
    volatile bool _closed;

    /// <summary>Sends something, soon. Never waits and never fails.</summary>
    public void Send(NodeMail mail)
    {
        lock (_gate)
        {
            if (_closed) return;
            if (_waiting.Count >= (mail.IsData ? DataMax : WaitingMax))
            {
                // Once for each time the queue fills up, not once for each message.
                if (_dropped++ == 0) log.LogError("More than {Count} messages wait for node {Node}; newer ones are dropped", _waiting.Count, node);
                return;
            }

            _waiting.Enqueue(mail);
            if (_sending) return;
            _sending = true;
        }

        _ = Task.Run(SendAll);
    }

    /// <summary>The node is gone.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _waiting.Clear();
        }
    }

    async Task SendAll()
    {
        while (NextBatch() is { } batch)
        {
            var number = ++_number;
            while (!_closed)
            {
                try
                {
                    await take(number, batch);
                    break;
                }
                catch (Exception lost)
                {
                    if (_closed) break;
                    log.LogWarning(lost, "Node {Node} cannot be reached; {Count} messages for it wait", node, batch.Length);
                    await Task.Delay(Pause, time);
                }
            }
        }
    }

    NodeMail[]? NextBatch()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                if (_dropped > 0) log.LogError("{Count} messages for node {Node} were dropped", _dropped, node);
                _dropped = 0;
                _sending = false;
                return null;
            }

            var batch = new NodeMail[Math.Min(BatchMax, _waiting.Count)];
            for (var i = 0; i < batch.Length; i++) batch[i] = _waiting.Dequeue();
            return batch;
        }
    }
}
