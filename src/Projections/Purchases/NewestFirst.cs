using KaosNet.Projections.Kernel;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Purchases;

/// <summary>A page of a list, newest first. A cursor is empty when there is nothing to go to.</summary>
/// <param name="Rows">What is on it.</param>
/// <param name="Next">Goes on to older ones.</param>
/// <param name="Previous">Goes back to newer ones.</param>
public sealed record StorePage<TRow>(IReadOnlyList<TRow> Rows, string Next, string Previous);

/// <summary>Turns the pages of a table of a store's things, of one owner or of all, by the time at which they were bought; both ways.</summary>
sealed class NewestFirst<TRow>
{
    readonly Database _database;
    readonly Cursors _cursors;
    readonly string _list;
    readonly Func<NpgsqlDataReader, TRow> _read;
    readonly Func<TRow, (DateTimeOffset Time, string Id)> _edge;

    /// <summary>Prepares the statements.</summary>
    /// <param name="database">Where the table is.</param>
    /// <param name="cursors">Spells where pages end.</param>
    /// <param name="table">Its name.</param>
    /// <param name="id">The column of the store's number.</param>
    /// <param name="columns">What is read.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="edge">Where a row stands.</param>
    public NewestFirst(
        Database database, Cursors cursors, string table, string id, string columns, Func<NpgsqlDataReader, TRow> read, Func<TRow, (DateTimeOffset Time, string Id)> edge)
    {
        (_database, _cursors, _list, _read, _edge) = (database, cursors, table, read, edge);
        string Statement(string compared, string order, bool isOfUser) =>
            $"select {columns} from {database.Schema}.{table} where (purchase_time, {id}) {compared} ($2, $3) {(isOfUser ? "and user_id = $4 " : "")}"
            + $"order by purchase_time {order}, {id} {order} limit $1";
        string First(bool isOfUser) =>
            $"select {columns} from {database.Schema}.{table} {(isOfUser ? "where user_id = $2 " : "")}order by purchase_time desc, {id} desc limit $1";
        (Newest, NewestOfUser) = (First(false), First(true));
        (Older, OlderOfUser) = (Statement("<", "desc", false), Statement("<", "desc", true));
        (Newer, NewerOfUser) = (Statement(">", "asc", false), Statement(">", "asc", true));
    }

    internal string Newest { get; }

    internal string NewestOfUser { get; }

    internal string Older { get; }

    internal string OlderOfUser { get; }

    internal string Newer { get; }

    internal string NewerOfUser { get; }

    /// <summary>A page from the newest on, or from a cursor; null for a cursor that is none of this list.</summary>
    public async ValueTask<StorePage<TRow>?> Page(Guid? userId, int limit, string cursor, CancellationToken cancel)
    {
        var query = userId?.ToString() ?? "";
        (bool IsOlder, DateTimeOffset Time, string Id)? from = null;
        if (cursor.Length > 0)
        {
            if (_cursors.Read(_list, query, cursor) is not { } read) return null;
            from = (read.Flag(), read.Time(), read.Text());
        }

        // One more tells whether more follow.
        var rows = await Rows(userId, limit + 1, from, cancel);
        var hasMore = rows.Count > limit;
        if (hasMore) rows.RemoveAt(limit);
        var isOlder = from?.IsOlder ?? true;
        if (!isOlder) rows.Reverse();
        if (rows.Count == 0) return new(rows, "", "");

        // Whoever came by a cursor can always turn round; ahead of them there is a page when there was one more.
        var hasNext = !isOlder || hasMore;
        var hasPrevious = isOlder ? from is not null : hasMore;
        return new(rows, hasNext ? Spell(query, isOlder: true, rows[^1]) : "", hasPrevious ? Spell(query, isOlder: false, rows[0]) : "");
    }

    string Spell(string query, bool isOlder, TRow row)
    {
        var (time, id) = _edge(row);
        return _cursors.Write(_list, query).Flag(isOlder).Time(time).Text(id).Spell();
    }

    async Task<List<TRow>> Rows(Guid? userId, int limit, (bool IsOlder, DateTimeOffset Time, string Id)? from, CancellationToken cancel)
    {
        var statement = (from?.IsOlder, userId is null) switch
        {
            (null, true) => Newest,
            (null, false) => NewestOfUser,
            (true, true) => Older,
            (true, false) => OlderOfUser,
            (false, true) => Newer,
            _ => NewerOfUser,
        };
        await using var command = _database.Reads.CreateCommand(statement);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        if (from is { } at)
        {
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = at.Time.UtcDateTime });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = at.Id });
        }

        if (userId is { } user) command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = user });
        var rows = new List<TRow>(Math.Min(limit, 128));
        await using var reader = await _database.Query(command, cancel);
        while (await reader.ReadAsync(cancel)) rows.Add(_read(reader));
        return rows;
    }
}
