using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Kernel.Undoing;

namespace KaosNet.Domain.Undoing;

/// <summary>
/// Works an undo out, purely: goes through the events from the newest to the oldest and asks the slices how each is undone, on the states as they will be by then, so
/// that an actor's own later changes do not stand in the way of the earlier ones. What is not known yet is answered as if nothing stood in the way and told of
/// in <see cref="UndoPlan.Missing"/>; who asks finds it and asks again.
/// </summary>
public sealed class UndoPlanner
{
    static readonly Dictionary<Type, string> NeverUndone = ReversalCatalogue.All.SelectMany(rules => rules.Never).ToDictionary(entry => entry.Key, entry => entry.Value);

    readonly UndoKnowledge _known;
    readonly World _world;
    readonly HashSet<(StreamRef Stream, long Version)> _undone = [];
    readonly Dictionary<(StreamRef Stream, long Version), object> _before = [];
    readonly List<PlannedChange> _changes = [];
    readonly List<PlannedRefusal> _kept = [];

    UndoPlanner(UndoKnowledge known, string undoId, string author, string reason, DecisionContext context)
    {
        _known = known;
        _world = new(known) { UndoId = undoId, Author = author, Reason = reason, Context = context };
    }

    /// <summary>Why events of this type are never undone; null when they can be.</summary>
    public static string? NeverBecause(Type eventType) => NeverUndone.GetValueOrDefault(eventType);

    /// <summary>Works an undo out.</summary>
    /// <param name="selected">The events that are to be undone; those of streams whose history is not known are not.</param>
    /// <param name="known">What is known of the game.</param>
    /// <param name="undoId">The undo's id.</param>
    /// <param name="author">Who wants it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="context">Time and chance of what is decided.</param>
    public static UndoPlan Plan(
        IReadOnlyCollection<PastEvent> selected, UndoKnowledge known, string undoId, string author, string reason, DecisionContext context)
    {
        var planner = new UndoPlanner(known, undoId, author, reason, context);
        var versions = selected.GroupBy(past => past.Stream).ToDictionary(group => group.Key, IReadOnlySet<long> (group) => group.Select(past => past.Version).ToHashSet());
        foreach (var (stream, wanted) in versions.Where(entry => known.Histories.ContainsKey(entry.Key))) planner.Begin(stream, wanted);
        foreach (var past in Newest(selected)) planner.Undo(past, versions[past.Stream]);
        return new(planner._changes, planner._kept, planner._world.Missing);
    }

    /// <summary>Newest first; but an account's deletion before what ended with it, since only who has an account can be given anything back.</summary>
    static IEnumerable<PastEvent> Newest(IReadOnlyCollection<PastEvent> selected)
    {
        var ends = selected.Where(past => past.Event is AccountDeleted).Select(past => past.Correlation).ToHashSet(StringComparer.Ordinal);
        var last = selected.Where(past => ends.Contains(past.Correlation)).GroupBy(past => past.Correlation, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Max(past => past.Sequence), StringComparer.Ordinal);
        return selected.OrderByDescending(past => past.Event is AccountDeleted ? last[past.Correlation] : past.Sequence)
            .ThenByDescending(past => past.Event is AccountDeleted);
    }

