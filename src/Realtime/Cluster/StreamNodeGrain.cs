using KaosNet.Realtime.Presence;
using Orleans.Concurrency;

namespace KaosNet.Realtime.Cluster;

/// <summary>Gives what other nodes ask of this one's sessions to them.</summary>
[Reentrant, OnNamedNode]
sealed class StreamNodeGrain(GameStreams streams) : Grain, IStreamNode
{
    public Task<StreamPutAnswer> Put(Guid userId, Guid sessionId, StreamAddress stream, PresenceMeta meta, bool mayChange)
    {
        var put = streams.PutHere(userId, sessionId, stream, meta, mayChange);
        return Task.FromResult(put.IsGranted(out var isNew, out var fault) ? new(isNew, 0, "") : new StreamPutAnswer(false, (int)fault.Code, fault.Message));
    }
}
