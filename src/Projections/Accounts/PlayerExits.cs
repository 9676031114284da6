using JasperFx.Events;
using KaosNet.Domain.Accounts;
using KaosNet.Projections.Feed;
using KaosNet.Projections.Sessions;
using KaosNet.Store.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Projections.Accounts;

/// <summary>Open sockets of players, which end with the account (X6) and with a ban (parity 2.8).</summary>
public interface IPlayerSockets
{
    /// <summary>Closes all of this server's sockets of a player. Must not wait.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="isBanned">Whether the player is told of a ban.</param>
    void CloseAll(Guid userId, bool isBanned);
}

/// <summary>Closes the sockets of players who were banned or deleted, before whoever did it is answered.</summary>
/// <param name="sockets">This server's sockets, once it has any.</param>
public sealed class PlayerExits(Func<IPlayerSockets?> sockets) : ICommitObserver
{
    public void Committed(IReadOnlyList<CommittedStream> changes)
    {
        foreach (var change in changes)
        {
            if (change is not { Before: Account before, After: Account after }) continue;
            if (after.IsDeleted && !before.IsDeleted) sockets()?.CloseAll(Guid.Parse(after.Id), isBanned: false);
            else if (after.BannedAt is not null && before.BannedAt is null) sockets()?.CloseAll(Guid.Parse(after.Id), isBanned: true);
        }
    }
}

/// <summary>An event that shows a player out.</summary>
public sealed record PlayerExitFed(IEvent Stored) : FedEvent(Stored);

/// <summary>Closes the sockets that a player has with other servers than the one that knew first.</summary>
public sealed class PlayerExitFeedHandler : FeedHandler<PlayerExitFed>
{
    IPlayerSockets? _sockets;
    SessionRevocations? _revocations;

    public override string Name => "player_exits";

    public override FeedAudience Audience => FeedAudience.EachServer;

    public override bool HearsOwnServer => false;

    public override IReadOnlyList<Type> EventTypes { get; } = [typeof(AccountBanned), typeof(AccountDeleted)];

    public override void Connect(IServiceProvider services) =>
        (_sockets, _revocations) = (services.GetService<IPlayerSockets>(), services.GetService<SessionRevocations>());

    protected override PlayerExitFed Wrap(IEvent stored) => new(stored);

    protected override ValueTask Handle(IEvent stored, CancellationToken cancel)
    {
        var user = Account.Kind.IdOf(stored.StreamKey!);
        // Its tokens are over first, whichever of the two handlers comes first, so that no socket is opened in between.
        _revocations?.Announce(user, stored.Data, stored.Timestamp);
        _sockets?.CloseAll(Guid.Parse(user), stored.Data is AccountBanned);
        return ValueTask.CompletedTask;
    }
}
