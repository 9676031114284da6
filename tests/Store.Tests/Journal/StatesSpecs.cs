using KaosNet.Domain.Kernel;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;
using Npgsql;

namespace KaosNet.Store.Tests.Journal;

public sealed class StatesSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    static readonly Caller Someone = Caller.System("test", "Test");

    [Fact]
    public async Task a_long_stream_is_loaded_from_its_snapshot_and_is_the_same_as_the_full_fold()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var first = bench.Journal();
        for (var i = 1; i <= 25; i++) await first.Execute(new Raise("a", i, $"token {i}"), Someone);
        await first.Execute(new NameCounter("a", "ann"), Someone);
        var folded = await first.Load(Counter.Kind.Of("a"));

        (await bench.Scalar<long>("select version from {s}.stream_snapshots where stream_key = 'counter-a'")).ShouldBe(20);
        (await bench.Journal().Load(Counter.Kind.Of("a"))).ShouldBe(folded);

        await bench.Scalar<int>("with u as (update {s}.stream_snapshots set state = jsonb_set(state, '{total}', '1000') returning 1) select 1");
        (await bench.Journal().Load(Counter.Kind.Of("a"))).Total.ShouldBe(1000 + 21 + 22 + 23 + 24 + 25, "the snapshot is what is read");
        await bench.Scalar<int>("with u as (update {s}.stream_snapshots set build = 'another' returning 1) select 1");
        (await bench.Journal().Load(Counter.Kind.Of("a"))).ShouldBe(folded, "a snapshot of another build is not");

        (await bench.Journal().Execute(new Raise("a", 0, "more"), Someone)).Fault.ShouldBeNull();
        (await bench.Scalar<long>("select version from {s}.stream_snapshots where stream_key = 'counter-a'")).ShouldBe(27);
    }

    [Fact]
    public async Task states_beyond_the_bound_are_let_go_and_loaded_again()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal(new() { CachedStatesMax = 10 });
        for (var round = 1; round <= 3; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(number => journal.Execute(new Raise($"c{number}"), Someone).AsTask()));
            answers.ShouldAllBe(answer => answer.Value == round);
        }

        journal.CachedStates.ShouldBeLessThanOrEqualTo(10);
    }

    [Fact]
    public async Task a_stream_that_is_wrongly_taken_to_be_new_is_decided_again_from_what_is_there()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        (await bench.Journal().Execute(new Raise("a", 5), Someone)).Fault.ShouldBeNull();

        var another = bench.Journal();
        (await another.Execute(new Begin("a", 9), Someone)).Fault.ShouldBe(Fault.AlreadyExists("There already, at 5."));
        (await another.Execute(new Begin("b", 9), Someone)).Value.ShouldBe(9);
        (await bench.Rows("select stream_id, version from {s}.mt_events order by seq_id")).Count.ShouldBe(2);
    }

    [Fact]
    public async Task a_server_notices_what_another_decided_before_it_refuses()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var (here, there) = (bench.Journal(), bench.Journal());
        (await here.Execute(new RaiseThrough("g", "a"), Someone)).Fault.ShouldBeNull();

        await there.Execute(new SetGate("g", IsClosed: true), Someone);
        (await here.Execute(new RaiseThrough("g", "a"), Someone)).Fault.ShouldBe(Fault.FailedPrecondition("The gate is closed."), "what was read must still hold");
        await there.Execute(new SetGate("g", IsClosed: false), Someone);
        (await here.Execute(new RaiseThrough("g", "a"), Someone)).Fault.ShouldBeNull("a refusal must not come from an old state");

        await there.Execute(new SetGate("new", IsClosed: true), Someone);
        await here.Execute(new RaiseThrough("other", "a"), Someone);
        (await here.Execute(new RaiseThrough("new", "a"), Someone)).Fault.ShouldNotBeNull();
    }

    [Fact]
    public async Task two_servers_fighting_for_the_same_streams_commit_every_command_once()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        LanedJournal[] journals = [bench.Journal(new() { Lanes = 2 }), bench.Journal(new() { Lanes = 2 })];
        var work = journals.SelectMany((journal, server) => Enumerable.Range(0, 6).Select(async caller =>
        {
            List<string> granted = [];
            for (var i = 0; i < 25; i++)
            {
                var token = $"{server}.{caller}.{i}";
                var fault = i % 3 == 0
                    ? (await journal.Execute(new RaiseAll(token, $"c{i % 4}", $"c{(i + 1) % 4}"), Someone)).Fault
                    : (await journal.Execute(new Raise($"c{i % 4}", 1, token), Someone)).Fault;
                if (fault is null) granted.Add(token);
                else fault.Code.ShouldBe(FaultCode.Aborted);
            }

            return granted;
        }));
        var granted = (await Task.WhenAll(work)).SelectMany(tokens => tokens).ToList();

        var stored = await bench.Rows("select distinct data ->> 'token' as t from {s}.mt_events");
        stored.Count.ShouldBe(granted.Count);
        granted.Count.ShouldBeGreaterThan(150);
        (await bench.Scalar<decimal>("select sum(total) from {s}.counters")).ShouldBe(await bench.Scalar<long>("select count(*) from {s}.mt_events"));
        (await bench.Scalar<long>("select count(*) from (select 1 from {s}.mt_events group by data ->> 'token', stream_id having count(*) > 1) d")).ShouldBe(0);
        (await bench.Rebuilder.Verify(bench.Shown)).ShouldAllBe(table => table.Differences.Count == 0);
    }

    [Fact]
    public async Task a_lane_whose_row_was_removed_takes_a_new_one()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal();
        await journal.Execute(new Raise("a"), Someone);
        await bench.Scalar<int>("with d as (delete from {s}.journal_lanes returning 1) select 1");
        (await journal.Execute(new Raise("a"), Someone)).Value.ShouldBe(2);
    }

    [Fact]
    public async Task a_commit_wakes_the_readers_of_the_feed()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        await using var listening = new NpgsqlConnection(postgres.ConnectionString);
        await listening.OpenAsync();
        await using var listen = new NpgsqlCommand("listen mt_events_appended", listening);
        await listen.ExecuteNonQueryAsync();
        await bench.Journal().Execute(new Raise("a"), Someone);
        (await listening.WaitAsync(TimeSpan.FromSeconds(10))).ShouldBeTrue();
    }

    [Fact]
    public async Task a_lost_race_leaves_no_gap_in_the_numbers_of_the_feed()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var (here, there) = (bench.Journal(), bench.Journal());
        await here.Execute(new Raise("a"), Someone);
        for (var i = 0; i < 10; i++)
        {
            await there.Execute(new Raise("a"), Someone);
            await here.Execute(new Raise("a"), Someone);
        }

        await here.Execute(new NameCounter("a", "ann"), Someone);
        (await here.Execute(new NameCounter("b", "ann"), Someone)).Fault.ShouldNotBeNull();
        (await bench.Scalar<long>("select max(seq_id) - count(*) from {s}.mt_events")).ShouldBe(0);
    }
}
