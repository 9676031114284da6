using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Leaderboards;

/// <summary>What can happen to a board.</summary>
public abstract record LeaderboardEvent;

/// <summary>A board was set up.</summary>
/// <param name="Authoritative">Only the server may write to it.</param>
/// <param name="SortOrder">Which end is rank 1.</param>
/// <param name="Operator">How a new score meets the old one.</param>
/// <param name="ResetSchedule">When it starts over (see <see cref="Resetting.CronSchedule"/>); null for never.</param>
/// <param name="Metadata">A JSON object of the game's own.</param>
/// <param name="EnableRanks">Records show their rank.</param>
[EventName("leaderboard_created")]
public sealed record LeaderboardCreated(
    bool Authoritative, SortOrder SortOrder, ScoreOperator Operator, string? ResetSchedule, string Metadata, bool EnableRanks) : LeaderboardEvent;

/// <summary>What can happen to one owner's record in one period of a board.</summary>
public abstract record ScoreRecordEvent;

/// <summary>A score was handed in, whether it moved the record or not.</summary>
/// <param name="Score">As it was handed in.</param>
/// <param name="Subscore">As it was handed in.</param>
/// <param name="Operator">The rule that applied, the board's or the call's own.</param>
/// <param name="SortOrder">The board's order at that time.</param>
/// <param name="Metadata">A JSON object; null keeps the record's.</param>
/// <param name="Username">The owner's name at that time; null when unknown.</param>
/// <param name="Counted">False when it changed nothing on the board.</param>
/// <param name="ScoreAfter">The record's score after it.</param>
/// <param name="SubscoreAfter">The record's subscore after it.</param>
[EventName("score_submitted")]
public sealed record ScoreSubmitted(
    long Score, long Subscore, ScoreOperator Operator, SortOrder SortOrder, string? Metadata, string? Username,
    bool Counted, long ScoreAfter, long SubscoreAfter) : ScoreRecordEvent;

/// <summary>The owner's record was taken off the board.</summary>
[EventName("score_record_deleted")]
public sealed record ScoreRecordDeleted : ScoreRecordEvent;
