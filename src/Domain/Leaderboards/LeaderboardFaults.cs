using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Leaderboards;

/// <summary>Every refusal of boards and records, in the texts that clients know (parity sections 2 and 5).</summary>
public static class LeaderboardFaults
{
    public static readonly Fault InvalidId = Fault.InvalidArgument("Invalid leaderboard ID.");
    public static readonly Fault NotFound = Fault.NotFound("Leaderboard not found.");
    public static readonly Fault ScoreMissing = Fault.InvalidArgument("Invalid input, record score value is required.");
    public static readonly Fault MetadataNotJson = Fault.InvalidArgument("Metadata value must be JSON, if provided.");
    public static readonly Fault OnlyAuthoritativeSubmissions =
        Fault.PermissionDenied("Leaderboard only allows authoritative score submissions.");
    public static readonly Fault OnlyAuthoritativeDeletions =
        Fault.PermissionDenied("Leaderboard only allows authoritative score deletions.");
    /// <summary>A submission that no board takes; not code 13, see docs/decisions/0010-bad-input-is-no-failure.md.</summary>
    public static readonly Fault WriteRefused = Fault.InvalidArgument("Error writing score to leaderboard.");

    public static readonly Fault WriteFailed = Fault.Internal("Error writing score to leaderboard.");
    public static readonly Fault DeleteFailed = Fault.Internal("Error deleting score from leaderboard.");
    public static readonly Fault ListFailed = Fault.Internal("Error listing records from leaderboard.");
    public static readonly Fault AroundOwnerFailed = Fault.Internal("Error querying records from leaderboard.");
    /// <summary>The window's own words for a cursor of another list.</summary>
    public static readonly Fault AroundOwnerCursor = Fault.InvalidArgument("Error querying records from leaderboard.");

    public static readonly Fault InvalidPageLimit = Fault.InvalidArgument("Invalid limit - limit must be between 1 and 1000.");
    public static readonly Fault InvalidAroundOwnerLimit = Fault.InvalidArgument("Invalid limit - limit must be between 1 and 100.");
    public static readonly Fault InvalidCursor = Fault.InvalidArgument("Cursor is invalid or expired.");
    public static readonly Fault InvalidOwnerIds = Fault.InvalidArgument("One or more owner IDs are invalid.");
    /// <summary>Of ours: looking back to a moment.</summary>
    public static readonly Fault InvalidMoment =
        Fault.InvalidArgument("Invalid moment - must be an RFC 3339 time or the sequence number of an event.");
    public static readonly Fault RecordNotFound = Fault.NotFound("Leaderboard record not found.");
    public static readonly Fault PastTooLong = new(FaultCode.DeadlineExceeded, "Looking back took too long.");

    public static readonly Fault NoRanks = Fault.FailedPrecondition("The leaderboard shows no ranks in this period.");
    /// <summary>Of ours: ranks alone, of any period.</summary>
    public static readonly Fault RanksNotReady = Fault.Unavailable("The ranks of this period are being loaded, try again.");
    public static readonly Fault TooManyOwners = Fault.InvalidArgument($"Too many owner IDs - at most {Limits.RanksMax} are answered.");
    public static readonly Fault InvalidExpiry = Fault.InvalidArgument("Invalid expiry - must be the end of a period in Unix seconds.");
    public static readonly Fault NoSuchRank = Fault.NotFound("Nobody holds this rank.");
    public static readonly Fault OwnerMissing = Fault.InvalidArgument("Owner ID must be provided for a haystack query.");
    public static readonly Fault InvalidOwner = Fault.InvalidArgument("Invalid owner ID provided.");

    /// <summary>
    /// The board started over between the request and the decision. Never shown: whoever asks finds the new period and asks again.
    /// </summary>
    public static readonly Fault PeriodIsOver = new(FaultCode.Aborted, "The leaderboard has started a new period.");

    /// <summary>The id was a board's whose records are still being taken away. Never shown, as long as that can be finished first.</summary>
    public static readonly Fault IsClearing = new(FaultCode.Aborted, "The records of the deleted leaderboard are still being removed.");
}
