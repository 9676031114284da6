using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leagues;
using KaosNet.Projections.Kernel;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Leagues;

/// <summary>A page of a list.</summary>
/// <param name="Items">In the list's order.</param>
/// <param name="Cursor">Goes on after the last of them; empty when none follow.</param>
public sealed record LeaguePage<T>(IReadOnlyList<T> Items, string Cursor);

/// <summary>Lists of leagues, seasons, groups, players and results: each is a walk along one index.</summary>
public sealed class LeagueLists(Database database, Cursors cursors)
{
    const string LeagueColumns = "id, title, metadata, rules, is_paused, is_over, is_erasing, season, start_time, create_time, update_time";
    const string MemberColumns = "league_id, user_id, division, season, group_number, lot, moves_to, join_time";
    const string SeasonColumns = "league_id, number, phase, rules, start_time, end_time, is_ended_by_hand, expiry, generation, missed, players";

    /// <summary>Leagues in the order of their creation.</summary>
    public async ValueTask<Answer<LeaguePage<LeagueRow>>> Leagues(int limit, string cursor, CancellationToken cancel = default)
    {
        if (Open("leagues", "", cursor, out var from)) return LeagueFaults.InvalidCursor;
        await using var command = LeaguesCommand(database.Reads, database.Schema, limit + 1, from is null ? null : (from.Time(), from.Text()));
        return await Page(command, limit, League, row => cursors.Write("leagues").Time(row.CreateTime).Text(row.Id), cancel);
    }

    /// <summary>A league; null for none.</summary>
    public async ValueTask<LeagueRow?> Find(string leagueId, CancellationToken cancel = default) =>
        await FindAny(leagueId, cancel) is { IsErasing: false } league ? league : null;

