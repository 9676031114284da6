using KaosNet.Modules;
using KaosNet.Modules.Leaderboards;
using KaosNet.Projections.Leaderboards;
using Board = KaosNet.Domain.Leaderboards.Leaderboard;
using Leaderboard = KaosNet.Modules.Leaderboards.Leaderboard;
using ScoreOperator = KaosNet.Modules.Leaderboards.ScoreOperator;
using SortOrder = KaosNet.Modules.Leaderboards.SortOrder;

namespace KaosNet.Scripting.Server;

/// <summary>Boards and records, as modules see them.</summary>
internal static class BoardValues
{
    public static Domain.Leaderboards.SortOrder Of(SortOrder order) =>
        order == SortOrder.Ascending ? Domain.Leaderboards.SortOrder.Ascending : Domain.Leaderboards.SortOrder.Descending;

    public static SortOrder Of(Domain.Leaderboards.SortOrder order) =>
        order == Domain.Leaderboards.SortOrder.Ascending ? SortOrder.Ascending : SortOrder.Descending;

    /// <summary>An operator; null for none.</summary>
    public static Domain.Leaderboards.ScoreOperator? Of(ScoreOperator rule) => rule switch
    {
        ScoreOperator.Best => Domain.Leaderboards.ScoreOperator.Best,
        ScoreOperator.Set => Domain.Leaderboards.ScoreOperator.Set,
        ScoreOperator.Increment => Domain.Leaderboards.ScoreOperator.Increment,
        ScoreOperator.Decrement => Domain.Leaderboards.ScoreOperator.Decrement,
        _ => null,
    };

    public static ScoreOperator Of(Domain.Leaderboards.ScoreOperator rule) => rule switch
    {
        Domain.Leaderboards.ScoreOperator.Best => ScoreOperator.Best,
        Domain.Leaderboards.ScoreOperator.Set => ScoreOperator.Set,
        Domain.Leaderboards.ScoreOperator.Increment => ScoreOperator.Increment,
        _ => ScoreOperator.Decrement,
    };

    /// <summary>A score that is handed in.</summary>
    public static ScoreSubmission Submission(string id, Guid ownerId, string username, long score, long subscore, JsonText? metadata, ScoreOperator overrideOperator) =>
        new(id, ownerId.ToString(), score, subscore) { Username = username, Metadata = metadata?.Text, Override = Of(overrideOperator) };

    /// <summary>A board at a moment.</summary>
    public static Leaderboard Of(Board board, DateTimeOffset now) => new()
    {
        Id = board.Id,
        Authoritative = board.Authoritative,
        Operator = Of(board.Operator),
        SortOrder = Of(board.SortOrder),
        Metadata = board.Metadata,
        CreateTime = board.CreateTime,
        NextReset = MomentOrNone(board.ExpiryAt(now)),
        PrevReset = MomentOrNone(board.PreviousResetAt(now)),
    };

    /// <summary>A record.</summary>
    public static LeaderboardRecord Of(RankedRecord ranked) => new()
    {
        LeaderboardId = ranked.Record.LeaderboardId,
        OwnerId = ranked.Record.OwnerId,
        Username = ranked.Record.Username,
        Score = ranked.Record.Score,
        Subscore = ranked.Record.Subscore,
        NumScore = ranked.Record.NumScore,
        MaxNumScore = ranked.Record.MaxNumScore,
        Metadata = ranked.Record.Metadata,
        CreateTime = ranked.Record.CreateTime,
        UpdateTime = ranked.Record.UpdateTime,
        ExpiryTime = MomentOrNone(ranked.Record.Expiry),
        Rank = ranked.Rank,
    };

    private static DateTimeOffset? MomentOrNone(long unixSeconds) => unixSeconds == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(unixSeconds);
}
