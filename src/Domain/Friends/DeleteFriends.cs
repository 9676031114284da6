using KaosNet.Domain.Kernel;
using KaosNet.Domain.Notifications;

namespace KaosNet.Domain.Friends;

/// <summary>
/// A player removes friends, takes back or rejects invites and lifts blocks, all in one commit (parity 4.2, column "delete").
/// </summary>
/// <param name="UserId">Who.</param>
/// <param name="Username">As notifications name the player: as of the token.</param>
/// <param name="FriendIds">Whom; ids in lower case.</param>
public sealed record DeleteFriends(string UserId, string Username, IReadOnlyList<string> FriendIds) : Command<Done>
{
    readonly IReadOnlyList<string> _others = FriendStreams.Others(UserId, FriendIds, Limits.UsersPerCall);

    public override IReadOnlyList<StreamRef> Streams => field ??= FriendStreams.Of(UserId, _others);

    public override Decision<Done> Decide(StreamStates states, DecisionContext context)
    {
        if (FriendIds.Contains(UserId, StringComparer.Ordinal)) return FriendFaults.DeleteSelf;
        if (FriendIds.Count > Limits.UsersPerCall) return FriendFaults.TooManyUsers;

        var decision = Decision.Granted();
        foreach (var other in _others)
        {
            var stream = Friendship.Between(UserId, other);
            var own = states.Of(stream).EdgeOf(UserId);
            if (own is null) continue;
            decision.Append(stream, Removal(UserId, own.State));
            if (own.State != FriendState.Blocked && states.IsAlive(other)) decision.Notify(context, other, Notice.FriendRemove(Username), UserId);
        }

        return decision;
    }

    /// <summary>What it means that an edge in this state goes by its owner's will.</summary>
    internal static FriendshipEvent Removal(string userId, FriendState own) => own switch
    {
        FriendState.InviteSent => new FriendInviteWithdrawn(userId),
        FriendState.InviteReceived => new FriendInviteRejected(userId),
        FriendState.Blocked => new UserUnblocked(userId),
        _ => new FriendRemoved(userId),
    };
}
