using KaosNet.Modules;
using KaosNet.Modules.Leaderboards;
using KaosNet.Tests.Support;

namespace KaosNet.Scripting.Tests.Server;

/// <summary>Leagues from modules in JavaScript and in C#, on a real database.</summary>
public sealed class LeagueApiSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task javascript_rules_leagues()
    {
        await using var world = await ApiWorld.Open(await TestPostgres.CreateDatabaseAsync());
        world.Run("""
            const rules = { divisions: [{ name: "Top", groupSize: 2, relegated: 1 }, { name: "Low", groupSize: 2, promoted: 1 }], sortOrder: "asc", operator: "set", inactive: "leave" };
            nk.leagueCreate("small", rules, "Small", { a: 1 });
            nk.leagueCreate("other", { divisions: [{ name: "Only", groupSize: 5 }] });
            nk.leagueJoin("small", ann);
            nk.leagueJoin("other", cid);
            const record = nk.leagueScore("small", ann, 30, 0, { by: "js" }, "annie"), table = nk.leagueStandings("small", 2);
            nk.leagueMove("small", ann, 1);
            const place = nk.leaguePlace("small", ann), nowhere = nk.leaguePlace("small", bob);
            nk.leaguePause("small");
            nk.leagueUpdate("small", undefined, "New");
            const league = nk.leagueGet("small");
            nk.leagueResume("small");
            nk.leagueLeave("small", ann);
            const page = nk.leaguesList(1), rest = nk.leaguesList(10, page.cursor);
            const lists = [nk.leagueSeasonsList("small").seasons.length, nk.leagueGroupsList("small").groups.length, nk.leagueResultsList("small", ann).results.length];
            nk.leagueDelete("small");
            return [record.score, record.metadata.by, table.divisionName, table.standings[0].score, table.standings[0].outcome, table.standings[0].metadata.by, table.settled,
              place.divisionName, place.movesTo, place.joinTime > 1700000000, place.season, place.outcome, "rank" in nk.leaguePlace("other", cid), league.title, league.paused, league.metadata.a, league.rules.divisions[1].promoted,
              league.rules.sortOrder, league.rules.operator, league.rules.inactive, nowhere, page.leagues[0].id, rest.leagues[0].id, lists, nk.leagueGet("small")];
            """).ShouldBe("""[30,"js","Low",30,"promoted","js",false,"Low",1,true,1,"moved",true,"New",true,1,1,"asc","set","leave",null,"small","other",[1,1,0],null]""");
        foreach (var (call, refusal) in new[]
        {
            ("nk.leagueCreate()", "TypeError: expects string"),
            ("nk.leagueCreate('x')", "TypeError: expects a table of rules"),
            ("nk.leagueCreate('x', {})", "TypeError: expects divisions to be a list of 1-50 tables"),
            ("nk.leagueCreate('x', { divisions: [5] })", "TypeError: expects divisions to be a list of 1-50 tables"),
            ("nk.leagueCreate('x', { divisions: [{ name: 'A' }] })", "TypeError: expects group_size to be a whole number"),
            ("nk.leagueCreate('x', { divisions: [{ name: 'A', groupSize: 1 }] })", "GoError: error creating league: a division's group size must be 2-100"),
            ("nk.leagueCreate('x', { divisions: [], sortOrder: 'up' })", "TypeError: expects sort order to be 'asc' or 'desc'"),
            ("nk.leagueJoin('x', 'ann')", "TypeError: expects owner ID to be a valid identifier"),
            ("nk.leagueJoin('x', '')", "TypeError: expects a owner ID string"),
            ("nk.leagueMove('other', ann, 0)", "TypeError: expects a division number from 1"),
            ("nk.leagueMove('other', ann, 1)", "GoError: error changing league member: player is not in the league"),
            ("nk.leagueScore('other', ann, 1)", "GoError: error writing league score: must join league before attempting to write value"),
            ("nk.leagueStandings('other', 1, 2)", "GoError: error listing league standings: league group not found"),
            ("nk.leaguesList(101)", "TypeError: expects limit to be 1-100"),
            ("nk.leagueSeasonEnd('none')", "GoError: error changing league: league not found"),
        })
            world.Refusal(call).ShouldBe(refusal, call);
    }

    [Fact]
    public async Task csharp_rules_leagues()
    {
        await using var world = await ApiWorld.Open(postgres.ConnectionString);
        var leagues = world.Nk.Leagues;
        await leagues.Create("ladder", new() { Divisions = [new() { Name = "Only", GroupSize = 5 }], Operator = ScoreOperator.Increment, EndTime = DateTimeOffset.FromUnixTimeSeconds(4_000_000_000) });
        await leagues.Join("ladder", ApiWorld.AnnId);
        var league = (await leagues.Find("ladder")).ShouldNotBeNull();
        (league.Rules.Operator, league.Rules.SortOrder, league.Rules.EndTime!.Value.ToUnixTimeSeconds()).ShouldBe((ScoreOperator.Increment, SortOrder.Descending, 4_000_000_000));
        (await leagues.PlaceOf("ladder", ApiWorld.AnnId))!.DivisionName.ShouldBe("Only");
        (await leagues.PlaceOf("ladder", ApiWorld.BobId)).ShouldBeNull();
        (await Should.ThrowAsync<RefusedException>(async () => await leagues.Create("bad", new() { Divisions = [new() { Name = "Only", GroupSize = 5 }], Operator = ScoreOperator.NoOverride })))
            .Message.ShouldBe("expects operator to be 'best', 'set', 'decr' or 'incr'");
    }
}
