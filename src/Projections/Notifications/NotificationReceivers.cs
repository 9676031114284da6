using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Notifications;

/// <summary>Everybody who can be told something, a page at a time.</summary>
public sealed class NotificationReceivers(Database database)
{
    readonly string _after = $"select user_id from {database.Schema}.accounts where user_id > $1 order by user_id limit $2";

    /// <summary>The accounts after a user id, in the order of their ids.</summary>
    public async ValueTask<IReadOnlyList<Guid>> After(Guid userId, int limit, CancellationToken cancel)
    {
        await using var command = database.Reads.CreateCommand(_after);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = userId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var reader = await database.Query(command, cancel);
        var page = new List<Guid>(limit);
        while (await reader.ReadAsync(cancel)) page.Add(reader.GetGuid(0));
        return page;
    }
}
