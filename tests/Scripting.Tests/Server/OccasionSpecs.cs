using KaosNet.Domain.Brackets;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leagues;
using KaosNet.Projections.Brackets;
using KaosNet.Projections.Leagues;
using KaosNet.Scripting.CSharp;
using KaosNet.Scripting.Nk.Bundles;
using KaosNet.Scripting.Tests.CSharp;
using KaosNet.Scripting.Tests.Nk.Bundles;

namespace KaosNet.Scripting.Tests.Server;

/// <summary>Functions of bundles and of C# modules for ends of seasons and for what happens to brackets.</summary>
public sealed class OccasionSpecs
{
    private const string Ann = "00000000-0000-4000-8000-000000000001", Bob = "00000000-0000-4000-8000-000000000002";
    private const string Rules =
        """{"divisions":[{"name":"Gold","group_size":2,"promoted":0,"relegated":1},{"name":"Silver","group_size":2,"promoted":1,"relegated":0}],"sort_order":"descending","operator":"best"}""";

    private static readonly Caller Settling = new() { Source = Source.System, Cause = "season:cup/3/2/1" };

    private static readonly LeagueRow Cup = new("cup", "The cup", """{"prize": 5}""", Rules, false, false, false, 3, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);

    private static readonly LeagueSeasonRow Season = new("cup", 3, SeasonPhase.Closing, Rules, DateTimeOffset.UnixEpoch, null, true, 0, 1, 0, "");

    private static readonly LeagueGroup Group = new()
    {
        Key = new GroupKey("cup", 3, 2, 1),
        BoardId = "league.cup.1.2.1",
        Results = [new(Ann, 1, 30, 0, 2, LeagueOutcome.Promoted, 1), new(Bob, 2, 20, 0, 1, LeagueOutcome.Stayed, 2)],
    };

    [Fact]
    public async Task a_bundle_is_told_of_each_group_of_a_season()
    {
        using var bench = BundleBench.OfInit(
            "initializer.registerLeagueSeasonEnd(settled);",
            """
            function settled(ctx, logger, nk, league, season, group) {
              if (league.id === 'bad') throw new Error('no prizes');
              logger.info('%s %s', ctx.executionMode, JSON.stringify([league.metadata.prize, league.rules.divisions[1].groupSize, league.rules.sortOrder, league.rules.operator, season.number,
                season.phase, season.endedByHand, group.divisionName, group.standings[0].userId, group.standings[0].outcome, group.standings[1].nextDivision]));
            }
            """);
        var functions = new BundleLeagueFunctions(bench.Host, bench.Settings, bench.Server, TimeProvider.System);
        functions.HasSettled.ShouldBeTrue();
        (await functions.Settled(Cup, Season, Group, Settling, CancellationToken.None)).ShouldBeNull();
        bench.Log.Lines.ShouldContain($"""Information: league_season_end [5,2,"desc","best",3,"closing",true,"Silver","{Ann}","promoted",2]""");
        (await functions.Settled(Cup with { Id = "bad" }, Season, Group, Settling, CancellationToken.None))!.Message.ShouldStartWith("Error: no prizes");
    }

    [Fact]
    public async Task a_csharp_module_is_told_of_each_group_of_a_season()
    {
        using var bench = await CSharpBench.Of("""
            setup.OnLeagueSeasonEnd((context, league, season, group) =>
            {
                if (league.Id == "bad") throw new InvalidOperationException("no prizes");
                context.Logger.LogInformation("{Mode} {Season} {Phase} {Name} {User} {Outcome}", context.Mode, season.Number, season.Phase, group.DivisionName,
                    group.Standings[0].UserId, group.Standings[0].Outcome);
                return default;
            });
            """);
        var functions = new CSharpLeagueFunctions(bench.Modules);
        functions.HasSettled.ShouldBeTrue();
        (await functions.Settled(Cup, Season, Group, Settling, CancellationToken.None)).ShouldBeNull();
        bench.Log.Lines.ShouldContain($"Information: league_season_end 3 Closing Silver {Ann} Promoted");
        (await functions.Settled(Cup with { Id = "bad" }, Season, Group, Settling, CancellationToken.None)).ShouldBe(Fault.Internal("internal error"));
    }

