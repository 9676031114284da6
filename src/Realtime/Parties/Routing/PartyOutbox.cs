using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Parties.Routing;

/// <summary>What one other server is to be told, in order: sent in batches, each after the one before has arrived.</summary>
/// <param name="node">The other server.</param>
/// <param name="send">Takes a batch there, with its number.</param>
/// <param name="isThere">Whether the server is still one of the cluster; what waits for one that is not is dropped.</param>
/// <param name="time">For pauses between attempts.</param>
/// <param name="log">For what is lost.</param>
sealed class PartyOutbox(string node, Func<long, PartyPost[], Task> send, Func<bool> isThere, TimeProvider time, ILogger log)
{
    /// <summary>What may wait; further ones are dropped.</summary>
    public const int WaitingMax = 16_384;

    const int BatchMax = 256;
    const int AttemptsMax = 5;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    readonly Lock _gate = new();
    readonly Queue<PartyPost> _waiting = new();
    bool _sending;
    long _number;
    long _dropped;

    public void Post(PartyPost post)
    {
        lock (_gate)
        {
            if (_waiting.Count >= WaitingMax)
            {
                if (_dropped++ == 0) log.LogError("More than {Count} messages of parties wait for server {Node}; newer ones are dropped", WaitingMax, node);
                return;
            }

            _waiting.Enqueue(post);
            if (_sending) return;
            _sending = true;
        }

        _ = Task.Run(Send);
    }

    async Task Send()
    {
        while (TakeBatch() is { } batch) await Send(batch);
    }

    async Task Send(PartyPost[] batch)
    {
        var number = ++_number;
        for (var attempt = 1; isThere(); attempt++)
        {
            try
            {
                await send(number, batch);
                return;
            }
            catch (Exception unreachable)
            {
                if (attempt == AttemptsMax)
                {
                    log.LogError(unreachable, "{Count} messages of parties did not reach server {Node}", batch.Length, node);
                    return;
                }

                await Task.Delay(Pause, time);
            }
        }
    }

    PartyPost[]? TakeBatch()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                if (_dropped > 0) log.LogError("{Count} messages of parties to server {Node} were dropped", _dropped, node);
                _dropped = 0;
                _sending = false;
                return null;
            }

            var batch = new PartyPost[Math.Min(BatchMax, _waiting.Count)];
            for (var i = 0; i < batch.Length; i++) batch[i] = _waiting.Dequeue();
            return batch;
        }
    }
}
