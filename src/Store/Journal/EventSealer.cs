using KaosNet.Store.Chain;
using KaosNet.Store.Personal;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KaosNet.Store.Journal;

/// <summary>
/// Finishes the events of a batch before its commit, in order: what is stored of them is made here, and the hash is taken over that. What takes nothing from the database is done
/// while the batch before is on its way, the rest once that is through. One for each lane.
/// </summary>
sealed class EventSealer(EventCodec codec, PersonalKeys keys, NpgsqlDataSource source, bool isChained, ILogger logger)
{
    readonly EventContent _content = new();
    readonly PersonalSealer _personal = new(keys, codec, source);

    /// <summary>Finishes all events of the batch that are not. What it throws is sorted as a failure of the commit.</summary>
    public async ValueTask Seal(Batch batch)
    {
        await _personal.Seal(batch);
        while (batch.SealedCount < batch.Events.Count) Chain(batch);
        batch.IsSealed = true;
    }

    /// <summary>Finishes events of a batch whose predecessor is still on its way, up to the first that has to wait for that or for the database.</summary>
    public void SealAhead(Batch batch, Batch earlier)
    {
        // Until then the hashes to go on from are not known, and the sealer is at work on them.
        if (!earlier.IsSealed) return;
        try
        {
            while (batch.SealedCount < batch.Events.Count && _personal.SealFromMemory(batch, earlier, batch.Events[batch.SealedCount])) Chain(batch);
        }
#pragma warning disable CA1031 // Met again by the commit, which finds out whose event it is.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            logger.LogDebug(bug, "An event could not be sealed ahead");
        }
    }

    /// <summary>Hashes what will be stored of the next event, together with the hash of the event before it in the stream.</summary>
    void Chain(Batch batch)
    {
        var entry = batch.Events[batch.SealedCount++];
        if (!isChained) return;
        var stream = batch.WorkOn(entry.Stream);
        var previous = stream.Head.Hash ?? stream.Before.Head.Hash;
        _content.Begin(previous, entry.Id, entry.Version, EventContent.MicrosecondsOf(entry.At));
        _content.Add(entry.Stream.Key);
        _content.Add(entry.Name);
        _content.Add(entry.StoredActor);
        _content.Add(entry.StoredCorrelation);
        _content.Add(entry.Caller.Cause);
        // Written in the order of jsonb (MetadataWriter).
        _content.AddWritten(entry.Headers, isPlain: true);
        _content.AddWritten(entry.Json, codec.IsPlain(entry.Event));
        stream.Head.Hash = entry.Hash = _content.Hash();
    }
}
