using KaosNet.Domain.Friends;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Friends;

/// <summary>What players are to each other, for those who must know it of a pair or two: chat asks before it lets somebody in.</summary>
public interface IFriendships
{
    /// <summary>Whether a player has blocked another: whether the owner's edge says so. The other way round is another question.</summary>
    /// <param name="ownerId">Who may have blocked.</param>
    /// <param name="otherId">Whom.</param>
    /// <param name="cancel">Gives up.</param>
    ValueTask<bool> IsBlocked(Guid ownerId, Guid otherId, CancellationToken cancel = default);

    /// <summary>What each of these is to a player; who is nothing to them is not in the answer.</summary>
    /// <param name="ownerId">Whose edges.</param>
    /// <param name="otherIds">Of whom.</param>
    /// <param name="cancel">Gives up.</param>
    ValueTask<IReadOnlyList<EdgeRow>> Of(Guid ownerId, IReadOnlyCollection<Guid> otherIds, CancellationToken cancel = default);
}

/// <summary>Reads edges by key.</summary>
sealed class Friendships(Database database) : IFriendships
{
    readonly string _isBlocked =
        $"select 1 from {database.Schema}.friend_edges where owner_id = $1 and friend_id = $2 and state = {(int)FriendState.Blocked}";

    readonly string _ofUsers =
        $"select friend_id, state, position, updated_at, metadata from {database.Schema}.friend_edges where owner_id = $1 and friend_id = any($2)";

    public async ValueTask<bool> IsBlocked(Guid ownerId, Guid otherId, CancellationToken cancel = default)
    {
        await using var command = database.Reads.CreateCommand(_isBlocked);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = ownerId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = otherId });
        await using var reader = await database.Query(command, cancel);
        return await reader.ReadAsync(cancel);
    }

    public async ValueTask<IReadOnlyList<EdgeRow>> Of(Guid ownerId, IReadOnlyCollection<Guid> otherIds, CancellationToken cancel = default)
    {
        if (otherIds.Count == 0) return [];
        await using var command = database.Reads.CreateCommand(_ofUsers);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = ownerId });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. otherIds] });
        await using var reader = await database.Query(command, cancel);
        List<EdgeRow> edges = [];
        while (await reader.ReadAsync(cancel))
        {
            edges.Add(new(
                ownerId, reader.GetGuid(0), reader.GetInt32(1), reader.GetInt64(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetString(4)));
        }

        return edges;
    }
}
