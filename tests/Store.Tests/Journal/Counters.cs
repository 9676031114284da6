using KaosNet.Domain.Kernel;
using KaosNet.Store.Tables;

namespace KaosNet.Store.Tests.Journal;

/// <summary>A stream for tests: a counter that can be raised and named, and that remembers what raised it last.</summary>
sealed record Counter(string Id, long Total, string? Name, string LastToken, string Tags = "")
{
    public static readonly StreamKind<Counter, CounterEvent> Kind = new(
        "counter", id => new(id, 0, null, ""), Evolve, (_, happened) => happened is CounterRaised { For: { } user } ? [user] : [], snapshotEvery: 10);

    /// <summary>Evolving into this total throws, as a bug would.</summary>
    public const long Cursed = 666;

    static Counter Evolve(Counter counter, CounterEvent happened, DateTimeOffset at) => happened switch
    {
        CounterRaised raised when raised.By == Cursed => throw new InvalidOperationException("A bug in Evolve."),
        CounterRaised raised => counter with { Total = counter.Total + raised.By, LastToken = raised.Token },
        CounterNamed named => counter with { Name = named.Name },
        CounterTagged tagged => counter with { Tags = tagged.Tags },
        CounterTagMoved moved => counter with { Tags = counter.Tags.Replace(moved.Tag, "") + (moved.IsGone ? "" : moved.Tag) },
        _ => counter,
    };
}

abstract record CounterEvent;

[EventName("counter_raised")]
sealed record CounterRaised(long By, string Token, string? For = null) : CounterEvent;

[EventName("counter_named")]
sealed record CounterNamed(string? Name) : CounterEvent;

[EventName("counter_tagged")]
sealed record CounterTagged(string Tags) : CounterEvent;

[EventName("counter_tag_moved")]
sealed record CounterTagMoved(string Tag, bool IsGone) : CounterEvent;

/// <summary>A second kind, without snapshots: a switch that counters may depend on.</summary>
sealed record Gate(bool IsClosed)
{
    public static readonly StreamKind<Gate, GateEvent> Kind = new("gate", _ => new(IsClosed: false), (gate, happened, _) => happened switch
    {
        GateClosed => new(IsClosed: true),
        GateOpened => new(IsClosed: false),
        _ => gate,
    });
}

abstract record GateEvent;

[EventName("gate_closed")]
sealed record GateClosed : GateEvent;

[EventName("gate_opened")]
sealed record GateOpened : GateEvent;

sealed record Raise(string Id, long By = 1, string Token = "", string? For = null) : StreamCommand<Counter, long>
{
    public override StreamRef<Counter> Stream => Counter.Kind.Of(Id);

    protected override Decision<long> Decide(Counter state, DecisionContext context) =>
        Decision.Granted(state.Total + By).Append(Stream, new CounterRaised(By, Token, For));
}

/// <summary>Begins a counter that is taken to be new; refused where it is not.</summary>
sealed record Begin(string Id, long At) : StreamCommand<Counter, long>
{
    public override StreamRef<Counter> Stream => Counter.Kind.New(Id);

    protected override Decision<long> Decide(Counter state, DecisionContext context) => state.Total > 0
        ? Fault.AlreadyExists($"There already, at {state.Total}.")
        : Decision.Granted(At).Append(Stream, new CounterRaised(At, ""));
}

/// <summary>Raises a counter and begins another one, or tries to, whose id the dice say.</summary>
sealed record Branch(string Id, bool IsNew = true) : StreamCommand<Counter, string>
{
    public override StreamRef<Counter> Stream => Counter.Kind.Of(Id);

    protected override Decision<string> Decide(Counter state, DecisionContext context)
    {
        var id = context.Dice.Uuid().ToString();
        var branch = IsNew ? Counter.Kind.New(id) : Counter.Kind.Of(id);
        return Decision.Granted(id)
            .Append(Stream, new CounterRaised(1, id)).Append(branch, new CounterRaised(1, Id)).Append(branch, new CounterRaised(2, Id));
    }
}

/// <summary>Raises several counters by one, as one.</summary>
sealed record RaiseAll(string Token, params string[] Ids) : Command<Done>
{
    public override IReadOnlyList<StreamRef> Streams => [.. Ids.Select(Counter.Kind.Of)];

    public override Decision<Done> Decide(StreamStates states, DecisionContext context)
    {
        var decision = Decision.Granted();
        foreach (var stream in Streams) decision.Append(stream, new CounterRaised(1, Token));
        return decision;
    }
}

/// <summary>Raises a counter to at most a limit.</summary>
sealed record RaiseUpTo(string Id, long Limit) : StreamCommand<Counter, long>
{
    public override StreamRef<Counter> Stream => Counter.Kind.Of(Id);

    protected override Decision<long> Decide(Counter state, DecisionContext context) => state.Total >= Limit
        ? Fault.FailedPrecondition($"Full at {state.Total}.")
        : Decision.Granted(state.Total + 1).Append(Stream, new CounterRaised(1, ""));
}

/// <summary>Raises a counter while a gate is open.</summary>
sealed record RaiseThrough(string GateId, string Id) : Command<Done>
{
    public override IReadOnlyList<StreamRef> Streams => [Counter.Kind.Of(Id), Gate.Kind.Of(GateId)];

