using System.Text.Json;
using KaosNet.Domain.Brackets;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Kernel;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Brackets;

/// <summary>Which brackets are wanted.</summary>
/// <param name="Phase">Only those in this phase; <see cref="BracketPhase.None"/> for any.</param>
/// <param name="Category">Only those of this category; null for any.</param>
/// <param name="UserId">Only those that this player has entered, of any category; null for all.</param>
public sealed record BracketFilter(BracketPhase Phase = BracketPhase.None, int? Category = null, Guid? UserId = null);

/// <summary>A page of brackets.</summary>
/// <param name="Brackets">Newest first.</param>
/// <param name="Cursor">Begins with the first of those that follow; empty when none do.</param>
public sealed record BracketPage(IReadOnlyList<BracketRow> Brackets, string Cursor);

/// <summary>A pairing that waits for its deadline.</summary>
public sealed record DuePairing(Guid BracketId, int Number, DateTimeOffset DueAt);

/// <summary>Lists of brackets, and all of one: each is a walk along one index.</summary>
public sealed class BracketLists
{
    const string List = "brackets";

    const string Columns = "b.id, b.phase, b.settings, b.entrant_count, b.seeding, b.board, b.board_expiry, b.winner_id, b.endings, b.create_time, "
        + "b.start_time, b.end_time";

    readonly Database _database;
    readonly Cursors _cursors;
    readonly string _bracket, _entrants, _pairings, _due;

    public BracketLists(Database database, Cursors cursors)
    {
        (_database, _cursors) = (database, cursors);
        var schema = database.Schema;
        _bracket = $"select {Columns} from {schema}.brackets b where b.id = $1";
        _entrants = "select user_id, seed, enter_time, has_withdrawn, wins, draws, losses, points, score_for, score_against, place "
            + $"from {schema}.bracket_entrants where bracket_id = $1 order by seed, enter_time, user_id";
        _pairings = "select number, first_seed, second_seed, ready_time, due_time, first_is_in, second_is_in, first_claim, second_claim, outcome, score, "
            + $"match_id, decide_time from {schema}.bracket_pairings where bracket_id = $1 order by number";
        _due = DueStatement(schema);
    }

    /// <summary>A page of brackets.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="limit">How many.</param>
    /// <param name="cursor">From an earlier page of the same filter; empty for the first page.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The page, or the refusal of the cursor.</returns>
    public async ValueTask<Answer<BracketPage>> Page(BracketFilter filter, int limit, string cursor, CancellationToken cancel = default)
    {
        var query = $"{(int)filter.Phase} {filter.Category} {filter.UserId}";
        (DateTimeOffset, Guid)? from = null;
        if (cursor.Length > 0)
        {
            if (_cursors.Read(List, query, cursor) is not { } read) return BracketFaults.CursorInvalid;
            from = (read.Time(), read.Uuid());
        }

        await using var command = PageCommand(_database.Reads, _database.Schema, filter, limit + 1, from);
        var rows = new List<BracketRow>();
        await using var reader = await _database.Query(command, cancel);
        while (await reader.ReadAsync(cancel)) rows.Add(Row(reader));
        if (rows.Count <= limit) return new BracketPage(rows, "");
        var next = _cursors.Write(List, query).Time(rows[limit].CreateTime).Uuid(rows[limit].Id).Spell();
        rows.RemoveAt(limit);
        return new BracketPage(rows, next);
    }

    /// <summary>All of a bracket: rules, entrants and pairings; null when there is none.</summary>
    /// <remarks>Three statements, which may see different commits; the bracket's row is read last, so it is never older than its parts.</remarks>
    public async ValueTask<Bracket?> Find(Guid id, CancellationToken cancel = default)
    {
        var entrants = await Rows(_entrants, id, Entrant, cancel);
        var pairings = await Rows(_pairings, id, Pairing, cancel);
        if (await Rows(_bracket, id, Row, cancel) is not [var row]) return null;
        // A start between two of the statements: once more, since it happens once in a bracket's life.
        if (row.EntrantCount != entrants.Count || (row.StartTime is not null && pairings.Count == 0))
        {
            entrants = await Rows(_entrants, id, Entrant, cancel);
            pairings = await Rows(_pairings, id, Pairing, cancel);
        }

        return new()
        {
            Id = id.ToString(),
            Phase = row.Phase,
            Settings = row.Settings,
            Entrants = [.. entrants],
            Pairings = [.. pairings],
            Seeding = row.Seeding,
            Board = row.Board,
            BoardExpiry = row.BoardExpiry,
            WinnerId = row.WinnerId?.ToString(),
            Endings = row.Endings,
            CreatedAt = row.CreateTime,
            StartedAt = row.StartTime,
            EndedAt = row.EndTime,
        };
    }

