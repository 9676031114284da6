using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Leaderboards.Disqualifying;

/// <summary>
/// Which submissions are taken back: those that fit all that is given. What was submitted after the disqualification was asked for never fits.
/// </summary>
public sealed record DisqualificationCriteria
{
    /// <summary>Only on this board.</summary>
    public string? LeaderboardId { get; init; }

    /// <summary>Only in this period of the board: its expiry in Unix seconds, 0 for a board that never starts over; null for every period.</summary>
    public long? Expiry { get; init; }

    /// <summary>Only this owner's; a lower-case UUID.</summary>
    public string? OwnerId { get; init; }

    /// <summary>Only this one submission of the owner's record in the period: its place in the record's history, from 1.</summary>
    public long? Submission { get; init; }

    /// <summary>Only from this build of the game client.</summary>
    public string? Build { get; init; }

    /// <summary>Only at or after this moment.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only before this moment.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Why nothing can be looked for with these, or null when it can.</summary>
    public Fault? Flaw()
    {
        if (LeaderboardId is null && OwnerId is null && Build is null && Since is null && Until is null) return DisqualificationFaults.NoCriteria;
        if (LeaderboardId is { } board && !IsText(board, Limits.IdLengthMax)) return LeaderboardFaults.InvalidId;
        if (Expiry is { } expiry && (expiry < 0 || LeaderboardId is null)) return DisqualificationFaults.InvalidExpiry;
        if (OwnerId is { } owner && !ScoreRecord.IsOwner(owner)) return LeaderboardFaults.InvalidOwner;
        if (Submission is { } submission && (submission < 1 || OwnerId is null || Expiry is null)) return DisqualificationFaults.InvalidSubmission;
        if (Build is { } build && !IsText(build, DisqualificationLimits.BuildLengthMax)) return DisqualificationFaults.InvalidBuild;
        return Since >= Until ? DisqualificationFaults.InvalidSpan : null;
    }

    /// <summary>Whether an event of a record is a submission that fits.</summary>
    public bool Fits(ScoreRecord record, RecordedScore recorded) =>
        recorded.Happened is ScoreSubmitted
        && (LeaderboardId is null || LeaderboardId == record.LeaderboardId)
        && (Expiry is null || Expiry == record.Expiry)
        && (OwnerId is null || OwnerId == record.OwnerId)
        && (Submission is null || Submission == recorded.Version)
        && (Build is null || Build == recorded.Build)
        && (Since is null || recorded.At >= Since)
        && (Until is null || recorded.At < Until);

    internal static bool IsText(string text, int lengthMax)
    {
        if (text.Length == 0 || text.Length > lengthMax || text.Contains('\0')) return false;
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at])) continue;
            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1])) return false;
            at++;
        }

        return true;
    }
}

/// <summary>The bounds of disqualifications.</summary>
public static class DisqualificationLimits
{
    /// <summary>Records that one commit works out again: fewer are taken back as one, more in steps of so many.</summary>
    public const int RecordsAtOnce = 1000;

    /// <summary>Events of one record that are read to work it out again.</summary>
    public const int EventsOfRecord = 500_000;

    /// <summary>Characters of an author's name.</summary>
    public const int AuthorLengthMax = 128;

    /// <summary>Characters of a reason.</summary>
    public const int ReasonLengthMax = 1000;

    /// <summary>Characters of a build, as they are kept with events.</summary>
    public const int BuildLengthMax = 64;

    /// <summary>Proposed reversals that one step lists.</summary>
    public const int ReversalsAtOnce = 5000;

    /// <summary>Disqualifications, changed records or submissions of one page.</summary>
    public const int PageMax = 100;
}

/// <summary>Every refusal of disqualifications.</summary>
public static class DisqualificationFaults
{
    public static readonly Fault NoCriteria =
        Fault.InvalidArgument("Disqualification expects a leaderboard, an owner, a build or a span of time.");

    public static readonly Fault InvalidExpiry =
        Fault.InvalidArgument("Expiry must be the end of a period of the given leaderboard in Unix seconds, or 0.");

    public static readonly Fault InvalidSubmission =
        Fault.InvalidArgument("Submission must be the number of a submission of the given owner's record, of the given leaderboard and expiry.");

    public static readonly Fault InvalidBuild = Fault.InvalidArgument("Build must have 1 to 64 characters.");
    public static readonly Fault InvalidSpan = Fault.InvalidArgument("Since must be before until.");
    public static readonly Fault InvalidTime = Fault.InvalidArgument("Since and until must be moments in time.");
    public static readonly Fault InvalidAuthor = Fault.InvalidArgument("Author must have 1 to 128 characters.");
    public static readonly Fault InvalidReason = Fault.InvalidArgument("Reason must have 1 to 1000 characters.");
    public static readonly Fault InvalidId = Fault.InvalidArgument("Invalid disqualification ID.");
    public static readonly Fault InvalidLimit = Fault.InvalidArgument("Invalid limit - limit must be between 1 and 100.");
    public static readonly Fault InvalidCursor = Fault.InvalidArgument("Cursor is invalid.");
    public static readonly Fault NotFound = Fault.NotFound("Disqualification not found.");
    public static readonly Fault RecordNotFound = Fault.NotFound("Leaderboard record not found.");

    /// <summary>No submission fits, or each that does is taken back by the very same disqualification.</summary>
    public static readonly Fault NothingFits = Fault.NotFound("No submission fits the disqualification.");

    /// <summary>A record with a longer history than is read at once.</summary>
    public static readonly Fault HistoryTooLong =
        Fault.ResourceExhausted($"A record holds more than {DisqualificationLimits.EventsOfRecord} events and cannot be worked out again.");

    /// <summary>Records kept moving while they were worked out. Whoever asks works them out again.</summary>
    public static readonly Fault RecordsMoved = new(FaultCode.Aborted, "The records moved while the disqualification was worked out; try again.");

    /// <summary>Somebody else is at it too, or was.</summary>
    public static readonly Fault StepTaken = new(FaultCode.Aborted, "The disqualification was taken a step further meanwhile.");
}
