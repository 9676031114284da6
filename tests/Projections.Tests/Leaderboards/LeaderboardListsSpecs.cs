using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Tournaments;
using KaosNet.Projections.Leaderboards;
using KaosNet.Tests.Support;

namespace KaosNet.Projections.Tests.Leaderboards;

public sealed class LeaderboardListsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task a_submission_answers_the_record_and_its_rank()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        await bench.Board("cup");
        (await bench.Submit("cup", 1, 50)).Rank.ShouldBe(1);
        (await bench.Submit("cup", 2, 70)).Rank.ShouldBe(1);
        (await bench.Submit("cup", 3, 60)).Rank.ShouldBe(2);
        var moved = await bench.Submit("cup", 1, 65);
        (moved.Rank, moved.Record.Score, moved.Record.NumScore, moved.Record.Username).ShouldBe((2, 65, 2, "user1"));
        // A tie is decided by the owner's id: on a descending board the larger one is ahead.
        (await bench.Submit("cup", 4, 70)).Rank.ShouldBe(1);
    }

    [Theory]
    [InlineData(SortOrder.Descending)]
    [InlineData(SortOrder.Ascending)]
    public async Task pages_go_forth_and_back(SortOrder order)
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        var board = await bench.Board("cup", order);
        for (var i = 0; i < 10; i++) await bench.Submit("cup", i, i / 2);
        int[] best = order == SortOrder.Descending ? [9, 8, 7, 6, 5, 4, 3, 2, 1, 0] : [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

        var first = await Page(null);
        Shown(first).ShouldBe([(best[0], 1), (best[1], 2), (best[2], 3), (best[3], 4)]);
        (first.Previous, first.RankCount).ShouldBe((null, 10));
        var second = await Page(first.Next);
        Shown(second).ShouldBe([(best[4], 5), (best[5], 6), (best[6], 7), (best[7], 8)]);
        second.Previous.ShouldNotBeNull();
        var third = await Page(second.Next);
        Shown(third).ShouldBe([(best[8], 9), (best[9], 10)]);
        third.Next.ShouldBeNull();

        var back = await Page(third.Previous);
        Shown(back).ShouldBe(Shown(second));
        back.Next.ShouldNotBeNull();
        var top = await Page(back.Previous);
        Shown(top).ShouldBe(Shown(first));
        (top.Previous, top.Next is not null).ShouldBe((null, true));
        (await Page(top.Next)).Records.ShouldBe(second.Records);

        async Task<RecordPage> Page(RecordCursor? cursor) => (await bench.Lists.Page(board, null, 4, cursor, [])).Value;
    }

    [Fact]
    public async Task owners_come_in_the_boards_order_whatever_the_page_shows()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        var board = await bench.Board("cup");
        for (var i = 1; i <= 5; i++) await bench.Submit("cup", i, i * 10);
        Guid[] owners = [LeaderboardBench.Owner(1), LeaderboardBench.Owner(4), LeaderboardBench.Owner(99), LeaderboardBench.Owner(1)];

        var page = (await bench.Lists.Page(board, null, 0, null, owners)).Value;
        page.Records.ShouldBeEmpty();
        Numbers(page.OwnerRecords).ShouldBe([(4, 2L), (1, 5L)]);
        page.RankCount.ShouldBe(5);
        (await bench.Lists.Page(board, null, 2, null, owners)).Value.Records.Count.ShouldBe(2);
    }

    [Fact]
    public async Task without_ranks_pages_still_count_and_the_rest_shows_none()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString, new(["hidden"]));
        foreach (var id in new[] { "plain", "hidden" })
        {
            var board = await bench.Board(id, ranks: id == "hidden");
            (await bench.Submit(id, 1, 10)).Rank.ShouldBe(0);
            await bench.Submit(id, 2, 20);
            var page = (await bench.Lists.Page(board, null, 10, null, [LeaderboardBench.Owner(1)])).Value;
            Numbers(page.Records).ShouldBe([(2, 1L), (1, 2L)]);
            Numbers(page.OwnerRecords).ShouldBe([(1, 0L)]);
            page.RankCount.ShouldBe(0);
            Numbers((await bench.Lists.AroundOwner(board, null, LeaderboardBench.Owner(1), 10)).Records).ShouldBe([(2, 0L), (1, 0L)]);
        }
    }

    [Fact]
    public async Task a_reset_empties_the_board_and_leaves_the_old_period_to_be_read()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        var board = await bench.Board("daily", schedule: "0 0 * * *");
        var yesterday = board.ExpiryAt(bench.Time.GetUtcNow());
        await bench.Submit("daily", 1, 10);
        (await bench.Submit("daily", 2, 20)).Record.Expiry.ShouldBe(yesterday);
        var cursor = (await bench.Lists.Page(board, null, 1, null, [])).Value.Next;

        bench.Time.Advance(TimeSpan.FromHours(12));
        (await bench.Lists.Page(board, null, 10, null, [])).Value.Records.ShouldBeEmpty();
        (await bench.Lists.Page(board, null, 1, cursor, [])).Fault.ShouldBe(LeaderboardFaults.InvalidCursor);
        Numbers((await bench.Lists.Page(board, yesterday, 1, cursor, [])).Value.Records).ShouldBe([(1, 2L)]);
        var old = (await bench.Lists.Page(board, yesterday, 10, null, [LeaderboardBench.Owner(1)])).Value;
        Numbers(old.Records).ShouldBe([(2, 1L), (1, 2L)]);
        Numbers(old.OwnerRecords).ShouldBe([(1, 0L)]);
        old.RankCount.ShouldBe(0);
        (await bench.Lists.Page(board, yesterday + 1, 10, null, [])).Value.Records.ShouldBeEmpty();

        var fresh = await bench.Submit("daily", 1, 5);
        (fresh.Rank, fresh.Record.NumScore, fresh.Record.Expiry).ShouldBe((1, 1, yesterday + 86_400));
    }

    [Fact]
    public async Task a_cursor_is_good_for_its_own_board_only()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        var board = await bench.Board("one");
        var other = await bench.Board("two");
        for (var i = 0; i < 3; i++) await bench.Submit("one", i, i);
        var next = (await bench.Lists.Page(board, null, 1, null, [])).Value.Next;
        (await bench.Lists.Page(other, null, 1, next, [])).Fault.ShouldBe(LeaderboardFaults.InvalidCursor);
    }

    /// <summary>Parity section 5.3: ten owners, ranks 1 to 10.</summary>
    [Theory]
    [InlineData(5, 5, new[] { 3, 4, 5, 6, 7 }, true, true)]
    [InlineData(4, 5, new[] { 4, 5, 6, 7 }, true, true)]
    [InlineData(1, 5, new[] { 5 }, true, true)]
    [InlineData(5, 1, new[] { 1, 2, 3, 4, 5 }, false, true)]
    [InlineData(5, 2, new[] { 1, 2, 3, 4, 5 }, false, true)]
    [InlineData(5, 10, new[] { 6, 7, 8, 9, 10 }, true, false)]
    [InlineData(5, 9, new[] { 6, 7, 8, 9, 10 }, true, false)]
    [InlineData(100, 4, new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, false, false)]
    [InlineData(10, 2, new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, false, false)]
    [InlineData(9, 1, new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }, false, true)]
    public async Task around_an_owner(int limit, int rank, int[] shown, bool hasPrevious, bool hasNext)
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        foreach (var withRanks in new[] { true, false })
        {
            var board = await bench.Board("cup" + withRanks, ranks: withRanks);
            for (var i = 1; i <= 10; i++) await bench.Submit(board.Id, i, 100 - i);
            var page = await bench.Lists.AroundOwner(board, null, LeaderboardBench.Owner(rank), limit);
            page.Records.Select(record => record.Record.OwnerId).ShouldBe(shown.Select(LeaderboardBench.Owner));
            page.Records.Select(record => record.Rank).ShouldBe(shown.Select(number => withRanks ? number : 0L));
            (page.Previous is not null, page.Next is not null, page.RankCount).ShouldBe((hasPrevious, hasNext, withRanks ? 10 : 0));
        }
    }

    [Fact]
    public async Task cursors_of_an_owners_neighbourhood_lead_on()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        var board = await bench.Board("cup");
        for (var i = 1; i <= 10; i++) await bench.Submit("cup", i, 100 - i);
        var around = await bench.Lists.AroundOwner(board, null, LeaderboardBench.Owner(5), 3);
        Numbers((await bench.Lists.Page(board, null, 2, around.Next, [])).Value.Records).ShouldBe([(7, 7L), (8, 8L)]);
        Numbers((await bench.Lists.Page(board, null, 2, around.Previous, [])).Value.Records).ShouldBe([(2, 2L), (3, 3L)]);
    }

    [Fact]
    public async Task an_owner_without_a_record_has_no_neighbours()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        var board = await bench.Board("cup");
        await bench.Submit("cup", 1, 1);
        var page = await bench.Lists.AroundOwner(board, null, LeaderboardBench.Owner(2), 10);
        (page.Records.Count, page.RankCount).ShouldBe((0, 0));
    }

    [Fact]
    public async Task a_deleted_record_is_gone_and_can_come_back()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        var board = await bench.Board("cup");
        for (var i = 1; i <= 3; i++) await bench.Submit("cup", i, i);
        (await bench.Scores.Delete("cup", LeaderboardBench.Owner(2).ToString(), LeaderboardBench.Script)).Fault.ShouldBeNull();
        (await bench.Scores.Delete("cup", LeaderboardBench.Owner(2).ToString(), LeaderboardBench.Script)).Fault.ShouldBeNull();
        var page = (await bench.Lists.Page(board, null, 10, null, [])).Value;
        Numbers(page.Records).ShouldBe([(3, 1L), (1, 2L)]);
        page.RankCount.ShouldBe(2);
        (await bench.Submit("cup", 2, 9)).Rank.ShouldBe(1);
        await bench.RebuildEqualsLive();
    }

    [Fact]
    public async Task after_a_restart_boards_and_ranks_are_as_before_and_rebuilt_tables_equal_live_ones()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        var random = new Random(3);
        var board = await bench.Board("cup");
        await bench.Create(new("daily") { ResetSchedule = "@daily", Metadata = """{"a":[1]}""", Authoritative = true, EnableRanks = true });
        for (var i = 0; i < 300; i++) await bench.Submit(i % 3 == 0 ? "daily" : "cup", random.Next(40), random.Next(50), random.Next(3));

        var (directory, ranks) = bench.AfterRestart();
        (await directory.All()).ShouldBe(await bench.Directory.All());
        foreach (var known in await directory.All())
        {
            var now = bench.Time.GetUtcNow();
            var live = (await bench.Ranks.Find(known, known.ExpiryAt(now), now))!;
            var loaded = (await ranks.Find(known, known.ExpiryAt(now), now))!;
            loaded.Window(1, 100).ShouldBe(live.Window(1, 100));
            var listed = (await bench.Lists.Page(known, null, 100, null, [])).Value.Records;
            listed.Select(record => record.Record.OwnerId).ShouldBe(live.Window(1, 100).Select(entry => entry.Owner));
        }

        (await directory.Find("nowhere")).ShouldBeNull();
        board.ShouldBe(await directory.Find("cup"));
        await bench.RebuildEqualsLive();
    }

    [Fact]
    public async Task many_at_once_are_all_counted()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        await bench.Create(new("sum") { Operator = ScoreOperator.Increment, EnableRanks = true });
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => bench.Submit("sum", i % 4, 1)));
        (await bench.Submit("sum", 0, 1)).Record.Score.ShouldBe(51);
    }

    /// <summary>Pages are kept in memory; every change must be seen in the next one, whatever part of the board it is in.</summary>
    [Fact]
    public async Task what_was_kept_of_a_page_is_never_older_than_the_last_change()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        var cup = (await bench.Journal.Execute(new CreateTournament("cup", 3600) { EnableRanks = true }, LeaderboardBench.Script)).Value;
        var period = cup.CurrentExpiryAt(bench.Time.GetUtcNow());
        var random = new Random(11);
        for (var i = 0; i < 130; i++) await bench.Submit("cup", i, random.Next(1000));

        for (var step = 0; step < 150; step++)
        {
            var owner = random.Next(135);
            var ownerId = LeaderboardBench.Owner(owner).ToString();
            switch (random.Next(6))
            {
                case 0:
                    await bench.Journal.Execute(new DeleteTournamentRecord("cup", period, ownerId, LeavesPlace: false), LeaderboardBench.Script);
                    break;
                case 1:
                    await bench.Journal.Execute(new AddAttempts("cup", period, ownerId, 1), LeaderboardBench.Script);
                    break;
                case 2:
                    // The same score again: only how often it was handed in changes.
                    await bench.Submit("cup", owner, (await bench.Submit("cup", owner, 500)).Record.Score);
                    break;
                default:
                    await bench.Submit("cup", owner, random.Next(1000));
                    break;
            }

            var fresh = new LeaderboardLists(new(bench.Database), bench.Ranks, bench.Time);
            foreach (var limit in new[] { 1, 10, 100, 101 })
                Same((await bench.Lists.Page(cup, null, limit, null, [])).Value, (await fresh.Page(cup, null, limit, null, [])).Value);
            foreach (var near in new[] { owner, 7 })
                Same(await bench.Lists.AroundOwner(cup, null, LeaderboardBench.Owner(near), 9), await fresh.AroundOwner(cup, null, LeaderboardBench.Owner(near), 9));
        }

        static void Same(RecordPage kept, RecordPage fresh)
        {
            kept.Records.ShouldBe(fresh.Records);
            (kept.Next, kept.Previous, kept.RankCount).ShouldBe((fresh.Next, fresh.Previous, fresh.RankCount));
        }
    }

    [Fact]
    public async Task pages_are_read_once_and_read_again_after_a_change_within_them()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        var board = await bench.Board("cup");
        for (var i = 0; i < 120; i++) await bench.Submit("cup", i, 1000 - i);
        var top = await Top();
        var near = await bench.Lists.AroundOwner(board, null, LeaderboardBench.Owner(50), 5);

        (await Top()).ShouldBeSameAs(top);
        (await bench.Lists.AroundOwner(board, null, LeaderboardBench.Owner(50), 5)).ShouldBeSameAs(near);
        // From rank 119 to 110: no rank of the first hundred moves.
        await bench.Submit("cup", 118, 891);
        (await Top()).ShouldBeSameAs(top);
        // From rank 119 to the first.
        await bench.Submit("cup", 117, 2000);
        Numbers((await Top()).Records).ShouldBe([(117, 1L), (0, 2L), (1, 3L)]);
        // One more at the end: they are counted on every page.
        await bench.Submit("cup", 500, 1);
        (await Top()).RankCount.ShouldBe(121);

        async Task<RecordPage> Top() => (await bench.Lists.Page(board, null, 3, null, [])).Value;
    }

    static List<(int, long)> Shown(RecordPage page) => Numbers(page.Records);

    static List<(int, long)> Numbers(IReadOnlyList<RankedRecord> records) =>
        [.. records.Select(ranked => (Convert.ToInt32(ranked.Record.OwnerId.ToString()[..8], 16), ranked.Rank))];
}
