using KaosNet.Domain.Brackets.Drawing;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Brackets;

/// <summary>What can happen to a bracket.</summary>
public abstract record BracketEvent;

/// <summary>A bracket was made; players may enter.</summary>
[EventName("bracket_created")]
public sealed record BracketCreated(BracketSettings Settings) : BracketEvent;

/// <summary>A player entered, or was entered by the server.</summary>
/// <param name="UserId">A lower-case UUID.</param>
[EventName("bracket_entered")]
public sealed record BracketEntered(string UserId) : BracketEvent;

/// <summary>A player is no longer entered; the bracket had not started.</summary>
/// <param name="UserId">A lower-case UUID.</param>
[EventName("bracket_entry_withdrawn")]
public sealed record BracketEntryWithdrawn(string UserId) : BracketEvent;

/// <summary>Where the seeds of a bracket came from.</summary>
public enum Seeding
{
    /// <summary>First come, first seed.</summary>
    Entry = 0,

    /// <summary>In an order that the server gave.</summary>
    Given = 1,

    /// <summary>By the ranks of a board.</summary>
    Board = 2,

    /// <summary>By chance.</summary>
    Random = 3,
}

/// <summary>Entry is closed and it is known who meets whom.</summary>
/// <param name="Seeds">The entrants' ids, the best first.</param>
/// <param name="Seeding">Where the seeds came from.</param>
/// <param name="Layout">The version of the draw.</param>
[EventName("bracket_started")]
public sealed record BracketStarted(IReadOnlyList<string> Seeds, Seeding Seeding, int Layout) : BracketEvent
{
    /// <summary>The board that seeded it.</summary>
    public string? Board { get; init; }

    /// <summary>The board's period, by its end in Unix seconds.</summary>
    public long? Expiry { get; init; }
}

/// <summary>A pairing whose two players are known and in.</summary>
/// <param name="Pairing">Its number.</param>
/// <param name="FirstId">A lower-case UUID.</param>
/// <param name="SecondId">A lower-case UUID.</param>
public sealed record ReadyPairing(int Pairing, string FirstId, string SecondId)
{
    /// <summary>When somebody must have checked in, or a result be there; null for never.</summary>
    public DateTimeOffset? DeadlineAt { get; init; }
}

/// <summary>Pairings can be played.</summary>
[EventName("bracket_pairings_ready")]
public sealed record BracketPairingsReady(IReadOnlyList<ReadyPairing> Pairings) : BracketEvent;

/// <summary>A player said that they are there.</summary>
/// <param name="Pairing">Number of the pairing.</param>
/// <param name="UserId">A lower-case UUID.</param>
/// <param name="DeadlineAt">The pairing's deadline after it; null for none.</param>
[EventName("bracket_checked_in")]
public sealed record BracketCheckedIn(int Pairing, string UserId, DateTimeOffset? DeadlineAt) : BracketEvent;

/// <summary>A player said how their pairing ended; it counts when the other one says the same.</summary>
/// <param name="Pairing">Number of the pairing.</param>
/// <param name="UserId">A lower-case UUID.</param>
/// <param name="Score">What they say.</param>
[EventName("bracket_result_claimed")]
public sealed record BracketResultClaimed(int Pairing, string UserId, PairingScore Score) : BracketEvent;

/// <summary>Why a pairing ended as it did.</summary>
public enum PairingOutcome
{
    /// <summary>Not decided.</summary>
    None = 0,

    Played = 1,

    /// <summary>One of the players was not there in time, or did not play in time.</summary>
    NoShow = 2,

    /// <summary>One of the players is no longer in the bracket, or there is none.</summary>
    Walkover = 3,

    /// <summary>Nobody won: both players are out, or neither showed up.</summary>
    Void = 4,
}

/// <summary>A pairing has its result, and its players go where it takes them.</summary>
/// <param name="Pairing">Its number.</param>
/// <param name="FirstId">A lower-case UUID; null for nobody.</param>
/// <param name="SecondId">A lower-case UUID; null for nobody.</param>
/// <param name="Outcome">Why it ended so.</param>
/// <param name="Score">Scores and the winner; no winner in a draw and when nobody won.</param>
/// <param name="WinnerTo">Where the winner goes; null for nowhere.</param>
/// <param name="LoserTo">Where the loser goes; null for out.</param>
[EventName("bracket_pairing_decided")]
public sealed record BracketPairingDecided(
    int Pairing, string? FirstId, string? SecondId, PairingOutcome Outcome, PairingScore Score, BracketStep? WinnerTo, BracketStep? LoserTo) : BracketEvent
{
    /// <summary>The match that it was played in.</summary>
    public string? MatchId { get; init; }
}

/// <summary>A pairing's deadline passed and nothing comes of it: it waits for the server's word.</summary>
[EventName("bracket_deadline_passed")]
public sealed record BracketDeadlinePassed(int Pairing) : BracketEvent;

/// <summary>A result was wrong and is taken back; what is right follows, or the pairing is open again.</summary>
/// <param name="Pairing">Number of the pairing.</param>
/// <param name="Undone">Numbers of the pairings that were decided without a game because of it, and are open again; what builds on another one stands before it.</param>
/// <param name="Reason">Why, for people to read.</param>
[EventName("bracket_result_taken_back")]
public sealed record BracketResultTakenBack(int Pairing, IReadOnlyList<int> Undone, string Reason) : BracketEvent;

/// <summary>A player left the running bracket: whoever meets them wins.</summary>
/// <param name="UserId">A lower-case UUID.</param>
/// <param name="Reason">Why, for people to read.</param>
[EventName("bracket_entrant_withdrew")]
public sealed record BracketEntrantWithdrew(string UserId, string Reason) : BracketEvent;

/// <summary>All is decided.</summary>
/// <param name="WinnerId">A lower-case UUID; null when nobody was left.</param>
/// <param name="Places">The places of all entrants, in the order of their seeds; those who came equally far share one.</param>
[EventName("bracket_finished")]
public sealed record BracketFinished(string? WinnerId, IReadOnlyList<int> Places) : BracketEvent;

/// <summary>The server called it off.</summary>
/// <param name="Reason">Why, for people to read.</param>
[EventName("bracket_cancelled")]
public sealed record BracketCancelled(string Reason) : BracketEvent;

/// <summary>The game's functions were called for what happened to the bracket.</summary>
/// <param name="Through">Version of the event for which they were, in this stream.</param>
[EventName("bracket_functions_called")]
public sealed record BracketFunctionsCalled(long Through) : BracketEvent
{
    /// <summary>Why the function was given up; null when it ran.</summary>
    public string? Failure { get; init; }
}
