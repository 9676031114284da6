using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Tournaments;

/// <summary>Every refusal of tournaments, in the texts that clients know (parity sections 5.3 and 6).</summary>
public static class TournamentFaults
{
    public static readonly Fault NotFound = Fault.NotFound("Tournament not found.");
    public static readonly Fault NotFoundOrEnded = Fault.NotFound("Tournament not found or has ended.");
    public static readonly Fault HasEnded = Fault.NotFound("Tournament has ended.");
    public static readonly Fault InvalidId = Fault.InvalidArgument("Invalid tournament ID.");

    public static readonly Fault NotJoinable = Fault.InvalidArgument("Tournament is not active and cannot accept new joins.");
    public static readonly Fault FullForJoins = Fault.InvalidArgument("Tournament cannot be joined as it has reached its max size.");
    public static readonly Fault JoinFailed = Fault.Internal("Error while trying to join tournament.");

    public static readonly Fault WriteIdMissing = Fault.InvalidArgument("Tournament ID must be provided.");
    public static readonly Fault OnlyAuthoritativeSubmissions =
        Fault.PermissionDenied("Tournament only allows authoritative score submissions.");
    public static readonly Fault NotOpen = Fault.FailedPrecondition("Tournament is not active and cannot accept new scores.");
    public static readonly Fault NotJoined = Fault.FailedPrecondition("Must join tournament before attempting to write value.");
    public static readonly Fault NoAttemptsLeft = Fault.FailedPrecondition("Reached allowed max number of score attempts.");
    public static readonly Fault Full = Fault.FailedPrecondition("Tournament has reached max size.");
    /// <summary>A submission that no tournament takes; not code 13, see docs/decisions/0010-bad-input-is-no-failure.md.</summary>
    public static readonly Fault WriteRefused = Fault.InvalidArgument("Error writing score to tournament.");

    public static readonly Fault WriteFailed = Fault.Internal("Error writing score to tournament.");

    public static readonly Fault OnlyAuthoritativeDeletions =
        Fault.PermissionDenied("Tournament only allows authoritative score deletions.");
    public static readonly Fault DeleteFailed = Fault.Internal("Error deleting score from tournament.");

    /// <summary>Attempts can be given until the window closes; in the words that server modules know.</summary>
    public static readonly Fault OutsideDuration = Fault.FailedPrecondition("tournament outside of duration");

    public static readonly Fault ListIdMissing = Fault.InvalidArgument("Tournament ID must be provided");
    public static readonly Fault InvalidRecordsLimit = Fault.InvalidArgument("Invalid limit - limit must be between 1 and 100.");
    public static readonly Fault ListRecordsFailed = Fault.Internal("Error listing records from tournament.");
    public static readonly Fault InvalidLimit = Fault.InvalidArgument("Limit must be between 1 and 100.");
    public static readonly Fault InvalidCategoryEnd = Fault.InvalidArgument("Tournament category end must be >=0 and <128.");
    public static readonly Fault CategoryEndBeforeStart = Fault.InvalidArgument("Tournament category end must be greater than category start.");
    public static readonly Fault EndBeforeStart = Fault.InvalidArgument("Tournament end time must be greater than start time.");
    public static readonly Fault InvalidCursor = Fault.InvalidArgument("leaderboard cursor invalid");

    public static readonly Fault IsLeaderboard = Fault.AlreadyExists("cannot create tournament as leaderboard is already in use");

    /// <summary>
    /// The tournament's size turned out to be limited and the owner to need a place. Never shown: whoever asks names the places and asks again.
    /// </summary>
    public static readonly Fault PlaceWanted = new(FaultCode.Aborted, "The tournament's places must be looked at as well.");
}
