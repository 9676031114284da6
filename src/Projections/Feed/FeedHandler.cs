using JasperFx.Events;
using Wolverine.Runtime;
using Wolverine.Runtime.Handlers;

namespace KaosNet.Projections.Feed;

/// <summary>One committed event on its way to a handler.</summary>
/// <param name="Stored">The event with its stream, its version there and its place in the whole store.</param>
public abstract record FedEvent(IEvent Stored);

/// <summary>Which of a game's servers a handler runs on.</summary>
public enum FeedAudience
{
    /// <summary>
    /// On one at a time, for work that must happen once and outlive a crash: its progress is kept, and another server goes on from there when the one
    /// at it stops or dies.
    /// </summary>
    OneServer,

    /// <summary>
    /// On every one, for what servers keep in memory. It is told of what is committed from its server's start on. Events that two servers committed may
    /// overtake each other, also within a stream: the version tells.
    /// </summary>
    EachServer,
}

/// <summary>
/// One that reacts to committed events, in the order of the store: a Wolverine handler. It is idempotent, as it may see an event twice. Adding one is its class and its line in
/// <see cref="EventFeed.Handlers"/>.
/// </summary>
/// <typeparam name="TMessage">The handler's own envelope around an event; it ties events to this handler alone.</typeparam>
public abstract class FeedHandler<TMessage> : MessageHandler<TMessage>, IFeedHandler
    where TMessage : FedEvent
{
    /// <summary>Name under which its progress is kept; pinned for ever.</summary>
    public abstract string Name { get; }

    /// <summary>The servers that it runs on.</summary>
    public virtual FeedAudience Audience => FeedAudience.OneServer;

    /// <summary>
    /// Of the handlers of every server: whether it is told of its own server's commits too. Not where an <see cref="Store.Journal.ICommitObserver"/> has heard of
    /// them already.
    /// </summary>
    public virtual bool HearsOwnServer => true;

    /// <summary>The events that it wants; others are not even read. Abstract types stand for all that derive from them.</summary>
    public abstract IReadOnlyList<Type> EventTypes { get; }

    /// <summary>Takes what it works on from the server's services, before the first event.</summary>
    public virtual void Connect(IServiceProvider services)
    {
    }

    /// <summary>Wraps an event in the handler's envelope.</summary>
    protected abstract TMessage Wrap(IEvent stored);

    /// <summary>Reacts to one event.</summary>
    protected abstract ValueTask Handle(IEvent stored, CancellationToken cancel);

    void IFeedHandler.AddTo(Wolverine.WolverineOptions options) => options.AddMessageHandler(this);

    object IFeedHandler.Wrap(IEvent stored) => Wrap(stored);

    protected sealed override Task HandleAsync(TMessage message, MessageContext context, CancellationToken cancellation) =>
        Handle(message.Stored, cancellation).AsTask();
}

/// <summary>A handler as the feed sees it.</summary>
public interface IFeedHandler
{
    string Name { get; }

    FeedAudience Audience { get; }

    bool HearsOwnServer { get; }

    IReadOnlyList<Type> EventTypes { get; }

    void Connect(IServiceProvider services);

    /// <summary>Registers the handler with Wolverine, without generated code.</summary>
    void AddTo(Wolverine.WolverineOptions options);

    /// <summary>The message for the handler.</summary>
    object Wrap(IEvent stored);
}
