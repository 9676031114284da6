using System.Runtime.InteropServices;
using KaosNet.Domain.Leaderboards.Disqualifying;

namespace KaosNet.Domain.Leaderboards;

/// <summary>
/// Where a record stands after an event, told by that event alone: whoever asks how a board looked at some moment reads the last such event of each record
/// and not its history.
/// </summary>
/// <param name="Exists">The record is on the board.</param>
/// <param name="Score">Its score; 0 when it is not there.</param>
/// <param name="Subscore">Its second score; 0 when it is not there.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RecordStanding(bool Exists, long Score, long Subscore)
{
    /// <summary>The record is not on the board.</summary>
    public static readonly RecordStanding None;

    /// <summary>The events that tell; after any other a record stands where it stood.</summary>
    public static IReadOnlyList<Type> TellingEvents { get; } =
    [
        typeof(ScoreSubmitted), typeof(TournamentJoined), typeof(ScoresDisqualified), typeof(DisqualificationLifted), typeof(ScoreRecordDeleted),
        typeof(ScoreRecordRestored),
    ];

    /// <summary>Where the record stands, or null when the event does not tell.</summary>
    public static RecordStanding? After(ScoreRecordEvent happened) => happened switch
    {
        ScoreSubmitted submitted => new(Exists: true, submitted.ScoreAfter, submitted.SubscoreAfter),
        TournamentJoined => new(Exists: true, Score: 0, Subscore: 0),
        RecordRecomputed { After: { } values } => new(Exists: true, values.Score, values.Subscore),
        ScoreRecordRestored { Values: var values } => new(Exists: true, values.Score, values.Subscore),
        RecordRecomputed or ScoreRecordDeleted => None,
        _ => null,
    };
}
