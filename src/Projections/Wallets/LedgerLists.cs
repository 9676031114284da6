using System.Globalization;
using System.Runtime.InteropServices;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Wallets;
using KaosNet.Projections.Kernel;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Wallets;

/// <summary>A page of a player's ledger, newest first. A cursor is empty when there is nothing to go to.</summary>
/// <param name="Rows">The entries.</param>
/// <param name="Next">Goes on to older ones.</param>
/// <param name="Previous">Goes back to newer ones.</param>
public sealed record LedgerPage(IReadOnlyList<LedgerRow> Rows, string Next, string Previous);

/// <summary>What server code can ask about ledgers (parity 8.3).</summary>
public sealed class LedgerLists
{
    const string List = "wallet_ledger";

    readonly Database _database;
    readonly Cursors _cursors;

    public LedgerLists(Database database, Cursors cursors)
    {
        (_database, _cursors) = (database, cursors);
        var select = $"select {LedgerRow.Columns} from {database.Schema}.wallet_ledger where ";
        const string Between = "user_id = $1 and create_time >= $3 and create_time < $4 ";
        const string NewestFirst = "order by create_time desc, number desc limit $2";
        Newest = $"{select}{Between}{NewestFirst}";
        Older = $"{select}{Between}and (create_time, number) < ($5, $6) {NewestFirst}";
        Newer = $"{select}{Between}and (create_time, number) > ($5, $6) order by create_time, number limit $2";
        CauseStatement = $"{select}cause = $1 and (user_id, create_time, number) > ($2, $3, $4) order by user_id, create_time, number limit $5";
        CauseOfUserStatement = $"{select}cause = $1 and user_id = $2 order by create_time, number limit $3";
        FindStatement = $"{select}id = $1";
    }

    internal string Newest { get; }

    internal string Older { get; }

    internal string Newer { get; }

    internal string CauseStatement { get; }

    internal string CauseOfUserStatement { get; }

    internal string FindStatement { get; }

    /// <summary>A page of a player's ledger: from the newest entry, or from a cursor.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="limit">How many at most; 0 to <see cref="Limits.PageMax"/>.</param>
    /// <param name="cursor">From an earlier page of the same player and the same times; empty for none.</param>
    /// <param name="from">Only entries from this moment on.</param>
    /// <param name="to">Only entries before this moment.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The page, <see cref="WalletFaults.InvalidLimit"/> or <see cref="WalletFaults.InvalidCursor"/>.</returns>
    public async ValueTask<Answer<LedgerPage>> Page(
        Guid userId, int limit, string cursor, DateTimeOffset? from = null, DateTimeOffset? to = null, CancellationToken cancel = default)
    {
        if (limit is < 0 or > Limits.PageMax) return WalletFaults.InvalidLimit;
        var query = string.Create(CultureInfo.InvariantCulture, $"{userId}/{from?.UtcTicks}/{to?.UtcTicks}");
        Position? position = null;
        if (cursor.Length > 0)
        {
            if (_cursors.Read(List, query, cursor) is not { } read) return WalletFaults.InvalidCursor;
            position = new(read.Flag(), new(read.Time(), read.Whole()));
        }

        if (limit == 0) return new LedgerPage([], "", "");
        // One more tells whether more follow.
        var rows = await Rows(userId, limit + 1, from ?? DateTimeOffset.UnixEpoch, to ?? End, position, cancel);
        var hasMore = rows.Count > limit;
        if (hasMore) rows.RemoveAt(limit);
        var isOlder = position?.IsOlder ?? true;
        if (!isOlder) rows.Reverse();
        if (rows.Count == 0) return new LedgerPage(rows, "", "");

        // Whoever came by a cursor can always turn round; ahead of them there is a page when there was one more.
        var hasNext = !isOlder || hasMore;
        var hasPrevious = isOlder ? position is not null : hasMore;
        return new LedgerPage(
            rows,
            hasNext ? Spell(query, new(IsOlder: true, rows[^1].Edge)) : "",
            hasPrevious ? Spell(query, new(IsOlder: false, rows[0].Edge)) : "");
    }

    /// <summary>
    /// Entries that one cause led to, such as the rewards of a tournament's end (<c>end:{board}:{expiry}</c>), by user and oldest first.
    /// </summary>
    /// <param name="cause">As the calls gave it; a long one is cut as entries cut it.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="after">Goes on after this entry.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<IReadOnlyList<LedgerRow>> OfCause(string cause, int limit, LedgerRow? after = null, CancellationToken cancel = default)
    {
        await using var command = _database.Reads.CreateCommand(CauseStatement);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = LedgerCause.Kept(cause) ?? "" });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = after?.UserId ?? Guid.Empty });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = (after?.CreateTime ?? DateTimeOffset.UnixEpoch).UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after?.Number ?? 0 });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return await Rows(command, limit, cancel);
    }

    /// <summary>A player's entries that one cause led to, oldest first.</summary>
    /// <param name="cause">As the calls gave it; a long one is cut as entries cut it.</param>
    /// <param name="userId">Whose.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<IReadOnlyList<LedgerRow>> OfCause(string cause, Guid userId, int limit, CancellationToken cancel = default)
    {
        await using var command = _database.Reads.CreateCommand(CauseOfUserStatement);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = LedgerCause.Kept(cause) ?? "" });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = userId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return await Rows(command, limit, cancel);
    }

    /// <summary>One entry, or null when there is none (any more).</summary>
    public async ValueTask<LedgerRow?> Find(Guid id, CancellationToken cancel = default)
    {
        await using var command = _database.Reads.CreateCommand(FindStatement);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        return (await Rows(command, 1, cancel)).FirstOrDefault();
    }

    /// <summary>The last moment that tables hold for sure.</summary>
    static readonly DateTimeOffset End = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Where a page ended or began.</summary>
    /// <param name="IsOlder">True to go on to older entries, false to go back.</param>
    /// <param name="Edge">The entry at the edge.</param>
    [StructLayout(LayoutKind.Auto)]
    readonly record struct Position(bool IsOlder, LedgerEdge Edge);

    string Spell(string query, Position position) =>
        _cursors.Write(List, query).Flag(position.IsOlder).Time(position.Edge.Time).Whole(position.Edge.Number).Spell();

    async Task<List<LedgerRow>> Rows(
        Guid userId, int limit, DateTimeOffset from, DateTimeOffset to, Position? position, CancellationToken cancel)
    {
        await using var command = _database.Reads.CreateCommand(position is null ? Newest : position.Value.IsOlder ? Older : Newer);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = userId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = from.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = to.UtcDateTime });
        if (position is { } at)
        {
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = at.Edge.Time.UtcDateTime });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = at.Edge.Number });
        }

        return await Rows(command, limit, cancel);
    }

    async Task<List<LedgerRow>> Rows(NpgsqlCommand command, int expected, CancellationToken cancel)
    {
        var rows = new List<LedgerRow>(Math.Min(expected, 128));
        await using var reader = await _database.Query(command, cancel);
        while (await reader.ReadAsync(cancel)) rows.Add(LedgerRow.Read(reader));
        return rows;
    }
}
