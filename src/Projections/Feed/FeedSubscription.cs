using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Wolverine;
using Wolverine.Marten.Subscriptions;

namespace KaosNet.Projections.Feed;

/// <summary>Brings a handler its events in strict order. Its progress is kept with each page, so a crash repeats a page at most.</summary>
/// <remarks>
/// What runs on every server has a subscription of its own on each, named <c>{handler}@{server}</c>, that begins with the present; see
/// <see cref="FeedProgress"/> for what becomes of it.
/// </remarks>
sealed class FeedSubscription : BatchSubscription
{
    const int PageMax = 500;

    readonly IFeedHandler _handler;

    /// <param name="handler">Who reacts.</param>
    /// <param name="server">This run of this server, as no other one is called.</param>
    public FeedSubscription(IFeedHandler handler, string server)
        : base(handler.Audience is FeedAudience.EachServer ? handler.Name + FeedProgress.OfServer + server : handler.Name)
    {
        _handler = handler;
        if (handler.Audience is FeedAudience.EachServer) Options.SubscribeFromPresent();
        Options.BatchSize = PageMax;
        foreach (var type in handler.EventTypes) IncludeType(type);
    }

    /// <summary>The servers that it runs on.</summary>
    public FeedAudience Audience => _handler.Audience;

    /// <summary>What Marten calls it when it runs.</summary>
    public string Shard => SubscriptionName + ":All";

    public override async Task ProcessEventsAsync(
        EventRange page, ISubscriptionController controller, IDocumentOperations operations, IMessageBus bus, CancellationToken cancellationToken)
    {
        foreach (var stored in page.Events) await bus.InvokeAsync(_handler.Wrap(stored), cancellationToken);
    }
}
