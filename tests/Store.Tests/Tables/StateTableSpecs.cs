using KaosNet.Domain.Kernel;
using KaosNet.Store.Tables;
using KaosNet.Store.Tests.Journal;
using KaosNet.Tests.Support;

namespace KaosNet.Store.Tests.Tables;

public sealed class StateTableSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    static readonly Caller Someone = Caller.System("test", "Test");

    [Fact]
    public async Task rows_follow_their_stream_as_it_gains_changes_and_loses_them()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal();
        foreach (var (tags, rows) in new[] { ("abc", "a0 b1 c2"), ("cab", "a1 b2 c0"), ("cx", "c0 x1"), ("", ""), ("z", "z0") })
        {
            (await journal.Execute(new TagCounter("one", tags), Someone)).Fault.ShouldBeNull();
            (await bench.Scalar<string>("select coalesce(string_agg(tag || place, ' ' order by tag), '') from {s}.counter_tags")).ShouldBe(rows);
        }
    }

    [Fact]
    public async Task many_rows_follow_their_stream_too()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal();
        foreach (var tags in new[] { "abcdefghijklmnop", "ponmlkjihgfedcba", "zbcdefghijklmnoy", "ab", "abcdefghijklmnop", "" })
        {
            (await journal.Execute(new TagCounter("one", tags), Someone)).Fault.ShouldBeNull();
            (await bench.Scalar<string>("select coalesce(string_agg(tag, '' order by place), '') from {s}.counter_tags")).ShouldBe(tags);
        }
    }

    [Fact]
    public async Task events_that_name_the_rows_they_touch_cost_no_look_at_the_others()
    {
        var looks = 0;
        await using var bench = await Workbench.Open(postgres.ConnectionString, [CounterTable.Letters(() => looks++)]);
        var journal = bench.Journal();
        (await journal.Execute(new MoveTag("one", "a", IsGone: false), Someone)).Fault.ShouldBeNull();
        (await journal.Execute(new TagCounter("one", "abc"), Someone)).Fault.ShouldBeNull();
        (await journal.Execute(new TagCounter("two", "ax"), Someone)).Fault.ShouldBeNull();
        looks = 0;
        foreach (var (tag, isGone) in new[] { ("d", false), ("a", true), ("b", false), ("a", true), ("e", false), ("e", true), ("f", false) })
        {
            (await journal.Execute(new MoveTag("one", tag, isGone), Someone)).Fault.ShouldBeNull();
            (await journal.Execute(new Raise("one"), Someone)).Fault.ShouldBeNull();
        }

        looks.ShouldBe(0);
        (await bench.Scalar<string>("select string_agg(id || tag, ' ' order by id, tag) from {s}.counter_letters")).ShouldBe("oneb onec oned onef twoa twox");
        (await Task.WhenAll("ghigh".Select(tag => journal.Execute(new MoveTag("one", tag.ToString(), IsGone: tag == 'i'), Someone).AsTask())))
            .ShouldAllBe(answer => answer.Fault == null);
        (await bench.Rebuilder.Verify(bench.Shown)).ShouldAllBe(table => table.Differences.Count == 0);
    }

    [Fact]
    public async Task a_row_that_another_stream_holds_is_refused_by_the_primary_key()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal();
        await journal.Execute(new TagCounter("one", "ab"), Someone);
        (await journal.Execute(new TagCounter("two", "bc"), Someone)).Fault.ShouldBe(Fault.AlreadyExists("Tag is taken."));
        await journal.Execute(new TagCounter("one", "a"), Someone);
        (await journal.Execute(new TagCounter("two", "bc"), Someone)).Fault.ShouldBeNull();
    }

    [Fact]
    public async Task whatever_players_do_at_once_the_rows_are_those_of_the_events()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        foreach (var seed in Enumerable.Range(1, 6))
        {
            var journal = bench.Journal(new() { Lanes = 2 });
            var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(async caller =>
            {
                var (dice, refused) = (new Dice((ulong)(seed * 100 + caller)), 0);
                for (var i = 0; i < 12; i++)
                {
                    var tags = new string([.. Enumerable.Range(0, dice.Roll(4)).Select(_ => (char)('a' + dice.Roll(12))).Distinct()]);
                    if ((await journal.Execute(new TagCounter($"c{dice.Roll(5)}", tags), Someone)).Fault is not { } fault) continue;
                    fault.Code.ShouldBeOneOf(FaultCode.AlreadyExists, FaultCode.Aborted);
                    refused++;
                }

                return refused;
            }));
            taken.Sum().ShouldBeGreaterThan(0);
            (await bench.Rebuilder.Verify(bench.Shown)).ShouldAllBe(table => table.Differences.Count == 0, $"seed {seed}");
        }
    }

    [Fact]
    public void a_declaration_that_cannot_work_is_refused_at_once()
    {
        Should.Throw<ArgumentException>(() => new StateTable<Gate, TagRow>("t", Counter.Kind, (_, _) => [], table => table.Text("tag", row => row.Tag).Key("tag")));
        Should.Throw<ArgumentException>(() => new StateTable<Counter, TagRow>("t", Counter.Kind, (_, _) => [], table => table.Text("tag", row => row.Tag)));
        Should.Throw<ArgumentException>(() => new StateTable<Counter, TagRow>("t", Counter.Kind, (_, _) => [], table => table.Text("tag", row => row.Tag).Key("other")));
        Should.Throw<ArgumentException>(() => new Database("Host=nowhere", "Bad-Name"));
    }
}
