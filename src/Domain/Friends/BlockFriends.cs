using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Friends;

/// <summary>A player blocks others, all in one commit, and nobody is told (parity 4.2, column "block").</summary>
/// <param name="UserId">Who.</param>
/// <param name="FriendIds">Whom, friends or not; ids in lower case. Who has no account is passed over.</param>
public sealed record BlockFriends(string UserId, IReadOnlyList<string> FriendIds) : Command<Done>
{
    readonly IReadOnlyList<string> _others = FriendStreams.Others(UserId, FriendIds, Limits.UsersPerCall);

    public override IReadOnlyList<StreamRef> Streams => field ??= FriendStreams.Of(UserId, _others);

    public override Decision<Done> Decide(StreamStates states, DecisionContext context)
    {
        if (FriendIds.Contains(UserId, StringComparer.Ordinal)) return FriendFaults.BlockSelf;
        if (FriendIds.Count > Limits.UsersPerCall) return FriendFaults.TooManyUsers;
        if (!states.IsAlive(UserId)) return FriendFaults.CallerGone;

        var decision = Decision.Granted();
        for (var i = 0; i < _others.Count; i++)
        {
            var stream = Friendship.Between(UserId, _others[i]);
            var pair = states.Of(stream);
            var areBothBlocked = pair is { First.State: FriendState.Blocked, Second.State: FriendState.Blocked };
            if (areBothBlocked || !states.IsAlive(_others[i])) continue;
            decision.Append(stream, new UserBlocked(UserId, FriendStreams.PositionAt(context.Now, i)));
        }

        return decision;
    }
}
