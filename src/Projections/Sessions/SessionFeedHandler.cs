using JasperFx.Events;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Sessions;
using KaosNet.Projections.Feed;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Projections.Sessions;

/// <summary>An event that ends tokens.</summary>
public sealed record SessionFed(IEvent Stored) : FedEvent(Stored);

/// <summary>Tells every server which tokens another one ended, by a logout, a ban or a deletion.</summary>
public sealed class SessionFeedHandler : FeedHandler<SessionFed>
{
    SessionRevocations? _revocations;

    public override string Name => "sessions";

    public override FeedAudience Audience => FeedAudience.EachServer;

    public override bool HearsOwnServer => false;

    public override IReadOnlyList<Type> EventTypes { get; } =
        [.. EventCatalogue.EventsOf(PlayerSessions.Kind), typeof(AccountBanned), typeof(AccountDeleted)];

    public override void Connect(IServiceProvider services) => _revocations = services.GetService<SessionRevocations>();

    protected override SessionFed Wrap(IEvent stored) => new(stored);

    protected override ValueTask Handle(IEvent stored, CancellationToken cancel)
    {
        if (EventCatalogue.Default.KindOf(stored.StreamKey!) is { } kind) _revocations?.Announce(kind.IdOf(stored.StreamKey!), stored.Data, stored.Timestamp);
        return ValueTask.CompletedTask;
    }
}
