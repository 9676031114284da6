using KaosNet.Domain.Kernel;
using KaosNet.Domain.Notifications;
using KaosNet.Projections.Kernel;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Notifications;

/// <summary>A page of a player's notifications, oldest first.</summary>
/// <param name="Rows">The notifications.</param>
/// <param name="CacheableCursor">Goes on after the last one, now or when there are newer ones.</param>
public sealed record NotificationPage(IReadOnlyList<NotificationRow> Rows, string CacheableCursor);

/// <summary>What players and modules can ask about notifications that are kept (parity 7.1).</summary>
public sealed class NotificationLists(Database database, Cursors cursors)
{
    const string List = "notifications";
    const string Columns = "id, receiver_id, sender_id, code, subject, content, create_time";

    internal string PageStatement { get; } =
        $"select {Columns} from {database.Schema}.notifications where receiver_id = $1 and (create_time, id) > ($2, $3) order by create_time, id limit $4";

    internal string FindStatement { get; } = $"select {Columns} from {database.Schema}.notifications where id = any($1)";

    /// <summary>A page of a player's notifications: from the oldest, or on from a cursor of an earlier page.</summary>
    /// <param name="receiverId">Whose.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cursor">From an earlier page of the same player; empty for none.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The page, or <see cref="NotificationFaults.InvalidCursor"/>.</returns>
    public async ValueTask<Answer<NotificationPage>> Page(Guid receiverId, int limit, string cursor, CancellationToken cancel = default)
    {
        var query = receiverId.ToString();
        var after = ListEdge.Beginning;
        if (cursor.Length > 0)
        {
            if (cursors.Read(List, query, cursor) is not { } read) return NotificationFaults.InvalidCursor;
            after = new(read.Time(), read.Uuid());
        }

        var rows = await After(receiverId, after, limit, cancel);
        if (rows.Count == 0 && cursor.Length > 0) return new NotificationPage(rows, cursor);
        var last = rows.Count > 0 ? rows[^1].Edge : after;
        return new NotificationPage(rows, cursors.Write(List, query).Time(last.Time).Uuid(last.Id).Spell());
    }

    /// <summary>These notifications, oldest first; unknown and deleted ones are not in the answer.</summary>
    /// <param name="ids">Which.</param>
    /// <param name="receiverId">Whose they must be, or null for anybody's.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<IReadOnlyList<NotificationRow>> Find(Guid[] ids, Guid? receiverId, CancellationToken cancel = default)
    {
        await using var command = database.Reads.CreateCommand(FindStatement);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = ids });
        var rows = await Rows(command, ids.Length, cancel);
        if (receiverId is { } receiver) rows.RemoveAll(row => row.ReceiverId != receiver);
        rows.Sort(static (left, right) => left.CreateTime.CompareTo(right.CreateTime));
        return rows;
    }

    async Task<List<NotificationRow>> After(Guid receiverId, ListEdge after, int limit, CancellationToken cancel)
    {
        await using var command = database.Reads.CreateCommand(PageStatement);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = receiverId });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = after.Time.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = after.Id });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return await Rows(command, limit, cancel);
    }

    async Task<List<NotificationRow>> Rows(NpgsqlCommand command, int expected, CancellationToken cancel)
    {
        var rows = new List<NotificationRow>(Math.Min(expected, 128));
        await using var reader = await database.Query(command, cancel);
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(new(
                reader.GetGuid(0), reader.GetGuid(1), reader.IsDBNull(2) ? null : reader.GetGuid(2), reader.GetInt32(3), reader.GetString(4),
                reader.GetString(5), reader.GetFieldValue<DateTimeOffset>(6)));
        }

        return rows;
    }
}
