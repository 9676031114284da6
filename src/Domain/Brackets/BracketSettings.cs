using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Brackets;

/// <summary>How a bracket is played.</summary>
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

/// <summary>What ranks players of a round robin who have the same points. After all that a bracket names, the better seed is first.</summary>
public enum TieBreak
{
    /// <summary>Points from the pairings among those who are level.</summary>
    HeadToHead = 0,

    /// <summary>Own scores less the opponents'.</summary>
    ScoreDifference = 1,

    /// <summary>Own scores.</summary>
    ScoreFor = 2,

    Wins = 3,
}

/// <summary>The rules of a bracket, fixed when it is made.</summary>
/// <param name="Format">How it is played.</param>
public sealed record BracketSettings(BracketFormat Format)
{
    public string Title { get; init; } = "";

    /// <summary>For lists to filter by, 0 to 127.</summary>
    public int Category { get; init; }

    /// <summary>A JSON object of the game's own.</summary>
    public string Metadata { get; init; } = "{}";

    /// <summary>How many may enter; 0 for as many as the format takes.</summary>
    public int SizeMax { get; init; }

    /// <summary>Players enter and leave by themselves.</summary>
    public bool OpenEntry { get; init; }

    /// <summary>Players report their results; what both say the same counts.</summary>
    public bool SelfReport { get; init; }

    /// <summary>Games of a pairing, an odd number: whoever wins more than half wins. 0: scores are whatever the game makes of them.</summary>
    public int BestOf { get; init; }

    /// <summary>The losers of the semi-finals play for the third place; single elimination only.</summary>
    public bool ThirdPlace { get; init; }

    /// <summary>A grand final that costs the unbeaten player their first loss is played again; double elimination only.</summary>
    public bool GrandFinalReset { get; init; }

    /// <summary>How often two players of a round robin meet.</summary>
    public int Legs { get; init; } = 1;

    /// <summary>A pairing may end without a winner; round robin only.</summary>
    public bool Draws { get; init; }

    public int WinPoints { get; init; } = 3;

    public int DrawPoints { get; init; } = 1;

    public int LossPoints { get; init; }

    /// <summary>In the order in which they are asked.</summary>
    public IReadOnlyList<TieBreak> TieBreaks { get; init; } = DefaultTieBreaks;

    /// <summary>Both players must say within so many seconds that they are there; 0 for no check-in.</summary>
    public int CheckInSeconds { get; init; }

    /// <summary>A result must be there so many seconds after both checked in, or without a check-in after the pairing became ready; 0 for never.</summary>
    public int PlaySeconds { get; init; }

    /// <summary>For a pairing that neither a check-in nor a result decided in time.</summary>
    public NoShowRule NoShow { get; init; }

    /// <summary>The tie-breaks of a round robin that says nothing about them.</summary>
    public static IReadOnlyList<TieBreak> DefaultTieBreaks { get; } = [TieBreak.HeadToHead, TieBreak.ScoreDifference, TieBreak.ScoreFor, TieBreak.Wins];

    /// <summary>How many the format takes.</summary>
    public static int EntrantsMax(BracketFormat format) =>
        format == BracketFormat.RoundRobin ? Limits.RoundRobinEntrantsMax : Limits.EliminationEntrantsMax;

    /// <summary>The settings as they are kept: bounds checked, the size filled in, metadata in its canonical spelling.</summary>
    public Answer<BracketSettings> Checked()
    {
        if (!Enum.IsDefined(Format)) return BracketFaults.FormatInvalid;
        if (!IsText(Title, Limits.TitleLengthMax)) return BracketFaults.TitleInvalid;
        if (Category is < 0 or > Limits.CategoryMax) return BracketFaults.CategoryInvalid;
        var max = EntrantsMax(Format);
        if (SizeMax != 0 && (SizeMax < Limits.EntrantsMin || SizeMax > max)) return BracketFaults.SizeInvalid(max);
        if (BestOf is < 0 or > Limits.BestOfMax || (BestOf > 0 && BestOf % 2 == 0)) return BracketFaults.BestOfInvalid;
        if (ThirdPlace && Format != BracketFormat.SingleElimination) return BracketFaults.ThirdPlaceInvalid;
        if (GrandFinalReset && Format != BracketFormat.DoubleElimination) return BracketFaults.GrandFinalResetInvalid;
        if (Draws && (Format != BracketFormat.RoundRobin || BestOf > 0)) return BracketFaults.DrawsInvalid;
        if (Legs is < 1 or > Limits.LegsMax || (Legs > 1 && Format != BracketFormat.RoundRobin)) return BracketFaults.LegsInvalid;
        if (!IsPoints(WinPoints) || !IsPoints(DrawPoints) || !IsPoints(LossPoints)) return BracketFaults.PointsInvalid;
        if (TieBreaks.Any(rule => !Enum.IsDefined(rule)) || TieBreaks.Distinct().Count() != TieBreaks.Count) return BracketFaults.TieBreaksInvalid;
        if (CheckInSeconds is < 0 or > Limits.SecondsMax || PlaySeconds is < 0 or > Limits.SecondsMax) return BracketFaults.SecondsInvalid;
        if (!Enum.IsDefined(NoShow)) return BracketFaults.NoShowInvalid;
        if (Metadata.Length > Limits.MetadataLengthMax || JsonDocumentText.CanonicalizeObject(Metadata, out var metadata) != JsonFlaw.None)
            return BracketFaults.MetadataInvalid;
        return this with { SizeMax = SizeMax == 0 ? max : SizeMax, Metadata = metadata };
    }

    /// <summary>Whether a text can be kept: no NUL, no half of a surrogate pair.</summary>
    internal static bool IsText(string text, int lengthMax)
    {
        if (text.Length > lengthMax || text.Contains('\0')) return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || ++i == text.Length || !char.IsLowSurrogate(text[i])) return false;
        }

        return true;
    }

    static bool IsPoints(int points) => points is >= 0 and <= Limits.PointsMax;
}
