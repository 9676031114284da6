using System.Runtime.InteropServices;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Friends;

/// <summary>A user's edge count (parity 3.1).</summary>
/// <param name="Count">Friends, invites sent and received, and blocks.</param>
/// <param name="ChangedAt">When it last changed.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FriendCount(int Count, DateTimeOffset ChangedAt);

/// <summary>How many edges users have: one read by key for any number of users.</summary>
public sealed class FriendCounts(Database database)
{
    readonly string _ofUsers = $"select user_id, count, changed_at from {database.Schema}.friend_counts where user_id = any($1)";

    /// <summary>The counts of these users; who never had an edge is not in the answer.</summary>
    public async ValueTask<IReadOnlyDictionary<Guid, FriendCount>> Of(IReadOnlyCollection<Guid> userIds, CancellationToken cancel = default)
    {
        var counts = new Dictionary<Guid, FriendCount>(userIds.Count);
        if (userIds.Count == 0) return counts;
        await using var command = database.Reads.CreateCommand(_ofUsers);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. userIds] });
        await using var reader = await database.Query(command, cancel);
        while (await reader.ReadAsync(cancel))
        {
            counts[reader.GetGuid(0)] = new((int)reader.GetInt64(1), reader.GetFieldValue<DateTimeOffset>(2));
        }

        return counts;
    }
}
