using System.Globalization;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Brackets;

/// <summary>Every refusal of brackets.</summary>
public static class BracketFaults
{
    public static readonly Fault IdInvalid = Fault.InvalidArgument("Bracket ID must be a valid ID.");
    public static readonly Fault UserIdInvalid = Fault.InvalidArgument("User ID must be a valid ID.");
    public static readonly Fault TooManyUsers = Fault.InvalidArgument("Too many user IDs.");
    public static readonly Fault NotFound = Fault.NotFound("Bracket not found.");
    public static readonly Fault PairingNotFound = Fault.NotFound("Pairing not found.");
    public static readonly Fault UserNotFound = Fault.NotFound("User not found.");
    public static readonly Fault EntrantNotFound = Fault.NotFound("The user is not in this bracket.");

    public static readonly Fault Exists = Fault.AlreadyExists("Bracket exists.");

    public static readonly Fault FormatInvalid = Fault.InvalidArgument("Bracket format must be single_elimination, double_elimination or round_robin.");
    public static readonly Fault TitleInvalid = Fault.InvalidArgument("Bracket title must be valid text of at most 255 characters.");
    public static readonly Fault CategoryInvalid = Fault.InvalidArgument("Bracket category must be between 0 and 127.");
    public static readonly Fault BestOfInvalid = Fault.InvalidArgument("Bracket best of must be 0 or an odd number up to 99.");
    public static readonly Fault ThirdPlaceInvalid = Fault.InvalidArgument("Only single elimination has a match for the third place.");
    public static readonly Fault GrandFinalResetInvalid = Fault.InvalidArgument("Only double elimination has a grand final reset.");
    public static readonly Fault DrawsInvalid = Fault.InvalidArgument("Only a round robin without a best of has draws.");
    public static readonly Fault LegsInvalid = Fault.InvalidArgument("Bracket legs must be 1, or 2 in a round robin.");
    public static readonly Fault PointsInvalid = Fault.InvalidArgument("Bracket points must be between 0 and 1000.");
    public static readonly Fault TieBreaksInvalid = Fault.InvalidArgument("Bracket tie-breaks must be head_to_head, score_difference, score_for or wins, each at most once.");
    public static readonly Fault SecondsInvalid = Fault.InvalidArgument("Bracket check-in and play seconds must be between 0 and 2592000.");
    public static readonly Fault NoShowInvalid = Fault.InvalidArgument("Bracket no-show rule must be better_seed, both_out, random or wait.");
    public static readonly Fault MetadataInvalid = Fault.InvalidArgument("Bracket metadata must be a JSON object of at most 16384 characters.");
    public static readonly Fault LimitInvalid = Fault.InvalidArgument("Invalid limit - limit must be between 1 and 100.");
    public static readonly Fault CursorInvalid = Fault.InvalidArgument("Cursor is invalid.");
    public static readonly Fault PhaseInvalid = Fault.InvalidArgument("Bracket phase must be open, running, finished or cancelled.");
    public static readonly Fault FilterInvalid = Fault.InvalidArgument("A player's brackets cannot be filtered by category.");
    public static readonly Fault ReasonInvalid = Fault.InvalidArgument("Reason must be valid text of at most 255 characters.");
    public static readonly Fault MatchIdInvalid = Fault.InvalidArgument("Match ID must be valid text of at most 255 characters.");

    public static readonly Fault EntryNotOpen = Fault.PermissionDenied("Bracket does not let players enter by themselves.");
    public static readonly Fault Started = Fault.FailedPrecondition("Bracket has started.");
    public static readonly Fault NotRunning = Fault.FailedPrecondition("Bracket is not running.");
    public static readonly Fault Over = Fault.FailedPrecondition("Bracket is over.");
    public static readonly Fault Full = Fault.FailedPrecondition("Bracket is full.");
    public static readonly Fault TooFew = Fault.FailedPrecondition("Bracket needs at least 2 entrants.");
    public static readonly Fault SeedsInvalid = Fault.InvalidArgument("Seeds must be entrants, each at most once.");
    public static readonly Fault SeedingInvalid = Fault.InvalidArgument("Seeding must be entry, given, board or random.");

    public static readonly Fault PairingNotReady = Fault.FailedPrecondition("Pairing is not ready.");
    public static readonly Fault PairingDecided = Fault.FailedPrecondition("Pairing is decided.");
    public static readonly Fault PairingNotDecided = Fault.FailedPrecondition("Pairing is not decided.");
    public static readonly Fault PairingNotPlayed = Fault.FailedPrecondition("Pairing was not played, so there is no result to correct.");
    public static readonly Fault NoPairing = Fault.FailedPrecondition("The user has no pairing that is ready.");
    public static readonly Fault NotInPairing = Fault.PermissionDenied("Only its two players may do this to a pairing.");
    public static readonly Fault NoCheckIn = Fault.FailedPrecondition("Bracket has no check-in.");
    public static readonly Fault NoSelfReport = Fault.PermissionDenied("Bracket does not let players report results.");

    public static readonly Fault ScoreInvalid = Fault.InvalidArgument("Scores must be between 0 and 1000000.");
    public static readonly Fault WinnerInvalid = Fault.InvalidArgument("The winner must be one of the two players of the pairing.");
    public static readonly Fault WinnerMissing = Fault.InvalidArgument("A pairing of this bracket needs a winner.");

    /// <summary>More entrants than a format takes, or fewer than two.</summary>
    public static Fault SizeInvalid(int max) => Fault.InvalidArgument(
        string.Create(CultureInfo.InvariantCulture, $"Bracket size must be between {Limits.EntrantsMin} and {max}."));

    /// <summary>Scores that no pairing of that many games ends with.</summary>
    public static Fault ScoreNotBestOf(int bestOf) => Fault.InvalidArgument(
        string.Create(CultureInfo.InvariantCulture, $"In a best of {bestOf} the winner has {(bestOf / 2) + 1} games and the loser fewer."));

    /// <summary>A result on which another one builds that was played.</summary>
    public static Fault BuiltUpon(int pairing) => Fault.FailedPrecondition(
        string.Create(CultureInfo.InvariantCulture, $"Pairing {pairing} builds on this result and has been decided. Reopen it first."));
}
