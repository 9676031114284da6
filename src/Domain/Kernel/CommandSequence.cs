namespace KaosNet.Domain.Kernel;

/// <summary>
/// Several commands as one: each is decided from what those before it decided, and all that they decide is committed together, or nothing is. Answers what
/// each of them answers, in their order.
/// </summary>
public sealed record CommandSequence : Command<IReadOnlyList<object>>
{
    readonly IReadOnlyList<Step> _steps;

    /// <summary>A sequence of at least one command.</summary>
    public CommandSequence(IReadOnlyList<Step> steps)
    {
        _steps = steps;
        Streams = [.. steps.SelectMany(step => step.Streams).Distinct()];
    }

    public override IReadOnlyList<StreamRef> Streams { get; }

    /// <summary>One of the commands.</summary>
    public static Step Of<TResult>(Command<TResult> command)
        where TResult : notnull => new Step<TResult>(command);

    public override Decision<IReadOnlyList<object>> Decide(StreamStates states, DecisionContext context)
    {
        var results = new object[_steps.Count];
        var decision = Decision.Granted<IReadOnlyList<object>>(results);
        var current = new CurrentStates(states, context.Now);
        for (var i = 0; i < results.Length; i++)
        {
            var (result, events, fault) = _steps[i].Decide(current, context);
            if (fault is not null) return fault;
            results[i] = result!;
            foreach (var (stream, happened) in events)
            {
                decision.Append(stream, happened);
                current.Add(stream, happened);
            }
        }

        return decision;
    }

    public override Fault? OnTaken(string uniqueIndex) => _steps.Select(step => step.OnTaken(uniqueIndex)).FirstOrDefault(fault => fault is not null);

    /// <summary>A command of a sequence, whatever it answers.</summary>
    public abstract class Step
    {
        internal abstract IReadOnlyList<StreamRef> Streams { get; }

        internal abstract (object? Result, IReadOnlyList<StreamEvent> Events, Fault? Fault) Decide(StreamStates states, DecisionContext context);

        internal abstract Fault? OnTaken(string uniqueIndex);
    }

    sealed class Step<TResult>(Command<TResult> command) : Step
        where TResult : notnull
    {
        internal override IReadOnlyList<StreamRef> Streams => command.Streams;

        internal override (object? Result, IReadOnlyList<StreamEvent> Events, Fault? Fault) Decide(StreamStates states, DecisionContext context)
        {
            var decision = command.Decide(states, context);
            return (decision.Result, decision.Events, decision.Fault);
        }

        internal override Fault? OnTaken(string uniqueIndex) => command.OnTaken(uniqueIndex);
    }

    /// <summary>The states with what was decided so far on top.</summary>
    sealed class CurrentStates(StreamStates states, DateTimeOffset now) : StreamStates
    {
        readonly Dictionary<StreamRef, List<object>> _happened = [];

        public void Add(StreamRef stream, object happened)
        {
            if (!_happened.TryGetValue(stream, out var before)) _happened.Add(stream, before = []);
            before.Add(happened);
        }

        public override TState Of<TState>(StreamRef<TState> stream)
        {
            var state = states.Of(stream);
            return _happened.TryGetValue(stream, out var events)
                ? (TState)events.Aggregate((object)state, (current, happened) => stream.Kind.Evolve(current, happened, now))
                : state;
        }
    }
}
