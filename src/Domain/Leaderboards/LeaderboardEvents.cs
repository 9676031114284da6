using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards.Disqualifying;

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

/// <summary>A tournament was set up: a board with windows, joining and attempts.</summary>
/// <param name="Authoritative">Only the server may write to it.</param>
/// <param name="SortOrder">Which end is rank 1.</param>
/// <param name="Operator">How a new score meets the old one.</param>
/// <param name="ResetSchedule">When it starts over; null for never.</param>
/// <param name="Metadata">A JSON object of the game's own.</param>
/// <param name="EnableRanks">Records show their rank.</param>
/// <param name="Title">Its name for players.</param>
/// <param name="Description">What players read about it.</param>
/// <param name="Category">Its kind in the game's own numbering, 0 to 127.</param>
/// <param name="StartTime">When it begins, in Unix seconds.</param>
/// <param name="EndTime">When it ends for good, in Unix seconds; 0 for never.</param>
/// <param name="Duration">Seconds that it stays open in each period; above 0.</param>
/// <param name="MaxSize">Owners that a period takes; 2147483647 for any number.</param>
/// <param name="MaxNumScore">Submissions that each owner has in a period.</param>
/// <param name="JoinRequired">Only who joined the period may submit.</param>
[EventName("tournament_created")]
public sealed record TournamentCreated(
    bool Authoritative, SortOrder SortOrder, ScoreOperator Operator, string? ResetSchedule, string Metadata, bool EnableRanks,
    string Title, string Description, int Category, long StartTime, long EndTime, int Duration, int MaxSize, int MaxNumScore,
    bool JoinRequired) : LeaderboardEvent;

/// <summary>The board shows no ranks from here on, for good.</summary>
[EventName("leaderboard_ranks_disabled")]
public sealed record LeaderboardRanksDisabled : LeaderboardEvent;

/// <summary>The board was deleted: nobody finds it any more. Its records of all periods go at once or in commits that follow.</summary>
[EventName("leaderboard_deleted")]
public sealed record LeaderboardDeleted : LeaderboardEvent;

/// <summary>The last record of a deleted board is gone; its id can be used again.</summary>
[EventName("leaderboard_cleared")]
public sealed record LeaderboardCleared : LeaderboardEvent;

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
    long Score, long Subscore, ScoreOperator Operator, SortOrder SortOrder, [property: Personal] string? Metadata, [property: Personal] string? Username,
    bool Counted, long ScoreAfter, long SubscoreAfter) : ScoreRecordEvent;

/// <summary>The owner joined the period of a tournament: the record is there with score 0, and no submission yet.</summary>
/// <param name="Username">The owner's name at that time; null when unknown.</param>
/// <param name="MaxNumScore">Submissions that the owner has.</param>
/// <param name="TakesPlace">The tournament's size is limited, and the owner takes one of its places.</param>
[EventName("tournament_joined")]
public sealed record TournamentJoined([property: Personal] string? Username, int MaxNumScore, bool TakesPlace) : ScoreRecordEvent;

/// <summary>
/// The owner entered the period of a tournament with a first submission, without joining; the submission follows at once and makes the record.
/// </summary>
/// <param name="MaxNumScore">Submissions that the owner has.</param>
/// <param name="TakesPlace">The tournament's size is limited, and the owner takes one of its places.</param>
[EventName("tournament_entered")]
public sealed record TournamentEntered(int MaxNumScore, bool TakesPlace) : ScoreRecordEvent;

/// <summary>The owner was given more submissions in this period, or fewer.</summary>
/// <param name="Count">How many; below 0 takes some away.</param>
/// <param name="MaxNumScoreAfter">What the owner has then; above 0.</param>
[EventName("tournament_attempts_added")]
public sealed record AttemptsAdded(int Count, int MaxNumScoreAfter) : ScoreRecordEvent;

/// <summary>The owner's record was taken off the board.</summary>
[EventName("score_record_deleted")]
public sealed record ScoreRecordDeleted : ScoreRecordEvent;

/// <summary>That the record was taken off the board was undone: it is there again as it was.</summary>
/// <param name="Values">What it shows.</param>
[EventName("score_record_restored")]
public sealed record ScoreRecordRestored(RecordValues Values) : ScoreRecordEvent;
