using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Projections.Leaderboards;
using KaosNet.Projections.Leaderboards.Disqualifying;
using KaosNet.Tests.Support;

namespace KaosNet.Projections.Tests.Leaderboards.Disqualifying;

public sealed class DisqualificationsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task one_score_is_taken_back_and_given_back()
    {
        await using var bench = await DisqualifyBench.Open(postgres.ConnectionString);
        await bench.Board("cup");
        await bench.Submit("cup", 1, 100, metadata: """{"run": 1}""");
        await bench.Submit("cup", 2, 200);
        await bench.Submit("cup", 1, 900, metadata: """{"run": 2}""");
        (await bench.Shown("cup")).ShouldBe("1:900 2:200");
        var before = await bench.Record("cup", 1);

        var taken = await bench.Disqualify(new() { LeaderboardId = "cup", Expiry = 0, OwnerId = DisqualifyBench.Owner(1), Submission = 2 });
        taken.Records.ShouldHaveSingleItem().ShouldBe(
            new("cup", 0, DisqualifyBench.Owner(1), 1, new(900, 0, 2), new(100, 0, 1)));
        (await bench.Shown("cup")).ShouldBe("2:200 1:100");
        (await bench.Record("cup", 1)).Metadata.ShouldBe("""{"run": 1}""");

        (await bench.Undo(taken)).Stage.ShouldBe(DisqualificationStage.Undone);
        (await bench.Shown("cup")).ShouldBe("1:900 2:200");
        RecordValues.Of(await bench.Record("cup", 1)).ShouldBe(RecordValues.Of(before));
        await Rebuilt(bench);
    }

    [Fact]
    public async Task all_scores_of_a_player_go_on_every_board_or_on_one()
    {
        await using var bench = await DisqualifyBench.Open(postgres.ConnectionString);
        foreach (var board in new[] { "one", "two/with a slash", "sum" }) await bench.Board(board, board == "sum" ? ScoreOperator.Increment : ScoreOperator.Best);
        foreach (var board in new[] { "one", "two/with a slash", "sum" })
        {
            await bench.Submit(board, 1, 100);
            await bench.Submit(board, 1, 50);
            await bench.Submit(board, 2, 70);
        }

        var onOne = await bench.Disqualify(new() { OwnerId = DisqualifyBench.Owner(1), LeaderboardId = "two/with a slash" });
        (await bench.Shown("two/with a slash")).ShouldBe("2:70");
        (await bench.Shown("sum")).ShouldBe("1:150 2:70");

        // Those that are gone are hit as well: what two take back is out until both are undone.
        var onAll = await bench.Disqualify(new() { OwnerId = DisqualifyBench.Owner(1) });
        (onAll.Disqualification.Records, onAll.Disqualification.Submissions).ShouldBe((3, 6));
        foreach (var board in new[] { "one", "two/with a slash", "sum" }) (await bench.Shown(board)).ShouldBe("2:70");

        await bench.Undo(onOne);
        (await bench.Shown("two/with a slash")).ShouldBe("2:70");
        await bench.Undo(onAll);
        (await bench.Shown("one")).ShouldBe("1:100 2:70");
        (await bench.Shown("two/with a slash")).ShouldBe("1:100 2:70");
        (await bench.Shown("sum")).ShouldBe("1:150 2:70");
        await Rebuilt(bench);
    }

    [Fact]
    public async Task a_period_that_is_over_is_worked_out_again_too()
    {
        await using var bench = await DisqualifyBench.Open(postgres.ConnectionString);
        await bench.Board("daily", ScoreOperator.Increment, schedule: "0 0 * * *");
        await bench.Submit("daily", 1, 100);
        await bench.Submit("daily", 1, 900);
        await bench.Submit("daily", 2, 300);
        var expiry = (await bench.Boards.Directory.Find("daily"))!.CurrentExpiryAt(bench.Boards.Time.GetUtcNow());
        bench.Boards.Time.Advance(TimeSpan.FromDays(1));
        await bench.Submit("daily", 1, 5);
        (await bench.Shown("daily", expiry)).ShouldBe("1:1000 2:300");

        var taken = await bench.Disqualify(new() { LeaderboardId = "daily", Expiry = expiry, OwnerId = DisqualifyBench.Owner(1), Submission = 2 });
        (await bench.Shown("daily", expiry)).ShouldBe("2:300 1:100");
        (await bench.Shown("daily")).ShouldBe("1:5");
        var all = await bench.Disqualify(new() { LeaderboardId = "daily", Expiry = expiry });
        (await bench.Shown("daily", expiry)).ShouldBe("");
        await bench.Undo(all);
        (await bench.Shown("daily", expiry)).ShouldBe("2:300 1:100");
        await bench.Undo(taken);
        (await bench.Shown("daily", expiry)).ShouldBe("1:1000 2:300");
    }

    [Fact]
    public async Task everything_of_a_build_or_a_span_of_time_goes()
    {
        await using var bench = await DisqualifyBench.Open(postgres.ConnectionString);
        await bench.Board("cup");
        await bench.Submit("cup", 1, 100, build: "1.0");
        await bench.Submit("cup", 1, 900, build: "1.1-cracked");
        var noon = bench.Boards.Time.GetUtcNow().AddSeconds(30);
        await bench.Submit("cup", 2, 800, build: "1.1-cracked");
        await bench.Submit("cup", 3, 300);

        var build = await bench.Disqualify(new() { Build = "1.1-cracked" });
        (await bench.Shown("cup")).ShouldBe("3:300 1:100");
        var span = await bench.Disqualify(new() { Since = noon, Until = noon.AddHours(1) });
        (await bench.Shown("cup")).ShouldBe("1:100");
        (span.Disqualification.Records, span.Disqualification.Submissions).ShouldBe((2, 2));
        await bench.Undo(build);
        (await bench.Shown("cup")).ShouldBe("1:900");
        await bench.Undo(span);
        (await bench.Shown("cup")).ShouldBe("1:900 2:800 3:300");

        (await bench.Disqualify(new() { LeaderboardId = "cup", Until = noon })).Disqualification.Submissions.ShouldBe(2);
        (await bench.Shown("cup")).ShouldBe("2:800 3:300");
        (await bench.Disqualifications.Disqualify(new("mod", "x", new() { LeaderboardId = "other", Since = noon }), DisqualifyBench.Moderator)).Fault
            .ShouldBe(DisqualificationFaults.NothingFits);
        await Rebuilt(bench);
    }

    [Fact]
    public async Task what_comes_after_it_stands_and_counts_on_top_once_it_is_undone()
    {
        await using var bench = await DisqualifyBench.Open(postgres.ConnectionString);
        await bench.Board("sum", ScoreOperator.Increment);
        await bench.Submit("sum", 1, 100);
        var taken = await bench.Disqualify(new() { OwnerId = DisqualifyBench.Owner(1) });
        (await bench.Record("sum", 1)).IsWithheld.ShouldBeTrue();
        await bench.Submit("sum", 1, 7);
        (await bench.Shown("sum")).ShouldBe("1:7");
        await bench.Undo(taken);
        (await bench.Shown("sum")).ShouldBe("1:107");
        (await bench.Record("sum", 1)).NumScore.ShouldBe(2);
    }

    [Fact]
    public async Task a_preview_changes_nothing()
    {
        await using var bench = await DisqualifyBench.Open(postgres.ConnectionString);
        await bench.Board("cup");
        await bench.Submit("cup", 1, 100);
        await bench.Submit("cup", 1, 900);
        var horizon = await bench.Search.Horizon(CancellationToken.None);
        var order = new DisqualificationOrder("mod", "cheated", new() { LeaderboardId = "cup", Expiry = 0, OwnerId = DisqualifyBench.Owner(1), Submission = 2 });

        var preview = (await bench.Disqualifications.Preview(order)).Value;
        preview.Records.ShouldHaveSingleItem().After.ShouldBe(new(100, 0, 1));
        (preview.IsMore, preview.Disqualification.Submissions).ShouldBe((false, 1));
        (await bench.Search.Horizon(CancellationToken.None)).ShouldBe(horizon);
        (await bench.Shown("cup")).ShouldBe("1:900");
    }

    [Fact]
    public async Task nonsense_and_nothing_are_refused()
    {
        await using var bench = await DisqualifyBench.Open(postgres.ConnectionString);
        async Task<Fault?> Refusal(DisqualificationCriteria criteria, string author = "mod") =>
            (await bench.Disqualifications.Disqualify(new(author, "cheated", criteria), DisqualifyBench.Moderator)).Fault;

        (await Refusal(new())).ShouldBe(DisqualificationFaults.NoCriteria);
        foreach (var criteria in new DisqualificationCriteria[]
            { new() { OwnerId = DisqualifyBench.Owner(9) }, new() { LeaderboardId = "none" }, new() { Build = "none" }, new() { Until = DateTimeOffset.MaxValue },
              new() { LeaderboardId = "none", Expiry = 5, OwnerId = DisqualifyBench.Owner(9) }, new() { Since = DateTimeOffset.MinValue } })
        {
            (await Refusal(criteria)).ShouldBe(DisqualificationFaults.NothingFits);
        }

        await bench.Board("cup");
        await bench.Submit("cup", 1, 1);
        (await Refusal(new() { LeaderboardId = "cup" }, author: "")).ShouldBe(DisqualificationFaults.InvalidAuthor);
        (await bench.Disqualifications.Undo(Guid.Empty.ToString(), "boss", "x", DisqualifyBench.Moderator)).Fault.ShouldBe(DisqualificationFaults.NotFound);
        (await bench.Disqualifications.Finish(Guid.Empty.ToString(), DisqualifyBench.Moderator)).Fault.ShouldBe(DisqualificationFaults.NotFound);
        (await bench.Shown("cup")).ShouldBe("1:1");
    }

    [Fact]
    public async Task records_that_move_meanwhile_are_worked_out_again()
    {
        await using var bench = await DisqualifyBench.Open(postgres.ConnectionString);
        await bench.Board("sum", ScoreOperator.Increment);
        await bench.Submit("sum", 1, 1000);
        var owner = DisqualifyBench.Owner(1);
        var submitting = Task.Run(async () =>
        {
            for (var i = 0; i < 60; i++) (await bench.Boards.Scores.Submit(new("sum", owner, 1), LeaderboardBench.Script)).Fault.ShouldBeNull();
        });
        var taken = await bench.Disqualify(new() { LeaderboardId = "sum", Expiry = 0, OwnerId = owner, Submission = 1 });
        // One that never stands still is left to the steps, which try until it does.
        (await bench.Disqualifications.Finish(taken.Disqualification.Id, DisqualifyBench.Moderator)).Value.Stage.ShouldBe(DisqualificationStage.Done);
        await submitting;
        (await bench.Shown("sum")).ShouldBe("1:60");
        (await bench.Undo(taken)).Stage.ShouldBe(DisqualificationStage.Undone);
        (await bench.Shown("sum")).ShouldBe("1:1060");
        await Rebuilt(bench);
    }

    [Fact]
    public async Task many_records_go_in_steps_that_anybody_can_finish()
    {
        const int Owners = DisqualificationLimits.RecordsAtOnce + 300;
        await using var bench = await DisqualifyBench.Open(postgres.ConnectionString);
        await bench.Board("cup");
        await Task.WhenAll(Enumerable.Range(1, Owners).Select(async owner => (await bench.Boards.Submit("cup", owner, owner)).Rank.ShouldBeGreaterThan(0)));
        var board = (await bench.Boards.Directory.Find("cup"))!;
        var index = (await bench.Boards.Ranks.FindAny(board, 0, bench.Boards.Time.GetUtcNow()))!;

        var preview = (await bench.Disqualifications.Preview(new("mod", "x", new() { LeaderboardId = "cup" }))).Value;
        (preview.IsMore, preview.Records.Count).ShouldBe((true, DisqualificationLimits.RecordsAtOnce));
        var ordered = await bench.Disqualify(new() { LeaderboardId = "cup" });
        (ordered.IsMore, ordered.Disqualification.Stage).ShouldBe((true, DisqualificationStage.Underway));
        index.Count.ShouldBe(Owners);

        // Two servers are at it at once; neither step is taken twice.
        var id = ordered.Disqualification.Id;
        await using var other = new OtherServer(bench.Boards.Database);
        var finished = await Task.WhenAll(
            bench.Disqualifications.Finish(id, DisqualifyBench.Moderator).AsTask(), other.Disqualifications.Finish(id, DisqualifyBench.Moderator).AsTask());
        foreach (var answer in finished)
            (answer.Value.Stage, answer.Value.Records, answer.Value.Submissions).ShouldBe((DisqualificationStage.Done, Owners, Owners));
        (await new RecordQueries(bench.Boards.Database).Worse(SortOrder.Descending, "cup", 0, null, 10, default)).ShouldBeEmpty();

        var undoing = await bench.Undo(ordered);
        undoing.Stage.ShouldBe(DisqualificationStage.Undoing);
        (await other.Disqualifications.Finish(id, DisqualifyBench.Moderator)).Value.Stage.ShouldBe(DisqualificationStage.Undone);
        (await new RecordQueries(bench.Boards.Database).Worse(SortOrder.Descending, "cup", 0, null, Owners + 1, default)).Count.ShouldBe(Owners);
        await Rebuilt(bench);
    }

    [Fact]
    public async Task an_account_that_is_deleted_meanwhile_stays_without_scores()
    {
        await using var bench = await DisqualifyBench.Open(postgres.ConnectionString);
        await bench.Board("cup");
        await bench.Submit("cup", 1, 100);
        var taken = await bench.Disqualify(new() { OwnerId = DisqualifyBench.Owner(1) });
        var owned = await new OwnedRecords(bench.Boards.Database).Of(DisqualifyBench.Owner(1), CancellationToken.None);
        owned.Count.ShouldBe(1);
        (await bench.Boards.Journal.Execute(new DeleteAccount(DisqualifyBench.Owner(1), owned), DisqualifyBench.Moderator)).Fault.ShouldBeNull();

        await bench.Undo(taken);
        (await bench.Shown("cup")).ShouldBe("");
        (await new OwnedRecords(bench.Boards.Database).Of(DisqualifyBench.Owner(1), CancellationToken.None)).ShouldBeEmpty();
        await Rebuilt(bench);
    }

    [Fact]
    public async Task ranks_know_after_a_restart()
    {
        await using var bench = await DisqualifyBench.Open(postgres.ConnectionString);
        await bench.Board("cup");
        foreach (var owner in new[] { 1, 2, 3 }) await bench.Submit("cup", owner, owner * 100);
        await bench.Disqualify(new() { OwnerId = DisqualifyBench.Owner(3) });

        var (directory, ranks) = bench.Boards.AfterRestart();
        var index = await ranks.Find((await directory.Find("cup"))!, 0, bench.Boards.Time.GetUtcNow());
        (index!.Count, index.RankOf(LeaderboardBench.Owner(2)), index.RankOf(LeaderboardBench.Owner(3))).ShouldBe((2, 1, 0));
    }

    [Fact]
    public async Task the_list_goes_to_its_last_page_and_the_details_too()
    {
        await using var bench = await DisqualifyBench.Open(postgres.ConnectionString);
        await bench.Board("cup");
        for (var owner = 1; owner <= 5; owner++) await bench.Submit("cup", owner, owner);
        for (var owner = 1; owner <= 3; owner++) await bench.Disqualify(new() { OwnerId = DisqualifyBench.Owner(owner) });
        bench.Boards.Time.Advance(TimeSpan.FromSeconds(1));
        var all = await bench.Disqualify(new() { LeaderboardId = "cup" });

        var first = (await bench.Lists.Page(3, "")).Value;
        var last = (await bench.Lists.Page(3, first.Cursor)).Value;
        (first.Disqualifications.Count, last.Disqualifications.Count, last.Cursor).ShouldBe((3, 1, ""));
        first.Disqualifications[0].ShouldBe(await bench.Boards.Journal.Load(Disqualification.Kind.Of(all.Disqualification.Id)));
        (await bench.Lists.Page(0, "")).Fault.ShouldBe(DisqualificationFaults.InvalidLimit);
        (await bench.Lists.Page(101, "")).Fault.ShouldBe(DisqualificationFaults.InvalidLimit);
        (await bench.Lists.Page(3, "nonsense")).Fault.ShouldBe(DisqualificationFaults.InvalidCursor);

        var id = Guid.Parse(all.Disqualification.Id);
        List<DisqualifiedRecord> seen = [];
        var cursor = "";
        do
        {
            var page = (await bench.Lists.Find(id, 2, cursor)).Value;
            seen.AddRange(page.Records);
            cursor = page.Cursor;
        }
        while (cursor.Length > 0);
        seen.Select(record => record.OwnerId).ShouldBe(Enumerable.Range(1, 5).Select(DisqualifyBench.Owner), ignoreOrder: true);
        (await bench.Lists.Find(id, 2, first.Cursor)).Fault.ShouldBe(DisqualificationFaults.InvalidCursor);
        (await bench.Lists.Find(Guid.Empty, 2, "")).Fault.ShouldBe(DisqualificationFaults.NotFound);
    }

    static Task Rebuilt(DisqualifyBench bench) => bench.Boards.RebuildEqualsLive();
}
