using System.ComponentModel;
using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Brackets;

/// <summary>How a bracket is played.</summary>
[ByWord]
public enum BracketFormat
{
    /// <summary>Who loses is out.</summary>
    SingleElimination = 0,

    /// <summary>Who loses twice is out.</summary>
    DoubleElimination = 1,

    /// <summary>Everybody plays everybody, for points.</summary>
    RoundRobin = 2,
}

/// <summary>What happens to a pairing that is not played in time.</summary>
[ByWord]
public enum NoShowRule
{
    /// <summary>The better seed wins.</summary>
    BetterSeed = 0,

    /// <summary>Both lose; in an elimination both are out.</summary>
    BothOut = 1,

    /// <summary>Chance decides.</summary>
    Random = 2,

    /// <summary>It waits for the server's word.</summary>
    Wait = 3,
}

/// <summary>What ranks players of a round robin who have the same points.</summary>
[ByWord]
public enum TieBreak
{
    /// <summary>Points from the pairings among those who are level.</summary>
    HeadToHead = 0,

    /// <summary>Own scores less the opponents'.</summary>
    ScoreDifference = 1,

    /// <summary>Own scores.</summary>
    ScoreFor = 2,

    /// <summary>Pairings won.</summary>
    Wins = 3,
}

/// <summary>The rules of a bracket, fixed when it is made.</summary>
public sealed record BracketRules
{
    /// <summary>How it is played; a word in scripts.</summary>
    [Expects("expects a table of rules with a format, and each rule of its kind")]
    public required BracketFormat Format { get; init; }

    /// <summary>Its title.</summary>
    public string Title { get; init; } = "";

    /// <summary>For lists to filter by, 0 to 127.</summary>
    public int Category { get; init; }

    /// <summary>What the game keeps about it.</summary>
    public JsonText? Metadata { get; init; }

    /// <summary>How many may enter; 0 for as many as the format takes.</summary>
    public int SizeMax { get; init; }

    /// <summary>Whether players enter and leave by themselves.</summary>
    public bool OpenEntry { get; init; }

    /// <summary>Whether players report their results; what both say the same counts.</summary>
    public bool SelfReport { get; init; }

    /// <summary>Games of a pairing, an odd number: whoever wins more than half wins. 0: scores are whatever the game makes of them.</summary>
    public int BestOf { get; init; }

    /// <summary>Whether the losers of the semi-finals play for the third place; single elimination only.</summary>
    public bool ThirdPlace { get; init; }

    /// <summary>Whether a grand final that costs the unbeaten player their first loss is played again; double elimination only.</summary>
    public bool GrandFinalReset { get; init; }

    /// <summary>How often two players of a round robin meet.</summary>
    [DefaultValue(1)]
    public int Legs { get; init; } = 1;

    /// <summary>Whether a pairing may end without a winner; round robin only.</summary>
    public bool Draws { get; init; }

    /// <summary>Points for a pairing won.</summary>
    [DefaultValue(3)]
    public int WinPoints { get; init; } = 3;

    /// <summary>Points for a draw.</summary>
    [DefaultValue(1)]
    public int DrawPoints { get; init; } = 1;

    /// <summary>Points for a pairing lost.</summary>
    public int LossPoints { get; init; }

    /// <summary>What decides between equal points, in the order in which it is asked; words in scripts, null for all there are.</summary>
    public IReadOnlyList<TieBreak>? TieBreaks { get; init; }

    /// <summary>Both players must say within so many seconds that they are there; 0 for no check-in.</summary>
    public int CheckInSeconds { get; init; }

    /// <summary>A result must be there so many seconds after both checked in, or without a check-in after the pairing became ready; 0 for never.</summary>
    public int PlaySeconds { get; init; }

    /// <summary>What happens to a pairing that neither a check-in nor a result decided in time; a word in scripts.</summary>
    public NoShowRule NoShow { get; init; }
}
