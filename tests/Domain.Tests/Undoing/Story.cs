using KaosNet.Domain.Accounts;
using KaosNet.Domain.Groups;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Kernel.Undoing;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Undoing;

namespace KaosNet.Domain.Tests.Undoing;

/// <summary>A game in memory, event after event, of which anything can be undone.</summary>
sealed class Story
{
    readonly List<PastEvent> _events = [];
    DateTimeOffset _now = Specification.Now;

    public IReadOnlyList<PastEvent> Events => _events;

    /// <summary>These happened, in one request.</summary>
    public Story And(string request, string actor, params IEnumerable<StreamEvent> events) => Add(request, actor, null, events);

    public Story And(string request, StreamRef stream, params IEnumerable<object> events) =>
        Add(request, "script", null, events.Select(happened => new StreamEvent(stream, happened)));

    /// <summary>Somebody wanted this, and it happened.</summary>
    public Story Do<TResult>(string request, Command<TResult> command, string actor = "script")
    {
        var caller = new Caller { Source = Source.Script, Actor = actor, Correlation = request };
        var decision = command.Decide(new States(this), new(caller, _now.AddSeconds(1), new Dice((ulong)_events.Count + 1)));
        decision.Fault.ShouldBeNull();
        return And(request, actor, decision.Events);
    }

    /// <summary>What of these would be undone.</summary>
    public UndoPlan Plan(Func<PastEvent, bool> which, string id = "u1")
    {
        var caller = new Caller { Source = Source.Console, Actor = "boss", Cause = Undo.CauseOf(id) };
        var selected = _events.Where(which).ToList();
        selected.ShouldNotBeEmpty();
        var known = new UndoKnowledge();
        foreach (var stream in selected.Select(past => past.Stream).Distinct()) known.Histories[stream] = [.. _events.Where(past => past.Stream.Equals(stream))];
        for (var round = 0; round < 10; round++)
        {
            var plan = UndoPlanner.Plan(selected, known, id, "boss", "it was wrong", new(caller, _now.AddSeconds(1), new Dice(7 + (ulong)id.GetHashCode(StringComparison.Ordinal))));
            if (plan.Missing.IsEmpty) return plan;
            foreach (var stream in plan.Missing.Streams) known.States[stream] = StateOf(stream);
            foreach (var name in plan.Missing.Names) known.Holders[name] = HolderOf(name);
            foreach (var board in plan.Missing.Boards)
                known.Records[board] = _events.Any(past => StateOf(past.Stream) is ScoreRecord { Exists: true } record && record.LeaderboardId == board);
        }

        throw new InvalidOperationException("There is always something missing.");
    }

    /// <summary>These are undone.</summary>
    public Story Undone(Func<PastEvent, bool> which, string id = "u1") => Add(id, "boss", Undo.CauseOf(id), Plan(which, id).Events);

    public object StateOf(StreamRef stream) => _events.Where(past => past.Stream.Equals(stream))
        .Aggregate(stream.Kind.Initial(stream.Id), (state, past) => stream.Kind.Evolve(state, past.Event, past.At));

    public TState Of<TState>(StreamRef<TState> stream)
        where TState : class => (TState)StateOf(stream);

    Story Add(string request, string actor, string? cause, IEnumerable<StreamEvent> events)
    {
        _now = _now.AddSeconds(1);
        foreach (var (stream, happened) in events.ToList())
        {
            _events.Add(new(_events.Count + 1, stream, _events.Count(past => past.Stream.Equals(stream)) + 1, happened, _now)
            {
                Actor = actor, Source = "script", Correlation = request, Cause = cause,
            });
        }

        return this;
    }

    string? HolderOf(UniqueName name) => _events.Select(past => past.Stream).Distinct().FirstOrDefault(stream => StateOf(stream) switch
    {
        Account account => name.Kind switch
        {
            UniqueNameKind.Username => account.IsAlive && account.Username == name.Value,
            UniqueNameKind.Identity => account.Identities.Exists(one => $"{one.Kind}:{one.Value}" == name.Value),
            _ => false,
        },
        Group group => name.Kind == UniqueNameKind.GroupName && group.Exists && group.Name == name.Value,
        _ => false,
    })?.Id;

    sealed class States(Story story) : StreamStates
    {
        public override TState Of<TState>(StreamRef<TState> stream) => (TState)story.StateOf(stream);
    }
}
