using KaosNet.Domain.Kernel;
using KaosNet.Domain.Notifications;

namespace KaosNet.Domain.Friends;

/// <summary>
/// Makes friends here of those whom another network knows as the player's friends (M4 to M7). Invites between them are answered, friendships that are
/// there stay as they are, and pairs with a block are left alone whoever blocked whom: the reference lets a blocked user see a friend (defect D10).
/// </summary>
/// <param name="UserId">Who imports.</param>
/// <param name="Username">As notifications name the player.</param>
/// <param name="Provider">Which network: <c>facebook</c> or <c>steam</c>.</param>
/// <param name="FriendIds">The accounts here of the player's friends there; ids in lower case.</param>
/// <param name="ResetIds">With a reset: everybody the player has an edge with, who are taken off first, without a word; blocks stay.</param>
/// <param name="Failed">What to refuse with when the player has no account (any more).</param>
public sealed record ImportFriends(
    string UserId, string Username, string Provider, IReadOnlyList<string> FriendIds, IReadOnlyList<string> ResetIds, Fault Failed) : Command<Done>
{
    readonly IReadOnlyList<string> _friends = FriendStreams.Others(UserId, FriendIds, Limits.ImportedUsers);
    readonly IReadOnlyList<string> _reset = FriendStreams.Others(UserId, ResetIds, Limits.ResetUsers);

    public override IReadOnlyList<StreamRef> Streams => field ??=
        FriendStreams.Of(UserId, [.. _friends.Concat(_reset).Distinct(StringComparer.Ordinal)]);

    public override Decision<Done> Decide(StreamStates states, DecisionContext context)
    {
        if (_friends.Count == 0 && _reset.Count == 0) return Decision.Granted();
        if (!states.IsAlive(UserId)) return Failed;

        var decision = Decision.Granted();
        var takenOff = new HashSet<string>(StringComparer.Ordinal);
        foreach (var other in _reset)
        {
            var stream = Friendship.Between(UserId, other);
            if (states.Of(stream).EdgeOf(UserId) is not { State: not FriendState.Blocked } own) continue;
            decision.Append(stream, DeleteFriends.Removal(UserId, own.State));
            takenOff.Add(other);
        }

        for (var i = 0; i < _friends.Count; i++)
        {
            var stream = Friendship.Between(UserId, _friends[i]);
            var pair = takenOff.Contains(_friends[i]) ? new Friendship(stream.Id) : states.Of(stream);
            if (!states.IsAlive(_friends[i]) || !IsOpen(pair)) continue;
            var imported = new FriendImported(
                UserId, FriendStreams.PositionAt(context.Now, i), Provider, Noted(pair.EdgeOf(UserId)), Noted(pair.EdgeOfOther(UserId)));
            decision.Append(stream, imported).Notify(context, _friends[i], Notice.FriendJoinedGame(Username), UserId);
        }

        return decision;
    }

    /// <summary>Neither friends already nor kept apart by a block.</summary>
    static bool IsOpen(Friendship pair) =>
        pair is { First: null, Second: null } or { First.State: FriendState.InviteSent or FriendState.InviteReceived };

    /// <summary>What the edge carries, with the network noted in it where there is room.</summary>
    string Noted(FriendEdge? edge)
    {
        var known = edge?.Metadata ?? FriendMetadata.None;
        var noted = FriendMetadata.Merged(known, FriendMetadata.OfProvider(Provider));
        return FriendMetadata.Fits(noted) ? noted : known;
    }
}
