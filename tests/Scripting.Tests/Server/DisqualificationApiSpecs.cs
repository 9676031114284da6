using KaosNet.Modules.Leaderboards;
using KaosNet.Tests.Support;

namespace KaosNet.Scripting.Tests.Server;

/// <summary>Taking scores back and giving them back, from modules in JavaScript and in C# on a real database.</summary>
public sealed class DisqualificationApiSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task javascript_takes_scores_back_and_gives_them_back()
    {
        await using var world = await ApiWorld.Open(await TestPostgres.CreateDatabaseAsync());
        world.Run("""
            nk.leaderboardCreate("cup", false, "desc", "best", undefined, undefined, true);
            nk.leaderboardRecordWrite("cup", ann, "ann", 100);
            nk.leaderboardRecordWrite("cup", ann, "ann", 900);
            nk.leaderboardRecordWrite("cup", bob, "bob", 300);
            const board = () => nk.leaderboardRecordsList("cup", null, 10).records.map(record => record.username + record.score).join(" ");
            const order = { ownerId: ann, leaderboardId: "cup", expiry: 0, submission: 2, reason: "speed hack" };
            const dry = nk.disqualify(order, true), before = board(), taken = nk.disqualify(order), during = board();
            const undone = nk.disqualifyUndo(taken.id, "lag", "boss"), after = board();
            nk.disqualify({ since: 0, before: 253402300799, leaderboardId: "cup", reason: "all", author: "mod" });
            const listed = nk.disqualificationsList(1), rest = nk.disqualificationsList(1, listed.cursor);
            const found = nk.disqualificationGet(listed.disqualifications[0].id, 1), last = nk.disqualificationGet(listed.disqualifications[0].id, 1, found.cursor);
            return [before, during, after, board(), "id" in dry, dry.dryRun, dry.records[0].after.score, taken.stage, taken.author, taken.submission, taken.records[0].before.score,
              undone.stage, undone.undoAuthor, undone.undoReason, listed.disqualifications[0].recordCount, listed.disqualifications[0].author,
              rest.disqualifications[0].id === taken.id, "cursor" in rest, found.disqualification.records.length, last.disqualification.records.length];
            """).ShouldBe("""["ann900 bob300","bob300 ann100","ann900 bob300","",false,true,100,"done","index.js",2,900,"undone","boss","lag",2,"mod",true,false,1,1]""");
        foreach (var (call, refusal) in new[]
        {
            ("nk.disqualify()", "TypeError: expects object"),
            ("nk.disqualify({})", "GoError: error disqualifying: disqualification expects a leaderboard, an owner, a build or a span of time"),
            ("nk.disqualify({ ownerId: 'ann' })", "TypeError: expects ownerId to be a valid ID"),
            ("nk.disqualify({ since: -1 })", "TypeError: expects since to be a time in Unix seconds"),
            ("nk.disqualifyUndo(nobody, 'r')", "GoError: error undoing disqualification: disqualification not found"),
            ("nk.disqualificationsList(101)", "TypeError: expects limit to be 1-100"),
        })
            world.Refusal(call).ShouldBe(refusal, call);
    }

    [Fact]
    public async Task csharp_takes_scores_back()
    {
        await using var world = await ApiWorld.Open(postgres.ConnectionString);
        await world.Nk.Leaderboards.Create("dash");
        await world.Nk.Leaderboards.WriteRecord("dash", ApiWorld.AnnId, "ann", 5);
        var taken = await world.Nk.Disqualifications.Disqualify(new() { LeaderboardId = "dash", OwnerId = ApiWorld.AnnId, Reason = "bot" });
        (taken.Stage, taken.Author, taken.Records![0].Before!.Score, taken.Records[0].After).ShouldBe((DisqualificationStage.Done, "main", 5, null));
        (await world.Nk.Leaderboards.ListRecords("dash", limit: 10)).Records.ShouldBeEmpty();
        (await world.Nk.Disqualifications.Undo(taken.Id!.Value, "lag")).Stage.ShouldBe(DisqualificationStage.Undone);
        (await world.Nk.Leaderboards.ListRecords("dash", limit: 10)).Records.ShouldHaveSingleItem().Score.ShouldBe(5);
        (await world.Nk.Disqualifications.Of(taken.Id.Value)).Disqualification.UndoReason.ShouldBe("lag");
    }
}
