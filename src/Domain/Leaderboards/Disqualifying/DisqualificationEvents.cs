using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Leaderboards.Disqualifying;

/// <summary>What can happen to a disqualification.</summary>
public abstract record DisqualificationEvent;

/// <summary>Somebody had scores taken back.</summary>
/// <param name="Author">Who decided it; a person's name, or a module's.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Criteria">Which submissions.</param>
/// <param name="Horizon">The last event of the store that it looks at; what came after it stands.</param>
[EventName("disqualification_ordered")]
public sealed record DisqualificationOrdered(string Author, string Reason, DisqualificationCriteria Criteria, long Horizon) : DisqualificationEvent;

/// <summary>A record that was worked out again, as far as people look at it.</summary>
/// <param name="LeaderboardId">The board.</param>
/// <param name="Expiry">The period.</param>
/// <param name="OwnerId">Whose; a lower-case UUID.</param>
/// <param name="Submissions">How many submissions were taken back.</param>
/// <param name="Before">What it showed; null when it was not there.</param>
/// <param name="After">What it shows then; null when nothing of it is left.</param>
public sealed record DisqualifiedRecord(
    string LeaderboardId, long Expiry, string OwnerId, int Submissions, ShownScore? Before, ShownScore? After);

/// <summary>The scores that a record shows.</summary>
public sealed record ShownScore(long Score, long Subscore, int NumScore)
{
    /// <summary>Of a record's values; null of none.</summary>
    public static ShownScore? Of(RecordValues? values) => values is null ? null : new(values.Score, values.Subscore, values.NumScore);

    /// <summary>Of a record; null when it is not there.</summary>
    public static ShownScore? Of(ScoreRecord record) => record.Exists ? new(record.Score, record.Subscore, record.NumScore) : null;
}

/// <summary>A reward that was paid to an owner for a period in which scores of theirs were taken back: it is proposed to reverse it, nothing more.</summary>
/// <param name="EntryId">The entry of the owner's wallet ledger; a lower-case UUID.</param>
/// <param name="OwnerId">Whose wallet; a lower-case UUID.</param>
/// <param name="Changeset">What was paid, by the wallet's keys; a JSON object.</param>
/// <param name="Cause">What it was paid for: <c>reset:{board}:{expiry}</c> or <c>end:{board}:{expiry}</c>.</param>
public sealed record ProposedReversal(string EntryId, string OwnerId, string Changeset, string Cause);

/// <summary>Scores were taken back: all at once, or a step of many.</summary>
/// <param name="Records">The records that were worked out again; each holds an event that says so.</param>
/// <param name="Reversals">Rewards that were paid for these records.</param>
/// <param name="Position">How far the search has come.</param>
/// <param name="IsLast">Nothing is left to look for.</param>
[EventName("disqualification_advanced")]
public sealed record DisqualificationAdvanced(
    IReadOnlyList<DisqualifiedRecord> Records, IReadOnlyList<ProposedReversal> Reversals, string Position, bool IsLast) : DisqualificationEvent;

/// <summary>Somebody had a disqualification undone.</summary>
/// <param name="Author">Who decided it.</param>
/// <param name="Reason">Why, in words.</param>
[EventName("disqualification_undo_ordered")]
public sealed record DisqualificationUndoOrdered(string Author, string Reason) : DisqualificationEvent;

/// <summary>Scores were given back: all at once, or those of one step.</summary>
/// <param name="Records">How many records were worked out again.</param>
/// <param name="Through">The place, in this stream, of the last step of which everything is given back.</param>
/// <param name="IsLast">Nothing is left to give back.</param>
[EventName("disqualification_undo_advanced")]
public sealed record DisqualificationUndoAdvanced(int Records, long Through, bool IsLast) : DisqualificationEvent;
