using CsCheck;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leagues;
using KaosNet.Domain.Leagues.Changing;
using static KaosNet.Domain.Tests.Leagues.LeagueExamples;

namespace KaosNet.Domain.Tests.Leagues;

public class StandingsSpecs
{
    static readonly Gen<Contender> AnyContender =
        Gen.Select(Gen.Int[1, 1_000_000], Gen.Long[-1, 3], Gen.Long[0, 2], Gen.Int[0, 4], Gen.Bool, Gen.Int[0, 12], (user, score, subscore, plays, isNew, moves) =>
            new Contender(User(user), score < 0 ? null : score, score < 0 ? 0 : subscore, score < 0 ? 0 : plays, isNew, Math.Max(0, moves - 9)));

    static readonly Gen<LeagueRules> AnyRules =
        Gen.Select(Gen.Int[1, 4], Gen.Int[2, 12], Gen.Int[0, 6], Gen.Int[0, 6], Gen.Int[0, 3], Gen.Enum<InactiveRule>(), Gen.Enum<SortOrder>(), (count, size, up, down, activity, inactive, order) =>
            Rules with
            {
                Divisions = [.. Enumerable.Range(1, count).Select(number => new LeagueDivision(
                    "D" + number, size, number == 1 ? 0 : Math.Min(up, size), number == count ? 0 : Math.Min(down, size - Math.Min(up, size))))],
                ActivityMin = activity,
                Inactive = inactive,
                SortOrder = order,
            });

    [Fact]
    public void of_a_full_group_the_first_go_up_and_the_last_go_down() => Results(2, (1, 50), (2, 40), (3, 30), (4, 20), (5, 10)).ShouldBe(
    [
        (1, 1, LeagueOutcome.Promoted, 1), (2, 2, LeagueOutcome.Stayed, 2), (3, 3, LeagueOutcome.Stayed, 2),
        (4, 4, LeagueOutcome.Relegated, 3), (5, 5, LeagueOutcome.Relegated, 3),
    ]);

    [Fact]
    public void nobody_goes_up_from_the_top() => Results(1, (1, 50), (2, 40), (3, 30), (4, 20), (5, 10))
        .ShouldAllBe(result => result.Outcome != LeagueOutcome.Promoted);

    [Fact]
    public void nobody_goes_down_from_the_bottom() => Results(3, (1, 50), (2, 40), (3, null), (4, null), (5, null))
        .ShouldAllBe(result => result.Outcome != LeagueOutcome.Relegated);

    [Fact]
    public void equal_scores_stand_as_on_the_board() => Results(2, (1, 50), (2, 50), (3, 50), (4, 50), (5, 50))
        .Select(result => result.User).ShouldBe([5, 4, 3, 2, 1]);

    [Fact]
    public void who_has_no_score_is_last_and_is_not_promoted() => Results(2, (1, null), (2, null), (3, 0)).ShouldBe(
        [(3, 1, LeagueOutcome.Promoted, 1), (2, 2, LeagueOutcome.Stayed, 2), (1, 3, LeagueOutcome.Relegated, 3)]);

    [Fact]
    public void on_a_board_of_lowest_scores_no_score_is_still_last() => Standings
        .InOrder(SortOrder.Ascending, [new(User(1), null), new(User(2), 7), new(User(3), 0)])
        .Select(contender => contender.UserId).ShouldBe([User(3), User(2), User(1)]);

    [Fact]
    public void who_was_not_active_enough_gives_the_promotion_to_the_next() => Standings
        .Settle(Rules with { ActivityMin = 2 }, 2, [new(User(1), 90, 0, 1), new(User(2), 80, 0, 2), new(User(3), 70, 0, 5), new(User(4), 60, 0, 5), new(User(5), 50, 0, 5)])
        .Select(result => result.Outcome)
        .ShouldBe([LeagueOutcome.Stayed, LeagueOutcome.Promoted, LeagueOutcome.Stayed, LeagueOutcome.Relegated, LeagueOutcome.Relegated]);

    [Theory]
    [InlineData(InactiveRule.Stay, 2, LeagueOutcome.Stayed, 2)]
    [InlineData(InactiveRule.Relegate, 2, LeagueOutcome.Relegated, 3)]
    [InlineData(InactiveRule.Relegate, 3, LeagueOutcome.Stayed, 3)]
    [InlineData(InactiveRule.Leave, 2, LeagueOutcome.Dropped, 0)]
    public void what_becomes_of_the_inactive_is_a_rule(InactiveRule rule, int division, LeagueOutcome outcome, int next)
    {
        var results = Standings.Settle(
            Rules with { ActivityMin = 2, Inactive = rule }, division,
            [new(User(1), 90, 0, 1), new(User(2), 80, 0, 9), new(User(3), 70, 0, 9), new(User(4), 60, 0, 9), new(User(5), 50, 0, 9)]);
        (results[0].Outcome, results[0].NextDivision).ShouldBe((outcome, next));
    }