    /// <summary>A league, also one that is being taken away; null for none.</summary>
    public async ValueTask<LeagueRow?> FindAny(string leagueId, CancellationToken cancel = default)
    {
        await using var command = database.Reads.CreateCommand($"select {LeagueColumns} from {database.Schema}.leagues where id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = leagueId });
        return await Rows(command, League, cancel) is [var league] ? league : null;
    }

    /// <summary>A season; null for none.</summary>
    public async ValueTask<LeagueSeasonRow?> Season(string leagueId, int number, CancellationToken cancel = default)
    {
        await using var command = database.Reads.CreateCommand(
            $"select {SeasonColumns} from {database.Schema}.league_seasons where league_id = $1 and number = $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = leagueId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = number });
        return await Rows(command, Season, cancel) is [var season] ? season : null;
    }

    /// <summary>A player's place; null for none.</summary>
    public async ValueTask<LeagueMemberRow?> Member(string leagueId, Guid userId, CancellationToken cancel = default)
    {
        await using var command = database.Reads.CreateCommand($"select {MemberColumns} from {database.Schema}.league_members where league_id = $1 and user_id = $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = leagueId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = userId });
        return await Rows(command, Member, cancel) is [var member] ? member : null;
    }

    /// <summary>A group; null for none.</summary>
    public async ValueTask<LeagueGroupRow?> Group(GroupKey key, CancellationToken cancel = default)
    {
        await using var command = OfGroup("board_id, expiry, players, is_settled", "league_groups", "number", "", key);
        return await Rows(
            command,
            reader => new LeagueGroupRow(
                key.LeagueId, key.Season, key.Division, key.Number, reader.GetString(0), reader.GetInt64(1), reader.GetInt32(2), reader.GetBoolean(3)),
            cancel) is [var group] ? group : null;
    }

    /// <summary>The players of a group of the season that runs.</summary>
    public async ValueTask<IReadOnlyList<LeagueMemberRow>> Members(GroupKey key, CancellationToken cancel = default)
    {
        await using var command = OfGroup(MemberColumns, "league_members", "group_number", "order by user_id", key);
        return await Rows(command, Member, cancel);
    }

    /// <summary>The results of a group, best first.</summary>
    public async ValueTask<IReadOnlyList<LeagueResultRow>> Results(GroupKey key, CancellationToken cancel = default)
    {
        await using var command = OfGroup(
            "user_id, rank, score, subscore, num_score, outcome, next_division", "league_results", "group_number", "order by rank", key);
        return await Rows(
            command,
            reader => new LeagueResultRow(
                key.LeagueId, key.Season, key.Division, key.Number, reader.GetGuid(0), reader.GetInt32(1), reader.GetInt64(2), reader.GetInt64(3),
                reader.GetInt32(4), (LeagueOutcome)reader.GetInt32(5), reader.GetInt32(6)),
            cancel);
    }

    /// <summary>Seasons of a league, the latest first.</summary>
    public async ValueTask<Answer<LeaguePage<LeagueSeasonRow>>> Seasons(string leagueId, int limit, string cursor, CancellationToken cancel = default)
    {
        if (Open("league seasons", leagueId, cursor, out var from)) return LeagueFaults.InvalidCursor;
        await using var command = SeasonsCommand(database.Reads, database.Schema, leagueId, limit + 1, (int?)from?.Whole());
        return await Page(command, limit, Season, row => cursors.Write("league seasons", leagueId).Whole(row.Number), cancel);
    }

    /// <summary>Groups of a season, from the top division down; of one division alone when it is named.</summary>
    public async ValueTask<Answer<LeaguePage<LeagueGroupRow>>> Groups(
        string leagueId, int season, int? division, int limit, string cursor, CancellationToken cancel = default)
    {
        var query = $"{leagueId} {season} {division}";
        if (Open("league groups", query, cursor, out var from)) return LeagueFaults.InvalidCursor;
        await using var command = GroupsCommand(
            database.Reads, database.Schema, leagueId, season, division, limit + 1, from is null ? null : ((int)from.Whole(), (int)from.Whole()));
        return await Page(
            command, limit,
            reader => new LeagueGroupRow(
                leagueId, season, reader.GetInt32(0), reader.GetInt32(1), reader.GetString(2), reader.GetInt64(3), reader.GetInt32(4), reader.GetBoolean(5)),
            row => cursors.Write("league groups", query).Whole(row.Division).Whole(row.Number), cancel);
    }

    /// <summary>A player's results in a league, the latest season first.</summary>
    public async ValueTask<Answer<LeaguePage<LeagueResultRow>>> History(
        string leagueId, Guid userId, int limit, string cursor, CancellationToken cancel = default)
    {
        var query = $"{leagueId} {userId}";
        if (Open("league history", query, cursor, out var from)) return LeagueFaults.InvalidCursor;
        await using var command = HistoryCommand(database.Reads, database.Schema, leagueId, userId, limit + 1, (int?)from?.Whole());
        return await Page(
            command, limit,
            reader => new LeagueResultRow(
                leagueId, reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2), userId, reader.GetInt32(3), reader.GetInt64(4), reader.GetInt64(5),
                reader.GetInt32(6), (LeagueOutcome)reader.GetInt32(7), reader.GetInt32(8)),
            row => cursors.Write("league history", query).Whole(row.Season), cancel);
    }

    /// <summary>The group in which a player was settled in a season; null for none.</summary>
    public async ValueTask<GroupKey?> PlaceIn(string leagueId, int season, string userId, CancellationToken cancel = default)
    {
        if (!Guid.TryParse(userId, out var user)) return null;
        await using var command = HistoryCommand(database.Reads, database.Schema, leagueId, user, 1, season == int.MaxValue ? null : season + 1);
        return await Rows(command, reader => new GroupKey(leagueId, reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2)), cancel) is [var key]
            && key.Season == season ? key : null;
    }

    internal static NpgsqlCommand LeaguesCommand(NpgsqlDataSource source, string schema, int limit, (DateTimeOffset At, string Id)? after)
    {
        var command = source.CreateCommand(
            $"select {LeagueColumns} from {schema}.leagues where not is_erasing "
            + (after is null ? "" : """and (create_time, id collate "C") > ($2, $3) """) + """order by create_time, id collate "C" limit $1""");
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        if (after is not { } edge) return command;
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = edge.At.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = edge.Id });
        return command;
    }

    internal static NpgsqlCommand SeasonsCommand(NpgsqlDataSource source, string schema, string leagueId, int limit, int? before)
    {
        var command = source.CreateCommand(
            $"select {SeasonColumns} from {schema}.league_seasons where league_id = $1 {(before is null ? "" : "and number < $3 ")}"
            + "order by number desc limit $2");
        Add(command, leagueId, limit, before);
        return command;
    }

    internal static NpgsqlCommand GroupsCommand(
        NpgsqlDataSource source, string schema, string leagueId, int season, int? division, int limit, (int Division, int Number)? after)
    {
        var command = source.CreateCommand(
            $"select division, number, board_id, expiry, players, is_settled from {schema}.league_groups where league_id = $1 and season = $2 "
            + (division is null ? "" : "and division = $4 ") + (after is null ? "" : division is null ? "and (division, number) > ($4, $5) " : "and number > $5 ")
            + "order by division, number limit $3");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = leagueId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = season });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        if (division is not null || after is not null) command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = division ?? after!.Value.Division });
        if (after is { } edge) command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = edge.Number });
        return command;
    }

    internal static NpgsqlCommand HistoryCommand(NpgsqlDataSource source, string schema, string leagueId, Guid userId, int limit, int? before)
    {
        var command = source.CreateCommand(
            $"select season, division, group_number, rank, score, subscore, num_score, outcome, next_division from {schema}.league_results "
            + $"where league_id = $1 and user_id = $4 {(before is null ? "" : "and season < $3 ")}order by season desc limit $2");
        Add(command, leagueId, limit, before ?? 0);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = userId });
        return command;
    }

    NpgsqlCommand OfGroup(string columns, string table, string number, string order, GroupKey key)
    {
        var command = database.Reads.CreateCommand(
            $"select {columns} from {database.Schema}.{table} where league_id = $1 and season = $2 and division = $3 and {number} = $4 {order}");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.LeagueId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = key.Season });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = key.Division });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = key.Number });
        return command;
    }

    static void Add(NpgsqlCommand command, string leagueId, int limit, int? before)
    {
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = leagueId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        if (before is { } edge) command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = edge });
    }

    /// <summary>True when the cursor is none of this list.</summary>
    bool Open(string list, string query, string cursor, out CursorReader? from)
    {
        from = cursor.Length > 0 ? cursors.Read(list, query, cursor) : null;
        return cursor.Length > 0 && from is null;
    }

    async Task<LeaguePage<T>> Page<T>(
        NpgsqlCommand command, int limit, Func<NpgsqlDataReader, T> row, Func<T, CursorWriter> cursor, CancellationToken cancel)
    {
        var rows = await Rows(command, row, cancel);
        if (rows.Count <= limit) return new(rows, "");
        rows.RemoveAt(limit);
        return new(rows, cursor(rows[^1]).Spell());
    }

    async Task<List<T>> Rows<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> row, CancellationToken cancel)
    {
        await using var reader = await database.Query(command, cancel);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancel)) rows.Add(row(reader));
        return rows;
    }

    static LeagueRow League(NpgsqlDataReader reader) => new(
        reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetBoolean(4), reader.GetBoolean(5), reader.GetBoolean(6),
        reader.GetInt32(7), reader.GetFieldValue<DateTimeOffset>(8), reader.GetFieldValue<DateTimeOffset>(9), reader.GetFieldValue<DateTimeOffset>(10));

    static LeagueMemberRow Member(NpgsqlDataReader reader) => new(
        reader.GetString(0), reader.GetGuid(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4), reader.GetInt64(5), reader.GetInt32(6),
        reader.GetFieldValue<DateTimeOffset>(7));

    static LeagueSeasonRow Season(NpgsqlDataReader reader) => new(
        reader.GetString(0), reader.GetInt32(1), (SeasonPhase)reader.GetInt32(2), reader.GetString(3), reader.GetFieldValue<DateTimeOffset>(4),
        reader.IsDBNull(5) ? null : reader.GetFieldValue<DateTimeOffset>(5), reader.GetBoolean(6), reader.GetInt64(7), reader.GetInt32(8), reader.GetInt32(9),
        reader.GetString(10));
}
