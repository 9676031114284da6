using KaosNet.Domain.Kernel;
using KaosNet.Domain.Storage;
using KaosNet.Store.Chain;
using KaosNet.Store.Journal;
using KaosNet.Store.Personal;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Store.Tests.Personal;

/// <summary>What a lane finishes of a batch while the batch before it is on its way.</summary>
public sealed class SealAheadSpecs : IAsyncDisposable
{
    static readonly JournalOptions Options = new();

    // Nothing here asks it: whatever needs the database has to wait.
    readonly Database _database = new("Host=/nowhere", "none") { Masters = new(Vault.Master, []) };
    readonly EventCodec _codec;
    readonly EventSealer _sealer;
    readonly Guid _ann = Guid.NewGuid(), _bob = Guid.NewGuid();

    public SealAheadSpecs()
    {
        _codec = new(EventCatalogue.Default, _database.PersonalKeys);
        _sealer = new(_codec, _database.PersonalKeys, _database.Writes, isChained: true, NullLogger.Instance);
        _database.PersonalKeys.Now.Keep(PersonalKey.Draw(_ann));
    }

    [Fact]
    public async Task nothing_is_finished_before_the_hashes_to_go_on_from_are_known()
    {
        var earlier = Decided(null, Of(_ann));
        var ahead = Decided(earlier, Of(_ann));

        _sealer.SealAhead(ahead, earlier);
        ahead.SealedCount.ShouldBe(0);

        await _sealer.Seal(earlier);
        _sealer.SealAhead(ahead, earlier);
        ahead.SealedCount.ShouldBe(1);
        ahead.IsSealed.ShouldBeFalse("more may come");
        ahead.Events[0].Json.ShouldNotBe(_codec.Encode(ahead.Events[0].Event).Json, "it is sealed");
        ahead.Events[0].Hash.ShouldBe(HashOf(ahead.Events[0], earlier.Events[0].Hash!));
    }

    [Fact]
    public async Task whoever_is_not_in_memory_stops_it_and_is_finished_in_order_later()
    {
        var earlier = Decided(null, Of(_ann));
        await _sealer.Seal(earlier);
        var ahead = Decided(earlier, Of(_ann), Of(_bob), Of(_ann));

        _sealer.SealAhead(ahead, earlier);
        ahead.SealedCount.ShouldBe(1);

        _database.PersonalKeys.Now.Keep(PersonalKey.Draw(_bob));
        await _sealer.Seal(ahead);
        ahead.IsSealed.ShouldBeTrue();
        ahead.Events[2].Hash.ShouldBe(HashOf(ahead.Events[2], ahead.Events[0].Hash!), "of one stream");
        ahead.Events.ShouldAllBe(entry => entry.Hash != null);
    }

    [Fact]
    public async Task a_forgotten_person_is_left_for_the_commit_to_find()
    {
        var earlier = Decided(null, Of(_ann));
        await _sealer.Seal(earlier);
        var ahead = Decided(earlier, Of(_bob));
        _database.PersonalKeys.Now.Keep(new PersonalKey(_bob, null));

        _sealer.SealAhead(ahead, earlier);
        ahead.SealedCount.ShouldBe(0);
        await Should.ThrowAsync<PersonForgottenException>(async () => await _sealer.Seal(ahead));
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    static StreamRef<StoredObject> Of(Guid user) => StoredObject.Kind.Of($"saves/one/{user}");

    /// <summary>A batch with an event on each of the streams, of the same command per stream.</summary>
    Batch Decided(Batch? earlier, params StreamRef[] streams)
    {
        var batch = new Batch(new(Options), _codec, new(TimeProvider.System), new("1"), NullLogger.Instance, earlier);
        List<PendingCommand> commands = [.. streams.Select(stream => new PendingCommand<Done>(new Writing(stream), Caller.System("spec", "Write"), [stream]))];
        foreach (var missing in batch.Open(commands, 0, commands.Count, isNewTrusted: true)?.Values ?? Enumerable.Empty<StreamRef>())
            batch.Add(missing, new(missing.Kind.Initial(missing.Id), Version: 0, SnapshotVersion: 0, StreamHead.None));
        foreach (var command in commands) batch.Decide(command);
        batch.Events.Count.ShouldBe(streams.Length);
        return batch;
    }

    static byte[] HashOf(PendingEvent entry, byte[] previous)
    {
        var content = new EventContent();
        content.Begin(previous, entry.Id, entry.Version, EventContent.MicrosecondsOf(entry.At));
        foreach (var text in (string?[])[entry.Stream.Key, entry.Name, entry.StoredActor, entry.StoredCorrelation, entry.Caller.Cause]) content.Add(text);
        content.AddStored(entry.Headers);
        content.AddStored(entry.Json);
        return content.Hash();
    }

    sealed record Writing(StreamRef Stream) : Command<Done>
    {
        public override IReadOnlyList<StreamRef> Streams => [Stream];

        public override Decision<Done> Decide(StreamStates states, DecisionContext context) =>
            Decision.Granted().Append(Stream, new StorageObjectWritten("{\"of\": \"annabel\"}", "v", 1, 1));
    }
}
