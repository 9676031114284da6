using KaosNet.Domain.Kernel;
using KaosNet.Store.Tables;
using KaosNet.Store.Tests.Journal;
using KaosNet.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Store.Tests.Tables;

public sealed class TableRebuilderSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    static readonly Caller Someone = Caller.System("test", "Test");

    [Fact]
    public async Task rows_rebuilt_from_events_are_the_live_rows_and_a_tampered_row_is_found()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        await Fill(bench);
        var reports = new List<RebuildProgress>();
        var comparison = (await bench.Rebuilder.Verify(bench.Shown, progress: new Report(reports.Add)))[0];
        comparison.ShouldSatisfyAllConditions(
            () => comparison.Table.ShouldBe("counters"), () => comparison.Rows.ShouldBe(29), () => comparison.Differences.ShouldBeEmpty());
        reports[^1].Events.ShouldBe(reports[^1].EventsTotal);

        await bench.Scalar<int>("update {s}.counters set total = total + 1 where id = 'c3'; delete from {s}.counters where id = 'c4'; select 1");
        comparison = (await bench.Rebuilder.Verify(bench.Shown))[0];
        comparison.Differences.Where(row => row.IsLive).Select(row => row.Row).ShouldBe(["""{"id": "c3", "name": "n3", "total": 4}"""]);
        comparison.Differences.Where(row => !row.IsLive).Select(row => row.Row)
            .ShouldBe(["""{"id": "c3", "name": "n3", "total": 3}""", """{"id": "c4", "name": null, "total": 4}"""], ignoreOrder: true);
        (await bench.Scalar<long>("select count(*) from pg_namespace where nspname = '{s}_scratch'")).ShouldBe(0);

        await bench.Rebuilder.Replace(bench.Shown);
        (await bench.Rebuilder.Verify(bench.Shown)).ShouldAllBe(table => table.Differences.Count == 0);
        (await bench.Journal().Execute(new NameCounter("c9", "n3"), Someone)).Fault!.Code.ShouldBe(FaultCode.AlreadyExists);
    }

    [Fact]
    public async Task a_table_that_is_declared_anew_is_filled_from_events_at_the_next_start()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        await Fill(bench);
        StateTable<Counter, CounterRow> wider = new(
            "counters",
            Counter.Kind,
            (id, counter) => counter.Total < 0 ? [] : [new(id, counter.Total, counter.Name)],
            table => table.Text("id", row => row.Id).Bigint("total", row => row.Total).Bigint("doubled", row => row.Total * 2).Key("id"));
        StoreSchema Start() => new(bench.Database, bench.Store, [wider], bench.Rebuilder, NullLogger<StoreSchema>.Instance);

        await Start().Apply();
        (await bench.Scalar<decimal>("select sum(doubled) from {s}.counters")).ShouldBe(2 * 437);
        await bench.Scalar<int>("update {s}.counters set doubled = 0; select 1");
        await Start().Apply();
        (await bench.Scalar<decimal>("select sum(doubled) from {s}.counters")).ShouldBe(0, "a start with nothing to do does nothing");
    }

    /// <summary>29 counters with rows and one that shows none any more.</summary>
    static async Task Fill(Workbench bench)
    {
        var journal = bench.Journal();
        await Task.WhenAll(Enumerable.Range(0, 30).Select(number => journal.Execute(new Raise($"c{number}", number), Someone).AsTask()));
        await Task.WhenAll(Enumerable.Range(0, 30).Where(number => number % 3 == 0)
            .Select(number => journal.Execute(new NameCounter($"c{number}", $"n{number}"), Someone).AsTask()));
        await journal.Execute(new Raise("c2", -100), Someone);
        (await bench.Scalar<decimal>("select sum(total) from {s}.counters")).ShouldBe(433);
        await journal.Execute(new Raise("c5", 4), Someone);
    }

    sealed class Report(Action<RebuildProgress> told) : IProgress<RebuildProgress>
    {
        void IProgress<RebuildProgress>.Report(RebuildProgress value) => told(value);
    }
}
