using KaosNet.Modules;
using KaosNet.Modules.Brackets;
using KaosNet.Tests.Support;

namespace KaosNet.Scripting.Tests.Server;

/// <summary>Brackets from modules in JavaScript and in C#, on a real database.</summary>
public sealed class BracketApiSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task javascript_runs_brackets()
    {
        await using var world = await ApiWorld.Open(await TestPostgres.CreateDatabaseAsync());
        world.Run("""
            const made = nk.bracketCreate({ format: "round_robin", title: "Cup", category: 7, metadata: { map: "moon" }, legs: 1, tieBreaks: ["wins", "score_for"], noShow: "wait" }, [ann]);
            nk.bracketJoin(made.id, bob);
            const joined = nk.bracketJoin(made.id, [cid]);
            const started = nk.bracketStart(made.id, "given", [cid, bob, ann]);
            const first = nk.bracketReport(made.id, 1, { firstScore: 2, secondScore: 1 }, "m1");
            const corrected = nk.bracketCorrect(made.id, 1, { secondScore: 3 }, "typing error");
            const sheet = nk.bracketGet(made.id);
            const off = nk.bracketCancel(made.id, "rain");
            return [made.phase, made.rules.format, made.rules.metadata.map, made.rules.tieBreaks, made.rules.noShow, "seeding" in made, joined.entrantCount, started.seeding, first.matchId,
              first.outcome, first.state, corrected.firstScore, corrected.secondScore, sheet.entrants.length, sheet.pairings.length, sheet.pairings[0].side, "entrants" in off, off.phase,
              nk.bracketsList({ userId: ann, phase: "cancelled", category: 7 }).brackets.length, nk.bracketsList({ phase: "open" }, 10).brackets.length];
            """).ShouldBe(
            """["open","round_robin","moon",["wins","score_for"],"wait",false,3,"given","m1","played","decided",0,3,3,3,"main",false,"cancelled",1,0]""");
        world.Run("""
            nk.leaderboardCreate("seeds", false, "desc", "best", undefined, undefined, true);
            nk.leaderboardRecordWrite("seeds", bob, "bob", 9);
            nk.leaderboardRecordWrite("seeds", ann, "ann", 5);
            const made = nk.bracketCreate({ format: "single_elimination" }, [ann, bob]);
            const started = nk.bracketStart(made.id, "board", "seeds");
            const gone = nk.bracketWithdraw(made.id, ann, "ill");
            return [started.board, started.boardExpiry, nk.bracketGet(made.id).pairings[0].firstId === bob, gone.phase, gone.winnerId === bob];
            """).ShouldBe("""["seeds",0,true,"finished",true]""");
        foreach (var (call, refusal) in new[]
        {
            ("nk.bracketCreate()", "TypeError: expects a table of rules"),
            ("nk.bracketCreate({ title: 'x' })", "TypeError: expects a table of rules with a format, and each rule of its kind"),
            ("nk.bracketCreate({ format: 'best' })", "TypeError: expects a table of rules with a format, and each rule of its kind"),
            ("nk.bracketCreate({ format: 'round_robin', tieBreaks: ['x'] })", "TypeError: expects tieBreaks to be a list of its words"),
            ("nk.bracketCreate({ format: 'round_robin', legs: 3 })", "GoError: bracket_create failed: bracket legs must be 1, or 2 in a round robin"),
            ("nk.bracketGet(nobody)", "GoError: bracket_get failed: bracket not found"),
            ("nk.bracketStart(nobody, 'x')", "TypeError: expects seeding to be entry, given, board or random"),
            ("nk.bracketStart(nobody, 'board')", "GoError: bracket_start failed: expects a leaderboard ID string"),
            ("nk.bracketReport(nobody, 0, {})", "TypeError: expects the number of a pairing"),
            ("nk.bracketReport(nobody, 1)", "TypeError: expects a table with first_score, second_score or winner_id"),
            ("nk.bracketsList({ phase: 'x' })", "TypeError: expects phase to be open, running, finished or cancelled"),
            ("nk.bracketJoin(nobody, 'x')", "TypeError: expects user ID to be a valid identifier"),
        })
            world.Refusal(call).ShouldBe(refusal, call);
    }

    [Fact]
    public async Task csharp_runs_brackets()
    {
        await using var world = await ApiWorld.Open(postgres.ConnectionString);
        var brackets = world.Nk.Brackets;
        var made = await brackets.Create(new() { Format = BracketFormat.SingleElimination, BestOf = 3, Metadata = """{"a":1}""" }, [ApiWorld.AnnId]);
        (made.Phase, made.Seeding, made.Rules.Metadata.ToString()).ShouldBe((BracketPhase.Open, null, """{"a": 1}"""));
        await brackets.Join(made.Id, userId: ApiWorld.BobId);
        await brackets.Start(made.Id, Seeding.Entry);
        var pairing = await brackets.Report(made.Id, 1, new() { FirstScore = 2, SecondScore = 1 });
        (pairing.State, pairing.Outcome, pairing.WinnerId, pairing.MatchId).ShouldBe((PairingState.Decided, PairingOutcome.Played, ApiWorld.AnnId, null));
        var sheet = await brackets.Of(made.Id);
        (sheet.Phase, sheet.WinnerId, sheet.Entrants![0].UserId, sheet.Entrants[1].Place).ShouldBe((BracketPhase.Finished, ApiWorld.AnnId, ApiWorld.AnnId, 2));
        (await Should.ThrowAsync<RefusedException>(async () => await brackets.Report(made.Id, 9, new()))).Message.ShouldBe("bracket is not running");
        (await brackets.List(new() { UserId = ApiWorld.BobId })).Brackets.ShouldHaveSingleItem().Entrants.ShouldBeNull();
    }
}
