using KaosNet.Domain.Kernel;
using KaosNet.Domain.Notifications;

namespace KaosNet.Domain.Friends;

/// <summary>A player invites others, or accepts invites of theirs, all in one commit (parity 4.2, column "add").</summary>
/// <param name="UserId">Who.</param>
/// <param name="Username">As notifications name the player: as of the token.</param>
/// <param name="FriendIds">Whom; ids in lower case. Who has no account is passed over.</param>
/// <param name="Metadata">A JSON object as submitted, or empty: on the player's edge of each new invite, and merged over that of each accepted one.</param>
public sealed record AddFriends(string UserId, string Username, IReadOnlyList<string> FriendIds, string Metadata = "") : Command<Done>
{
    readonly IReadOnlyList<string> _others = FriendStreams.Others(UserId, FriendIds, Limits.UsersPerCall);

    public override IReadOnlyList<StreamRef> Streams => field ??= FriendStreams.Of(UserId, _others);

    public override Decision<Done> Decide(StreamStates states, DecisionContext context)
    {
        if (FriendIds.Contains(UserId, StringComparer.Ordinal)) return FriendFaults.AddSelf;
        if (FriendIds.Count > Limits.UsersPerCall) return FriendFaults.TooManyUsers;
        if (FriendMetadata.Refusal(Metadata, FriendFaults.MetadataNotJson, out var metadata) is { } malformed) return malformed;
        if (!states.IsAlive(UserId)) return FriendFaults.CallerGone;

        var decision = Decision.Granted();
        for (var i = 0; i < _others.Count; i++)
        {
            if (!states.IsAlive(_others[i])) continue;
            var stream = Friendship.Between(UserId, _others[i]);
            var pair = states.Of(stream);
            switch (pair.EdgeOf(UserId), pair.EdgeOfOther(UserId))
            {
                case (null, null):
                    decision.Append(stream, new FriendInvited(UserId, FriendStreams.PositionAt(context.Now, i), metadata))
                        .Notify(context, _others[i], Notice.FriendRequest(Username), UserId);
                    break;
                case ({ State: FriendState.InviteReceived } own, _):
                    var merged = FriendMetadata.Merged(own.Metadata, metadata);
                    if (!FriendMetadata.Fits(merged)) return FriendFaults.MetadataTooLong;
                    decision.Append(stream, new FriendAccepted(UserId, metadata == FriendMetadata.None ? null : merged))
                        .Notify(context, _others[i], Notice.FriendAccept(Username), UserId);
                    break;
                default:
                    // Friends already, asked already, or a block on either side, of which the other must not learn.
                    break;
            }
        }

        return decision;
    }
}
