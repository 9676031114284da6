using KaosNet.Domain.Friends;
using KaosNet.Store.Tables;

namespace KaosNet.Projections.Friends;

/// <summary>An edge as its table and every list show it.</summary>
/// <param name="OwnerId">Whose view.</param>
/// <param name="FriendId">Of whom.</param>
/// <param name="State">What the other is to the owner: a <see cref="FriendState"/>.</param>
/// <param name="Position">Place among the owner's edges of this state, in nanoseconds since 1970.</param>
/// <param name="UpdatedAt">When it last changed.</param>
/// <param name="Metadata">A JSON object in its canonical spelling.</param>
public sealed record EdgeRow(Guid OwnerId, Guid FriendId, int State, long Position, DateTimeOffset UpdatedAt, string Metadata);

/// <summary>The inline tables of friendships: inline, because a player who adds a friend sees them in the list at once.</summary>
public static class FriendTables
{
    /// <summary>Directed edges. One index is the order of lists, of all states and of one; the other finds who blocked a player when the account goes.</summary>
    public static readonly StateTable<Friendship, EdgeRow> Edges = new("friend_edges", Friendship.Kind, Rows, table => table
        .Uuid("owner_id", row => row.OwnerId)
        .Uuid("friend_id", row => row.FriendId)
        .Whole("state", row => row.State)
        .Bigint("position", row => row.Position)
        .Time("updated_at", row => row.UpdatedAt)
        .Text("metadata", row => row.Metadata)
        .Key("owner_id", "friend_id")
        .Index("friend_edges_order", "owner_id, state, position, friend_id")
        .Index("friend_edges_blocks", "friend_id, owner_id", $"state = {(int)FriendState.Blocked}"));

    /// <summary>
    /// A user's edge count (friends, invites and blocks) and when it last changed, which counts as a change of the user: <c>user_id, count, changed_at</c>.
    /// </summary>
    public static readonly TallyTable<Friendship> Counts = new("friend_counts", "user_id", Friendship.Kind, Contributions);

    static IEnumerable<EdgeRow> Rows(string id, Friendship pair)
    {
        if (pair is { First: null, Second: null }) yield break;
        var (first, second) = (Guid.Parse(pair.FirstId), Guid.Parse(pair.SecondId));
        if (pair.First is { } ofFirst) yield return Row(first, second, ofFirst);
        if (pair.Second is { } ofSecond) yield return Row(second, first, ofSecond);
    }

    static EdgeRow Row(Guid ownerId, Guid friendId, FriendEdge edge) =>
        new(ownerId, friendId, (int)edge.State, edge.Position, edge.UpdatedAt, edge.Metadata);

    static IEnumerable<Contribution> Contributions(string id, Friendship pair)
    {
        if (pair.FirstCountedAt is { } first) yield return new(Guid.Parse(pair.FirstId), pair.First is null ? 0 : 1, first);
        if (pair.SecondCountedAt is { } second) yield return new(Guid.Parse(pair.SecondId), pair.Second is null ? 0 : 1, second);
    }
}
