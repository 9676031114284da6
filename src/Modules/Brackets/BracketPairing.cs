using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Brackets;

/// <summary>The part of a bracket that a pairing belongs to.</summary>
[ByWord]
public enum BracketSide
{
    /// <summary>That of those who have not lost, or all of it.</summary>
    Main = 0,

    /// <summary>That of those who lost once.</summary>
    Losers = 1,

    /// <summary>The grand final.</summary>
    GrandFinal = 2,

    /// <summary>The grand final, played again.</summary>
    Reset = 3,

    /// <summary>The pairing for the third place.</summary>
    ThirdPlace = 4,
}

/// <summary>How far a pairing is.</summary>
[ByWord]
public enum PairingState
{
    /// <summary>It waits for other pairings.</summary>
    Pending,

    /// <summary>It can be played.</summary>
    Ready,

    /// <summary>It is over.</summary>
    Decided,
}

/// <summary>How a pairing ended.</summary>
[ByWord]
public enum PairingOutcome
{
    /// <summary>It has not.</summary>
    None = 0,

    /// <summary>It was played.</summary>
    Played = 1,

    /// <summary>Somebody did not come.</summary>
    NoShow = 2,

    /// <summary>There was only one player for it.</summary>
    Walkover = 3,

    /// <summary>There was nobody for it.</summary>
    Void = 4,
}

/// <summary>A pairing of a bracket.</summary>
public sealed record BracketPairing
{
    /// <summary>Its number, from 1.</summary>
    public int Number { get; init; }

    /// <summary>The part of the bracket; a word in scripts.</summary>
    public BracketSide Side { get; init; }

    /// <summary>The round there, from 1.</summary>
    public int Round { get; init; }

    /// <summary>The place in the round, from 1.</summary>
    public int Position { get; init; }

    /// <summary>How far it is; a word in scripts.</summary>
    public PairingState State { get; init; }

    /// <summary>Its first player; null for nobody yet.</summary>
    public Guid? FirstId { get; init; }

    /// <summary>Its second player; null for nobody yet.</summary>
    public Guid? SecondId { get; init; }

    /// <summary>The first player's score; null without one.</summary>
    public int? FirstScore { get; init; }

    /// <summary>The second player's score; null without one.</summary>
    public int? SecondScore { get; init; }

    /// <summary>Whether the first player said to be there.</summary>
    public bool FirstCheckedIn { get; init; }

    /// <summary>Whether the second player said to be there.</summary>
    public bool SecondCheckedIn { get; init; }

    /// <summary>How it ended; a word in scripts.</summary>
    public PairingOutcome Outcome { get; init; }

    /// <summary>Who won; null for nobody.</summary>
    public Guid? WinnerId { get; init; }

    /// <summary>The match that it was played in; null for none that is known.</summary>
    public string? MatchId { get; init; }

    /// <summary>Whether its players reported different results.</summary>
    public bool IsDisputed { get; init; }

    /// <summary>Since when it can be played; a number of seconds in scripts.</summary>
    public DateTimeOffset? ReadyTime { get; init; }

    /// <summary>When it is decided without being played; a number of seconds in scripts, null for never.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>When it was decided; a number of seconds in scripts.</summary>
    public DateTimeOffset? DecideTime { get; init; }

    /// <summary>The pairing where the winner plays next; null for none.</summary>
    public int? WinnerTo { get; init; }

    /// <summary>The pairing where the loser plays next; null for none.</summary>
    public int? LoserTo { get; init; }
}

/// <summary>How a pairing ended, as the game tells it.</summary>
public sealed record PairingResult
{
    /// <summary>The first player's score.</summary>
    public int FirstScore { get; init; }

    /// <summary>The second player's score.</summary>
    public int SecondScore { get; init; }

    /// <summary>Who won; null when the scores tell.</summary>
    public Guid? WinnerId { get; init; }
}