    void Undo(PastEvent past, IReadOnlySet<long> versions)
    {
        if (!_known.Histories.TryGetValue(past.Stream, out var history)) { Keep(past, "its stream is longer than an undo looks through"); return; }
        if (ReversalCatalogue.Of(past.Stream.Kind) is not { } rules) { Keep(past, "nobody has said how such an event is undone"); return; }
        if (history.Any(one => one.IsForgotten && one.Version <= past.Version) && NeverBecause(past.Event.GetType()) is null)
        {
            Keep(past, "it holds what belonged to somebody who was forgotten");
            return;
        }

        var before = _before[(past.Stream, past.Version)];
        var after = past.Stream.Kind.Evolve(before, past.Event, past.At);
        var now = _world.StateOf(past.Stream);
        var reversal = rules.Of(past, before, after, now, _world.HistoryOf(past.Stream), versions, _world);
        if (reversal.Events.Count > 0 || reversal.IsAlong)
        {
            foreach (var (stream, happened) in reversal.Events) _world.Append(stream, happened);
            _undone.Add((past.Stream, past.Version));
            var then = _world.StateOf(past.Stream);
            _changes.Add(new(past, reversal.Events, reversal.IsAlong ? [] : StateDifference.Between(past.Stream.Kind, before, now, then)));
        }

        if (reversal.Reason is { } reason)
            Keep(past, reason, reversal.IsLater ? Culprit(past, rules, before, after, versions) : null);
    }

    void Keep(PastEvent past, string reason, PastEvent? later = null) => _kept.Add(new(past, reason, later));

    /// <summary>The first later event of the stream after which it could not be undone any more.</summary>
    PastEvent? Culprit(PastEvent past, StreamReversals rules, object before, object after, IReadOnlySet<long> versions)
    {
        var state = after;
        var history = _known.Histories[past.Stream];
        foreach (var later in history.Where(one => one.Version > past.Version).Take(UndoLimits.LaterMax))
        {
            state = past.Stream.Kind.Evolve(state, later.Event, later.At);
            if (_undone.Contains((past.Stream, later.Version))) continue;
            if (rules.Of(past, before, after, state, history, versions, _world).IsLater) return later;
        }

        return null;
    }

    /// <summary>Folds a stream once, and keeps the states just before the events that are to be undone.</summary>
    void Begin(StreamRef stream, IReadOnlySet<long> versions)
    {
        var state = stream.Kind.Initial(stream.Id);
        foreach (var past in _known.Histories[stream])
        {
            if (versions.Contains(past.Version)) _before[(stream, past.Version)] = state;
            state = stream.Kind.Evolve(state, past.Event, past.At);
        }

        _world.Begin(stream, state);
    }

    sealed class World(UndoKnowledge known) : UndoWorld
    {
        readonly Dictionary<StreamRef, object> _states = [];
        readonly Dictionary<StreamRef, List<PastEvent>> _histories = [];
        readonly HashSet<StreamRef> _streams = [];
        readonly HashSet<UniqueName> _names = [];
        readonly HashSet<string> _boards = new(StringComparer.Ordinal);

        public UndoQuestions Missing => new(_streams, _names, _boards);

        /// <summary>A stream of which events are to be undone.</summary>
        public void Begin(StreamRef stream, object state)
        {
            _states[stream] = state;
            _histories[stream] = [.. known.Histories[stream]];
        }

        public List<PastEvent> HistoryOf(StreamRef stream) => _histories[stream];

        public object StateOf(StreamRef stream)
        {
            if (_states.TryGetValue(stream, out var state)) return state;
            if (known.States.TryGetValue(stream, out state)) return _states[stream] = state;
            if (!stream.IsNew) _streams.Add(stream);
            return _states[stream] = stream.Kind.Initial(stream.Id);
        }

        public void Append(StreamRef stream, object happened)
        {
            _states[stream] = stream.Kind.Evolve(StateOf(stream), happened, Context.Now);
            if (!_histories.TryGetValue(stream, out var history)) return;
            history.Add(new(long.MaxValue, stream, history.Count + 1, happened, Context.Now) { Actor = Author, Cause = Context.Caller.Cause });
        }

        public override TState Of<TState>(StreamRef<TState> stream) => (TState)StateOf(stream);

        public override string? HolderOf(UniqueName name)
        {
            if (known.Holders.TryGetValue(name, out var holder)) return holder;
            _names.Add(name);
            return null;
        }

        public override bool HasRecords(string boardId)
        {
            if (known.Records.TryGetValue(boardId, out var has)) return has;
            _boards.Add(boardId);
            return false;
        }
    }
}
