using KaosNet.Domain.Kernel;
using KaosNet.Store.Journal;
using KaosNet.Store.Tables;
using KaosNet.Store.Tables.Rebuilding;
using KaosNet.Store.Tail;
using KaosNet.Store.Tests.Journal;
using KaosNet.Tests.Support;
using Npgsql;

namespace KaosNet.Store.Tests.Tables;

/// <summary>Tables rebuilt beside servers that go on: nobody is refused anything, and afterwards the tables are what events say.</summary>
public sealed class LiveRebuildSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    static readonly Caller Someone = Caller.System("test", "Test");
    static readonly Guid[] Candidates = [.. Enumerable.Range(1, 4).Select(number => new Guid(number, 0, 0, new byte[8]))];
    static readonly IReadOnlyList<IInlineTable> Tables =
    [
        CounterTable.Counters, CounterTable.Tags, CounterTable.Letters(() => { }), new TallyTable<Ballot>("votes", "candidate", Ballot.Kind, (_, ballot) => ballot.Entries),
    ];

    [Fact]
    public async Task tables_are_rebuilt_under_two_servers_that_write_and_readers_that_read()
    {
        await using var bench = await Open();
        await Spoil(bench);
        LanedJournal[] servers = [bench.Journal(new() { Lanes = 2 }), bench.Journal()];
        using var over = new CancellationTokenSource();
        var written = 0;
        var load = Task.WhenAll(Enumerable.Range(0, 6).Select(async caller =>
        {
            var dice = new Dice((ulong)caller);
            while (!over.IsCancellationRequested)
            {
                Interlocked.Increment(ref written);
                var server = servers[caller % 2];
                // The counters are of one server each, so that nobody loses a race; the votes are of both.
                (await server.Execute(new Raise($"c{(2 * dice.Roll(20)) + (caller % 2)}", 1 + dice.Roll(9)), Someone)).Fault.ShouldBeNull();
                (await server.Execute(new MoveTag($"c{caller}", ((char)('a' + caller)).ToString(), dice.Roll(2) == 0), Someone)).Fault.ShouldBeNull();
                (await server.Execute(new NameCounter($"c{caller}", dice.Roll(3) == 0 ? null : $"n{caller}"), Someone)).Fault.ShouldBeNull();
                (await server.Execute(new Vote($"b{dice.Roll(5)}", Candidates[dice.Roll(4)], 1, Candidates[dice.Roll(4)]), Someone)).Fault?.Code.ShouldBe(FaultCode.Aborted);
            }
        }).Append(Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                await using var command = bench.Database.Reads.CreateCommand($"select count(*), sum(total) from {bench.Database.Schema}.counters where total >= 0");
                await using var reader = await bench.Database.Query(command, CancellationToken.None);
                (await reader.ReadAsync()).ShouldBeTrue();
                reader.GetInt64(0).ShouldBeGreaterThan(0, "a reader sees the old rows or the new ones, never none");
            }
        })));
        // All of their statements are prepared by now.
        await Eventually.Is(() => Volatile.Read(ref written) > 100);

        var outcome = await Rebuild(bench).Run(Tables);
        var writtenThen = Volatile.Read(ref written);
        await Eventually.Is(() => Volatile.Read(ref written) > writtenThen + 50);
        await over.CancelAsync();
        await load;

        outcome.StartedOver.ShouldBe(0);
        await ShouldBeWhatEventsSay(bench);
        (await bench.Rows("select indexname from pg_indexes where schemaname = '{s}' and tablename in ('counters', 'votes') order by 1")).ShouldBe(
            ["""{"indexname": "counters_name"}""", """{"indexname": "counters_pkey"}""", """{"indexname": "counters_total"}""", """{"indexname": "votes_pkey"}"""]);
        await servers[0].Execute(new NameCounter("c0", "zoe"), Someone);
        (await servers[1].Execute(new NameCounter("c1", "zoe"), Someone)).Fault.ShouldBe(Fault.AlreadyExists("Name is taken."), "names are told by the index as before");
        (await bench.Scalar<long>("select count(*) from pg_namespace where nspname like '{s}%'")).ShouldBe(1, "nothing is left beside");
        (await StoreSchema.HoldsTables(bench.Database, Tables)).ShouldBeTrue();
    }

    [Fact]
    public async Task a_rebuild_that_was_stopped_goes_on_where_it_was()
    {
        await using var bench = await Open();
        var journal = await Spoil(bench);
        using var stop = new CancellationTokenSource();
        var small = Rebuild(bench, new(Streams: 10));
        await Should.ThrowAsync<OperationCanceledException>(small.Run(
            Tables,
            new Report(told =>
            {
                if (told.Events > told.EventsTotal / 3) stop.Cancel();
            }),
            stop.Token));
        (await bench.Scalar<bool>("select last_key > '' and not is_folded from {s}_rebuilding.rebuild_position")).ShouldBeTrue();

        // Streams on both sides of where it stopped go on meanwhile.
        for (var i = 0; i < 40; i += 3) await journal.Execute(new Raise($"c{i}", 100), Someone);
        await journal.Execute(new NameCounter("c3", null), Someone);
        await journal.Execute(new NameCounter("c4", "n3"), Someone);
        List<LiveRebuildProgress> seen = [];
        var outcome = await small.Run(Tables, new Report(seen.Add));
        outcome.DoneBefore.ShouldBeGreaterThan(0);
        seen.First(told => told.Step is RebuildStep.Folding).Events.ShouldBeGreaterThan(outcome.DoneBefore, "what was folded is not folded again");
        outcome.CaughtUp.ShouldBeGreaterThanOrEqualTo(16);
        await ShouldBeWhatEventsSay(bench);
    }

    [Fact]
    public async Task a_rebuild_begins_anew_when_what_it_made_is_discarded_or_an_epoch_is_over()
    {
        await using var bench = await Open();
        await Spoil(bench);
        var discards = 0;
        var outcome = await Rebuild(bench, new(Streams: 10)).Run(
            Tables,
            new Report(told =>
            {
                var (isFirst, isSecond) = (discards == 0 && told.Step is RebuildStep.Indexing, discards == 1 && told.Step is RebuildStep.Indexing);
                if (!isFirst && !isSecond) return;
                discards++;
                JournalEpoch.End(
                    bench.Database,
                    async (connection, cancel) =>
                    {
                        await using var discard = new NpgsqlCommand(isFirst ? LiveRebuild.DiscardStatement(bench.Database.Schema) : "select 1", connection);
                        return await discard.ExecuteNonQueryAsync(cancel);
                    },
                    CancellationToken.None).GetAwaiter().GetResult();
            }));
        outcome.StartedOver.ShouldBe(2);
        await ShouldBeWhatEventsSay(bench);
    }

    [Fact]
    public async Task who_keeps_rows_in_memory_is_told_of_a_switch_until_it_is_taken_in()
    {
        await using var bench = await Open();
        await Spoil(bench);
        await using var listening = await bench.Database.General.OpenConnectionAsync();
        var rings = 0;
        listening.Notification += (_, told) => rings += told.Channel == EventTail.ChannelOf(bench.Database.Schema) ? 1 : 0;
        await using (var listen = new NpgsqlCommand($"listen {EventTail.ChannelOf(bench.Database.Schema)}", listening)) await listen.ExecuteNonQueryAsync();
        var switches = new TableSwitches(bench.Database);
        await switches.Begin(default);
        var told = 0;
        ValueTask Take()
        {
            told++;
            return ValueTask.CompletedTask;
        }

        await switches.Follow(Take, default);
        told.ShouldBe(0);
        await Rebuild(bench).Run(Tables);
        await Eventually.Is(async () => await listening.WaitAsync(1) || rings > 0);
        await Should.ThrowAsync<TimeoutException>(switches.Follow(() => throw new TimeoutException(), default).AsTask());
        await switches.Follow(Take, default);
        await switches.Follow(Take, default);
        told.ShouldBe(1);
    }

    [Fact]
    public async Task a_reader_that_does_not_let_go_of_a_table_is_waited_for_and_nobody_else_waits_long()
    {
        await using var bench = await Open();
        var journal = await Spoil(bench);
        await using var reading = await bench.Database.General.OpenConnectionAsync();
        var transaction = await reading.BeginTransactionAsync();
        await using (var look = new NpgsqlCommand($"select count(*) from {bench.Database.Schema}.votes", reading)) await look.ExecuteScalarAsync();
        var waits = 0;
        var rebuild = Rebuild(bench).Run(Tables, new Report(told => waits += told.Step is RebuildStep.Waiting ? 1 : 0));
        await Eventually.Is(() => Volatile.Read(ref waits) > 0);
        (await journal.Execute(new Raise("c1", 7), Someone)).Fault.ShouldBeNull("writers go on between two attempts");
        await transaction.RollbackAsync();
        await rebuild;
        await ShouldBeWhatEventsSay(bench);
    }

    [Fact]
    public async Task a_name_that_goes_from_one_stream_to_another_within_a_commit_is_brought_in_as_one()
    {
        await using var bench = await Open();
        var journal = await Spoil(bench);
        // The one change at a time that is brought in would give the name to the second before the first has let go of it.
        var isDone = false;
        await Rebuild(bench, new(Changes: 1)).Run(
            Tables,
            new Report(told =>
            {
                if (told.Step is not RebuildStep.Indexing || isDone) return;
                isDone = true;
                journal.Execute(new PassName("c6", "c7", "n6"), Someone).AsTask().GetAwaiter().GetResult().Fault.ShouldBeNull();
            }));
        (await bench.Scalar<string>("select name from {s}.counters where id = 'c7'")).ShouldBe("n6");
        await ShouldBeWhatEventsSay(bench);
    }

    [Fact]
    public async Task a_rebuild_is_refused_where_it_would_fail_at_its_end()
    {
        await using var bench = await Open();
        await Spoil(bench);
        await bench.Scalar<int>("create view {s}.named as select * from {s}.counters where name is not null; select 1");
        (await Should.ThrowAsync<RebuildRefusedException>(Rebuild(bench).Run(Tables))).Message.ShouldStartWith($"The view {bench.Database.Schema}.named looks at {bench.Database.Schema}.counters");
        await bench.Scalar<int>("drop view {s}.named; grant select on {s}.counters to pg_monitor; select 1");

        StateTable<Counter, CounterRow> other = new(
            "counters", Counter.Kind, (id, counter) => [new(id, counter.Total, null)], table => table.Text("id", row => row.Id).Key("id"));
        (await Should.ThrowAsync<RebuildRefusedException>(Rebuild(bench).Run([other]))).Message.ShouldStartWith("The tables are not those of this version");

        await bench.Scalar<int>("update {s}.mt_events set data = '{\"by\": \"many\"}' where stream_id = 'counter-c9'; select 1");
        (await Should.ThrowAsync<RebuildRefusedException>(Rebuild(bench).Run(Tables))).Message.ShouldStartWith("The stream counter-c9 is damaged: version 1 (counter_raised): ");
        await bench.Scalar<int>("delete from {s}.mt_events where stream_id = 'counter-c9'; select 1");

        await Rebuild(bench).Run([CounterTable.Counters]);
        (await bench.Scalar<bool>("select has_table_privilege('pg_monitor', '{s}.counters', 'select')")).ShouldBeTrue("who might read the old table may read the new one");
    }

    Task<Workbench> Open() => Workbench.Open(postgres.ConnectionString, Tables);

    static LiveRebuild Rebuild(Workbench bench, RebuildBounds? bounds = null) =>
        new(bench.Database, Workbench.Catalogue) { Bounds = bounds ?? new() };

    /// <summary>Fills the tables by way of events, and then changes some rows by hand.</summary>
    static async Task<LanedJournal> Spoil(Workbench bench)
    {
        var journal = bench.Journal();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(number => journal.Execute(new Raise($"c{number}", number), Someone).AsTask()));
        await Task.WhenAll(Enumerable.Range(0, 40).Where(number => number % 3 == 0).Select(number => journal.Execute(new NameCounter($"c{number}", $"n{number}"), Someone).AsTask()));
        foreach (var candidate in Candidates) await journal.Execute(new Vote("b1", candidate, 2), Someone);
        await journal.Execute(new TagCounter("c8", "xyz"), Someone);
        await journal.Execute(new Raise("c2", -100), Someone);
        // Longer than what is read of events at a time, and of another length in bytes than in letters.
        await journal.Execute(new Raise("ünbounded ☃", 1, new string('é', 200_000)), Someone);
        await bench.Scalar<int>("update {s}.votes set count = 99; delete from {s}.counters where id > 'c30'; update {s}.counters set total = total + 5; select 1");
        return journal;
    }

    static async Task ShouldBeWhatEventsSay(Workbench bench) =>
        (await bench.Rebuilder.Verify(Tables)).ShouldAllBe(table => table.Differences.Count == 0 && table.Rows > 0);

    sealed class Report(Action<LiveRebuildProgress> told) : IProgress<LiveRebuildProgress>
    {
        void IProgress<LiveRebuildProgress>.Report(LiveRebuildProgress value) => told(value);
    }

    /// <summary>Gives a name that one counter has to another one; what the second gets is said first.</summary>
    sealed record PassName(string From, string To, string Name) : Command<Done>
    {
        public override IReadOnlyList<StreamRef> Streams => [Counter.Kind.Of(From), Counter.Kind.Of(To)];

        public override Decision<Done> Decide(StreamStates states, DecisionContext context) => Decision.Granted()
            .Append(Counter.Kind.Of(To), new CounterNamed(Name)).Append(Counter.Kind.Of(From), new CounterNamed(null));
    }
}
