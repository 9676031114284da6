using KaosNet.Domain.Brackets;
using KaosNet.Domain.Brackets.Drawing;

namespace KaosNet.Domain.Tests.Brackets;

public sealed class BracketLayoutSpecs
{
    static readonly BracketSettings Single = new(BracketFormat.SingleElimination);
    static readonly BracketSettings Double = new(BracketFormat.DoubleElimination);
    static readonly BracketSettings Robin = new(BracketFormat.RoundRobin);

    public static TheoryData<int> Sizes => [.. Enumerable.Range(2, 127), 200, 1000, 1023, 1024];

    [Fact]
    public void the_best_meet_last()
    {
        SeedOrder.Of(2).ShouldBe([1, 2]);
        SeedOrder.Of(4).ShouldBe([1, 4, 2, 3]);
        SeedOrder.Of(8).ShouldBe([1, 8, 4, 5, 2, 7, 3, 6]);
        SeedOrder.Of(16).ShouldBe([1, 16, 8, 9, 4, 13, 5, 12, 2, 15, 7, 10, 3, 14, 6, 11]);
    }

    [Fact]
    public void eight_players_are_drawn_as_everybody_knows_it() => First(BracketLayout.Of(Single, 8)).ShouldBe([(1, 8), (4, 5), (2, 7), (3, 6)]);

    [Fact]
    public void five_players_leave_three_byes_to_the_best()
    {
        var layout = BracketLayout.Of(Single, 5);
        layout.Pairings.Where(pairing => pairing.Round == 1).Select(pairing => (pairing.First, pairing.Second)).ShouldBe([(4, 5)]);
        layout.Pairings.Where(pairing => pairing.Round == 2).Select(pairing => (pairing.First, pairing.Second)).ShouldBe([(1, 0), (2, 3)]);
        Enumerable.Range(1, 5).Where(layout.HasBye).ShouldBe([1, 2, 3]);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void a_single_elimination_has_one_pairing_for_each_who_goes_out(int size)
    {
        var layout = BracketLayout.Of(Single, size);
        layout.Pairings.Count.ShouldBe(size - 1);
        HoldsTogether(layout);
        layout.Pairings.ShouldAllBe(pairing => pairing.LoserTo == null);
        layout.Pairings.Count(pairing => pairing.WinnerTo is null).ShouldBe(1);
        var third = BracketLayout.Of(Single with { ThirdPlace = true }, size);
        third.Pairings.Count.ShouldBe(size >= 4 ? size : size - 1);
        HoldsTogether(third);
        third.Pairings.Count(pairing => pairing.LoserTo is not null).ShouldBe(size >= 4 ? 2 : 0);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void a_double_elimination_has_two_pairings_for_each_but_the_winner(int size)
    {
        var layout = BracketLayout.Of(Double, size);
        layout.Pairings.Count.ShouldBe((2 * size) - 2);
        HoldsTogether(layout);
        layout.Pairings.Where(pairing => pairing.Side == BracketSide.Main).ShouldAllBe(pairing => pairing.LoserTo != null && pairing.WinnerTo != null);
        layout.Pairings.Where(pairing => pairing.Side == BracketSide.Losers).ShouldAllBe(pairing => pairing.LoserTo == null && pairing.WinnerTo != null);
        layout.Pairings[^1].Side.ShouldBe(BracketSide.GrandFinal);
        var reset = BracketLayout.Of(Double with { GrandFinalReset = true }, size);
        reset.Pairings.Count.ShouldBe((2 * size) - 1);
        reset.Pairings[^2].WinnerTo.ShouldBe(new(reset.Pairings.Count, Slot.Second));
        reset.Pairings[^2].LoserTo.ShouldBe(new(reset.Pairings.Count, Slot.First));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void only_the_best_have_byes_and_only_one_each(int size)
    {
        foreach (var settings in new[] { Single, Double })
        {
            var layout = BracketLayout.Of(settings, size);
            foreach (var seed in Enumerable.Range(1, size))
            {
                var first = layout.Pairings.Single(pairing => pairing.First == seed || pairing.Second == seed);
                first.Side.ShouldBe(BracketSide.Main);
                first.Round.ShouldBe(layout.HasBye(seed) ? 2 : 1);
            }
        }
    }

    // The earliest round of the losers' side in which two who have met may meet again. It cannot be put off for ever: its last rounds have fewer places than
    // the winners' side had rounds.
    [Theory]
    [InlineData(4, 2)]
    [InlineData(8, 3)]
    [InlineData(16, 4)]
    [InlineData(32, 5)]
    [InlineData(64, 7)]
    [InlineData(128, 8)]
    public void those_who_have_met_are_kept_apart(int size, int round) => EarliestRematch(BracketLayout.Of(Double, size)).ShouldBe(round);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void in_a_round_robin_everybody_meets_everybody_once_a_leg_and_plays_once_a_round(int size)
    {
        if (size > Limits.RoundRobinEntrantsMax) return;
        foreach (var legs in new[] { 1, 2 })
        {
            var layout = BracketLayout.Of(Robin with { Legs = legs }, size);
            layout.Pairings.Count.ShouldBe(size * (size - 1) / 2 * legs);
            layout.Pairings.GroupBy(pairing => (Math.Min(pairing.First, pairing.Second), Math.Max(pairing.First, pairing.Second)))
                .ShouldAllBe(pair => pair.Count() == legs);
            if (legs == 2) layout.Pairings.Select(pairing => (pairing.First, pairing.Second)).Distinct().Count().ShouldBe(layout.Pairings.Count);
            foreach (var round in layout.Pairings.GroupBy(pairing => pairing.Round))
                round.SelectMany(pairing => new[] { pairing.First, pairing.Second }).GroupBy(seed => seed).ShouldAllBe(seed => seed.Count() == 1);
            layout.Pairings.Max(pairing => pairing.Round).ShouldBe((size + (size % 2) - 1) * legs);
        }
    }

    [Fact]
    public void a_draw_is_for_ever()
    {
        // A change of these tables breaks brackets that run: give it a new version instead.
        var text = string.Join('\n', new[] { Single with { ThirdPlace = true }, Double with { GrandFinalReset = true }, Robin }
            .SelectMany(settings => Enumerable.Range(2, 63).SelectMany(size => BracketLayout.Of(settings, size).Pairings)));
        Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)))[..16].ShouldBe("62B87FDCDF325B06");
    }