    public override Decision<Done> Decide(StreamStates states, DecisionContext context) => states.Of(Gate.Kind.Of(GateId)).IsClosed
        ? Fault.FailedPrecondition("The gate is closed.")
        : Decision.Granted().Append(Counter.Kind.Of(Id), new CounterRaised(1, ""));
}

sealed record SetGate(string Id, bool IsClosed) : StreamCommand<Gate, Done>
{
    public override StreamRef<Gate> Stream => Gate.Kind.Of(Id);

    protected override Decision<Done> Decide(Gate state, DecisionContext context) => state.IsClosed == IsClosed
        ? Decision.Granted()
        : Decision.Granted().Append(Stream, IsClosed ? new GateClosed() : new GateOpened());
}

sealed record NameCounter(string Id, string? Name) : StreamCommand<Counter, Done>
{
    public override StreamRef<Counter> Stream => Counter.Kind.Of(Id);

    protected override Decision<Done> Decide(Counter state, DecisionContext context) => Decision.Granted().Append(Stream, new CounterNamed(Name));

    public override Fault? OnTaken(string uniqueIndex) =>
        uniqueIndex == CounterTable.NameIndex ? Fault.AlreadyExists("Name is taken.") : null;
}

/// <summary>Gives a counter these tags, one letter each, in place of those it has; no two counters share one.</summary>
sealed record TagCounter(string Id, string Tags) : StreamCommand<Counter, Done>
{
    public override StreamRef<Counter> Stream => Counter.Kind.Of(Id);

    protected override Decision<Done> Decide(Counter state, DecisionContext context) => Decision.Granted().Append(Stream, new CounterTagged(Tags));

    public override Fault? OnTaken(string uniqueIndex) =>
        uniqueIndex == "counter_tags_pkey" ? Fault.AlreadyExists("Tag is taken.") : null;
}

/// <summary>Puts one letter at the end of a counter's tags, or takes it off.</summary>
sealed record MoveTag(string Id, string Tag, bool IsGone) : StreamCommand<Counter, Done>
{
    public override StreamRef<Counter> Stream => Counter.Kind.Of(Id);

    protected override Decision<Done> Decide(Counter state, DecisionContext context) =>
        Decision.Granted().Append(Stream, new CounterTagMoved(Tag, IsGone));
}

/// <summary>Takes a fixed time to decide, so that others queue up behind it.</summary>
sealed record Hold(string Id, Task Until, TaskCompletionSource Started) : StreamCommand<Counter, Done>
{
    public override StreamRef<Counter> Stream => Counter.Kind.Of(Id);

    protected override Decision<Done> Decide(Counter state, DecisionContext context)
    {
        Started.TrySetResult();
        Until.GetAwaiter().GetResult();
        return Decision.Granted();
    }
}

sealed record Blunder(string Id) : StreamCommand<Counter, Done>
{
    public override StreamRef<Counter> Stream => Counter.Kind.Of(Id);

    protected override Decision<Done> Decide(Counter state, DecisionContext context) => throw new InvalidOperationException("A bug in Decide.");
}

sealed record RollDice(string Id) : StreamCommand<Counter, ulong>
{
    public override StreamRef<Counter> Stream => Counter.Kind.Of(Id);

    protected override Decision<ulong> Decide(Counter state, DecisionContext context)
    {
        var rolled = context.Dice.Bits();
        return Decision.Granted(rolled).Append(Stream, new CounterRaised(1, rolled.ToString()));
    }
}

sealed record CounterRow(string Id, long Total, string? Name);

sealed record LetterRow(string Id, string Tag);

sealed record TagRow(string Tag, string Id, int Place);

static class CounterTable
{
    /// <summary>Several rows a stream, that wander from stream to stream.</summary>
    public static readonly StateTable<Counter, TagRow> Tags = new(
        "counter_tags",
        Counter.Kind,
        (id, counter) => counter.Tags.Select((tag, place) => new TagRow(tag.ToString(), id, place)),
        table => table.Text("id", row => row.Id).Whole("place", row => row.Place).Text("tag", row => row.Tag).Key("tag"));

    /// <summary>The same letters without their places, of which an event changes one or all; counts how often all are asked for.</summary>
    public static StateTable<Counter, LetterRow> Letters(Action onAll) => new StateTable<Counter, LetterRow>(
        "counter_letters",
        Counter.Kind,
        (id, counter) =>
        {
            onAll();
            return counter.Tags.Select(tag => new LetterRow(id, tag.ToString()));
        },
        table => table.Text("id", row => row.Id).Text("tag", row => row.Tag).Key("id", "tag"))
        .TouchedBy<string>(
            happened => happened switch
            {
                CounterTagMoved moved => [moved.Tag],
                CounterTagged => null,
                _ => [],
            },
            (id, counter, tag) => counter.Tags.Contains(tag) ? new(id, tag) : null);

    public const string NameIndex = "counters_name";

    public static readonly StateTable<Counter, CounterRow> Counters = new(
        "counters",
        Counter.Kind,
        (id, counter) => counter.Total < 0 ? [] : [new(id, counter.Total, counter.Name)],
        table => table.Text("id", row => row.Id).Bigint("total", row => row.Total).TextOrNull("name", row => row.Name)
            .Key("id").Unique(NameIndex, "name", "name is not null").Index("counters_total", "total"));
}
