using System.Collections.Concurrent;

namespace KaosNet.Domain.Brackets.Drawing;

/// <summary>Which part of a bracket a pairing belongs to.</summary>
public enum BracketSide
{
    /// <summary>The winners' side of an elimination, or all of a round robin.</summary>
    Main = 0,

    /// <summary>The losers' side of a double elimination.</summary>
    Losers = 1,

    /// <summary>Winners' champion against losers' champion.</summary>
    GrandFinal = 2,

    /// <summary>The grand final again, once both have lost once.</summary>
    Reset = 3,

    ThirdPlace = 4,
}

/// <summary>Which of the two players of a pairing.</summary>
public enum Slot
{
    First = 0,

    Second = 1,
}

/// <summary>Where a player goes from a pairing.</summary>
public sealed record BracketStep(int Pairing, Slot Slot);

/// <summary>A pairing as it is drawn, before anybody played.</summary>
/// <param name="Number">From 1, in the order in which they can be played.</param>
/// <param name="Side">Part of the bracket.</param>
/// <param name="Round">From 1, within its side.</param>
/// <param name="Position">From 0, within its round, from top to bottom; there are gaps where byes are.</param>
/// <param name="First">Seed of the first player; 0 when a pairing before it decides.</param>
/// <param name="Second">Seed of the second player; 0 when a pairing before it decides.</param>
public sealed record DrawnPairing(int Number, BracketSide Side, int Round, int Position, int First, int Second)
{
    /// <summary>Where the winner goes; null for nowhere.</summary>
    public BracketStep? WinnerTo { get; init; }

    /// <summary>Where the loser goes; null for out.</summary>
    public BracketStep? LoserTo { get; init; }

    /// <summary>How far somebody came whose last pairing this is: the higher, the better. The winner of a match for the third place came one further.</summary>
    public int Stage { get; init; }
}

/// <summary>
/// Who meets whom in a bracket, for a format and a number of entrants: pure tables, the same for ever. A bracket keeps the <see cref="Version"/> that it was
/// drawn with, so a better draw gets a new version and leaves running brackets alone.
/// </summary>
public sealed class BracketLayout
{
    /// <summary>The draw of brackets that start now.</summary>
    public const int Version = 1;

    /// <summary>Layouts are made of sizes alone, so there are at most some thousand; this many are kept.</summary>
    const int KeptMax = 256;

    static readonly ConcurrentDictionary<(BracketFormat, int, bool, int), BracketLayout> Kept = new();

    readonly Lazy<int[][]> _pairingsOf;

    internal BracketLayout(BracketFormat format, int entrants, IReadOnlyList<DrawnPairing> pairings)
    {
        (Format, Entrants, Pairings) = (format, entrants, pairings);
        _pairingsOf = new(() => [.. Enumerable.Range(1, entrants).Select(seed => pairings
            .Where(pairing => pairing.First == seed || pairing.Second == seed).Select(pairing => pairing.Number).ToArray())]);
    }

    public BracketFormat Format { get; }

    public int Entrants { get; }

    /// <summary>All pairings; the one with number n is at n - 1.</summary>
    public IReadOnlyList<DrawnPairing> Pairings { get; }

    /// <summary>Whether a number of entrants can be drawn.</summary>
    public static bool CanDraw(BracketFormat format, int entrants) =>
        Enum.IsDefined(format) && entrants >= Limits.EntrantsMin && entrants <= BracketSettings.EntrantsMax(format);

    /// <summary>The layout of a bracket.</summary>
    /// <param name="settings">Its rules.</param>
    /// <param name="entrants">How many play.</param>
    public static BracketLayout Of(BracketSettings settings, int entrants)
    {
        var isExtended = settings.Format switch
        {
            BracketFormat.SingleElimination => settings.ThirdPlace,
            BracketFormat.DoubleElimination => settings.GrandFinalReset,
            _ => false,
        };
        var legs = settings.Format == BracketFormat.RoundRobin ? Math.Clamp(settings.Legs, 1, Limits.LegsMax) : 1;
        var key = (settings.Format, entrants, isExtended, legs);
        if (Kept.TryGetValue(key, out var kept)) return kept;
        var made = settings.Format == BracketFormat.RoundRobin
            ? RoundRobinDraw.Of(entrants, legs)
            : EliminationDraw.Of(settings.Format, entrants, isExtended);
        if (Kept.Count >= KeptMax) Kept.Clear();
        return Kept[key] = made;
    }

    /// <summary>Numbers of the pairings in a round robin that a seed plays, in order; of an elimination only the first.</summary>
    public IReadOnlyList<int> PairingsOf(int seed) => seed >= 1 && seed <= Entrants ? _pairingsOf.Value[seed - 1] : [];

    /// <summary>Whether a seed has a bye: it is not in the first round.</summary>
    public bool HasBye(int seed) => Format != BracketFormat.RoundRobin && seed <= Size(Entrants) - Entrants;

    /// <summary>The least power of two that takes all entrants.</summary>
    internal static int Size(int entrants)
    {
        var size = 2;
        while (size < entrants) size *= 2;
        return size;
    }
}
