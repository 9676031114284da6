using KaosNet.Store.Chain;
using KaosNet.Store.Personal;
using Npgsql;

namespace KaosNet.Store.Journal;

/// <summary>
/// Finishes the events of a batch just before its commit, when all before it are through: what is stored of them is made here, and the hash is taken over that.
/// One for each lane.
/// </summary>
sealed class EventSealer(EventCodec codec, PersonalKeys keys, NpgsqlDataSource source)
{
    readonly EventContent _content = new();
    readonly PersonalSealer _personal = new(keys, codec, source);

    /// <summary>Finishes all events of the batch in order. What it throws is sorted as a failure of the commit.</summary>
    public async ValueTask Seal(Batch batch)
    {
        await _personal.Seal(batch);
        foreach (var entry in batch.Events) Chain(batch, entry);
    }

    /// <summary>Hashes what will be stored of an event, together with the hash of the event before it in the stream.</summary>
    void Chain(Batch batch, PendingEvent entry)
    {
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
