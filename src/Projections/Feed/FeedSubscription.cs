using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Wolverine;
using Wolverine.Marten.Subscriptions;

namespace KaosNet.Projections.Feed;

/// <summary>
/// Brings a handler that runs on one server its events in strict order. Its progress is kept with each page, so a crash repeats a page at most. Each handler has
/// a subscription of its own, so that a slow or failing one holds nobody else up.
/// </summary>
sealed class FeedSubscription : BatchSubscription
{
    const int PageMax = 500;

    readonly IFeedHandler _handler;

    public FeedSubscription(IFeedHandler handler)
        : base(handler.Name)
    {
        _handler = handler;
        Options.BatchSize = PageMax;
        foreach (var type in handler.EventTypes.Distinct()) IncludeType(type);
    }

    /// <summary>What Marten calls it when it runs.</summary>
    public string Shard => SubscriptionName + ":All";

    public override async Task ProcessEventsAsync(
        EventRange page, ISubscriptionController controller, IDocumentOperations operations, IMessageBus bus, CancellationToken cancellationToken)
    {
        foreach (var stored in page.Events) await bus.InvokeAsync(_handler.Wrap(stored), cancellationToken);
    }
}
