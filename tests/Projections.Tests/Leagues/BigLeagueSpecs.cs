using KaosNet.Domain.Leagues;
using KaosNet.Domain.Leagues.Changing;
using KaosNet.Tests.Support;

namespace KaosNet.Projections.Tests.Leagues;

/// <summary>A league of two thousand.</summary>
public sealed class BigLeagueSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    const int Crowd = 2_000;

    static readonly LeagueRules Rules = LeagueBench.Rules with
    {
        Divisions = [new("Gold", 30, 0, 6), new("Silver", 30, 5, 6), new("Bronze", 30, 7, 0)],
        ActivityMin = 1,
        Inactive = InactiveRule.Relegate,
    };

    [Fact]
    public async Task everybody_has_one_place_season_after_season()
    {
        await using var bench = await LeagueBench.Open(postgres.ConnectionString);
        await bench.League(Rules);
        await bench.SignUp(1, Crowd);
        // A crowd at once: all are seated, in groups that are full but for the last ones.
        foreach (var some in Enumerable.Range(1, Crowd).Chunk(200)) await Task.WhenAll(some.Select(bench.Join));
        (await bench.Count("{s}.league_members where group_number > 0 and season = 1 and division = 3")).ShouldBe(Crowd);
        (await bench.Query("select max(players) from {s}.league_groups", reader => reader.GetInt32(0)))[0].ShouldBe(30);

        var passes = TimeSpan.FromHours(12);
        for (var season = 1; season <= 3; season++)
        {
            // Nine of ten play; ties are many.
            foreach (var some in Enumerable.Range(1, Crowd).Where(user => (user + season) % 10 != 0).Chunk(200))
                await Task.WhenAll(some.Select(user => bench.Submit(user, (user * 7919L * season) % 50)));
            await bench.Pass(passes);
            passes = TimeSpan.FromDays(7);
            await Holds(bench, season);
        }

        await bench.RebuildEqualsLive();
    }

    /// <summary>After the change from a season to the next.</summary>
    static async Task Holds(LeagueBench bench, int season)
    {
        (await bench.Season(season + 1)).Phase.ShouldBe(SeasonPhase.Open);
        (await bench.Count("{s}.league_members where group_number = 0")).ShouldBe(0);
        (await bench.Count($"{{s}}.league_members where season = {season + 1}")).ShouldBe(Crowd);
        (await bench.Count($"(select distinct user_id from {{s}}.league_results where season = {season}) r")).ShouldBe(Crowd);
        (await bench.Count($"{{s}}.league_results where season = {season}")).ShouldBe(Crowd);
        // Who went where the results say, and nobody else.
        (await bench.Count($"{{s}}.league_results r join {{s}}.league_members m using (league_id, user_id) where r.season = {season} and m.division <> r.next_division")).ShouldBe(0);
        (await bench.Count($"{{s}}.league_results where season = {season} and ((division = 1 and outcome = 1) or (division = 3 and outcome = 2))")).ShouldBe(0);

        var groups = await bench.Query(
            $"select division, count(*), sum(players), min(players), max(players) from {{s}}.league_groups where season = {season + 1} group by 1 order by 1",
            reader => (Division: reader.GetInt32(0), Count: (int)reader.GetInt64(1), Players: (int)reader.GetInt64(2), Least: reader.GetInt32(3), Most: reader.GetInt32(4)));
        foreach (var division in groups)
        {
            (division.Most - division.Least).ShouldBeLessThanOrEqualTo(1);
            division.Most.ShouldBeLessThanOrEqualTo(30);
            division.Count.ShouldBe(Grouping.CountOf(division.Players, 30));
        }

        groups.Sum(division => division.Players).ShouldBe(Crowd);
        (await bench.Count($"{{s}}.notifications where code = -3001")).ShouldBe(Crowd * season);
    }
}
