using System.Collections.Concurrent;
using KaosNet.Domain.Kernel;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;

namespace KaosNet.Store.Tests.Journal;

public sealed class CrashSpecs(CrashablePostgres postgres) : IClassFixture<CrashablePostgres>
{
    static readonly Caller Someone = Caller.System("test", "Test");

    [Fact]
    public async Task a_database_killed_in_mid_load_loses_nothing_acknowledged_and_doubles_nothing()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal(new() { Lanes = 2, OutageMax = TimeSpan.FromSeconds(60) });
        var load = new Load(journal);
        for (var kill = 1; kill <= 3; kill++)
        {
            await load.AtLeast(300);
            await postgres.KillAndAwaitRestartAsync();
        }

        await load.AtLeast(300);
        await load.Stop();
        await load.Check(bench);
        load.Refused.ShouldBeEmpty("the outage was shorter than the bound");
    }

    [Fact]
    public async Task connections_cut_in_mid_commit_lose_nothing_acknowledged_and_double_nothing()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal(new() { Lanes = 2, OutageMax = TimeSpan.FromSeconds(60) });
        var load = new Load(journal);
        for (var cut = 1; cut <= 40; cut++)
        {
            await load.AtLeast(5);
            await bench.Scalar<long>("select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'kaos-journal'");
        }

        await load.Stop();
        await load.Check(bench);
        load.Refused.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_database_that_stays_away_is_told_to_callers_within_the_bound()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var away = new Database("Host=127.0.0.1;Port=1;Username=nobody;Database=none", bench.Database.Schema);
        await using var journal = new LanedJournal(
            away,
            Workbench.Catalogue,
            bench.Shown,
            [],
            new() { OutageMax = TimeSpan.FromMilliseconds(200) },
            TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<LanedJournal>.Instance);
        (await journal.Execute(new Raise("a"), Someone)).Fault!.Code.ShouldBe(FaultCode.Unavailable);
        (await journal.Execute(new Raise("a"), Someone)).Fault!.Message.ShouldBe("The database cannot be reached: nothing was changed.");
        await Should.NotThrowAsync(journal.DisposeAsync().AsTask());
    }

    [Fact]
    public async Task a_full_disk_is_a_clear_refusal_with_nothing_half_done()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal(new() { Lanes = 1 });
        await journal.Execute(new Raise("a"), Someone);
        // What the database says when it cannot extend a file.
        await bench.Scalar<int>("""
            create function {s}.full() returns trigger language plpgsql as $$ begin raise exception 'no space left' using errcode = '53100'; end $$;
            create trigger full_disk before insert on {s}.mt_events execute function {s}.full();
            select 1
            """);
        (await journal.Execute(new Raise("a"), Someone)).Fault.ShouldBe(Fault.Unavailable("The database has no room left: nothing was changed."));
        await bench.Scalar<int>("drop trigger full_disk on {s}.mt_events; select 1");
        (await journal.Execute(new Raise("a"), Someone)).Value.ShouldBe(2);
        (await bench.Scalar<long>("select total from {s}.counters")).ShouldBe(2);
    }

    /// <summary>Callers in closed loops, each command with a token of its own in its event.</summary>
    sealed class Load
    {
        readonly ConcurrentDictionary<string, bool> _granted = new();
        readonly ConcurrentBag<Fault> _refused = [];
        volatile bool _isStopping;
        readonly Task _running;
        int _done;

        public Load(LanedJournal journal) => _running = Task.WhenAll(Enumerable.Range(0, 16).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; !_isStopping; i++)
            {
                var token = $"{caller}.{i}";
                var fault = i % 4 == 0
                    ? (await journal.Execute(new RaiseAll(token, $"c{caller % 5}", $"c{(i + caller) % 5 + 5}"), Someone)).Fault
                    : (await journal.Execute(new Raise($"c{(i + caller) % 10}", 1, token), Someone)).Fault;
                if (fault is null) _granted.TryAdd(token, true);
                else if (fault.Code != FaultCode.Aborted) _refused.Add(fault);
                Interlocked.Increment(ref _done);
            }
        })));

        public IReadOnlyCollection<Fault> Refused => _refused;

        /// <summary>Until that many more commands are answered.</summary>
        public Task AtLeast(int more)
        {
            var until = Volatile.Read(ref _done) + more;
            return Eventually.Is(() => _running.IsFaulted || Volatile.Read(ref _done) >= until, $"{more} more answers", TimeSpan.FromSeconds(60));
        }

        public Task Stop()
        {
            _isStopping = true;
            return _running;
        }

        public async Task Check(Workbench bench)
        {
            // Connections that lay idle through a crash are dead without knowing it.
            bench.Database.General.Clear();
            var stored = (await bench.Rows("select data ->> 'token' as token, count(distinct stream_id) as streams, count(*) as events from {s}.mt_events group by 1"))
                .Select(row => System.Text.Json.JsonDocument.Parse(row).RootElement)
                .ToDictionary(row => row.GetProperty("token").GetString()!, row => (Streams: row.GetProperty("streams").GetInt32(), Events: row.GetProperty("events").GetInt32()));
            foreach (var token in _granted.Keys) stored.ShouldContainKey(token);
            stored.Where(entry => entry.Value.Streams != entry.Value.Events).ShouldBeEmpty("a command was applied twice");
            stored.Count.ShouldBe(_granted.Count, "every command was answered, so what is stored is what was granted");
            (await bench.Rebuilder.Verify(bench.Shown)).ShouldAllBe(table => table.Differences.Count == 0);
        }
    }
}
