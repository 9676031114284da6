using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Wolverine;
using Wolverine.Marten.Subscriptions;

namespace KaosNet.Projections.Feed;

/// <summary>Brings a handler its events in strict order. Its progress is kept with each page, so a crash repeats a page at most.</summary>
sealed class FeedSubscription : BatchSubscription
{
    const int PageMax = 500;

    readonly IFeedHandler _handler;

    public FeedSubscription(IFeedHandler handler)
        : base(handler.Name)
    {
        _handler = handler;
        Options.BatchSize = PageMax;
        foreach (var type in handler.EventTypes) IncludeType(type);
    }

    public override async Task ProcessEventsAsync(
        EventRange page, ISubscriptionController controller, IDocumentOperations operations, IMessageBus bus, CancellationToken cancellationToken)
    {
        foreach (var stored in page.Events) await bus.InvokeAsync(_handler.Wrap(stored), cancellationToken);
    }
}
