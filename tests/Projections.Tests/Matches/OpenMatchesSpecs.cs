using KaosNet.Domain.Matches;
using KaosNet.Projections.Matches;
using KaosNet.Tests.Support;

namespace KaosNet.Projections.Tests.Matches;

public sealed class OpenMatchesSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task a_match_is_open_from_its_beginning_to_its_end_in_the_run_that_goes_on_with_it()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        var open = new OpenMatches(bench.Database);
        var match = Guid.CreateVersion7();
        async Task<IReadOnlyList<OpenMatch>> Seen(string node, string run) => await open.OfOtherRuns(node, run, 10);

        await bench.Do(new RecordMatchStart($"{match}", new("duel", "abc", "east", 7, "{}", 10, "", 128, "run1")));
        (await Seen("east", "run2")).ShouldBe([new(match, "east", "run1")]);
        (await Seen("east", "run1")).ShouldBeEmpty();
        (await Seen("west", "run2")).ShouldBeEmpty();
        await bench.Do(new ResumeMatch($"{match}", "run1", 0, new("run2", 0, "abc")));
        (await Seen("east", "run1")).ShouldBe([new(match, "east", "run2")]);
        await bench.Do(new RecordMatchEnd($"{match}", "run2", new(MatchEnding.HandlerStopped, 0, "")));
        (await Seen("east", "run1")).ShouldBeEmpty();
    }

    [Fact]
    public async Task those_of_a_run_come_together_and_not_more_than_asked_for()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        for (var i = 0; i < 6; i++)
            await bench.Do(new RecordMatchStart($"{Guid.CreateVersion7()}", new("duel", "abc", "east", 7, "{}", 10, "", 128, $"run{i % 2}")));
        var open = new OpenMatches(bench.Database);
        (await open.OfOtherRuns("east", "run9", 10)).Select(match => match.Run).ShouldBe(["run0", "run0", "run0", "run1", "run1", "run1"]);
        (await open.OfOtherRuns("east", "run9", 4)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task the_list_is_a_walk_along_one_index()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        var schema = bench.Database.Schema;
        await using (var fill = bench.Database.General.CreateCommand(
            $"insert into {schema}.matches_open select gen_random_uuid(), 'node' || n % 50, 'run' || n % 100 from generate_series(1, 5000) n"))
            await fill.ExecuteNonQueryAsync();
        var plan = await QueryPlan.Of(
            bench.Database, "matches_open", $"select match_id, run from {schema}.matches_open where node = $1 and run <> $2 order by run, match_id limit $3",
            "node7", "run7", 100);
        plan.ShouldMatch("Index Only Scan using matches_open_node on ");
        plan.ShouldNotContain("Sort");
    }
}
