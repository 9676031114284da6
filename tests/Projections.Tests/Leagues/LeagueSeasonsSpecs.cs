using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leagues;
using KaosNet.Projections.Leagues;
using KaosNet.Projections.Leagues.Changing;
using KaosNet.Tests.Support;

namespace KaosNet.Projections.Tests.Leagues;

public sealed class LeagueSeasonsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    static readonly TimeSpan Week = TimeSpan.FromDays(7);

    [Fact]
    public async Task a_season_ends_and_everybody_goes_where_the_score_leads()
    {
        await using var bench = await LeagueBench.Open(postgres.ConnectionString);
        await bench.League(players: 5);
        foreach (var user in new[] { 1, 2, 3, 4 }) (await bench.Submit(user, user * 100)).Record.LeaderboardId.ShouldBe("league.cup.1.3.1");

        await bench.Pass(TimeSpan.FromHours(12));

        (await bench.Place(4)).Place.ShouldBe(new GroupKey("cup", 2, 2, 1));
        foreach (var user in new[] { 1, 2, 3, 5 }) (await bench.Place(user)).Place.ShouldBe(new GroupKey("cup", 2, 3, 1));
        (await bench.Season(1)).Phase.ShouldBe(SeasonPhase.Closed);
        (await bench.Season(2)).ShouldSatisfyAllConditions(
            season => season.Phase.ShouldBe(SeasonPhase.Open),
            season => season.StartTime.ShouldBe(LeagueBench.Monday),
            season => season.EndTime.ShouldBe(LeagueBench.Monday + Week),
            season => season.Generation.ShouldBe(1));
        var history = (await bench.Lists.History("cup", Guid.Parse(LeagueBench.User(4)), 10, "")).Value.Items;
        history.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            row => (row.Season, row.Division, row.Rank, row.Score, row.NumScore).ShouldBe((1, 3, 1, 400, 1)),
            row => (row.Outcome, row.NextDivision).ShouldBe((LeagueOutcome.Promoted, 2)));
        (await bench.Query("select subject from {s}.notifications order by subject", reader => reader.GetString(0))).ShouldBe(
            ["You stay in Bronze in cup", "You stay in Bronze in cup", "You stay in Bronze in cup", "You stay in Bronze in cup", "You were promoted to Silver in cup"]);
        await bench.RebuildEqualsLive();
    }

    [Fact]
    public async Task a_group_plays_its_next_season_on_the_same_board_in_another_period()
    {
        await using var bench = await LeagueBench.Open(postgres.ConnectionString);
        await bench.League(players: 2);
        var first = await bench.Submit(1, 900);
        await bench.Pass(TimeSpan.FromHours(12));
        await bench.Pass(Week);
        var place = await bench.Place(2);
        var later = await bench.Submit(2, 5);
        later.Record.LeaderboardId.ShouldBe(place.Place!.BoardOf(1));
        (first.Record.Expiry, later.Record.Expiry).ShouldBe((LeagueBench.Monday.ToUnixTimeSeconds(), (LeagueBench.Monday + Week + Week).ToUnixTimeSeconds()));
    }

    [Fact]
    public async Task after_a_downtime_of_three_seasons_the_game_goes_on_today()
    {
        await using var bench = await LeagueBench.Open(postgres.ConnectionString);
        await bench.League(LeagueBench.Rules with { ActivityMin = 1, Inactive = InactiveRule.Leave }, players: 3);
        foreach (var user in new[] { 1, 2, 3 }) await bench.Submit(user, user);

        await bench.Pass((3 * Week) + TimeSpan.FromHours(36));

        (await bench.Season(2)).ShouldSatisfyAllConditions(
            season => season.Phase.ShouldBe(SeasonPhase.Open),
            season => season.Missed.ShouldBe(3),
            season => season.StartTime.ShouldBe(LeagueBench.Monday + (3 * Week)),
            season => season.EndTime.ShouldBe(LeagueBench.Monday + (4 * Week)));
        // Nobody lost the place for the weeks in which there was no server.
        (await bench.Count("{s}.league_members where group_number > 0 and season = 2")).ShouldBe(3);
        (await bench.Count("{s}.league_results")).ShouldBe(3);
        await bench.RebuildEqualsLive();
    }

    [Fact]
    public async Task two_servers_that_change_a_season_at_once_do_nothing_twice()
    {
        await using var bench = await LeagueBench.Open(postgres.ConnectionString);
        var functions = new Rewards();
        await bench.League(players: 40);
        for (var user = 1; user <= 40; user++) await bench.Submit(user, user);
        var servers = new[] { bench.Another(functions), bench.Another(functions), bench.Another(functions) };

        bench.Time.Advance(TimeSpan.FromHours(12));
        foreach (var server in servers) functions.Journals[server.Journal] = true;
        await Task.WhenAll(servers.Select(server => Task.Run(() => functions.Run(server))));
        foreach (var server in servers) await functions.Run(server);

        (await bench.Season(2)).Phase.ShouldBe(SeasonPhase.Open);
        (await bench.Count("{s}.league_results")).ShouldBe(40);
        (await bench.Count("{s}.notifications where code = -3001")).ShouldBe(40);
        (await bench.Count("{s}.mt_events where type = 'league_member_settled'")).ShouldBe(40);
        (await bench.Count("{s}.mt_events where type = 'league_member_placed'")).ShouldBe(80);
        (await bench.Count("{s}.mt_events where type = 'league_season_started'")).ShouldBe(2);
        // Each group's function counted once, whoever ran it.
        (await bench.Query("select total from (select owner_id, sum(score) as total from {s}.leaderboard_records where leaderboard_id = 'paid' group by 1) t", reader => reader.GetDecimal(0)))
            .ShouldBe([8m]);
        await bench.RebuildEqualsLive();
    }

    [Fact]
    public async Task who_crashes_in_the_middle_is_followed_by_another_where_it_was()
    {
        await using var bench = await LeagueBench.Open(postgres.ConnectionString);
        await bench.League(players: 60);
        for (var user = 1; user <= 60; user++) await bench.Submit(user, 1000 - user);
        bench.Time.Advance(TimeSpan.FromHours(12));
        for (var crash = 1; crash < 40; crash++)
        {
            var server = bench.Another(new CrashAfter(crash));
            try
            {
                await server.Seasons.Advance();
            }
            catch (InvalidOperationException)
            {
                // It is gone.
            }
        }

        await bench.Here.Seasons.Advance();
        (await bench.Season(2)).Phase.ShouldBe(SeasonPhase.Open);
        (await bench.Count("{s}.league_results")).ShouldBe(60);
        (await bench.Count("{s}.league_members where season = 2 and group_number > 0")).ShouldBe(60);
        (await bench.Count("{s}.notifications where code = -3001")).ShouldBe(60);
        await bench.RebuildEqualsLive();
    }

    [Fact]
    public async Task a_function_that_keeps_failing_does_not_hold_the_league_up()
    {
        await using var bench = await LeagueBench.Open(postgres.ConnectionString, new Failing());
        await bench.League(players: 3);
        await bench.Submit(1, 5);
        for (var look = 0; look < 4; look++) await bench.Pass(TimeSpan.FromHours(12));
        (await bench.Season(2)).Phase.ShouldBe(SeasonPhase.Open);
        (await bench.Query("select data ->> 'failure' from {s}.mt_events where type = 'league_group_settled'", reader => reader.GetString(0)))
            .ShouldBe(["The function failed 3 times; see the log."]);
        (await bench.Count("{s}.leaderboard_records where leaderboard_id = 'paid'")).ShouldBe(0);
    }

    [Fact]
    public async Task a_season_ended_by_hand_is_followed_by_one_on_boards_of_its_own()
    {
        await using var bench = await LeagueBench.Open(postgres.ConnectionString);
        await bench.League(players: 2);
        await bench.Submit(1, 700);
        (await bench.Here.Control.EndSeason("cup", LeagueBench.Script)).Fault.ShouldBeNull();
        (await bench.Here.Places.Submit(new("cup", LeagueBench.User(2), 999), LeagueBench.Player(2))).Fault
            .ShouldBe(Fault.FailedPrecondition("League season is over and the next one is being prepared."));

        await bench.Here.Seasons.Advance();

        (await bench.Season(2)).EndTime.ShouldBe(LeagueBench.Monday);
        var place = (await bench.Place(1)).Place!;
        (await bench.Standings.Of(place))!.Players.ShouldAllBe(player => player.Result.Score == 0);
        (await bench.Submit(1, 5)).Record.ShouldSatisfyAllConditions(
            record => record.LeaderboardId.ShouldStartWith("league.cup.2."),
            record => record.Score.ShouldBe(5));
    }

    [Fact]
    public async Task a_paused_league_stands_still_and_goes_on()
    {
        await using var bench = await LeagueBench.Open(postgres.ConnectionString);
        await bench.League(players: 2);
        await bench.Submit(1, 700);
        (await bench.Here.Journal.Execute(new PauseLeague("cup", true), LeagueBench.Script)).Fault.ShouldBeNull();
        await bench.Pass(Week);
        (await bench.Season(1)).Phase.ShouldBe(SeasonPhase.Open);
        (await bench.Here.Places.Submit(new("cup", LeagueBench.User(2), 999), LeagueBench.Player(2))).Fault.ShouldBe(Fault.FailedPrecondition("League is paused."));
        (await bench.Here.Journal.Execute(new PauseLeague("cup", false), LeagueBench.Script)).Fault.ShouldBeNull();
        await bench.Here.Seasons.Advance();
        (await bench.Season(2)).Phase.ShouldBe(SeasonPhase.Open);
        (await bench.Count("{s}.league_results where score = 700 and rank = 1")).ShouldBe(1);
    }

    [Fact]
    public async Task other_rules_are_those_of_the_next_season()
    {
        await using var bench = await LeagueBench.Open(postgres.ConnectionString);
        await bench.League(players: 10);
        for (var user = 1; user <= 10; user++) await bench.Submit(user, user);
        var small = LeagueBench.Rules with { Divisions = [new("Only", 4, 0, 0)] };
        (await bench.Here.Journal.Execute(new ReviseLeague("cup") { Rules = small }, LeagueBench.Script)).Fault.ShouldBeNull();
        (await bench.Season(1)).Rules.Divisions.Count.ShouldBe(3);
        await bench.Pass(TimeSpan.FromHours(12));
        // Whoever was in a division that is no more plays in the lowest there is.
        (await bench.Query("select players from {s}.league_groups where season = 2 order by 1", reader => reader.GetInt32(0))).ShouldBe([3, 3, 4]);
        (await bench.Count("{s}.league_members where season = 2 and division = 1 and group_number > 0")).ShouldBe(10);
        (await bench.Join(1)).Place!.Season.ShouldBe(2);
    }

    [Fact]
    public async Task a_league_begins_and_ends_when_it_says()
    {
        await using var bench = await LeagueBench.Open(postgres.ConnectionString);
        var rules = LeagueBench.Rules with { EndTime = LeagueBench.Monday + (2 * Week) - TimeSpan.FromDays(1) };
        await bench.Here.Control.Create(new CreateLeague("cup", rules) { StartTime = LeagueBench.Monday.AddHours(-6) }, LeagueBench.Script);
        await bench.SignUp(1, 3);
        (await bench.Join(1)).IsWaiting.ShouldBeTrue();
        (await bench.Here.Places.Submit(new("cup", LeagueBench.User(1), 9), LeagueBench.Player(1))).Fault.ShouldBe(Fault.FailedPrecondition("League has not started."));
        await bench.Pass(TimeSpan.FromHours(6));
        (await bench.Place(1)).Place.ShouldBe(new GroupKey("cup", 1, 3, 1));
        await bench.Pass(TimeSpan.FromHours(6));
        (await bench.Season(2)).EndTime.ShouldBe(LeagueBench.Monday + Week);
        await bench.Pass(Week);
        (await bench.Season(3)).EndTime.ShouldBe(rules.EndTime);
        (await bench.Submit(1, 9)).Rank.ShouldBe(1);
        await bench.Pass(Week);
        (await bench.Season(3)).Phase.ShouldBe(SeasonPhase.Closed);
        (await bench.Here.Journal.Load(League.Kind.Of("cup"))).IsOver.ShouldBeTrue();
        (await bench.Here.Places.Join("cup", LeagueBench.User(2), LeagueBench.Player(2))).Fault.ShouldBe(Fault.FailedPrecondition("League has ended."));
    }

    [Fact]
    public async Task a_deleted_league_leaves_nothing_and_its_id_can_be_used_again()
    {
        await using var bench = await LeagueBench.Open(postgres.ConnectionString);
        await bench.League(players: 12);
        await bench.Submit(1, 5);
        await bench.Pass(TimeSpan.FromHours(12));
        (await bench.Here.Journal.Execute(new DeleteLeague("cup"), LeagueBench.Script)).Fault.ShouldBeNull();
        (await bench.Lists.Find("cup")).ShouldBeNull();
        (await bench.Here.Places.Join("cup", LeagueBench.User(1), LeagueBench.Player(1))).Fault.ShouldBe(Fault.NotFound("League not found."));
        await bench.Here.Seasons.Advance();
        foreach (var table in new[] { "leagues", "league_seasons", "league_groups", "league_members", "league_results", "leaderboards", "leaderboard_records" })
            (await bench.Count("{s}." + table)).ShouldBe(0, table);

        (await bench.League()).Season.ShouldBe(3);
        (await bench.Join(1)).Place.ShouldBe(new GroupKey("cup", 3, 3, 1));
        await bench.RebuildEqualsLive();
    }

    /// <summary>A game that counts each group that ended, in the transaction that settles it.</summary>
    sealed class Rewards : ILeagueFunctions
    {
        static readonly AsyncLocal<LeagueBench.Server?> Running = new();

        public Dictionary<object, bool> Journals { get; } = [];

        public bool HasSettled => true;

        public Task<int> Run(LeagueBench.Server server)
        {
            Running.Value = server;
            return server.Seasons.Advance();
        }

        public async ValueTask<Fault?> Settled(LeagueRow league, LeagueSeasonRow season, LeagueGroup group, Caller caller, CancellationToken cancel)
        {
            caller.Cause.ShouldBe($"end:league/cup/1/3/{group.Key.Number}");
            var journal = Running.Value!.Journal;
            await journal.Execute(new CreateLeaderboard("paid") { Operator = ScoreOperator.Increment }, caller, cancel);
            return (await journal.Execute(new SubmitScore("paid", 0, LeagueBench.User(0), 1), caller, cancel)).Fault;
        }
    }

    sealed class Failing : ILeagueFunctions
    {
        public bool HasSettled => true;

        public ValueTask<Fault?> Settled(LeagueRow league, LeagueSeasonRow season, LeagueGroup group, Caller caller, CancellationToken cancel) =>
            new(Fault.Internal("a bug of the game's"));
    }

    /// <summary>A server that dies after it has settled some groups.</summary>
    sealed class CrashAfter(int groups) : ILeagueFunctions
    {
        int _left = groups % 3;

        public bool HasSettled => true;

        public ValueTask<Fault?> Settled(LeagueRow league, LeagueSeasonRow season, LeagueGroup group, Caller caller, CancellationToken cancel) =>
            Interlocked.Decrement(ref _left) < 0 ? throw new InvalidOperationException("crash") : new((Fault?)null);
    }
}
