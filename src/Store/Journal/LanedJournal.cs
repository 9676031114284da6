using KaosNet.Domain.Kernel;
using KaosNet.Store.Journal.Transactions;
using KaosNet.Store.Tables;
using KaosNet.Store.Tail;
using Microsoft.Extensions.Logging;

namespace KaosNet.Store.Journal;

/// <summary>The Journal: lanes that each commit whatever waits as one transaction. See <c>docs/decisions/0003-journal-append.md</c>.</summary>
public sealed class LanedJournal : IJournal, IAsyncDisposable
{
    readonly JournalParts _parts;
    readonly JournalMeter _meter;
    readonly Lane[] _lanes = [];
    readonly Task[] _running;

    /// <summary>Starts the lanes; the schema must be there.</summary>
    public LanedJournal(
        Database database,
        EventCatalogue catalogue,
        IReadOnlyList<IInlineTable> tables,
        IEnumerable<ICommitObserver> observers,
        JournalOptions options,
        TimeProvider time,
        ILogger<LanedJournal> logger,
        EventTail? tail = null,
        FeedInterest? interest = null,
        WriterLease? lease = null,
        IEnumerable<IEpochObserver>? epochObservers = null)
    {
        _meter = new(() => Waiting, () => _parts is null ? 0 : CachedStates);
        _parts = new(database, new EventCodec(catalogue, database.PersonalKeys), options, time, logger)
        {
            Observers = [.. observers], EpochObservers = [database.PersonalKeys, .. epochObservers ?? []], Meter = _meter, Tail = tail, Lease = lease,
        };
        lease?.Start();
        interest ??= new();
        _lanes = new Lane[options.LaneCount];
        for (var i = 0; i < _lanes.Length; i++)
        {
            _lanes[i] = new(
                _parts, new BatchWriter(database, tables), new LaneToken(database.Writes, database.Schema, lease), new FeedBells(database, interest, logger));
        }

        _running = [.. _lanes.Select(lane => Task.Run(lane.Run))];
    }

    /// <summary>How many commands wait for a lane to take them.</summary>
    public int Waiting => _lanes.Sum(lane => lane.Waiting);

    /// <summary>How many streams' states are in memory.</summary>
    public int CachedStates => _parts.Era.Cache.Count;

    public ValueTask<Answer<TResult>> Execute<TResult>(Command<TResult> command, Caller caller, CancellationToken cancel = default)
    {
        var streams = command.Streams;
        if (streams.Count == 0) throw new ArgumentException($"{command.GetType().Name} names no stream.", nameof(command));
        var pending = new PendingCommand<TResult>(command, caller, streams);
        pending.StopWaitingOn(cancel);
        LaneOf(streams[0]).Enter(pending);
        return pending.Wait;
    }

    public async ValueTask<TState> Load<TState>(StreamRef<TState> stream, CancellationToken cancel = default)
        where TState : class
    {
        var era = _parts.Era;
        if (era.Cache.Find(stream.Key) is { } known) return (TState)known.State;
        await era.Begun(_parts.Database, _parts.Database.Reads, cancel);
        var loaded = (await _parts.Loader.Load(_parts.Database.Reads, [stream], cancel))[stream.Key];
        era.Cache.Keep(stream.Key, loaded);
        return (TState)loaded.State;
    }

    /// <summary>Drops what is kept in memory of an epoch that is over, if one is; who only reads would not notice it otherwise.</summary>
    public async ValueTask FollowEpoch(CancellationToken cancel = default)
    {
        var era = _parts.Era;
        await era.Begun(_parts.Database, _parts.Database.Reads, cancel);
        if (era.Epoch != await JournalEpoch.Current(_parts.Database, _parts.Database.Reads, cancel)) _parts.Turn(era);
    }

    /// <summary>The moment of a decision.</summary>
    internal DateTimeOffset Now => _parts.Clock.Now();

    internal ILogger Logger => _parts.Logger;

    /// <summary>Takes a whole transaction in, or refuses it at once.</summary>
    internal void Enter(PendingTransaction pending) => LaneOf(pending.Streams[0]).Enter(pending);

    /// <summary>How many bytes an event has.</summary>
    internal int SizeOf(object @event) => _parts.Codec.Encode(@event).Json.Length;

    /// <summary>The states of several streams as of the last commits that this Journal knows of, and of new ones as they begin.</summary>
    internal async ValueTask<List<(StreamRef Stream, CachedState State)>> StatesOf(IReadOnlyList<StreamRef> streams, CancellationToken cancel)
    {
        List<(StreamRef, CachedState)> found = new(streams.Count);
        List<StreamRef>? missing = null;
        var era = _parts.Era;
        foreach (var stream in streams)
        {
            if (era.Cache.Find(stream.Key) is { } known) found.Add((stream, known));
            else (missing ??= []).Add(stream);
        }

        if (missing is null) return found;
        await era.Begun(_parts.Database, _parts.Database.Reads, cancel);
        var loaded = await _parts.Loader.Load(_parts.Database.Reads, missing, cancel);
        foreach (var stream in missing)
        {
            era.Cache.Keep(stream.Key, loaded[stream.Key]);
            found.Add((stream, loaded[stream.Key]));
        }

        return found;
    }

    /// <summary>What is kept of a stream is not its last state: it is loaded when it is next needed.</summary>
    internal void Forget(StreamRef stream) => _parts.Era.Cache.Drop(stream.Key);

    /// <summary>Lets no command in any more, commits those that wait, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _parts.IsStopping = true;
        foreach (var lane in _lanes) lane.Close();
        await Task.WhenAll(_running);
        _meter.Dispose();
    }

    Lane LaneOf(StreamRef stream) => _lanes[(uint)stream.GetHashCode() % (uint)_lanes.Length];
}