    /// <summary>The pairings of all brackets whose deadlines come first.</summary>
    public async ValueTask<IReadOnlyList<DuePairing>> Due(int limit, CancellationToken cancel = default)
    {
        await using var command = _database.Reads.CreateCommand(_due);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        var due = new List<DuePairing>();
        await using var reader = await _database.Query(command, cancel);
        while (await reader.ReadAsync(cancel)) due.Add(new(reader.GetGuid(0), reader.GetInt32(1), reader.GetFieldValue<DateTimeOffset>(2)));
        return due;
    }

    internal static string DueStatement(string schema) =>
        $"select bracket_id, number, due_time from {schema}.bracket_pairings where due_time is not null order by due_time, bracket_id, number limit $1";

    internal static NpgsqlCommand PageCommand(
        NpgsqlDataSource source, string schema, BracketFilter filter, int limit, (DateTimeOffset Time, Guid Id)? from)
    {
        var command = source.CreateCommand();
        string Parameter<T>(T value)
        {
            command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
            return "$" + command.Parameters.Count;
        }

        var id = filter.UserId is null ? "id" : "bracket_id";
        List<string> conditions = [];
        if (filter.UserId is { } userId) conditions.Add($"user_id = {Parameter(userId)}");
        else if (filter.Category is { } category) conditions.Add($"category = {Parameter(category)}");
        if (filter.Phase != BracketPhase.None) conditions.Add($"phase = {Parameter((int)filter.Phase)}");
        if (from is { } at) conditions.Add($"(create_time, {id}) <= ({Parameter(at.Time.UtcDateTime)}, {Parameter(at.Id)})");
        var where = conditions.Count == 0 ? "" : $"where {string.Join(" and ", conditions)} ";
        var tail = $"{where}order by create_time desc, {id} desc limit {Parameter(limit)}";
        // A player's: the page first, then its brackets, key by key.
        command.CommandText = filter.UserId is null
            ? $"select {Columns} from {schema}.brackets b {tail}"
            : $"select {Columns} from (select bracket_id, create_time from {schema}.bracket_entrants {tail}) e "
                + $"cross join lateral (select * from {schema}.brackets where id = e.bracket_id offset 0) b order by e.create_time desc, e.bracket_id desc";
        return command;
    }

    async ValueTask<List<TRow>> Rows<TRow>(string statement, Guid id, Func<NpgsqlDataReader, TRow> row, CancellationToken cancel)
    {
        await using var command = _database.Reads.CreateCommand(statement);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        var rows = new List<TRow>();
        await using var reader = await _database.Query(command, cancel);
        while (await reader.ReadAsync(cancel)) rows.Add(row(reader));
        return rows;
    }

    static BracketRow Row(NpgsqlDataReader reader) => new(
        reader.GetGuid(0), (BracketPhase)reader.GetInt32(1), JsonSerializer.Deserialize<BracketSettings>(reader.GetString(2), EventJson.Options)!, reader.GetInt32(3),
        (Seeding)reader.GetInt32(4), Text(reader, 5), reader.IsDBNull(6) ? null : reader.GetInt64(6), reader.IsDBNull(7) ? null : reader.GetGuid(7), reader.GetInt32(8),
        reader.GetFieldValue<DateTimeOffset>(9), Time(reader, 10), Time(reader, 11));

    static BracketEntrant Entrant(NpgsqlDataReader reader) => new(reader.GetGuid(0).ToString(), reader.GetFieldValue<DateTimeOffset>(2))
    {
        HasWithdrawn = reader.GetBoolean(3),
        Wins = reader.GetInt32(4),
        Draws = reader.GetInt32(5),
        Losses = reader.GetInt32(6),
        Points = reader.GetInt32(7),
        ScoreFor = reader.GetInt64(8),
        ScoreAgainst = reader.GetInt64(9),
        Place = reader.GetInt32(10),
    };

    static BracketPairing Pairing(NpgsqlDataReader reader) => new()
    {
        Number = reader.GetInt32(0),
        First = reader.GetInt32(1),
        Second = reader.GetInt32(2),
        ReadyAt = Time(reader, 3),
        DeadlineAt = Time(reader, 4),
        FirstIsIn = reader.GetBoolean(5),
        SecondIsIn = reader.GetBoolean(6),
        FirstClaim = BracketTables.Read(Text(reader, 7)),
        SecondClaim = BracketTables.Read(Text(reader, 8)),
        Outcome = (PairingOutcome)reader.GetInt32(9),
        Score = BracketTables.Read(Text(reader, 10)),
        MatchId = Text(reader, 11),
        DecidedAt = Time(reader, 12),
    };

    static string? Text(NpgsqlDataReader reader, int at) => reader.IsDBNull(at) ? null : reader.GetString(at);

    static DateTimeOffset? Time(NpgsqlDataReader reader, int at) => reader.IsDBNull(at) ? null : reader.GetFieldValue<DateTimeOffset>(at);
}