    [Fact]
    public void newcomers_are_not_taken_for_inactive() => Standings
        .Settle(Rules with { ActivityMin = 2, Inactive = InactiveRule.Leave }, 3, [new(User(1), null, IsNewcomer: true), new(User(2), null)])
        .Select(result => result.Outcome).ShouldBe([LeagueOutcome.Dropped, LeagueOutcome.Stayed]);

    [Fact]
    public void who_is_moved_by_hand_goes_there_and_takes_nobodys_promotion() => Standings
        .Settle(Rules, 2, [new(User(1), 90, 0, 1, MovesTo: 3), new(User(2), 80, 0, 2), new(User(3), 70, 0, 5), new(User(4), 60, 0, 5), new(User(5), 50, 0, 5)])
        .Select(result => (result.Outcome, result.NextDivision)).Take(2)
        .ShouldBe([(LeagueOutcome.Moved, 3), (LeagueOutcome.Promoted, 1)]);

    [Theory]
    [InlineData(30, 10, 5, 30, 10, 5)]
    [InlineData(30, 10, 5, 31, 10, 5)]
    [InlineData(30, 10, 5, 15, 5, 2)]
    [InlineData(30, 10, 5, 1, 1, 0)]
    [InlineData(30, 10, 5, 0, 0, 0)]
    [InlineData(4, 2, 2, 3, 2, 1)]
    public void a_smaller_group_has_smaller_bands(int full, int up, int down, int size, int promoted, int relegated) =>
        Standings.Bands(new("Gold", full, up, down), size).ShouldBe((promoted, relegated));

    [Fact]
    public void everybody_has_one_result_and_the_numbers_hold() => Gen.Select(AnyRules, Gen.Int[1, 4], AnyContender.Array[0, 14]).Sample((rules, wanted, any) =>
    {
        var division = rules.Within(wanted);
        var group = any.DistinctBy(contender => contender.UserId).ToArray();
        var (up, down) = Standings.Bands(rules.Divisions[division - 1], group.Length);
        var results = Standings.Settle(rules, division, group);

        results.Select(result => result.UserId).Order().ShouldBe(group.Select(contender => contender.UserId).Order());
        results.Select(result => result.Rank).ShouldBe(Enumerable.Range(1, group.Length));
        results.Count(result => result.Outcome == LeagueOutcome.Promoted).ShouldBeLessThanOrEqualTo(up);
        foreach (var result in results)
        {
            var contender = group.Single(contender => contender.UserId == result.UserId);
            var isActive = contender.IsNewcomer || contender.NumScore >= rules.ActivityMin;
            result.NextDivision.ShouldBe(result.Outcome switch
            {
                LeagueOutcome.Promoted => division - 1,
                LeagueOutcome.Relegated => division + 1,
                LeagueOutcome.Dropped => 0,
                LeagueOutcome.Moved => rules.Within(contender.MovesTo),
                _ => division,
            });
            if (result.Outcome != LeagueOutcome.Dropped) result.NextDivision.ShouldBeInRange(1, rules.Divisions.Count);
            if (result.Outcome == LeagueOutcome.Promoted) isActive.ShouldBeTrue();
            if (result.Outcome == LeagueOutcome.Dropped) isActive.ShouldBeFalse();
            if (result.Outcome == LeagueOutcome.Relegated && (isActive || rules.Inactive != InactiveRule.Relegate))
                result.Rank.ShouldBeGreaterThan(group.Length - down);
        }

        // The order they came in is nobody's advantage.
        Standings.Settle(rules, division, group.Reverse()).ShouldBe(results);
    });

    [Fact]
    public void bands_never_overlap() => Gen.Select(Gen.Int[2, 100], Gen.Int[0, 100], Gen.Int[0, 100], Gen.Int[0, 200]).Sample((full, up, down, size) =>
    {
        up = Math.Min(up, full);
        var (promoted, relegated) = Standings.Bands(new("Gold", full, up, Math.Min(down, full - up)), size);
        (promoted + relegated).ShouldBeLessThanOrEqualTo(Math.Max(size, 0));
    });

    [Fact]
    public void groups_hold_everybody_and_differ_by_one() => Gen.Select(Gen.Int[0, 5000], Gen.Int[2, 100]).Sample((players, full) =>
    {
        var sizes = Enumerable.Range(1, Grouping.CountOf(players, full)).Select(number => Grouping.SizeOf(players, full, number)).ToArray();
        sizes.Sum().ShouldBe(players);
        if (sizes.Length == 0) return;
        (sizes.Max() - sizes.Min()).ShouldBeLessThanOrEqualTo(1);
        sizes.Max().ShouldBeLessThanOrEqualTo(full);
        Grouping.SizeOf(players, full, sizes.Length + 1).ShouldBe(0);
    });

    static List<(int User, int Rank, LeagueOutcome Outcome, int Next)> Results(int division, params (int User, long? Score)[] players) => Standings
        .Settle(Rules, division, players.Select(player => new Contender(User(player.User), player.Score, NumScore: player.Score is null ? 0 : 1)))
        .Select(result => (int.Parse(result.UserId[^12..]), result.Rank, result.Outcome, result.NextDivision)).ToList();
}
