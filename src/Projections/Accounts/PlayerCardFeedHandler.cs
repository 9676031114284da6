using JasperFx.Events;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Feed;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Projections.Accounts;

/// <summary>An event of an account.</summary>
public sealed record AccountFed(IEvent Stored) : FedEvent(Stored);

/// <summary>Takes cards out of memory that another server's change made untrue. News that the Journal of this server told already does nothing.</summary>
public sealed class PlayerCardFeedHandler : FeedHandler<AccountFed>
{
    PlayerCards? _cards;

    public override string Name => "player_cards";

    public override FeedAudience Audience => FeedAudience.EachServer;

    public override bool HearsOwnServer => false;

    public override IReadOnlyList<Type> EventTypes { get; } = [.. EventCatalogue.EventsOf(Account.Kind)];

    public override void Connect(IServiceProvider services) => _cards = services.GetService<PlayerCards>();

    protected override AccountFed Wrap(IEvent stored) => new(stored);

    protected override ValueTask Handle(IEvent stored, CancellationToken cancel)
    {
        _cards?.Announce(Guid.Parse(Account.Kind.IdOf(stored.StreamKey!)), stored.Version);
        return ValueTask.CompletedTask;
    }
}
