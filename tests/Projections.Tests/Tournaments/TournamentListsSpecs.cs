using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Tournaments;
using KaosNet.Projections.Leaderboards;
using KaosNet.Projections.Tests.Leaderboards;
using KaosNet.Projections.Tournaments;
using KaosNet.Tests.Support;

namespace KaosNet.Projections.Tests.Tournaments;

public sealed class TournamentListsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    static readonly CreateTournament Cup = new("cup", Duration: 3600) { MaxSize = 3, JoinRequired = true };

    [Fact]
    public async Task a_size_is_that_of_the_period()
    {
        await using var bench = await TournamentBench.Open(postgres.ConnectionString);
        var cup = await bench.Create(Cup with { ResetSchedule = "0 0 * * *", Duration = 86_400 });
        await bench.Join("cup", 1);
        await bench.Join("cup", 2);
        (await bench.SizeOf("cup")).ShouldBe(2);
        var first = bench.Time.GetUtcNow();

        bench.Time.Advance(TimeSpan.FromDays(1));
        (await bench.SizeOf("cup")).ShouldBe(0);
        await bench.Join("cup", 3);
        (await bench.SizeOf("cup")).ShouldBe(1);
        // As the functions of a reset are told of the period that is over.
        var over = await bench.Lists.At(cup, first);
        (over.Size, over.CanEnter, over.Period).ShouldBe((2, true, cup.PeriodAt(first)));
        await bench.RebuildEqualsLive();
    }

    [Fact]
    public async Task a_full_one_cannot_be_entered()
    {
        await using var bench = await TournamentBench.Open(postgres.ConnectionString);
        await bench.Create(Cup);
        foreach (var owner in new[] { 1, 2, 3 }) await bench.Join("cup", owner);
        var full = (await bench.Lists.Of(["cup"]))[0];
        (full.Size, full.CanEnter, full.Board.MaxSize).ShouldBe((3, false, 3));
        (await bench.Scores.Delete("cup", LeaderboardBench.Owner(2).ToString(), TournamentBench.Script)).Fault.ShouldBeNull();
        (await bench.Lists.Of(["cup"]))[0].CanEnter.ShouldBeTrue();
        await bench.RebuildEqualsLive();
    }

    [Fact]
    public async Task those_asked_for_come_once_and_unlimited_ones_first()
    {
        await using var bench = await TournamentBench.Open(postgres.ConnectionString);
        await bench.Create(Cup with { Id = "limited" });
        await bench.Create(Cup with { Id = "b", MaxSize = 0 });
        await bench.Create(Cup with { Id = "a", MaxSize = 0 });
        (await bench.Setup.Create(new CreateLeaderboard("board"), TournamentBench.Script)).Fault.ShouldBeNull();
        (await bench.Lists.Of(["limited", "b", "nowhere", "board", "a", "b"])).Select(view => view.Board.Id).ShouldBe(["b", "a", "limited"]);
    }

    [Fact]
    public async Task the_list_follows_what_happens_to_boards()
    {
        await using var bench = await TournamentBench.Open(postgres.ConnectionString);
        (await Ids()).ShouldBeEmpty();
        await bench.Create(Cup);
        (await Ids()).ShouldBe(["cup"]);
        await bench.Create(Cup with { Id = "later", StartTime = bench.Time.GetUtcNow().ToUnixTimeSeconds() + 1 });
        (await Ids()).ShouldBe(["cup", "later"]);
        (await bench.Setup.DeleteTournament("cup", TournamentBench.Script)).Fault.ShouldBeNull();
        (await Ids()).ShouldBe(["later"]);
        (await new TournamentLists(new LeaderboardDirectory(bench.Bench.Database), bench.Sizes, new(new byte[32]), bench.Time)
            .Page(new(), 10, "")).Value.Tournaments.Select(view => view.Board.Id).ShouldBe(["later"]);

        async Task<IEnumerable<string>> Ids() => (await bench.Lists.Page(new(), 10, "")).Value.Tournaments.Select(view => view.Board.Id);
    }

    [Fact]
    public async Task another_server_hears_of_boards_by_the_feed()
    {
        await using var bench = await TournamentBench.Open(postgres.ConnectionString);
        var other = new LeaderboardDirectory(bench.Bench.Database);
        (await other.Find("cup")).ShouldBeNull();
        await bench.Create(Cup with { EnableRanks = true });
        await other.Announce("cup", 1, CancellationToken.None);
        (await other.FindTournament("cup"))!.JoinRequired.ShouldBeTrue();

        (await bench.Setup.DisableTournamentRanks("cup", TournamentBench.Script)).Fault.ShouldBeNull();
        // Old news changes nothing.
        await other.Announce("cup", 1, CancellationToken.None);
        (await other.Find("cup"))!.EnableRanks.ShouldBeTrue();
        await other.Announce("cup", 2, CancellationToken.None);
        (await other.Find("cup"))!.EnableRanks.ShouldBeFalse();

        (await bench.Setup.Delete("cup", TournamentBench.Script)).Fault.ShouldBeNull();
        await other.Announce("cup", 3, CancellationToken.None);
        (await other.Find("cup")).ShouldBeNull();
        await bench.Create(Cup with { MaxSize = 9 });
        await other.Announce("cup", 4, CancellationToken.None);
        (await other.Find("cup"))!.MaxSize.ShouldBe(9);
        // The one that made the changes keeps nothing of what is gone once the feed has told of it.
        (await bench.Directory.Find("cup"))!.Version.ShouldBe(5);
    }

    [Fact]
    public async Task sizes_are_read_by_key()
    {
        await using var bench = await TournamentBench.Open(postgres.ConnectionString);
        var database = bench.Bench.Database;
        await using (var fill = database.General.CreateCommand(
            $"insert into {database.Schema}.tournament_places select 'cup' || n, n, 1 from generate_series(1, 20000) n"))
        {
            await fill.ExecuteNonQueryAsync();
        }

        var plan = await QueryPlan.Of(database, "tournament_places", bench.Sizes.Statement, new[] { "cup1", "cup2" }, new long[] { 1, 2 });
        plan.ShouldContain("tournament_places_pkey");
        plan.ShouldNotContain("Seq Scan");
        var sizes = await bench.Sizes.Of([new("cup7", 7), new("cup7", 8), new("none", 0)], CancellationToken.None);
        sizes.ShouldHaveSingleItem().ShouldBe(new(new("cup7", 7), 1));
    }
}
