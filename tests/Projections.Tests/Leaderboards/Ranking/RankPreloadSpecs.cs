using System.Collections.Concurrent;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Feed;
using KaosNet.Projections.Leaderboards;
using KaosNet.Projections.Leaderboards.Ranking;
using KaosNet.Store.Journal;
using KaosNet.Store.Tables.Rebuilding;
using KaosNet.Store.Tail;
using KaosNet.Tests.Support;
using Microsoft.Extensions.Logging;

namespace KaosNet.Projections.Tests.Leaderboards.Ranking;

public sealed class RankPreloadSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task ranks_are_loaded_before_anything_else_of_the_server_has_started()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        await bench.Board("cup");
        await bench.Board("daily", schedule: "0 0 * * *");
        await bench.Submit("cup", 1, 10);
        var (directory, ranks) = bench.AfterRestart();
        var tail = new EventTail(bench.Database, new EventCodec(EventCatalogue.Default, bench.Database.PersonalKeys), new HashSet<Type>());
        await using var preload = bench.Preload(directory, ranks, tail: tail);
        preload.Begin();
        await Eventually.Is(() => ranks is { PeriodCount: 2, Records: 1 });
        (await preload.Load(CancellationToken.None)).ShouldBeTrue();
        // News of other servers was followed before anything was read: it can be asked for.
        (await tail.Read(CancellationToken.None)).Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task what_was_read_from_a_table_that_a_rebuild_replaced_is_read_anew()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        var cup = await bench.Board("cup");
        await bench.Submit("cup", 1, 10);
        await bench.Submit("cup", 2, 20);
        var schema = bench.Database.Schema;
        await Do(bench, $"update {schema}.leaderboard_records set score = 99 where score = 10; update {schema}.leaderboards set title = 'altered'");
        var (directory, ranks) = bench.AfterRestart();
        await using var preload = bench.Preload(directory, ranks);
        (await preload.Load(CancellationToken.None)).ShouldBeTrue();
        (await directory.Find("cup"))!.Title.ShouldBe("altered");
        (await ranks.Find(cup, 0, bench.Time.GetUtcNow()))!.RankOf(LeaderboardBench.Owner(1)).ShouldBe(1);

        await new LiveRebuild(bench.Database, EventCatalogue.Default).Run([LeaderboardTables.Leaderboards, LeaderboardTables.Records]);
        foreach (var memory in new IMemoryOfTables[] { directory, preload }) await memory.TablesSwitched(CancellationToken.None);
        (await directory.Find("cup"))!.Title.ShouldBe(cup.Title);
        (await ranks.Find(cup, 0, bench.Time.GetUtcNow()))!.RankOf(LeaderboardBench.Owner(1)).ShouldBe(2);
        await Eventually.Is(() => ranks is { PeriodCount: 1, Records: 2 });
    }

    [Fact]
    public async Task large_boards_come_first_and_no_more_than_may_be()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        var small = await bench.Board("small");
        await bench.Board("large");
        await bench.Board("empty");
        for (var owner = 1; owner <= 5; owner++) await bench.Submit("large", owner, owner);
        for (var owner = 1; owner <= 2; owner++) await bench.Submit("small", owner, owner);
        await Do(bench, $"analyze {bench.Database.Schema}.leaderboard_records");

        var (directory, ranks) = bench.AfterRestart();
        await using var preload = bench.Preload(directory, ranks, new([]) { PreloadedRecordsMax = 5 });
        (await preload.Load(CancellationToken.None)).ShouldBeTrue();
        (ranks.PeriodCount, ranks.Records).ShouldBe((1, 5));
        (await ranks.Find(small, 0, bench.Time.GetUtcNow()))!.RankOf(LeaderboardBench.Owner(1)).ShouldBe(2, "what was left is loaded when somebody asks");
    }

    [Fact]
    public async Task nothing_is_read_ahead_from_tables_that_another_build_has_left()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        await bench.Board("cup");
        await bench.Submit("cup", 1, 10);
        var (directory, ranks) = bench.AfterRestart();
        var stamps = $"{bench.Database.Schema}.store_stamps";
        await Do(bench, $"update {stamps} set stamp = 'x' || stamp where part = 'table leaderboard_records'");
        await using var preload = bench.Preload(directory, ranks);
        preload.Begin();
        (await preload.Early).ShouldBeFalse();
        ranks.PeriodCount.ShouldBe(0);

        await Do(bench, $"update {stamps} set stamp = substr(stamp, 2) where part = 'table leaderboard_records'");
        (await preload.Load(CancellationToken.None)).ShouldBeTrue();
        ranks.Records.ShouldBe(1);
    }

    [Fact]
    public async Task a_failure_is_told_and_made_good_later()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        await bench.Board("cup");
        await bench.Submit("cup", 1, 10);
        var (directory, ranks) = bench.AfterRestart();
        var log = new Told();
        await using var preload = bench.Preload(directory, ranks, log: log);
        await Do(bench, $"alter table {bench.Database.Schema}.leaderboards rename to hidden");
        preload.Begin();
        (await preload.Early).ShouldBeFalse();
        log.ShouldHaveSingleItem().ShouldContain("leaderboards");
        (await preload.Load(CancellationToken.None)).ShouldBeFalse();
        await Do(bench, $"alter table {bench.Database.Schema}.hidden rename to leaderboards");

        using var upkeep = new RankUpkeep(preload, ranks, bench.Time);
        await upkeep.StartAsync(CancellationToken.None);
        await Eventually.Is(() => ranks.Records == 1);
        await upkeep.StopAsync(CancellationToken.None);
    }

    static async Task Do(LeaderboardBench bench, string statement)
    {
        await using var command = bench.Database.General.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }

    sealed class Told : ConcurrentQueue<string>, ILogger<RankPreload>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Enqueue($"{logLevel}: {formatter(state, exception)}");
    }
}
