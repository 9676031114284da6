using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Leaderboards.Ranking;
using KaosNet.Tests.Support;

namespace KaosNet.Projections.Tests.Leaderboards.Ranking;

public sealed class LeaderboardRanksSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task a_period_that_is_over_is_loaded_when_asked_for_and_let_go_when_nobody_asks()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        var board = await bench.Board("daily", schedule: "0 0 * * *");
        var yesterday = board.ExpiryAt(bench.Time.GetUtcNow());
        for (var i = 1; i <= 3; i++) await bench.Submit("daily", i, i);
        bench.Time.Advance(TimeSpan.FromDays(1));
        await bench.Submit("daily", 1, 5);

        var (_, ranks) = bench.AfterRestart();
        (await ranks.Find(board, yesterday, bench.Time.GetUtcNow())).ShouldBeNull("as in the reference, lists show no ranks of it");
        var old = (await ranks.FindAny(board, yesterday, bench.Time.GetUtcNow()))!;
        (old.RankOf(LeaderboardBench.Owner(1)), old.Count).ShouldBe((3, 3));
        (await ranks.FindAny(board, board.ExpiryAt(bench.Time.GetUtcNow()), bench.Time.GetUtcNow()))!.Count.ShouldBe(1);
        (await ranks.FindAny(board, yesterday, bench.Time.GetUtcNow())).ShouldBeSameAs(old);
        ranks.PeriodCount.ShouldBe(2);

        bench.Time.Advance(TimeSpan.FromMinutes(11));
        ranks.Trim(bench.Time.GetUtcNow());
        ranks.PeriodCount.ShouldBe(1);
        (await ranks.FindAny(board, yesterday, bench.Time.GetUtcNow()))!.RankOf(LeaderboardBench.Owner(3)).ShouldBe(1);

        // A current period stays until it is over, whoever asks.
        bench.Time.Advance(TimeSpan.FromHours(11));
        ranks.Trim(bench.Time.GetUtcNow());
        ranks.PeriodCount.ShouldBe(1);
        bench.Time.Advance(TimeSpan.FromDays(2));
        ranks.Trim(bench.Time.GetUtcNow());
        ranks.PeriodCount.ShouldBe(0);
    }

    [Fact]
    public async Task periods_without_records_take_no_room()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        var board = await bench.Board("daily", schedule: "0 0 * * *");
        for (var expiry = 1; expiry <= 50; expiry++) (await bench.Ranks.FindAny(board, expiry, bench.Time.GetUtcNow()))!.Count.ShouldBe(0);
        bench.Ranks.PeriodCount.ShouldBe(0);
    }

    [Fact]
    public async Task several_periods_do_not_multiply_the_memory()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString, new([]) { PastRecordsMax = 10 });
        var board = await bench.Board("daily", schedule: "0 0 * * *");
        var expiries = new List<long>();
        for (var day = 0; day < 6; day++)
        {
            expiries.Add(board.ExpiryAt(bench.Time.GetUtcNow()));
            for (var owner = 0; owner < 4; owner++) await bench.Submit("daily", owner, owner + day);
            bench.Time.Advance(TimeSpan.FromDays(1));
        }

        foreach (var expiry in expiries)
        {
            bench.Time.Advance(TimeSpan.FromSeconds(1));
            (await bench.Ranks.FindAny(board, expiry, bench.Time.GetUtcNow()))!.Count.ShouldBe(4);
        }

        bench.Ranks.Trim(bench.Time.GetUtcNow());
        bench.Ranks.PeriodCount.ShouldBe(2, "ten records are two periods of four");
    }

    [Fact]
    public async Task what_changes_in_a_period_that_is_over_moves_its_ranks()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        var board = await bench.Board("daily", schedule: "0 0 * * *");
        var yesterday = board.ExpiryAt(bench.Time.GetUtcNow());
        for (var i = 1; i <= 3; i++) await bench.Submit("daily", i, i);
        bench.Time.Advance(TimeSpan.FromDays(1));
        var old = (await bench.Ranks.FindAny(board, yesterday, bench.Time.GetUtcNow()))!;
        old.RankOf(LeaderboardBench.Owner(1)).ShouldBe(3);

        var record = ScoreRecord.Of("daily", yesterday, LeaderboardBench.Owner(3).ToString());
        await bench.Journal.Execute(new TakeOff(record), LeaderboardBench.Script);
        (old.RankOf(LeaderboardBench.Owner(3)), old.RankOf(LeaderboardBench.Owner(1)), old.Count).ShouldBe((0, 2, 2));
    }

    [Fact]
    public async Task ranks_that_cannot_be_loaded_are_not_given_and_right_as_soon_as_they_can()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        var board = await bench.Board("cup");
        await bench.Submit("cup", 1, 10);
        await bench.Submit("cup", 2, 20);
        var (_, ranks) = bench.AfterRestart();
        await Do($"alter table {bench.Database.Schema}.leaderboard_records rename to hidden");
        (await ranks.Find(board, 0, bench.Time.GetUtcNow())).ShouldBeNull();
        (await ranks.Preload(board, bench.Time.GetUtcNow())).ShouldBeFalse();
        await Do($"alter table {bench.Database.Schema}.hidden rename to leaderboard_records");
        (await ranks.Find(board, 0, bench.Time.GetUtcNow()))!.RankOf(LeaderboardBench.Owner(1)).ShouldBe(2);

        async Task Do(string statement)
        {
            await using var command = bench.Database.General.CreateCommand(statement);
            await command.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public async Task ranks_that_take_too_long_to_load_are_not_given_and_there_when_they_are_loaded()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        var board = await bench.Board("cup");
        await bench.Submit("cup", 1, 10);
        await bench.Submit("cup", 2, 20);
        var (_, ranks) = bench.AfterRestart();
        await using var busy = await bench.Database.General.OpenConnectionAsync();
        await using var held = await busy.BeginTransactionAsync();
        await using (var hold = busy.CreateCommand())
        {
            hold.CommandText = $"lock table {bench.Database.Schema}.leaderboard_records in access exclusive mode";
            await hold.ExecuteNonQueryAsync();
        }

        var asked = ranks.Find(board, 0, bench.Time.GetUtcNow()).AsTask();
        asked.IsCompleted.ShouldBeFalse();
        bench.Time.Advance(TimeSpan.FromSeconds(5));
        (await asked).ShouldBeNull();

        await held.RollbackAsync();
        // The load went on; nobody has to begin anew.
        (await ranks.Find(board, 0, bench.Time.GetUtcNow()))!.RankOf(LeaderboardBench.Owner(2)).ShouldBe(1);
    }

    [Fact]
    public async Task a_server_loads_the_current_period_of_every_board_at_its_start()
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        await bench.Board("cup");
        await bench.Board("daily", schedule: "0 0 * * *");
        await bench.Board("plain", ranks: false);
        await bench.Submit("daily", 1, 10);
        bench.Time.Advance(TimeSpan.FromDays(1));
        await bench.Submit("daily", 1, 10);

        var (directory, ranks) = bench.AfterRestart();
        await using var preload = bench.Preload(directory, ranks, new([]) { Workers = 2 });
        using var upkeep = new RankUpkeep(preload, ranks, bench.Time);
        await upkeep.StartAsync(CancellationToken.None);
        await Eventually.Is(() => ranks.PeriodCount == 2);
        bench.Time.Advance(TimeSpan.FromDays(1));
        // It looks again every minute.
        await Eventually.Is(() =>
        {
            bench.Time.Advance(TimeSpan.FromMinutes(1));
            return ranks.PeriodCount == 1;
        });
        await upkeep.StopAsync(CancellationToken.None);
    }

    sealed record TakeOff(StreamRef<ScoreRecord> Record) : Command<Done>
    {
        public override IReadOnlyList<StreamRef> Streams => [Record];

        public override Decision<Done> Decide(StreamStates states, DecisionContext context) =>
            Decision.Granted(Done.Value).Append(Record, new ScoreRecordDeleted());
    }
}
