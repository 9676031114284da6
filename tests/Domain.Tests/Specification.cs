using System.Collections.Immutable;
using System.Text.Json;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Tests;

/// <summary>
/// Given what happened, when somebody wants something, then this comes of it. Time stands still at <see cref="Now"/> and the dice
/// start from seed 1 unless a test says otherwise.
/// </summary>
public sealed class Specification
{
    /// <summary>The moment of every given event and every decision, unless a test says otherwise.</summary>
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The player who asks, unless a test says otherwise.</summary>
    public static readonly Caller Player = new()
    {
        Source = Source.Client,
        Actor = "0aa0aa00-0000-4000-8000-000000000001",
        UserId = "0aa0aa00-0000-4000-8000-000000000001",
        Username = "ann",
        Operation = "Test",
        Correlation = "test",
    };

    readonly ImmutableDictionary<StreamRef, object> _states;

    Specification(ImmutableDictionary<StreamRef, object> states) => _states = states;

    /// <summary>Nothing has happened yet.</summary>
    public static Specification GivenNothing() => new(ImmutableDictionary<StreamRef, object>.Empty);

    /// <summary>These events happened in a stream, at <see cref="Now"/>.</summary>
    public static Specification Given(StreamRef stream, params object[] events) => GivenNothing().And(stream, events);

    /// <summary>These happened in a stream at that moment.</summary>
    public static Specification Given(StreamRef stream, DateTimeOffset at, params object[] events) => GivenNothing().And(stream, at, events);

    /// <summary>And these happened too, in the same or another stream.</summary>
    public Specification And(StreamRef stream, params object[] events) => And(stream, Now, events);

    /// <summary>And these happened too, at that moment.</summary>
    public Specification And(StreamRef stream, DateTimeOffset at, params object[] events) =>
        new(_states.SetItem(stream, events.Aggregate(StateOf(_states, stream), (state, happened) => stream.Kind.Evolve(state, happened, at))));

    /// <summary>Somebody wants this.</summary>
    public Outcome<TResult> When<TResult>(Command<TResult> command, Caller? caller = null, DateTimeOffset? now = null, ulong seed = 1)
    {
        var moment = now ?? Now;
        var decision = command.Decide(new GivenStates(_states, command.Streams), new(caller ?? Player, moment, new Dice(seed)));
        foreach (var appended in decision.Events)
        {
            if (!appended.Stream.IsNew)
                command.Streams.ShouldContain(appended.Stream, "A decision may only append to the streams that its command names, and to new ones.");
            EventCatalogue.NameOf(appended.Event.GetType()).ShouldNotBeEmpty();
        }

        var after = decision.Fault is not null ? _states : decision.Events.Aggregate(_states, (states, appended) =>
            states.SetItem(appended.Stream, appended.Stream.Kind.Evolve(StateOf(states, appended.Stream), appended.Event, moment)));
        return new(decision, new(after));
    }

    /// <summary>Looks at the state of a stream as it now is.</summary>
    public Specification State<TState>(StreamRef<TState> stream, Action<TState> look)
        where TState : class
    {
        look((TState)StateOf(_states, stream));
        return this;
    }

    static object StateOf(ImmutableDictionary<StreamRef, object> states, StreamRef stream) =>
        states.TryGetValue(stream, out var state) ? state : stream.Kind.Initial(stream.Id);

    sealed class GivenStates(ImmutableDictionary<StreamRef, object> states, IReadOnlyList<StreamRef> named) : StreamStates
    {
        public override TState Of<TState>(StreamRef<TState> stream)
        {
            named.ShouldContain(stream, "A decision may only look at the streams that its command names.");
            return (TState)StateOf(states, stream);
        }
    }
}

/// <summary>What came of a command in a specification.</summary>
public sealed class Outcome<TResult>(Decision<TResult> decision, Specification after)
{
    static readonly JsonSerializerOptions Readable = new(EventJson.Options) { WriteIndented = true };

    /// <summary>The world after it, for what happens next.</summary>
    public Specification After => after;

    /// <summary>What happened, in order, with the streams that it went to.</summary>
    public IReadOnlyList<StreamEvent> Events => decision.Events;

    /// <summary>Whether it is refused.</summary>
    public bool IsRefused => decision.Fault is not null;

    /// <summary>What the caller is answered.</summary>
    public TResult Result => decision.Fault is null ? decision.Result! : throw new ShouldAssertException("Refused: " + decision.Fault);

    /// <summary>It is granted and exactly these events happened, in this order, whichever streams they went to.</summary>
    public Outcome<TResult> Then(params object[] events)
    {
        decision.Fault.ShouldBeNull();
        Text(decision.Events.Select(appended => appended.Event)).ShouldBe(Text(events));
        return this;
    }

    /// <summary>It is granted and exactly these events happened in that stream, in this order.</summary>
    public Outcome<TResult> ThenIn(StreamRef stream, params object[] events)
    {
        decision.Fault.ShouldBeNull();
        Text(decision.Events.Where(appended => appended.Stream.Equals(stream)).Select(appended => appended.Event)).ShouldBe(Text(events));
        return this;
    }

    /// <summary>It is granted and nothing happened: already so.</summary>
    public Outcome<TResult> ThenNothing() => Then();

    /// <summary>It is granted and the caller is answered this.</summary>
    public Outcome<TResult> ThenAnswers(TResult result)
    {
        Text([Result!]).ShouldBe(Text([result!]));
        return this;
    }

    /// <summary>It is granted; looks at what the caller is answered.</summary>
    public Outcome<TResult> ThenAnswers(Action<TResult> look)
    {
        look(Result);
        return this;
    }

    /// <summary>It is refused with this code and exactly this text, and nothing happened.</summary>
    public Outcome<TResult> ThenRefused(FaultCode code, string message)
    {
        decision.Fault.ShouldBe(new Fault(code, message));
        decision.Events.ShouldBeEmpty();
        return this;
    }

    /// <summary>Looks at the state of a stream after it.</summary>
    public Outcome<TResult> ThenState<TState>(StreamRef<TState> stream, Action<TState> look)
        where TState : class
    {
        after.State(stream, look);
        return this;
    }

    /// <summary>By type and content, since records do not compare the lists in them; and the difference can be read.</summary>
    static string Text(IEnumerable<object> values) => string.Join(
        "\n",
        values.Select(value => value.GetType().Name + " " + JsonSerializer.Serialize(value, value.GetType(), Readable)));
}
