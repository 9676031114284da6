using KaosNet.Domain.Kernel;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;
using Npgsql;

namespace KaosNet.Store.Tests.Journal;

/// <summary>What is kept in memory of the store ends with its epoch, on every server.</summary>
public sealed class EpochSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    static readonly Caller Someone = Caller.System("test", "Test");

    [Fact]
    public async Task every_server_decides_from_what_is_there_once_an_epoch_is_over()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        LanedJournal[] servers = [bench.Journal(), bench.Journal()];
        for (var i = 0; i < servers.Length; i++)
        {
            await servers[i].Execute(new Raise($"of {i}", 5), Someone);
            await servers[i].Execute(new Raise($"other {i}", 5), Someone);
        }

        // What no server hears of: the events themselves say something else now.
        await JournalEpoch.End(bench.Database, (connection, cancel) => Rewrite(connection, bench, by: 7), CancellationToken.None);
        for (var i = 0; i < servers.Length; i++)
        {
            (await servers[i].Execute(new Raise($"of {i}"), Someone)).Value.ShouldBe(8);
            (await servers[i].Execute(new Raise($"other {i}"), Someone)).Value.ShouldBe(8, "the whole memory is dropped, not only what was at hand");
        }

        (await bench.Scalar<long>("select count(*) from {s}.mt_events")).ShouldBe(8, "each command came through once");
        (await JournalEpoch.Current(bench.Database, bench.Database.Reads, CancellationToken.None)).ShouldBe(2);
    }

    [Fact]
    public async Task also_a_refusal_is_of_this_epoch()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal();
        await journal.Execute(new Raise("a", 5), Someone);
        (await journal.Execute(new RaiseUpTo("a", 5), Someone)).Fault.ShouldBe(Fault.FailedPrecondition("Full at 5."));

        await JournalEpoch.End(bench.Database, (connection, cancel) => Rewrite(connection, bench, by: 7), CancellationToken.None);
        (await journal.Execute(new RaiseUpTo("a", 5), Someone)).Fault.ShouldBe(Fault.FailedPrecondition("Full at 7."));
    }

    [Fact]
    public async Task nobody_commits_while_an_epoch_ends_and_who_waited_decides_again()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal();
        await journal.Execute(new Raise("a", 5), Someone);
        var waiting = await JournalEpoch.End(
            bench.Database,
            async (connection, cancel) =>
            {
                var raise = journal.Execute(new Raise("a"), Someone, cancel).AsTask();
                // It was decided on 5 and holds on to nothing yet but its place in the queue.
                await Eventually.Is(async () => await bench.Scalar<long>(
                    "select count(*) from pg_locks where not granted and relation = '{s}.journal_lanes'::regclass") > 0);
                await Rewrite(connection, bench, by: 7);
                return raise;
            },
            CancellationToken.None);

        (await waiting).Value.ShouldBe(8);
        (await bench.Rows("select total from {s}.counters")).ShouldBe(["""{"total": 8}"""]);
    }

    [Fact]
    public async Task an_epoch_ends_only_when_those_who_commit_are_done()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        await bench.Journal().Execute(new Raise("a"), Someone);
        await using var writer = await bench.Database.General.OpenConnectionAsync();
        await using var commit = await writer.BeginTransactionAsync();
        await using var claim = new NpgsqlCommand($"update {bench.Database.Schema}.journal_lanes set at = now()", writer);
        await claim.ExecuteNonQueryAsync();

        await using (var connection = await bench.Database.General.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            (await Should.ThrowAsync<PostgresException>(() => JournalEpoch.Advance(connection, bench.Database.Schema, CancellationToken.None)))
                .SqlState.ShouldBe(PostgresErrorCodes.LockNotAvailable);
        }

        var ending = JournalEpoch.End(bench.Database, (_, _) => Task.FromResult(true), CancellationToken.None);
        await commit.CommitAsync();
        (await ending).ShouldBeTrue();
    }

    [Fact]
    public async Task what_fails_ends_no_epoch()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        await Should.ThrowAsync<InvalidOperationException>(() => JournalEpoch.End<Done>(
            bench.Database, (_, _) => throw new InvalidOperationException("no"), CancellationToken.None));
        (await JournalEpoch.Current(bench.Database, bench.Database.Reads, CancellationToken.None)).ShouldBe(1);
        (await bench.Journal().Execute(new Raise("a"), Someone)).Value.ShouldBe(1);
    }

    [Fact]
    public async Task who_only_reads_follows_when_told()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal();
        await journal.Execute(new Raise("a", 5), Someone);
        await JournalEpoch.End(bench.Database, (connection, cancel) => Rewrite(connection, bench, by: 7), CancellationToken.None);

        await journal.FollowEpoch();
        (await journal.Load(Counter.Kind.Of("a"))).Total.ShouldBe(7);
        var known = await journal.Load(Counter.Kind.Of("a"));
        await journal.FollowEpoch();
        (await journal.Load(Counter.Kind.Of("a"))).ShouldBeSameAs(known, "while an epoch lasts nothing is dropped");
    }

    [Fact]
    public async Task who_keeps_something_else_of_the_store_is_told_before_anything_is_loaded()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var observer = new Observer();
        await using var journal = new LanedJournal(
            bench.Database, Workbench.Catalogue, bench.Shown, [], new() { Lanes = 1 }, TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<LanedJournal>.Instance, epochObservers: [observer]);
        await journal.Execute(new Raise("a"), Someone);
        observer.Ended.ShouldBe(0);
        await JournalEpoch.End(bench.Database, (_, _) => Task.FromResult(Done.Value), CancellationToken.None);
        (await journal.Execute(new Raise("a"), Someone)).Value.ShouldBe(2);
        observer.Ended.ShouldBe(1);
    }

    static async Task<Done> Rewrite(NpgsqlConnection connection, Workbench bench, long by)
    {
        await using var command = new NpgsqlCommand(
            $"update {bench.Database.Schema}.mt_events set data = jsonb_set(data, '{{by}}', '{by}'); update {bench.Database.Schema}.counters set total = {by}", connection);
        await command.ExecuteNonQueryAsync();
        return Done.Value;
    }

    sealed class Observer : IEpochObserver
    {
        public int Ended { get; private set; }

        public void EpochEnded() => Ended++;
    }
}
