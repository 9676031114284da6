using KaosNet.Domain.Brackets;
using KaosNet.Domain.Brackets.Drawing;
using static KaosNet.Domain.Tests.Brackets.Arena;

namespace KaosNet.Domain.Tests.Brackets;

public sealed class RoundRobinSpecs
{
    static readonly BracketSettings Robin = new(BracketFormat.RoundRobin) { Draws = true };

    [Fact]
    public void everybody_plays_one_game_after_the_other()
    {
        var given = Running(Robin, 4);
        given.Now().Ready().ShouldBe([1, 2]);
        given.Win(1, Slot.First).Now().Ready().ShouldBe([2]);
        given.Win(1, Slot.First).Win(2, Slot.First).Now().Ready().ShouldBe([3, 4]);
    }

    [Fact]
    public void wins_and_draws_make_points()
    {
        var end = Results(Robin, 3, ("1-2", 2, 0), ("2-3", 1, 1), ("1-3", 0, 0));
        end.Entrants.Select(entrant => (entrant.Points, entrant.Wins, entrant.Draws, entrant.Losses, entrant.ScoreFor, entrant.ScoreAgainst, entrant.Place)).ShouldBe([
            (4, 1, 1, 0, 2, 0, 1), (1, 0, 1, 1, 1, 3, 3), (2, 0, 2, 0, 1, 1, 2),
        ]);
        end.WinnerId.ShouldBe(P(1));
    }

    [Fact]
    public void the_game_between_them_ranks_two_who_are_level() =>
        // 2 and 3 have six points each; 3 has the better scores, but 2 beat 3. So 4 beat 1.
        Places(Robin, 4, ("1-2", 1, 0), ("1-3", 0, 9), ("1-4", 0, 1), ("2-3", 1, 0), ("2-4", 1, 0), ("3-4", 9, 0)).ShouldBe([4, 1, 2, 3]);

    [Fact]
    public void the_rules_say_what_ranks_those_who_are_level() => Places(
        Robin with { TieBreaks = [TieBreak.ScoreDifference] }, 4,
        ("1-2", 1, 0), ("1-3", 0, 9), ("1-4", 0, 1), ("2-3", 1, 0), ("2-4", 1, 0), ("3-4", 9, 0)).ShouldBe([3, 2, 1, 4]);

    [Fact]
    public void the_better_seed_is_first_when_nothing_else_tells() =>
        Places(Robin, 3, ("1-2", 1, 0), ("2-3", 1, 0), ("1-3", 0, 1)).ShouldBe([1, 2, 3]);

    [Fact]
    public void more_scores_rank_those_who_are_level_in_a_circle() =>
        Places(Robin, 3, ("1-2", 1, 0), ("2-3", 3, 2), ("1-3", 0, 1)).ShouldBe([3, 1, 2]);

    [Fact]
    public void who_withdraws_loses_the_games_that_are_left_and_keeps_the_others()
    {
        var end = Running(Robin, 4).Wins((1, Slot.Second), (2, Slot.First)).When(new WithdrawEntrant(Id, P(1), true, ""), null).After.Now();
        end.Pairings.Count(pairing => pairing.Outcome == PairingOutcome.Walkover).ShouldBe(2);
        end.Entrants[0].Losses.ShouldBe(3);
        end.Entrants.Sum(entrant => entrant.Points).ShouldBe(12);
    }

    [Fact]
    public void a_correction_counts_again_also_when_later_games_were_played()
    {
        var given = Running(Robin, 3).Wins((1, Slot.First), (2, Slot.First));
        var right = given.When(new CorrectResult(Id, 1, new(0, 0), ""), Server).After.Now();
        right.Find(1)!.Score.ShouldBe(new(0, 0, null));
        right.Entrants.Sum(entrant => entrant.Draws).ShouldBe(2);
        right.Ready().ShouldBe([3]);
    }

    static IReadOnlyList<int> Places(BracketSettings settings, int players, params (string Pair, int First, int Second)[] results) =>
        [.. Results(settings, players, results).Entrants.Select(entrant => entrant.Place)];

    /// <summary>Plays all games, in whatever order they become ready; the scores are those of the named players.</summary>
    static Bracket Results(BracketSettings settings, int players, params (string Pair, int First, int Second)[] results)
    {
        var given = Running(settings, players);
        while (given.Now() is { Phase: BracketPhase.Running } bracket)
        {
            var pairing = bracket.Find(bracket.Ready()[0])!;
            var result = results.Single(result => result.Pair == $"{Math.Min(pairing.First, pairing.Second)}-{Math.Max(pairing.First, pairing.Second)}");
            var told = pairing.First < pairing.Second ? new GivenResult(result.First, result.Second) : new(result.Second, result.First);
            given = given.When(new ReportResult(Id, pairing.Number, told), Server).After;
        }

        return given.Now();
    }
}
