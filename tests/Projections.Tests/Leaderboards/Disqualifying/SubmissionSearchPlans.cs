using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Kernel;
using KaosNet.Projections.Leaderboards.Disqualifying;
using KaosNet.Projections.Undoing;
using KaosNet.Store;
using KaosNet.Tests.Support;
using Npgsql;

namespace KaosNet.Projections.Tests.Leaderboards.Disqualifying;

/// <summary>However many events there are, what a disqualification looks for is found by an index.</summary>
public sealed class SubmissionSearchPlans(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task every_search_is_a_walk_along_an_index()
    {
        await using var bench = await DisqualifyBench.Open(postgres.ConnectionString);
        await Fill(bench);
        var (database, search) = (bench.Boards.Database, bench.Search);
        await using (var analyze = database.General.CreateCommand($"analyze {database.Schema}.mt_events, {database.Schema}.mt_streams"))
            await analyze.ExecuteNonQueryAsync();

        var owner = LeaderboardBench.Owner(7);
        var build = await QueryPlan.Of(database, "mt_events", search.BuildStatement, "1.7", 0L, 1_000_000L);
        build.ShouldContain("mt_events_score_builds");
        build.ShouldNotContain("Seq Scan");
        var byOwner = await QueryPlan.Of(database, "event_users", search.OwnerStatement, owner, 0L, 1_000_000L);
        byOwner.ShouldNotContain("Seq Scan");
        byOwner.ShouldNotContain("Sort");
        var span = await QueryPlan.Of(
            database, "mt_events", search.SpanStatement, 100L, 300L, DateTime.UnixEpoch, new DateTime(9999, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        span.ShouldMatch("Index Scan using .*pkey.*mt_events");
        (await QueryPlan.Of(database, "mt_events", search.MomentStatement, 300L)).ShouldMatch("Index Scan using .*mt_events");
        (await QueryPlan.Of(
            database, "mt_streams", search.BoardStatement, $"record-b3/0/{Guid.Empty}", "record-b3/0/ffffffff-ffff-ffff-ffff-ffffffffffff", "record-b3/0/",
            "record-b3/0/")).ShouldNotContain("Seq Scan");
        await UndosWalkToo(database, search, owner);
        var lists = new DisqualificationLists(database, new Cursors(new byte[32]));
        (await QueryPlan.Of(database, "leaderboard_disqualifications", "select 1")).ShouldNotBeEmpty();
        await using (var off = await database.General.OpenConnectionAsync())
        {
            // The table is small here; the index must be able to give the order.
            await using var plan = new NpgsqlCommand("set enable_seqscan = off; set enable_sort = off; explain " + lists.PageStatement
                .Replace("$1", "now()", StringComparison.Ordinal).Replace("$2", $"'{Guid.Empty}'", StringComparison.Ordinal).Replace("$3", "10", StringComparison.Ordinal), off);
            await using var reader = await plan.ExecuteReaderAsync();
            await reader.ReadAsync();
            (await reader.ReadAsync() ? reader.GetString(0) : "").ShouldContain("leaderboard_disqualifications_newest");
        }
    }

    /// <summary>What is undone is looked for in the same store, which takes a while to fill.</summary>
    static async Task UndosWalkToo(Database database, SubmissionSearch search, Guid user)
    {
        var undos = new UndoSearch(database, search, new(database, new Cursors(new byte[32])));
        var streams = new UndoStreams(database, EventCatalogue.Default);
        var end = new DateTime(9999, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        foreach (var plan in new[]
        {
            await QueryPlan.Of(database, "mt_events", undos.SpanStatement, 100L, 300L, "script", "client", DateTime.UnixEpoch, end),
            await QueryPlan.Of(database, "mt_events", undos.UserStatement, 100L, 300L, "script", "client", DateTime.UnixEpoch, end, user),
            await QueryPlan.Of(database, "mt_events", undos.RequestStatement, 100L, 300L, "request", "actor"),
            await QueryPlan.Of(database, "mt_events", undos.EventStatement, 100L),
            await QueryPlan.Of(database, "mt_events", undos.CauseStatement, new[] { "record-b3/0/x" }, "undo:x", 300L),
            await QueryPlan.Of(database, "mt_events", streams.SelectedStatement, new[] { 1L, 2L }),
            await QueryPlan.Of(database, "mt_events", streams.HistoryStatement, (object)new[] { "record-b3/0/x" }),
        }) plan.ShouldNotContain("Seq Scan");
    }

    [Fact]
    public async Task a_span_of_time_begins_where_it_begins()
    {
        await using var bench = await DisqualifyBench.Open(postgres.ConnectionString);
        await bench.Board("cup");
        for (var owner = 1; owner <= 40; owner++) await bench.Submit("cup", owner, owner);
        var since = bench.Boards.Time.GetUtcNow().AddMinutes(-9.5);
        var outcome = (await bench.Disqualifications.Preview(new("mod", "x", new() { Since = since }))).Value;
        outcome.Records.Select(record => record.OwnerId).ShouldBe(Enumerable.Range(31, 10).Select(DisqualifyBench.Owner), ignoreOrder: true);
    }

    [Fact]
    public async Task boards_whose_names_begin_alike_are_told_apart()
    {
        await using var bench = await DisqualifyBench.Open(postgres.ConnectionString);
        foreach (var board in new[] { "a", "a/0", "A", "a/0/0", "ä", "a-b", "ab" })
        {
            await bench.Board(board);
            await bench.Submit(board, 1, 10);
        }

        foreach (var board in new[] { "a", "a/0", "A", "a/0/0", "ä", "a-b", "ab" })
        {
            foreach (var expiry in new long?[] { null, 0 })
            {
                var outcome = (await bench.Disqualifications.Preview(new("mod", "x", new() { LeaderboardId = board, Expiry = expiry }))).Value;
                outcome.Records.ShouldHaveSingleItem().LeaderboardId.ShouldBe(board);
            }
        }
    }

    static async Task Fill(DisqualifyBench bench)
    {
        for (var board = 0; board < 5; board++) await bench.Board("b" + board);
        var boards = bench.Boards;
        await Task.WhenAll(Enumerable.Range(0, 4000).Select(async at =>
        {
            var caller = DisqualifyBench.Moderator with { Vars = new Dictionary<string, string> { ["build"] = $"1.{at % 50}" } };
            (await boards.Scores.Submit(new("b" + (at % 5), LeaderboardBench.Owner(at % 900).ToString(), at), caller)).Fault.ShouldBeNull();
        }));
        (await boards.Journal.Load(ScoreRecord.Of("b0", 0, LeaderboardBench.Owner(0).ToString()))).Exists.ShouldBeTrue();
    }
}
