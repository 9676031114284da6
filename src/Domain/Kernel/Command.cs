namespace KaosNet.Domain.Kernel;

/// <summary>
/// Something a player, a script, an operator or the server itself wants changed. A command names the streams it needs and decides
/// from their states, purely: no clock, no chance, no I/O but what <see cref="DecisionContext"/> carries. All that it decides is
/// committed as one, or not at all.
/// </summary>
/// <typeparam name="TResult">What the caller is answered when the command is granted.</typeparam>
public abstract record Command<TResult>
{
    /// <summary>The streams whose states the decision reads or appends to. The first one picks the Journal's lane.</summary>
    public abstract IReadOnlyList<StreamRef> Streams { get; }

    /// <summary>Decides from the states of <see cref="Streams"/>.</summary>
    public abstract Decision<TResult> Decide(StreamStates states, DecisionContext context);

    /// <summary>
    /// What the caller is told when the commit broke a unique name (username, email, device, …).
    /// </summary>
    /// <param name="uniqueIndex">Name of the unique index that refused, as its table declares it.</param>
    /// <returns>The refusal, or null when this command cannot break that index (then it is a bug of ours).</returns>
    public virtual Fault? OnTaken(string uniqueIndex) => null;
}

/// <summary>A command that needs the state of one stream only.</summary>
public abstract record StreamCommand<TState, TResult> : Command<TResult>
    where TState : class
{
    /// <summary>The stream that the command decides from and appends to.</summary>
    public abstract StreamRef<TState> Stream { get; }

    public sealed override IReadOnlyList<StreamRef> Streams => [Stream];

    /// <summary>Decides from the stream's state.</summary>
    protected abstract Decision<TResult> Decide(TState state, DecisionContext context);

    public sealed override Decision<TResult> Decide(StreamStates states, DecisionContext context) => Decide(states.Of(Stream), context);
}

/// <summary>The states that a command asked for, as of the decision.</summary>
public abstract class StreamStates
{
    /// <summary>The state of one of the command's <see cref="Command{TResult}.Streams"/>.</summary>
    public abstract TState Of<TState>(StreamRef<TState> stream)
        where TState : class;
}

/// <summary>Time, chance and caller of a decision; recorded with its events, so that a decision can be repeated exactly.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Now">The moment of the decision, in whole microseconds UTC. It is the timestamp of the events that come of it.</param>
/// <param name="Dice">The source of chance.</param>
public sealed record DecisionContext(Caller Caller, DateTimeOffset Now, Dice Dice)
{
    /// <summary>A moment that a document tells, in whole microseconds; now instead of none. It may say what it likes: lists begin in 1970 and end now.</summary>
    public DateTimeOffset Told(DateTimeOffset? moment)
    {
        if (moment is not { } told || told >= Now) return Now;
        return told < DateTimeOffset.UnixEpoch ? DateTimeOffset.UnixEpoch : told.ToUniversalTime().AddTicks(-(told.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}

/// <summary>What a command came to: events for its streams and a result, or a <see cref="Fault"/> and nothing else.</summary>
public sealed class Decision<TResult>
{
    readonly List<StreamEvent> _events = [];

    internal Decision(TResult? result, Fault? fault) => (Result, Fault) = (result, fault);

    /// <summary>The refusal, or null.</summary>
    public Fault? Fault { get; }

    /// <summary>What the caller is answered after the commit.</summary>
    public TResult? Result { get; }

    /// <summary>The events, in the order in which they happened. None means "already so".</summary>
    public IReadOnlyList<StreamEvent> Events => _events;

    /// <summary>
    /// Adds an event to one of the command's streams, or to one that the decision begins: its id was drawn from the dice, so nobody could name it
    /// before (<see cref="StreamKind{TState,TEvent}.New"/>).
    /// </summary>
    public Decision<TResult> Append(StreamRef stream, object @event)
    {
        _events.Add(new(stream, @event));
        return this;
    }

    /// <summary>Adds the event when there is one.</summary>
    public Decision<TResult> AppendIf(bool happened, StreamRef stream, Func<object> @event) => happened ? Append(stream, @event()) : this;

    public static implicit operator Decision<TResult>(Fault fault) => new(default, fault ?? throw new ArgumentNullException(nameof(fault)));
}

/// <summary>An event that a decision wants in a stream.</summary>
public readonly record struct StreamEvent(StreamRef Stream, object Event);

/// <summary>Starts a <see cref="Decision{TResult}"/>.</summary>
public static class Decision
{
    /// <summary>Granted; append the events to what this returns. Without events it means "already so".</summary>
    public static Decision<TResult> Granted<TResult>(TResult result) => new(result, null);

    /// <summary>Granted, with nothing to tell but that it is done.</summary>
    public static Decision<Done> Granted() => new(Done.Value, null);
}
