using KaosNet.Domain.Kernel;
using KaosNet.Store.Tests.Journal;
using KaosNet.Tests.Support;

namespace KaosNet.Store.Tests.Chain;

/// <summary>Whatever way an event comes into the store, its hash stands on the one before it.</summary>
public sealed class ChainSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    static readonly Caller Someone = new() { Source = Source.Client, Actor = "someone", Operation = "Rename \"é\"\n\u0001😀", Correlation = "c" };

    [Fact]
    public async Task every_event_stands_on_the_one_before_it()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal(new() { Lanes = 2 });
        string[] names = ["plain", "\u0001\u007f\u0080", "\"quoted\" \\ /", "😀 語 é", "\u2028\u2029\ufffd", "a: b, c", "\\", "\\u0041", "tab\t line\r\n\b\f"];
        await Task.WhenAll(names.SelectMany((name, at) => Enumerable.Range(0, 5).Select(round =>
            journal.Execute(new Raise($"c{at}", round, name), Someone).AsTask())));
        await Task.WhenAll(Enumerable.Range(0, 40).Select(number => journal.Execute(new RaiseAll($"t{number}", "a", "b", $"n{number % 3}"), Someone).AsTask()));

        (await Chains.BrokenIn(bench)).ShouldBeEmpty();
        (await bench.Scalar<long>("select count(*) from {s}.mt_events")).ShouldBe((names.Length * 5) + 120);
    }

    [Fact]
    public async Task the_chain_goes_on_after_a_restart_from_events_and_from_a_snapshot()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        for (var round = 0; round < 23; round++)
        {
            await using var journal = bench.Journal();
            (await journal.Execute(new Raise("a", 1, $"{round}"), Someone)).Fault.ShouldBeNull();
            (await journal.Execute(new RaiseAll($"all{round}", "b", "c"), Someone)).Fault.ShouldBeNull();
        }

        (await bench.Scalar<long>("select count(*) from {s}.stream_snapshots")).ShouldBe(3);
        (await Chains.BrokenIn(bench)).ShouldBeEmpty();
    }

    [Fact]
    public async Task servers_that_fight_for_streams_keep_one_chain()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journals = Enumerable.Range(0, 3).Select(_ => bench.Journal(new() { Lanes = 2 })).ToList();
        await Task.WhenAll(journals.SelectMany((journal, server) => Enumerable.Range(0, 30).Select(number =>
            journal.Execute(new Raise($"c{number % 4}", 1, $"{server}.{number}"), Someone).AsTask())));

        (await Chains.BrokenIn(bench)).ShouldBeEmpty();
    }

    [Fact]
    public async Task commands_that_fail_leave_no_trace_in_the_chain()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal(new() { Lanes = 1 });
        // A name that no text column holds, and a bug in the fold, among sound ones: the batch is split in halves until they are alone.
        await Task.WhenAll(Enumerable.Range(0, 60).Select(number => journal.Execute(
            number switch
            {
                17 => new Raise("a", 1, "\0"),
                33 => new Raise("a", Counter.Cursed),
                _ => new Raise(number % 2 == 0 ? "a" : "b", 1, $"{number}"),
            },
            Someone).AsTask()));

        (await Chains.BrokenIn(bench)).ShouldBeEmpty();
        (await bench.Scalar<long>("select count(*) from {s}.mt_events")).ShouldBe(58);
    }

    [Fact]
    public async Task marten_leaves_the_hashes_alone_when_it_changes_its_tables()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        (await bench.Journal().Execute(new Raise("a"), Someone)).Fault.ShouldBeNull();
        foreach (var change in (string[])["alter table {s}.mt_events drop column causation_id", "delete from {s}.store_stamps"])
        {
            await using var command = bench.Database.General.CreateCommand(change.Replace("{s}", bench.Database.Schema));
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await bench.Schema.Apply(TestContext.Current.CancellationToken);

        (await bench.Scalar<long>("select count(causation_id) + count(hash) from {s}.mt_events")).ShouldBe(1);
        (await Chains.BrokenIn(bench)).ShouldBeEmpty();
    }
}
