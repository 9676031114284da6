using System.Runtime.InteropServices;

namespace KaosNet.Domain.Brackets.Drawing;

/// <summary>
/// Draws single and double eliminations. They are drawn for the next power of two; then pairings that lack a player for want of entrants are left out, and
/// the player goes straight to where the winner would have gone. So every pairing has two players, and there is one for each loss that it takes.
/// </summary>
static class EliminationDraw
{
    enum From
    {
        Nobody,
        Seed,
        WinnerOf,
        LoserOf,
    }

    /// <summary>Who comes into a slot: a seed, or winner or loser of a pairing by its number.</summary>
    [StructLayout(LayoutKind.Auto)]
    readonly record struct Entry(From From, int Number);

    public static BracketLayout Of(BracketFormat format, int entrants, bool isExtended)
    {
        var sheet = new Sheet();
        if (format == BracketFormat.SingleElimination) Single(sheet, entrants, isExtended);
        else Double(sheet, entrants, isExtended);
        return new(format, entrants, sheet.Pairings());
    }

    static void Single(Sheet sheet, int entrants, bool hasThirdPlace)
    {
        var round = FirstRound(entrants);
        for (var number = 1; round.Length > 2; number++) round = sheet.Main(number, round, number * 2, out _);
        var rounds = int.Log2(BracketLayout.Size(entrants));
        if (hasThirdPlace && entrants >= 4)
        {
            // Both semi-finals are played from four entrants on, and their winners are the finalists.
            var (first, second) = (round[0] with { From = From.LoserOf }, round[1] with { From = From.LoserOf });
            sheet.Add(BracketSide.ThirdPlace, 1, 0, first, second, (rounds - 1) * 2);
        }

        sheet.Main(rounds, round, rounds * 2, out _);
    }

    static void Double(Sheet sheet, int entrants, bool hasReset)
    {
        var rounds = int.Log2(BracketLayout.Size(entrants));
        var masks = LoserDrops.Masks(rounds);
        var winners = sheet.Main(1, FirstRound(entrants), 1 * 2, out var dropped);
        var losers = dropped;
        for (var round = 2; round <= rounds; round++)
        {
            // Losers play each other first, so that there are as many of them as come down from the winners' side.
            var minor = (2 * round) - 3;
            losers = sheet.Round(BracketSide.Losers, minor, losers, minor * 2, out _);
            winners = sheet.Main(round, winners, (minor + 1) * 2, out dropped);
            var met = new Entry[dropped.Length * 2];
            for (var i = 0; i < dropped.Length; i++) (met[2 * i], met[(2 * i) + 1]) = (dropped[i ^ masks[round]], losers[i]);
            losers = sheet.Round(BracketSide.Losers, minor + 1, met, (minor + 1) * 2, out _);
        }

        var stage = rounds * 4;
        var final = sheet.Add(BracketSide.GrandFinal, 1, 0, winners[0], losers[0], stage);
        if (hasReset) sheet.Reset(final.Number, stage);
    }

    static Entry[] FirstRound(int entrants) =>
        [.. SeedOrder.Of(BracketLayout.Size(entrants)).Select(seed => seed <= entrants ? new Entry(From.Seed, seed) : default)];

    /// <summary>Pairings on their way to a layout.</summary>
    sealed class Sheet
    {
        readonly List<(DrawnPairing Pairing, Entry First, Entry Second)> _drawn = [];

        public Entry[] Main(int round, Entry[] players, int stage, out Entry[] losers) => Round(BracketSide.Main, round, players, stage, out losers);

        /// <summary>Pairs neighbours; answers who goes on and who drops out of it, position by position.</summary>
        public Entry[] Round(BracketSide side, int round, Entry[] players, int stage, out Entry[] losers)
        {
            var winners = new Entry[players.Length / 2];
            losers = new Entry[winners.Length];
            for (var i = 0; i < winners.Length; i++)
            {
                var (first, second) = (players[2 * i], players[(2 * i) + 1]);
                if (first.From == From.Nobody || second.From == From.Nobody)
                {
                    winners[i] = first.From == From.Nobody ? second : first;
                    continue;
                }

                winners[i] = Add(side, round, i, first, second, stage);
                losers[i] = winners[i] with { From = From.LoserOf };
            }

            return winners;
        }

        public Entry Add(BracketSide side, int round, int position, Entry first, Entry second, int stage)
        {
            var pairing = new DrawnPairing(_drawn.Count + 1, side, round, position, SeedOf(first), SeedOf(second)) { Stage = stage };
            _drawn.Add((pairing, first, second));
            return new(From.WinnerOf, pairing.Number);
        }

        /// <summary>The grand final's second game; who goes there is known when the first one is decided.</summary>
        public void Reset(int final, int stage)
        {
            var reset = Add(BracketSide.Reset, 1, 0, default, default, stage).Number;
            var (pairing, first, second) = _drawn[final - 1];
            _drawn[final - 1] = (pairing with { WinnerTo = new(reset, Slot.Second), LoserTo = new(reset, Slot.First) }, first, second);
        }

        public List<DrawnPairing> Pairings()
        {
            var pairings = _drawn.ConvertAll(drawn => drawn.Pairing);
            foreach (var (pairing, first, second) in _drawn)
            {
                Link(pairings, first, new(pairing.Number, Slot.First));
                Link(pairings, second, new(pairing.Number, Slot.Second));
            }

            return pairings;
        }

        static void Link(List<DrawnPairing> pairings, Entry entry, BracketStep to)
        {
            if (entry.From == From.WinnerOf) pairings[entry.Number - 1] = pairings[entry.Number - 1] with { WinnerTo = to };
            if (entry.From == From.LoserOf) pairings[entry.Number - 1] = pairings[entry.Number - 1] with { LoserTo = to };
        }

        static int SeedOf(Entry entry) => entry.From == From.Seed ? entry.Number : 0;
    }
}
