using KaosNet.Domain.Friends;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Kernel;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Friends;

/// <summary>
/// Whatever is between a player and others ends with the player's account, on both sides and with the others' counts (X1, X5): also a block of the player
/// by somebody else, of which the player has no edge.
/// </summary>
sealed class OwnedFriendships(Database database) : IOwnedByAccount
{
    /// <summary>Pairs that one commit ends; who has more loses the rest in the commits after it.</summary>
    public const int AtOnceMax = 5000;

    readonly string _ofUser =
        $"select friend_id from {database.Schema}.friend_edges where owner_id = $1 union " +
        $"select owner_id from {database.Schema}.friend_edges where friend_id = $1 and state = {(int)FriendState.Blocked} limit {AtOnceMax}";

    public async ValueTask<IReadOnlyList<OwnedStream>> Of(string userId, CancellationToken cancel)
    {
        await using var command = database.Reads.CreateCommand(_ofUser);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Parse(userId) });
        await using var reader = await database.Query(command, cancel);
        var owned = new List<OwnedStream>();
        while (await reader.ReadAsync(cancel))
        {
            owned.Add(OwnedStream.Of(
                Friendship.Between(userId, reader.GetGuid(0).ToString()),
                pair => pair is { First: null, Second: null } ? [] : [new FriendshipEnded(userId)]));
        }

        return owned;
    }
}
