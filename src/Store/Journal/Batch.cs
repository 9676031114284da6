using KaosNet.Domain.Kernel;
using KaosNet.Store.Chain;
using KaosNet.Store.Journal.Transactions;
using KaosNet.Store.Personal;
using Microsoft.Extensions.Logging;

namespace KaosNet.Store.Journal;

/// <summary>
/// The commands that one transaction commits, decided one after the other: each sees what those before it decided. What a command does to
/// the states is undone when deciding it throws, so that a bug costs nobody else anything.
/// </summary>
sealed class Batch(Era era, EventCodec codec, JournalClock clock, MetadataWriter metadata, ILogger logger, Batch? earlier) : StreamStates
{
    Batch? _earlier = earlier;
    readonly Dictionary<string, StreamWork> _streams = new(StringComparer.Ordinal);
    readonly List<StreamWork> _touched = [];
    int _command;
    bool _isSealed;

    /// <summary>In which it is decided, and may be committed.</summary>
    public Era Era => era;

    /// <summary>The commands decided, without those that nobody waits for or that failed by a bug of theirs.</summary>
    public List<PendingCommand> Decided { get; } = [];

    /// <summary>The streams that were asked for.</summary>
    public Dictionary<string, StreamWork>.ValueCollection Streams => _streams.Values;

    /// <summary>The events decided, in order.</summary>
    public List<PendingEvent> Events { get; } = [];

    /// <summary>Keys of users who had none, to be committed with it.</summary>
    public List<PersonalKey> FreshKeys { get; } = [];

    /// <summary>How many of the events are sealed.</summary>
    public int SealedCount { get; set; }

    /// <summary>All of the events are sealed, and no more will come: whoever goes on from this batch knows the hashes that it leaves.</summary>
    public bool IsSealed
    {
        get => Volatile.Read(ref _isSealed);
        set => Volatile.Write(ref _isSealed, value);
    }

    /// <summary>Where those belong once it is through; null while nothing in it had to be sealed with a key.</summary>
    public KeptKeys? KeptKeys { get; set; }

    public int Bytes { get; private set; }

    /// <summary>The events' places in the whole store, once they are committed.</summary>
    public long[] Sequences { get; set; } = [];

    /// <summary>The streams among those of the commands whose states must be loaded.</summary>
    /// <param name="commands">The waiting commands.</param>
    /// <param name="from">The first to open for.</param>
    /// <param name="count">How many.</param>
    /// <param name="isNewTrusted">Whether streams that are said to be new are taken at their word; not again after a lost race.</param>
    public Dictionary<string, StreamRef>? Open(List<PendingCommand> commands, int from, int count, bool isNewTrusted)
    {
        Dictionary<string, StreamRef>? missing = null;
        for (var i = from; i < from + count; i++)
        {
            foreach (var stream in commands[i].Streams)
            {
                if (_streams.ContainsKey(stream.Key) || missing?.ContainsKey(stream.Key) == true) continue;
                if ((_earlier?.Left(stream) ?? era.Cache.Find(stream.Key)) is { } known) Add(stream, known);
                else if (stream.IsNew && isNewTrusted) Add(stream, new(stream.Kind.Initial(stream.Id), Version: 0, SnapshotVersion: 0, StreamHead.None), isTrusted: true);
                else (missing ??= new(StringComparer.Ordinal)).Add(stream.Key, stream);
            }
        }

        return missing;
    }

    /// <summary>The batch before it is through: what it left is in the cache.</summary>
    public void ForgetEarlier() => _earlier = null;

    /// <summary>What this batch leaves of a stream once it is committed; null when it has nothing to do with it.</summary>
    public CachedState? Left(StreamRef stream) => _streams.TryGetValue(stream.Key, out var work) ? work.After : null;

    /// <summary>What the batch does to a stream that it has changed.</summary>
    public StreamWork WorkOn(StreamRef stream) => _streams[stream.Key];

    /// <summary>Whether a user comes into being with a stream of this batch, so that nothing can be known of them.</summary>
    public bool Begins(StreamRef stream, Guid user) => _streams[stream.Key].IsTrusted && Guid.TryParse(stream.Id, out var id) && id == user;

    /// <param name="stream">The stream.</param>
    /// <param name="known">Its state before the batch.</param>
    /// <param name="isTrusted">It was said to be new and taken at its word.</param>
    public void Add(StreamRef stream, CachedState known, bool isTrusted = false) => _streams.Add(stream.Key, new(stream, known) { IsTrusted = isTrusted });

