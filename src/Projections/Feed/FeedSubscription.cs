using System.Collections.Concurrent;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Wolverine;
using Wolverine.Marten.Subscriptions;

namespace KaosNet.Projections.Feed;

/// <summary>Brings handlers their events in strict order. Its progress is kept with each page, so a crash repeats a page at most.</summary>
/// <remarks>
/// A handler of one server has one of its own, so that a slow or failing one holds nobody else up. Those of every server only touch memory and share one,
/// named <c>memory@{server}</c>, that begins with the present (see <see cref="FeedProgress"/> for what becomes of it): each subscription costs
/// its queries and a commit every time it is woken, which under a stream of commits took half of their throughput when there were seven.
/// </remarks>
sealed class FeedSubscription : BatchSubscription
{
    const int PageMax = 500;

    readonly IReadOnlyList<IFeedHandler> _handlers;
    readonly ConcurrentDictionary<Type, IFeedHandler[]> _handlersOf = new();

    FeedSubscription(string name, FeedAudience audience, IReadOnlyList<IFeedHandler> handlers)
        : base(name)
    {
        (Audience, _handlers) = (audience, handlers);
        if (audience is FeedAudience.EachServer) Options.SubscribeFromPresent();
        Options.BatchSize = PageMax;
        foreach (var type in handlers.SelectMany(handler => handler.EventTypes).Distinct()) IncludeType(type);
    }

    /// <summary>The servers that it runs on.</summary>
    public FeedAudience Audience { get; }

    /// <summary>What Marten calls it when it runs.</summary>
    public string Shard => SubscriptionName + ":All";

    /// <summary>The subscriptions that these handlers need.</summary>
    /// <param name="handlers">All handlers of the server.</param>
    /// <param name="server">This run of this server, as no other one is called.</param>
    public static IReadOnlyList<FeedSubscription> Of(IReadOnlyList<IFeedHandler> handlers, string server)
    {
        var subscriptions = handlers.Where(handler => handler.Audience is FeedAudience.OneServer)
            .Select(handler => new FeedSubscription(handler.Name, FeedAudience.OneServer, [handler])).ToList();
        IReadOnlyList<IFeedHandler> everywhere = [.. handlers.Where(handler => handler.Audience is FeedAudience.EachServer)];
        if (everywhere.Count > 0) subscriptions.Add(new("memory" + FeedProgress.OfServer + server, FeedAudience.EachServer, everywhere));
        return subscriptions;
    }

    public override async Task ProcessEventsAsync(
        EventRange page, ISubscriptionController controller, IDocumentOperations operations, IMessageBus bus, CancellationToken cancellationToken)
    {
        foreach (var stored in page.Events)
        {
            foreach (var handler in _handlersOf.GetOrAdd(stored.EventType, HandlersOf)) await bus.InvokeAsync(handler.Wrap(stored), cancellationToken);
        }
    }

    IFeedHandler[] HandlersOf(Type type) => [.. _handlers.Where(handler => handler.EventTypes.Any(wanted => wanted.IsAssignableFrom(type)))];
}