    [Fact]
    public async Task a_bundle_is_told_of_brackets()
    {
        using var bench = BundleBench.OfInit(
            "initializer.registerBracketReady(ready); initializer.registerBracketEnd(over);",
            """
            function ready(ctx, logger, nk, bracket, pairings) {
              logger.info('%s %s', ctx.executionMode, JSON.stringify([bracket.rules.format, bracket.phase, 'entrants' in bracket, pairings.map(one => [one.number, one.state, one.firstId])]));
            }
            function over(ctx, logger, nk, bracket) {
              logger.info('%s %s', ctx.executionMode, JSON.stringify([bracket.rules.metadata.map, bracket.entrants.length, bracket.pairings[0].side]));
              throw new Error('no prizes');
            }
            """);
        var functions = new BundleBracketFunctions(bench.Host, bench.Settings, bench.Server, TimeProvider.System);
        (functions.Has(BracketCallback.Ready), functions.CallerOf(BracketCallback.End, "end:1").Actor).ShouldBe((true, "index.js:over"));
        var bracket = Drawn();
        (await functions.Call(BracketCallback.Ready, bracket, [1], "ready:1", CancellationToken.None)).Fault.ShouldBeNull();
        bench.Log.Lines.ShouldContain($"""Information: bracket_ready ["single_elimination","running",false,[[1,"ready","{Ann}"]]]""");
        (await functions.Call(BracketCallback.End, bracket, [], "end:1", CancellationToken.None)).Fault!.Message.ShouldStartWith("Error: no prizes");
        bench.Log.Lines.ShouldContain("""Information: bracket_end ["moon",2,"main"]""");
    }

    [Fact]
    public async Task a_csharp_module_is_told_of_brackets()
    {
        using var bench = await CSharpBench.Of("""
            setup.OnBracketReady((context, bracket, pairings) =>
            {
                context.Logger.LogInformation("{Mode} {Format} {Numbers} {First}", context.Mode, bracket.Rules.Format, string.Join(",", pairings.Select(one => one.Number)), pairings[0].FirstId);
                return default;
            });
            setup.OnBracketEnd((context, bracket) => throw new RefusedException(StatusCode.Aborted, $"{bracket.Entrants!.Count} players, no prizes"));
            """);
        var functions = new CSharpBracketFunctions(bench.Modules);
        functions.CallerOf(BracketCallback.Ready, "ready:1").ShouldBe(new Caller { Source = Source.Script, Actor = "main", Operation = "bracket_ready", Cause = "ready:1" });
        var bracket = Drawn();
        (await functions.Call(BracketCallback.Ready, bracket, [1], "ready:1", CancellationToken.None)).Fault.ShouldBeNull();
        bench.Log.Lines.ShouldContain($"Information: bracket_ready SingleElimination 1 {Ann}");
        (await functions.Call(BracketCallback.End, bracket, [], "end:1", CancellationToken.None)).Fault.ShouldBe(new Fault(FaultCode.Aborted, "2 players, no prizes"));
    }

    /// <summary>Two players whose one pairing can be played.</summary>
    private static Bracket Drawn() => new()
    {
        Id = "0bb0bb00-0000-4000-8000-000000000001",
        Phase = BracketPhase.Running,
        Settings = new BracketSettings(BracketFormat.SingleElimination) { Metadata = """{"map": "moon"}""" },
        Entrants = [new(Ann, DateTimeOffset.UnixEpoch), new(Bob, DateTimeOffset.UnixEpoch)],
        Pairings = [new() { Number = 1, First = 1, Second = 2, ReadyAt = DateTimeOffset.UnixEpoch }],
    };
}
