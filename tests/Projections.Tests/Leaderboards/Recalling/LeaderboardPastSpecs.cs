using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.History;
using KaosNet.Projections.Leaderboards;
using KaosNet.Projections.Leaderboards.Recalling;
using KaosNet.Tests.Support;

namespace KaosNet.Projections.Tests.Leaderboards.Recalling;

public sealed class LeaderboardPastSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    static readonly TimeSpan Step = TimeSpan.FromSeconds(97);

    /// <summary>What a list showed at a moment, told by its time and by the place of the last event before it.</summary>
    sealed record Shown(string Board, DateTimeOffset At, long Sequence, long Expiry, IReadOnlyList<RankedRecord> Records);

    [Theory]
    [InlineData(SortOrder.Descending, ScoreOperator.Best, null)]
    [InlineData(SortOrder.Ascending, ScoreOperator.Set, "*/20 * * * *")]
    [InlineData(SortOrder.Descending, ScoreOperator.Increment, "*/30 * * * *")]
    [InlineData(SortOrder.Ascending, ScoreOperator.Decrement, null)]
    public async Task what_lists_showed_is_shown_again(SortOrder order, ScoreOperator rule, string? schedule)
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        var board = await bench.Create(new("a/b-c") { SortOrder = order, Operator = rule, ResetSchedule = schedule, EnableRanks = true });
        await bench.Create(new("other") { Operator = rule, EnableRanks = true });
        var random = new Random(11);
        var moments = new List<Shown>();
        for (var step = 0; step < 60; step++)
        {
            bench.Time.Advance(Step);
            var owner = random.Next(12);
            if (random.Next(6) == 0) (await bench.Scores.Delete(board.Id, LeaderboardBench.Owner(owner).ToString(), LeaderboardBench.Script)).Fault.ShouldBeNull();
            else await bench.Submit(board.Id, owner, random.Next(30), random.Next(3));
            await bench.Submit("other", owner, random.Next(30));
            var now = bench.Time.GetUtcNow();
            var page = (await bench.Lists.Page(board, null, 100, null, [])).Value;
            moments.Add(new(board.Id, now, await LastEvent(bench), board.CurrentExpiryAt(now), page.Records));
        }

        foreach (var shown in moments.Where((_, place) => place % 5 == 0))
        {
            var byTime = PastMoment.At(shown.At + (Step / 2));
            (await Whole(bench, shown.Board, byTime, shown.Expiry, pageSize: 100)).ShouldBe(shown.Records);
            (await Whole(bench, shown.Board, PastMoment.AtEvent(shown.Sequence), shown.Expiry, pageSize: 5)).ShouldBe(shown.Records);
            foreach (var ranked in shown.Records.Take(3))
            {
                var past = (await bench.Past.Record(shown.Board, ranked.Record.OwnerId, byTime, null, shown.Expiry)).Value;
                (past.Record, past.RankCount).ShouldBe((ranked, shown.Records.Count));
                (await bench.Past.Record(shown.Board, ranked.Record.OwnerId, null, past.Version, shown.Expiry)).Value.Record.Record.ShouldBe(ranked.Record);
            }
        }

        await bench.RebuildEqualsLive();
    }

    [Fact]
    public async Task a_period_goes_by_the_moment_and_closed_ones_can_be_named()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        var board = await bench.Board("daily", schedule: "0 0 * * *");
        var first = bench.Time.GetUtcNow();
        await bench.Submit("daily", 1, 10);
        bench.Time.Advance(TimeSpan.FromDays(1));
        await bench.Submit("daily", 2, 20);

        var then = (await bench.Past.Page("daily", PastMoment.At(first), null, 10, "")).Value;
        (then.Expiry, Numbers(then.Records)).ShouldBe((board.CurrentExpiryAt(first), "1:1"));
        var now = (await bench.Past.Page("daily", null, null, 10, "")).Value;
        (now.Expiry, Numbers(now.Records)).ShouldBe((board.CurrentExpiryAt(bench.Time.GetUtcNow()), "2:1"));
        Numbers((await bench.Past.Page("daily", null, then.Expiry, 10, "")).Value.Records).ShouldBe("1:1");
        Numbers((await bench.Past.Page("daily", null, 77, 10, "")).Value.Records).ShouldBe("");
    }

    [Fact]
    public async Task before_a_board_was_there_and_before_a_record_was_there_is_nothing()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        var before = PastMoment.At(bench.Time.GetUtcNow().AddSeconds(-1));
        await bench.Board("cup");
        var without = PastMoment.At(bench.Time.GetUtcNow());
        bench.Time.Advance(Step);
        await bench.Submit("cup", 1, 10);

        (await bench.Past.Page("cup", before, null, 10, "")).Fault.ShouldBe(LeaderboardFaults.NotFound);
        (await bench.Past.Page("nowhere", null, null, 10, "")).Fault.ShouldBe(LeaderboardFaults.NotFound);
        (await bench.Past.Page("cup", PastMoment.AtEvent(0), null, 10, "")).Fault.ShouldBe(LeaderboardFaults.NotFound);
        (await bench.Past.Page("cup", without, null, 10, "")).Value.Records.ShouldBeEmpty();
        var ann = LeaderboardBench.Owner(1);
        (await bench.Past.Record("cup", ann, before, null, null)).Fault.ShouldBe(LeaderboardFaults.NotFound);
        (await bench.Past.Record("cup", ann, without, null, null)).Fault.ShouldBe(LeaderboardFaults.RecordNotFound);
        (await bench.Past.Record("cup", LeaderboardBench.Owner(2), null, null, null)).Fault.ShouldBe(LeaderboardFaults.RecordNotFound);
        (await bench.Past.Record("cup", ann, null, 2, null)).Fault.ShouldBe(LeaderboardFaults.RecordNotFound);
        (await bench.Past.Record("cup", ann, null, 1, null)).Value.Record.Record.Score.ShouldBe(10);
    }

    [Fact]
    public async Task a_cursor_is_good_for_its_own_board_period_and_moment_only()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        await bench.Board("one");
        await bench.Board("two");
        for (var i = 0; i < 3; i++) await bench.Submit("one", i, i);
        for (var i = 0; i < 3; i++) await bench.Submit("two", i, i);
        var moment = PastMoment.At(bench.Time.GetUtcNow());
        var next = (await bench.Past.Page("one", moment, null, 1, "")).Value.Next;
        (await bench.Past.Page("one", moment, null, 1, next)).Fault.ShouldBeNull();
        (await bench.Past.Page("two", moment, null, 1, next)).Fault.ShouldBe(LeaderboardFaults.InvalidCursor);
        (await bench.Past.Page("one", PastMoment.AtEvent(99), null, 1, next)).Fault.ShouldBe(LeaderboardFaults.InvalidCursor);
        (await bench.Past.Page("one", moment, 7, 1, next)).Fault.ShouldBe(LeaderboardFaults.InvalidCursor);
        (await bench.Past.Page("one", moment, null, 1, "bad")).Fault.ShouldBe(LeaderboardFaults.InvalidCursor);
    }

    [Fact]
    public async Task looking_back_reads_streams_by_key_and_never_all_events()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        foreach (var id in new[] { "cup", "other" }) await bench.Board(id);
        await Task.WhenAll(Enumerable.Range(0, 3000).Select(i => bench.Submit(i % 30 == 0 ? "cup" : "other", i % 500, i)));
        foreach (var moment in new[] { PastMoment.At(bench.Time.GetUtcNow()), PastMoment.AtEvent(2000) })
        {
            object at = moment.Time is { } time ? time : moment.Sequence;
            var standings = await QueryPlan.Of(
                bench.Database, "mt_events", PastStandings.StandingsStatement(bench.Database.Schema, moment),
                "cup", 0L, "record-cup/0/", new[] { "score_submitted", "score_record_deleted" }, at);
            standings.ShouldMatch("Index Scan Backward using [a-z_]+ on mt_events");
            standings.ShouldNotContain("Seq Scan on mt_events");
            var fold = await QueryPlan.Of(
                bench.Database, "mt_events", PastStreams.FoldStatement(bench.Database.Schema, moment),
                new[] { $"record-cup/0/{LeaderboardBench.Owner(0)}" }, at);
            fold.ShouldNotContain("Seq Scan on mt_events");
        }
    }

    [Fact]
    public async Task pages_after_the_first_one_are_made_of_what_it_found()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        await bench.Board("cup");
        for (var i = 0; i < 30; i++) await bench.Submit("cup", i, i % 7);
        var moment = PastMoment.At(bench.Time.GetUtcNow());
        var shown = await Whole(bench, "cup", moment, 0, 7);
        bench.Past.Kept.ShouldBe(0, "something may still be on its way into such a recent moment");

        bench.Time.Advance(TimeSpan.FromMinutes(2));
        await bench.Submit("cup", 3, 1000);
        var last = (await bench.Past.Record("cup", LeaderboardBench.Owner(3), moment: null, version: null, expiry: null)).Value.Sequence;
        (await Whole(bench, "cup", moment, 0, 7)).ShouldBe(shown);
        bench.Past.Kept.ShouldBe(30);
        (await Whole(bench, "cup", moment, 0, 4)).ShouldBe(shown);
        foreach (var one in shown.Where((_, at) => at % 9 == 0))
            (await bench.Past.Record("cup", one.Record.OwnerId, moment, version: null, expiry: null)).Value.Record.Rank.ShouldBe(one.Rank);

        // By the place of an event: it has to be long ago as well.
        var afterwards = await Whole(bench, "cup", PastMoment.AtEvent(last), 0, 7);
        bench.Past.Kept.ShouldBe(30);
        bench.Time.Advance(TimeSpan.FromMinutes(2));
        (await Whole(bench, "cup", PastMoment.AtEvent(last), 0, 7)).ShouldBe(afterwards);
        bench.Past.Kept.ShouldBe(60);
        (await bench.Past.Page("cup", PastMoment.AtEvent(last + 100), null, 7, "")).Value.Records[0].Record.Score.ShouldBe(1000);
        bench.Past.Kept.ShouldBe(60, "events up to there are still to come");

        bench.Time.Advance(KeptStandings.KeptFor * 2);
        bench.Past.Kept.ShouldBe(0);
    }

    [Fact]
    public void what_is_kept_has_a_bound()
    {
        using var kept = new KeptStandings(TimeProvider.System);
        var half = new PastStanding[(KeptStandings.StandingsMax / 2) + 1];
        kept.Keep("a", 0, PastMoment.AtEvent(1), half);
        kept.Keep("b", 0, PastMoment.AtEvent(1), new PastStanding[10]);
        kept.Find("a", 0, PastMoment.AtEvent(1)).ShouldNotBeNull();
        kept.Keep("c", 0, PastMoment.AtEvent(1), half);
        (kept.Find("a", 0, PastMoment.AtEvent(1)), kept.Find("b", 0, PastMoment.AtEvent(1))).ShouldBe((null, null), "they were asked for before it");
        kept.Find("c", 0, PastMoment.AtEvent(1)).ShouldNotBeNull();
        kept.Keep("d", 0, PastMoment.AtEvent(1), new PastStanding[KeptStandings.StandingsMax + 1]);
        kept.Count.ShouldBe(half.Length);
    }

    [Fact]
    public async Task looking_back_has_an_end()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        await bench.Board("cup");
        using var hasty = new LeaderboardPast(bench.Database, EventCatalogue.Default, new(new byte[32]), TimeProvider.System) { TimeMax = TimeSpan.Zero };
        (await hasty.Page("cup", null, null, 10, "")).Fault.ShouldBe(LeaderboardFaults.PastTooLong);
    }

    [Theory]
    [InlineData("2026-03-01T12:00:00Z", "2026-03-01T12:00:00.000000+00:00")]
    [InlineData("2026-03-01T12:00:00.1234567Z", "2026-03-01T12:00:00.123456+00:00")]
    [InlineData("2026-03-01T12:00:00+02:00", "2026-03-01T10:00:00.000000+00:00")]
    [InlineData("2026-03-01T12:00:00", "2026-03-01T12:00:00.000000+00:00")]
    [InlineData("0", "0")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("", null)]
    [InlineData("-1", null)]
    [InlineData("9223372036854775808", null)]
    [InlineData("2026-03-01", null)]
    [InlineData("2026-13-01T12:00:00Z", null)]
    [InlineData("yesterday", null)]
    public void a_moment_is_a_time_or_the_place_of_an_event(string text, string? spelled) =>
        (PastMoment.TryRead(text, out var moment) ? moment.ToString() : null).ShouldBe(spelled);

    /// <summary>All records, page by page to the last one and back to the first.</summary>
    static async Task<List<RankedRecord>> Whole(LeaderboardBench bench, string board, PastMoment moment, long expiry, int pageSize)
    {
        var records = new List<RankedRecord>();
        var cursor = "";
        PastPage page;
        do
        {
            page = (await bench.Past.Page(board, moment, expiry, pageSize, cursor)).Value;
            records.AddRange(page.Records);
            cursor = page.Next;
        }
        while (cursor.Length > 0);
        page.RankCount.ShouldBe(records.Count);

        var rest = records.Count - page.Records.Count;
        while (page.Previous.Length > 0)
        {
            page = (await bench.Past.Page(board, moment, expiry, pageSize, page.Previous)).Value;
            page.Records.ShouldBe(records.GetRange(rest - page.Records.Count, page.Records.Count));
            page.Next.ShouldNotBeEmpty();
            rest -= page.Records.Count;
        }

        rest.ShouldBe(0);
        return records;
    }

    static async Task<long> LastEvent(LeaderboardBench bench)
    {
        await using var command = bench.Database.General.CreateCommand($"select max(seq_id) from {bench.Database.Schema}.mt_events");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    static string Numbers(IReadOnlyList<RankedRecord> records) =>
        string.Join(' ', records.Select(ranked => $"{Convert.ToInt32(ranked.Record.OwnerId.ToString()[..8], 16)}:{ranked.Rank}"));
}
