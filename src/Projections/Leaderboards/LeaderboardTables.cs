using KaosNet.Domain.Leaderboards;
using KaosNet.Store.Tables;

namespace KaosNet.Projections.Leaderboards;

/// <summary>A board as its table shows it; equal when the board is.</summary>
public sealed record LeaderboardRow(Leaderboard Board);

/// <summary>A record as its table and every list show it.</summary>
/// <param name="LeaderboardId">The board.</param>
/// <param name="Expiry">The period's end in Unix seconds; 0 for never.</param>
/// <param name="OwnerId">Whose record.</param>
/// <param name="Score">Score.</param>
/// <param name="Subscore">Second score.</param>
/// <param name="NumScore">Submissions that counted.</param>
/// <param name="MaxNumScore">Submissions allowed; only tournaments hold anybody to it.</param>
/// <param name="Username">The owner's name when they last moved it; null when it was never known.</param>
/// <param name="Metadata">A JSON object.</param>
/// <param name="CreateTime">First submission.</param>
/// <param name="UpdateTime">Last submission that counted.</param>
/// <param name="Version">The event of the record's stream that last moved it.</param>
public sealed record RecordRow(
    string LeaderboardId, long Expiry, Guid OwnerId, long Score, long Subscore, int NumScore, int MaxNumScore, string? Username,
    string Metadata, DateTimeOffset CreateTime, DateTimeOffset UpdateTime, long Version)
{
    /// <summary>The row that shows a record.</summary>
    public static RecordRow Of(ScoreRecord record) => new(
        record.LeaderboardId, record.Expiry, Guid.Parse(record.OwnerId), record.Score, record.Subscore, record.NumScore, record.MaxNumScore,
        record.Username, record.Metadata, record.CreateTime, record.UpdateTime, record.ChangedIn);
}

/// <summary>The inline tables of boards and records: inline, because a player reads their own score back at once.</summary>
public static class LeaderboardTables
{
    public static readonly StateTable<Leaderboard, LeaderboardRow> Leaderboards = new(
        "leaderboards",
        Leaderboard.Kind,
        (_, board) => board.Exists ? [new(board)] : [],
        table => table
            .Text("id", row => row.Board.Id)
            .Boolean("authoritative", row => row.Board.Authoritative)
            .Whole("sort_order", row => (int)row.Board.SortOrder)
            .Whole("operator", row => (int)row.Board.Operator)
            .TextOrNull("reset_schedule", row => row.Board.ResetSchedule)
            .Text("metadata", row => row.Board.Metadata)
            .Boolean("enable_ranks", row => row.Board.EnableRanks)
            .Whole("duration", row => row.Board.Duration)
            .Time("create_time", row => row.Board.CreateTime)
            .Text("title", row => row.Board.Title)
            .Text("description", row => row.Board.Description)
            .Whole("category", row => row.Board.Category)
            .Bigint("start_time", row => row.Board.StartTime)
            .Bigint("end_time", row => row.Board.EndTime)
            .Whole("max_size", row => row.Board.MaxSize)
            .Whole("max_num_score", row => row.Board.MaxNumScore)
            .Boolean("join_required", row => row.Board.JoinRequired)
            .Bigint("version", row => row.Board.Version)
            .Key("id")
            .Index("leaderboards_created", "create_time, id"));

    public static readonly StateTable<ScoreRecord, RecordRow> Records = new(
        "leaderboard_records",
        ScoreRecord.Kind,
        (_, record) => record.Exists ? [RecordRow.Of(record)] : [],
        table => table
            .Text("leaderboard_id", row => row.LeaderboardId)
            .Bigint("expiry", row => row.Expiry)
            .Uuid("owner_id", row => row.OwnerId)
            .Bigint("score", row => row.Score)
            .Bigint("subscore", row => row.Subscore)
            .Whole("num_score", row => row.NumScore)
            .Whole("max_num_score", row => row.MaxNumScore)
            .TextOrNull("username", row => row.Username)
            .Text("metadata", row => row.Metadata)
            .Time("create_time", row => row.CreateTime)
            .Time("update_time", row => row.UpdateTime)
            .Bigint("version", row => row.Version)
            .Key("leaderboard_id", "expiry", "owner_id")
            .Index("leaderboard_records_order", "leaderboard_id, expiry, score, subscore, owner_id"));
}
