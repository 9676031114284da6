namespace KaosNet.Domain.Kernel;

/// <summary>
/// A stream that ends when what owns it does, such as a player's account. The slice that it belongs to decides how: with the events that it returns from
/// the stream's state as of the decision, none when there is nothing left to end.
/// </summary>
public abstract class OwnedStream
{
    /// <summary>Which stream.</summary>
    public abstract StreamRef Stream { get; }

    /// <summary>The stream, and others that its end shows in, e.g. the count of those it was one of.</summary>
    public virtual IReadOnlyList<StreamRef> Streams => [Stream];

    /// <summary>The events that end it.</summary>
    public abstract IEnumerable<StreamEvent> Close(StreamStates states, DecisionContext context);

    /// <summary>A stream and how it ends.</summary>
    /// <param name="stream">Which stream.</param>
    /// <param name="close">The events that end it, from its state; none when it has ended already.</param>
    public static OwnedStream Of<TState>(StreamRef<TState> stream, Func<TState, IEnumerable<object>> close)
        where TState : class => new Owned<TState>(stream, close);

    sealed class Owned<TState>(StreamRef<TState> stream, Func<TState, IEnumerable<object>> close) : OwnedStream
        where TState : class
    {
        public override StreamRef Stream => stream;

        public override IEnumerable<StreamEvent> Close(StreamStates states, DecisionContext context) =>
            close(states.Of(stream)).Select(closing => new StreamEvent(stream, closing));
    }
}
