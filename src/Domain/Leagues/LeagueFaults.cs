using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Leagues;

/// <summary>Every refusal of leagues.</summary>
public static class LeagueFaults
{
    public static readonly Fault InvalidId = Fault.InvalidArgument("League ID must be 1-64 letters, digits, dots, dashes or underscores.");
    public static readonly Fault NotFound = Fault.NotFound("League not found.");
    public static readonly Fault BeingDeleted = Fault.FailedPrecondition("League is being deleted.");
    public static readonly Fault InvalidTitle = Fault.InvalidArgument("League title must be at most 128 characters.");
    public static readonly Fault InvalidMetadata = Fault.InvalidArgument("League metadata must be a JSON object of at most 16384 bytes.");
    public static readonly Fault InvalidDivisions = Fault.InvalidArgument("A league must have 1-50 divisions, each with a name of 1-128 characters.");
    public static readonly Fault InvalidGroupSize = Fault.InvalidArgument("A division's group size must be 2-100.");
    public static readonly Fault InvalidBands = Fault.InvalidArgument("A division cannot promote and relegate more players than a group holds.");
    public static readonly Fault PromotedFromTop = Fault.InvalidArgument("Nobody is promoted from the top division.");
    public static readonly Fault RelegatedFromBottom = Fault.InvalidArgument("Nobody is relegated from the bottom division.");
    public static readonly Fault InvalidEntry = Fault.InvalidArgument("Newcomers must start in one of the divisions.");
    public static readonly Fault InvalidActivity = Fault.InvalidArgument("Minimum activity must be 0-1000000.");
    public static readonly Fault InvalidSortOrder = Fault.InvalidArgument("Invalid sort order.");
    public static readonly Fault InvalidOperator = Fault.InvalidArgument("Invalid operator.");
    public static readonly Fault InvalidRule = Fault.InvalidArgument("Invalid rule for inactive players.");
    public static readonly Fault InvalidTimes = Fault.InvalidArgument("League end time must be later than its start time and than now.");
    public static readonly Fault InvalidDivision = Fault.InvalidArgument("The league has no such division.");
    public static readonly Fault InvalidUser = Fault.InvalidArgument("Invalid user ID.");
    public static readonly Fault InvalidLimit = Fault.InvalidArgument("Invalid limit - limit must be between 1 and 100.");
    public static readonly Fault InvalidCursor = Fault.InvalidArgument("Cursor is invalid or expired.");
    public static readonly Fault UserNotFound = Fault.NotFound("User not found.");
    public static readonly Fault NotMember = Fault.NotFound("Player is not in the league.");
    public static readonly Fault GroupNotFound = Fault.NotFound("League group not found.");
    public static readonly Fault MustJoin = Fault.FailedPrecondition("Must join league before attempting to write value.");
    public static readonly Fault Paused = Fault.FailedPrecondition("League is paused.");
    public static readonly Fault Ended = Fault.FailedPrecondition("League has ended.");
    public static readonly Fault NotStarted = Fault.FailedPrecondition("League has not started.");
    public static readonly Fault NoSeason = Fault.FailedPrecondition("League has no season under way.");
    public static readonly Fault BetweenSeasons = Fault.FailedPrecondition("League season is over and the next one is being prepared.");
    public static readonly Fault OnlyAuthoritative = Fault.PermissionDenied("League only allows authoritative score submissions.");
    public static readonly Fault Busy = Fault.Unavailable("League is busy, try again.");

    /// <summary>A league's groups or seasons moved between the look and the decision. Never shown: whoever asks looks again.</summary>
    public static readonly Fault Moved = new(FaultCode.Aborted, "The league has moved on.");
}