    static List<(int, int)> First(BracketLayout layout) => [.. layout.Pairings.Where(pairing => pairing.Round == 1).Select(pairing => (pairing.First, pairing.Second))];

    /// <summary>Every slot is filled once, numbers go up along every way, and positions within a round differ.</summary>
    static void HoldsTogether(BracketLayout layout)
    {
        var steps = layout.Pairings.SelectMany(pairing => new[] { pairing.WinnerTo, pairing.LoserTo }.OfType<BracketStep>()).ToList();
        steps.Distinct().Count().ShouldBe(steps.Count);
        foreach (var pairing in layout.Pairings)
        {
            layout.Pairings[pairing.Number - 1].ShouldBe(pairing);
            (pairing.First != 0).ShouldBe(!steps.Contains(new(pairing.Number, Slot.First)));
            (pairing.Second != 0).ShouldBe(!steps.Contains(new(pairing.Number, Slot.Second)));
            foreach (var step in new[] { pairing.WinnerTo, pairing.LoserTo }.OfType<BracketStep>()) step.Pairing.ShouldBeGreaterThan(pairing.Number);
        }

        layout.Pairings.GroupBy(pairing => (pairing.Side, pairing.Round, pairing.Position)).ShouldAllBe(place => place.Count() == 1);
    }

    static int EarliestRematch(BracketLayout layout)
    {
        // Who can be in a slot, and whom two slots' possible players can have met on the winners' side: everybody of the same part of it up to the
        // round in which the later one of them lost.
        var from = new Dictionary<BracketStep, DrawnPairing>();
        var losing = new HashSet<BracketStep>();
        foreach (var pairing in layout.Pairings)
        {
            if (pairing.WinnerTo is { } winner) from[winner] = pairing;
            if (pairing.LoserTo is { } loser && losing.Add(loser)) from[loser] = pairing;
        }

        var earliest = int.MaxValue;
        foreach (var pairing in layout.Pairings.Where(pairing => pairing.Side == BracketSide.Losers))
        {
            var first = Dropped(pairing.Number, Slot.First).ToList();
            var second = Dropped(pairing.Number, Slot.Second).ToList();
            // Somebody who dropped out of part b of round r may have beaten whoever dropped out of an earlier round's part within b.
            var mayHaveMet = first.Any(left => second.Any(right => Contains(left, right) || Contains(right, left)));
            if (mayHaveMet) earliest = Math.Min(earliest, pairing.Round);
        }

        return earliest;

        IEnumerable<DrawnPairing> Dropped(int number, Slot slot)
        {
            var step = new BracketStep(number, slot);
            var source = from[step];
            if (losing.Contains(step)) return [source];
            return Dropped(source.Number, Slot.First).Concat(Dropped(source.Number, Slot.Second));
        }

        static bool Contains(DrawnPairing later, DrawnPairing earlier) =>
            later.Round > earlier.Round && earlier.Position >> (later.Round - earlier.Round) == later.Position;
    }
}
