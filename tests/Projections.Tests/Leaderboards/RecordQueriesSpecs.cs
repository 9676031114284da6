using System.Text.RegularExpressions;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Leaderboards;
using KaosNet.Tests.Support;
using Npgsql;

namespace KaosNet.Projections.Tests.Leaderboards;

/// <summary>Lists walk along one index, however many boards and records there are, and read no more rows than they show.</summary>
public sealed class RecordQueriesSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    const int Big = 30_000;

    /// <summary>Planned for these values, and planned once for any: a statement that is asked often gets the latter.</summary>
    [Theory]
    [InlineData("force_custom_plan")]
    [InlineData("force_generic_plan")]
    public async Task lists_of_a_large_board_among_many_small_ones_walk_along_one_index(string planning)
    {
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        await Fill(bench);
        var queries = new RecordQueries(bench.Database);
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Options = $"-c jit=off -c plan_cache_mode={planning}" }.ConnectionString);
        var middle = LeaderboardBench.Owner(Big / 2);
        foreach (var order in Enum.GetValues<SortOrder>())
        {
            var statements = queries.Of(order);
            ShouldWalk(await Plan(statements.First, "big", 0L, 100), walks: 1);
            ShouldWalk(await Plan(statements.Worse, "big", 0L, 100, 500L, 1L, middle), walks: 1);
            ShouldWalk(await Plan(statements.Better, "big", 0L, 100, 500L, 1L, middle), walks: 1);
            ShouldWalk(await Plan(statements.Around, "big", 0L, middle, 50, 51), walks: 2);
            var owners = await Plan(statements.Owners, "big", 0L, Enumerable.Range(0, 100).Select(LeaderboardBench.Owner).ToArray());
            owners.ShouldContain("using leaderboard_records_pkey");
            owners.ShouldNotContain("Seq Scan");
            owners.ShouldNotContain("Rows Removed by Filter", Case.Sensitive, owners);
        }

        async Task<string> Plan(string statement, params object[] values)
        {
            await using var command = source.CreateCommand("explain (analyze, costs off, timing off, summary off) " + statement);
            foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
            await using var reader = await command.ExecuteReaderAsync();
            var lines = new List<string>();
            while (await reader.ReadAsync()) lines.Add(reader.GetString(0));
            return string.Join('\n', lines);
        }
    }

    static void ShouldWalk(string plan, int walks)
    {
        Regex.Count(plan, "Index Scan (Backward )?using leaderboard_records_order on ").ShouldBe(walks, plan);
        foreach (var other in new[] { "Seq Scan", "Sort", "Join", "Nested Loop", "Bitmap", "Rows Removed by Filter" }) plan.ShouldNotContain(other, Case.Sensitive, plan);
    }

    /// <summary>Rows alone: lists ask nothing else.</summary>
    static async Task Fill(LeaderboardBench bench)
    {
        await using var command = bench.Database.General.CreateCommand($"""
            insert into {bench.Database.Schema}.leaderboard_records
              (leaderboard_id, expiry, owner_id, score, subscore, num_score, max_num_score, username, metadata, create_time, update_time, version)
            select 'small' || i, 1772467200, gen_random_uuid(), i % 1000, 0, 1, 100, 'user', '{"{}"}', now(), now(), 1 from generate_series(1, 20000) i
            union all
            select 'big', 0, (lpad(to_hex(i), 8, '0') || '-0000-4000-8000-000000000000')::uuid, i % 1000, i % 3, 1, 100, 'user', '{"{}"}', now(), now(), 1
            from generate_series(0, {Big - 1}) i
            """);
        await command.ExecuteNonQueryAsync();
        await using var analyze = bench.Database.General.CreateCommand($"analyze {bench.Database.Schema}.leaderboard_records");
        await analyze.ExecuteNonQueryAsync();
    }
}
