using KaosNet.Domain.Brackets;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Brackets;
using KaosNet.Projections.Tests.Groups;
using KaosNet.Tests.Support;

namespace KaosNet.Projections.Tests.Brackets;

public sealed class BracketListsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task brackets_are_listed_newest_first()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        var lists = BracketTablesSpecs.Lists(bench.Database);
        await BracketTablesSpecs.Bracket(bench, 3, new(BracketFormat.SingleElimination) { Title = "0" });
        for (var i = 1; i < 9; i++)
        {
            var id = await BracketTablesSpecs.Bracket(bench, 1 + (i % 3), new(BracketFormat.SingleElimination) { Title = $"{i}", Category = i % 2 }, create: false);
            if (i % 3 != 0) await bench.Do(new StartBracket(id, Seeding.Entry));
            if (i == 5) await bench.Do(new CancelBracket(id, ""));
        }

        foreach (var limit in new[] { 1, 2, 100 })
        {
            (await Pages(lists, new(), limit)).ShouldBe("8 7 6 5 4 3 2 1 0");
            (await Pages(lists, new(BracketPhase.Running), limit)).ShouldBe("8 7 4 2 1");
            (await Pages(lists, new(Category: 1), limit)).ShouldBe("7 5 3 1");
            (await Pages(lists, new(BracketPhase.Running, 1), limit)).ShouldBe("7 1");
            (await Pages(lists, new(UserId: Guid.Parse(Ids.Of(1))), limit)).ShouldBe("8 7 5 4 2 1 0");
            (await Pages(lists, new(BracketPhase.Cancelled, UserId: Guid.Parse(Ids.Of(1))), limit)).ShouldBe("5");
        }

        var cursor = (await lists.Page(new(Category: 1), 1, "")).Value.Cursor;
        (await lists.Page(new(Category: 0), 1, cursor)).Fault.ShouldBe(Fault.InvalidArgument("Cursor is invalid."));
        (await lists.Page(new(), 1, "x")).Fault.ShouldBe(Fault.InvalidArgument("Cursor is invalid."));
    }

    [Fact]
    public async Task every_list_is_a_walk_along_one_index()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        var schema = bench.Database.Schema;
        await using (var fill = bench.Database.General.CreateCommand(
            $$"""
            insert into {{schema}}.brackets
            select gen_random_uuid(), 1 + n % 4, n % 128, '{"format": "round_robin"}', 2, 0, null, null, null, 0, now() - make_interval(secs => n), null, null
            from generate_series(1, 20000) n;
            insert into {{schema}}.bracket_entrants
            select id, ('0bb0bb00-0000-4000-8000-' || lpad(to_hex(n % 500), 12, '0'))::uuid, phase, create_time, 0, now(), false, 0, 0, 0, 0, 0, 0, 0
            from (select *, row_number() over () as n from {{schema}}.brackets) b;
            insert into {{schema}}.bracket_pairings
            select id, n, 0, 0, null, null, null, case when n < 3 then now() end, false, false, null, null, 0, null, null, null
            from (select id from {{schema}}.brackets limit 4000) b cross join generate_series(1, 10) n;
            analyze {{schema}}.brackets; analyze {{schema}}.bracket_entrants; analyze {{schema}}.bracket_pairings
            """)) await fill.ExecuteNonQueryAsync();

        async Task Walks(BracketFilter filter, string index)
        {
            foreach (var from in new (DateTimeOffset, Guid)?[] { null, (DateTimeOffset.UtcNow.AddHours(-1), Guid.Empty) })
            {
                await using var command = BracketLists.PageCommand(bench.Database.Reads, schema, filter, 20, from);
                foreach (var plan in await Plans.Of(bench.Database, command)) Plans.ShouldWalk(plan, index);
            }
        }

        await Walks(new(), "brackets_by_time");
        await Walks(new(BracketPhase.Open), "brackets_by_phase");
        await Walks(new(Category: 3), "brackets_by_category");
        await Walks(new(BracketPhase.Open, 3), "brackets_by_category_phase");
        await using var due = bench.Database.Reads.CreateCommand(BracketLists.DueStatement(schema));
        due.Parameters.Add(new Npgsql.NpgsqlParameter<int> { TypedValue = 10 });
        foreach (var plan in await Plans.Of(bench.Database, due)) Plans.ShouldWalk(plan, "bracket_pairings_due");

        foreach (var (filter, index) in new[]
        {
            (new BracketFilter(UserId: Guid.Parse(Ids.Of(7))), "bracket_entrants_of_user"),
            (new(BracketPhase.Open, UserId: Guid.Parse(Ids.Of(7))), "bracket_entrants_of_user_in_phase"),
        })
        {
            await using var command = BracketLists.PageCommand(bench.Database.Reads, schema, filter, 20, null);
            foreach (var plan in await Plans.Of(bench.Database, command))
            {
                plan.ShouldMatch($"Index (Only )?Scan (Backward )?using {index} ");
                plan.ShouldContain("using brackets_pkey");
                plan.ShouldNotContain("Seq Scan");
                plan.ShouldNotContain("Sort");
            }
        }
    }

    static async Task<string> Pages(BracketLists lists, BracketFilter filter, int limit)
    {
        List<string> titles = [];
        var cursor = "";
        do
        {
            var page = (await lists.Page(filter, limit, cursor)).Value;
            titles.AddRange(page.Brackets.Select(bracket => bracket.Settings.Title));
            cursor = page.Cursor;
        }
        while (cursor.Length > 0);
        return string.Join(' ', titles);
    }
}
