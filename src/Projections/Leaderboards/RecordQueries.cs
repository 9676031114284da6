using System.Runtime.InteropServices;
using KaosNet.Domain.Leaderboards;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Leaderboards;

/// <summary>Where a record stands on its board.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RecordEdge(long Score, long Subscore, Guid OwnerId)
{
    /// <summary>Where a row stands.</summary>
    public static RecordEdge Of(RecordRow row) => new(row.Score, row.Subscore, row.OwnerId);
}

/// <summary>The reads of records: one indexed statement each.</summary>
public sealed class RecordQueries
{
    const string Columns =
        "r.leaderboard_id, r.expiry, r.owner_id, r.score, r.subscore, r.num_score, r.max_num_score, r.username, r.metadata, r.create_time, r.update_time, r.version";

    const string Period = "r.leaderboard_id = $1 and r.expiry = $2";

    readonly Database _database;
    readonly Statements _ascending, _descending;

    public RecordQueries(Database database)
    {
        _database = database;
        _ascending = new(database.Schema, better: "<", worse: ">", order: "", reverse: " desc");
        _descending = new(database.Schema, better: ">", worse: "<", order: " desc", reverse: "");
    }

    /// <summary>The best records of a period, or those worse than an edge; best first.</summary>
    public async Task<List<RecordRow>> Worse(SortOrder order, string board, long expiry, RecordEdge? than, int limit, CancellationToken cancel)
    {
        var statements = Of(order);
        await using var command = Command(than is null ? statements.First : statements.Worse, board, expiry);
        AddPage(command, than, limit);
        return await Rows(command, limit, cancel);
    }

    /// <summary>The records better than an edge that stand next to it; best first.</summary>
    public async Task<List<RecordRow>> Better(SortOrder order, string board, long expiry, RecordEdge than, int limit, CancellationToken cancel)
    {
        await using var command = Command(Of(order).Better, board, expiry);
        AddPage(command, than, limit);
        var rows = await Rows(command, limit, cancel);
        rows.Reverse();
        return rows;
    }

    /// <summary>The records of these owners that exist, in the board's order.</summary>
    public async Task<List<RecordRow>> OfOwners(SortOrder order, string board, long expiry, Guid[] owners, CancellationToken cancel)
    {
        await using var command = Command(Of(order).Owners, board, expiry);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = owners });
        return await Rows(command, owners.Length, cancel);
    }

    /// <summary>An owner's record between its neighbours, best first; empty when the owner has none.</summary>
    /// <param name="order">The board's order.</param>
    /// <param name="board">The board.</param>
    /// <param name="expiry">The period.</param>
    /// <param name="owner">The owner in the middle.</param>
    /// <param name="above">How many better ones at most.</param>
    /// <param name="below">How many worse ones at most.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<List<RecordRow>> Around(SortOrder order, string board, long expiry, Guid owner, int above, int below, CancellationToken cancel)
    {
        await using var command = Command(Of(order).Around, board, expiry);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = owner });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = above });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = below + 1 });
        var rows = await Rows(command, above + below + 1, cancel);
        rows.Sort(order == SortOrder.Ascending ? Ascending : static (left, right) => Ascending(right, left));
        return rows;
    }

    static int Ascending(RecordRow left, RecordRow right)
    {
        var score = left.Score.CompareTo(right.Score);
        if (score != 0) return score;
        var subscore = left.Subscore.CompareTo(right.Subscore);
        return subscore != 0 ? subscore : Ranking.OwnerKey.Of(left.OwnerId).CompareTo(Ranking.OwnerKey.Of(right.OwnerId));
    }

    /// <summary>The statements for boards of an order.</summary>
    internal Statements Of(SortOrder order) => order == SortOrder.Ascending ? _ascending : _descending;

    NpgsqlCommand Command(string statement, string board, long expiry)
    {
        var command = _database.Reads.CreateCommand(statement);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = board });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = expiry });
        return command;
    }

    static void AddPage(NpgsqlCommand command, RecordEdge? edge, int limit)
    {
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        if (edge is not { } at) return;
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = at.Score });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = at.Subscore });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = at.OwnerId });
    }

    async Task<List<RecordRow>> Rows(NpgsqlCommand command, int expected, CancellationToken cancel)
    {
        var rows = new List<RecordRow>(Math.Min(expected, 128));
        await using var reader = await _database.Query(command, cancel);
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(new(
                reader.GetString(0), reader.GetInt64(1), reader.GetGuid(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt32(5), reader.GetInt32(6),
                reader.IsDBNull(7) ? null : reader.GetString(7), reader.GetString(8), reader.GetFieldValue<DateTimeOffset>(9),
                reader.GetFieldValue<DateTimeOffset>(10), reader.GetInt64(11)));
        }

        return rows;
    }

    /// <summary>The statements for one direction of ranking.</summary>
    internal sealed class Statements(string schema, string better, string worse, string order, string reverse)
    {
        readonly string _records = $"{schema}.leaderboard_records r";
        readonly string _inOrder = $"order by r.score{order}, r.subscore{order}, r.owner_id{order}";
        readonly string _nearestFirst = $"order by r.score{reverse}, r.subscore{reverse}, r.owner_id{reverse}";

        public string First => field ??= $"select {Columns} from {_records} where {Period} {_inOrder} limit $3";

        public string Worse => field ??=
            $"select {Columns} from {_records} where {Period} and (r.score, r.subscore, r.owner_id) {worse} ($4, $5, $6) {_inOrder} limit $3";

        public string Better => field ??=
            $"select {Columns} from {_records} where {Period} and (r.score, r.subscore, r.owner_id) {better} ($4, $5, $6) {_nearestFirst} limit $3";

        public string Owners => field ??= $"select {Columns} from {_records} where {Period} and r.owner_id = any($3) {_inOrder}";

        // The owner's place is looked up first, as one row of three scalars, so that both halves are plain walks along the index.
        public string Around => field ??= $"""
            with me as materialized (select r.score, r.subscore from {_records} where {Period} and r.owner_id = $3)
            (select {Columns} from {_records} where {Period} and exists (select 1 from me)
              and (r.score, r.subscore, r.owner_id) {better} ((select score from me), (select subscore from me), $3) {_nearestFirst} limit $4)
            union all
            (select {Columns} from {_records} where {Period} and exists (select 1 from me)
              and (r.score, r.subscore, r.owner_id) {worse}= ((select score from me), (select subscore from me), $3) {_inOrder} limit $5)
            """;
    }
}