    public void Decide(PendingCommand command)
    {
        if (command.IsAnswered) return;
        _command++;
        _touched.Clear();
        var eventsBefore = Events.Count;
        var bytesBefore = Bytes;
        try
        {
            foreach (var stream in command.Streams) _streams[stream.Key].NamedBy = _command;
            var isDecisive = command is PendingTransaction transaction ? DecideAll(transaction, eventsBefore, bytesBefore) : DecideOne(command);
            foreach (var stream in command.Streams) _streams[stream.Key].SeenBy(isDecisive);
            Decided.Add(command);
        }
#pragma warning disable CA1031 // Whatever a decider throws is a bug in it, and costs its own caller only.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            logger.LogError(bug, "Deciding {Command} for {Operation} failed", command.Name, command.Caller.Operation);
            Undo(eventsBefore, bytesBefore);
            command.Refuse(Refusals.Bug);
        }
    }

    public override TState Of<TState>(StreamRef<TState> stream) =>
        _streams.TryGetValue(stream.Key, out var work) && work.NamedBy == _command
            ? (TState)work.State
            : throw new InvalidOperationException($"The command looks at {stream.Key}, which it does not name among its streams.");

    bool DecideOne(PendingCommand command)
    {
        var context = new DecisionContext(command.Caller, clock.Now(), new Dice(command.Seed));
        if (command.Decide(this, context) is not { Count: > 0 } events) return false;
        Append(events, context);
        return true;
    }

    /// <summary>Decides a transaction's commands one after the other, unless its streams are not as they were when its work went on from them.</summary>
    bool DecideAll(PendingTransaction transaction, int eventsBefore, int bytesBefore)
    {
        var isMoved = transaction.Streams.Any(stream => transaction.BaseOf(stream) is { } version && _streams[stream.Key].Version != version);
        var now = clock.Now();
        foreach (var part in transaction.Parts)
        {
            if (isMoved) break;
            var context = new DecisionContext(part.Caller, now, new Dice(part.Seed));
            var events = part.Decide(this, context);
            isMoved = !part.IsAsBefore(events);
            if (!isMoved) Append(events!, context);
        }

        if (isMoved) Undo(eventsBefore, bytesBefore);
        transaction.Decided(isMoved);
        return !isMoved;
    }

    void Undo(int eventsBefore, int bytesBefore)
    {
        foreach (var stream in _touched) stream.Undo();
        Events.RemoveRange(eventsBefore, Events.Count - eventsBefore);
        Bytes = bytesBefore;
    }

    void Append(IReadOnlyList<StreamEvent> events, DecisionContext context)
    {
        var headers = metadata.HeadersOf(context);
        foreach (var (stream, decided) in events)
        {
            var work = Named(stream);
            if (work.TouchedBy != _command)
            {
                work.Touch(_command);
                _touched.Add(work);
            }

            var (name, json, personal, @event) = codec.Prepare(stream, decided, work.State);
            work.Advance(@event, context.Now);
            Bytes += json.Length + (personal?.Members.Length ?? 0);
            Events.Add(new(
                TimeOrderedId.At(context.Now), work.Stream, work.Version, @event, name, json, context.Now, context.Caller, headers, MetadataWriter.UsersOf(context.Caller, stream, @event))
            {
                Personal = personal,
            });
        }
    }

    /// <summary>The stream, which the command names or begins: a fresh id that the decision drew could not be named before it.</summary>
    StreamWork Named(StreamRef stream)
    {
        if (_streams.TryGetValue(stream.Key, out var work) && work.NamedBy == _command) return work;
        if (work is not null || !stream.IsNew)
            throw new InvalidOperationException($"The command appends to {stream.Key}, which it does not name among its streams.");
        Add(stream, new(stream.Kind.Initial(stream.Id), Version: 0, SnapshotVersion: 0, StreamHead.None), isTrusted: true);
        work = _streams[stream.Key];
        work.NamedBy = _command;
        return work;
    }
}

/// <summary>An event on its way into the store.</summary>
sealed record PendingEvent(
    Guid Id,
    StreamRef Stream,
    long Version,
    object Event,
    string Name,
    byte[] Json,
    DateTimeOffset At,
    Caller Caller,
    byte[] Headers,
    List<Guid> Users)
{
    /// <summary>What is stored of it.</summary>
    public byte[] Json { get; set; } = Json;

    /// <summary>What is to be sealed before it is stored; null for nothing.</summary>
    public PersonalPart? Personal { get; init; }

    /// <summary>Its hash in the chain of its stream, once it is sealed.</summary>
    public byte[]? Hash { get; set; }

    public string? StoredActor => Caller.Actor is { Length: > 0 } actor ? actor : null;

    public string? StoredCorrelation => Caller.Correlation is { Length: > 0 } correlation ? correlation : null;
}

/// <summary>One stream within a batch.</summary>
sealed class StreamWork(StreamRef stream, CachedState known)
{
    object _stateBefore = known.State;
    long _versionBefore = known.Version;

    public StreamRef Stream { get; } = stream;

    /// <summary>It was said to be new and taken at its word.</summary>
    public bool IsTrusted { get; init; }

    /// <summary>As it was before the batch.</summary>
    public CachedState Before { get; } = known;

    public object State { get; private set; } = known.State;

    public long Version { get; private set; } = known.Version;

    /// <summary>The hash of its last event in the batch, once that is sealed.</summary>
    public StreamHead Head { get; } = new();

    /// <summary>As it is after the batch.</summary>
    public CachedState After => IsChanged ? new(State, Version, NeedsSnapshot ? Version : Before.SnapshotVersion, Head) : Before;

    public bool IsChanged => Version != Before.Version;

    /// <summary>True when events elsewhere were decided from this state, so it must still hold when they commit.</summary>
    public bool IsDecisive { get; private set; }

    /// <summary>True when only refusals and "already so" were decided from this state.</summary>
    public bool IsOnlySeen { get; private set; }

    /// <summary>Number of the command that names it and is being decided.</summary>
    public int NamedBy { get; set; }

    public int TouchedBy { get; private set; }

    public bool NeedsSnapshot => Stream.Kind.SnapshotEvery > 0 && Version - Before.SnapshotVersion >= Stream.Kind.SnapshotEvery;

    public void SeenBy(bool isDecisive)
    {
        IsDecisive |= isDecisive;
        IsOnlySeen |= !isDecisive;
    }

    public void Touch(int command) => (TouchedBy, _stateBefore, _versionBefore) = (command, State, Version);

    public void Advance(object @event, DateTimeOffset at)
    {
        State = Stream.Kind.Evolve(State, @event, at) ?? throw new InvalidOperationException($"{Stream} evolved into nothing.");
        Version++;
    }

    public void Undo() => (State, Version) = (_stateBefore, _versionBefore);
}
