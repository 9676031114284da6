using KaosNet.Domain.Brackets.Drawing;

namespace KaosNet.Domain.Brackets;

/// <summary>Who came how far.</summary>
public static class BracketPlaces
{
    /// <summary>Seeds in the order of a table: in a round robin by points and tie-breaks, in an elimination by place, and while it runs those who are still in first.</summary>
    public static IReadOnlyList<int> Table(Bracket bracket)
    {
        var seeds = Enumerable.Range(1, bracket.Entrants.Length);
        if (bracket.Settings.Format == BracketFormat.RoundRobin && bracket.Pairings.Length > 0) return Ranked(bracket, [.. seeds], 0);
        return [.. seeds.OrderBy(seed => bracket.Entrants[seed - 1].Place).ThenBy(seed => IsOut(bracket, seed))];
    }

    /// <summary>Whether somebody can no longer win an elimination.</summary>
    public static bool IsOut(Bracket bracket, int seed) => bracket.At(seed) is { } entrant && (entrant.HasWithdrawn || entrant.Place > 1 || bracket.Settings.Format switch
    {
        BracketFormat.SingleElimination => entrant.Losses > 0,
        BracketFormat.DoubleElimination => entrant.Losses > 1,
        _ => false,
    });

    /// <summary>The places of all, in the order of their seeds, once all is decided.</summary>
    public static IReadOnlyList<int> Of(Bracket bracket)
    {
        var places = new int[bracket.Entrants.Length];
        if (bracket.Settings.Format == BracketFormat.RoundRobin)
        {
            var table = Table(bracket);
            for (var i = 0; i < table.Count; i++) places[table[i] - 1] = i + 1;
            return places;
        }

        var winner = WinnerOf(bracket);
        var stages = Stages(bracket);
        if (winner > 0) stages[winner - 1] = int.MaxValue;
        // When nobody is left to win, the first place stays empty. The others do not all move down for that, only those who
        // would share a place with somebody above them: so no place is beyond the number of players.
        var (above, last) = (0, winner > 0 ? 0 : 1);
        foreach (var equal in Enumerable.Range(1, places.Length).GroupBy(seed => stages[seed - 1]).OrderByDescending(group => group.Key))
        {
            last = Math.Max(above, last) + 1;
            foreach (var seed in equal) places[seed - 1] = last;
            above += equal.Count();
        }

        return places;
    }

    /// <summary>Seed of who won an elimination of which all is decided; 0 for nobody.</summary>
    static int WinnerOf(Bracket bracket)
    {
        var layout = bracket.Layout;
        var last = bracket.Pairings[^1];
        if (layout.Pairings[last.Number - 1].Side == BracketSide.Reset && !last.IsDecided) last = bracket.Pairings[^2];
        return Math.Max(0, last.Winner);
    }

    /// <summary>How far everybody's last pairing was.</summary>
    static int[] Stages(Bracket bracket)
    {
        var stages = new int[bracket.Entrants.Length];
        foreach (var drawn in bracket.Layout.Pairings)
        {
            var pairing = bracket.Pairings[drawn.Number - 1];
            if (!pairing.IsDecided) continue;
            foreach (var seed in new[] { pairing.First, pairing.Second })
            {
                if (seed < 1 || seed > stages.Length) continue;
                var stage = drawn.Stage + (drawn.Side == BracketSide.ThirdPlace && pairing.Winner == seed ? 1 : 0);
                stages[seed - 1] = Math.Max(stages[seed - 1], stage);
            }
        }

        return stages;
    }

    static List<int> Ranked(Bracket bracket, List<int> seeds, int rule)
    {
        // Points first, then each tie-break among those who are level after all before it.
        if (seeds.Count < 2 || rule > bracket.Settings.TieBreaks.Count) return seeds;
        var tieBreak = rule == 0 ? (TieBreak?)null : bracket.Settings.TieBreaks[rule - 1];
        var direct = tieBreak == TieBreak.HeadToHead ? PointsAmong(bracket, seeds) : null;
        return [.. seeds
            .GroupBy(seed => direct is not null ? direct[seed] : Value(bracket.Entrants[seed - 1], tieBreak))
            .OrderByDescending(level => level.Key)
            .SelectMany(level => Ranked(bracket, [.. level.Order()], rule + 1))];
    }

    static long Value(BracketEntrant entrant, TieBreak? rule) => rule switch
    {
        null => entrant.Points,
        TieBreak.ScoreDifference => entrant.ScoreFor - entrant.ScoreAgainst,
        TieBreak.ScoreFor => entrant.ScoreFor,
        _ => entrant.Wins,
    };

    static Dictionary<int, long> PointsAmong(Bracket bracket, List<int> seeds)
    {
        var points = seeds.ToDictionary(seed => seed, _ => 0L);
        var nobody = new BracketEntrant("", default);
        foreach (var pairing in bracket.Pairings)
        {
            if (!pairing.IsDecided || !points.ContainsKey(pairing.First) || !points.ContainsKey(pairing.Second)) continue;
            points[pairing.First] += nobody.Count(bracket.Settings, pairing, Slot.First, 1).Points;
            points[pairing.Second] += nobody.Count(bracket.Settings, pairing, Slot.Second, 1).Points;
        }

        return points;
    }
}
