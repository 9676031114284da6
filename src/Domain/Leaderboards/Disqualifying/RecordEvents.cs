using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Leaderboards.Disqualifying;

/// <summary>Submissions of one record that follow one another: their events' places in the record's stream, both ends included.</summary>
/// <param name="From">The first one's place, from 1.</param>
/// <param name="To">The last one's place.</param>
public sealed record SubmissionRange(long From, long To);

/// <summary>What a record shows while it is there.</summary>
/// <param name="Score">Its score.</param>
/// <param name="Subscore">Its second score.</param>
/// <param name="NumScore">Submissions that counted.</param>
/// <param name="MaxNumScore">Submissions that the owner has; only tournaments hold anybody to it.</param>
/// <param name="TakesPlace">The owner is counted among those of a tournament of limited size.</param>
/// <param name="Username">The owner's name when they last moved it; null when unknown.</param>
/// <param name="Metadata">A JSON object of the game's own.</param>
/// <param name="CreateTime">When it appeared.</param>
/// <param name="UpdateTime">When it last moved.</param>
public sealed record RecordValues(
    long Score, long Subscore, int NumScore, int MaxNumScore, bool TakesPlace, [property: Personal] string? Username, [property: Personal("{}")] string Metadata,
    DateTimeOffset CreateTime, DateTimeOffset UpdateTime)
{
    /// <summary>What a record shows; null when it is not there.</summary>
    public static RecordValues? Of(ScoreRecord record) => record.Exists
        ? new(
            record.Score, record.Subscore, record.NumScore, record.MaxNumScore, record.TakesPlace, record.Username, record.Metadata,
            record.CreateTime, record.UpdateTime)
        : null;
}

/// <summary>
/// A record was worked out again without some of its submissions, or with them again. The event says what came of it, so that nobody who folds the stream
/// needs to look back.
/// </summary>
/// <param name="DisqualificationId">Why; a lower-case UUID.</param>
/// <param name="After">What the record shows after it; null when nothing of it is left.</param>
/// <param name="IsWithheld">Nothing is left only for what is taken back: it can come again.</param>
public abstract record RecordRecomputed(string DisqualificationId, RecordValues? After, bool IsWithheld) : ScoreRecordEvent;

/// <summary>Submissions were taken back: the record is what it would be without them.</summary>
/// <param name="DisqualificationId">Why; a lower-case UUID.</param>
/// <param name="Submissions">Which; one that several disqualifications take back is out until all of them are undone.</param>
/// <param name="After">What the record shows after it; null when nothing of it is left.</param>
/// <param name="IsWithheld">Nothing is left only for what is taken back: it can come again.</param>
[EventName("scores_disqualified")]
public sealed record ScoresDisqualified(
    string DisqualificationId, IReadOnlyList<SubmissionRange> Submissions, RecordValues? After, bool IsWithheld)
    : RecordRecomputed(DisqualificationId, After, IsWithheld);

/// <summary>A disqualification was undone: what it took back counts again, unless another one takes it back as well.</summary>
/// <param name="DisqualificationId">Which one; a lower-case UUID.</param>
/// <param name="After">What the record shows after it; null when nothing of it is left.</param>
/// <param name="IsWithheld">Nothing is left only for what is taken back: it can come again.</param>
[EventName("disqualification_lifted")]
public sealed record DisqualificationLifted(string DisqualificationId, RecordValues? After, bool IsWithheld)
    : RecordRecomputed(DisqualificationId, After, IsWithheld);
