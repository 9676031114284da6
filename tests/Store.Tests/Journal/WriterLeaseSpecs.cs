using KaosNet.Domain.Kernel;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace KaosNet.Store.Tests.Journal;

/// <summary>Who writes holds the lease, and who holds it alone knows that.</summary>
public sealed class WriterLeaseSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    const string IsHeldAlone =
        "locktype = 'advisory' and mode = 'ExclusiveLock' and granted and database = (select oid from pg_database where datname = current_database())";

    Workbench _game = null!;

    public async ValueTask InitializeAsync() => _game = await Workbench.Open(postgres.ConnectionString);

    public ValueTask DisposeAsync() => _game.DisposeAsync();

    [Fact]
    public async Task who_comes_first_is_alone_until_another_may_write()
    {
        await using var one = Server();
        await one.Lease.Held();
        await Eventually.Is(() => one.Lease.SoleTerm != 0, "alone");

        await using (var other = Server())
        {
            await other.Lease.Held();
            (one.Lease.SoleTerm, other.Lease.SoleTerm).ShouldBe((0, 0));
            await Eventually.Is(() => one.Lease.IsHeld, "both hold it");
        }

        await Eventually.Is(() => one.Lease.SoleTerm > 1, "alone again, in another term");
    }

    [Fact]
    public async Task games_in_one_database_know_nothing_of_each_other()
    {
        await using var otherGame = await Workbench.Open(postgres.ConnectionString);
        await using var one = Server();
        await using var other = Server(otherGame);
        await one.Lease.Held();
        await other.Lease.Held();
        await Eventually.Is(() => one.Lease.SoleTerm != 0 && other.Lease.SoleTerm != 0, "each alone");
    }

    [Fact]
    public async Task a_lost_connection_ends_the_term_and_the_lease_comes_back()
    {
        await using var server = Server();
        await server.Lease.Held();
        await Eventually.Is(() => server.Lease.SoleTerm == 1, "alone");
        await postgres.ScalarAsync<long>($"select count(pg_terminate_backend(pid)) from pg_locks where {IsHeldAlone}");
        await Eventually.Is(() => server.Lease.SoleTerm == 2, "alone in a new term");
        await server.Lease.Held();
    }

    [Fact]
    public async Task one_that_hangs_is_waited_for_and_then_cut_off()
    {
        await using var first = Server();
        await first.Lease.Held();
        await Eventually.Is(() => first.Lease.SoleTerm != 0, "alone");
        var held = await postgres.ScalarAsync<long>($"select (classid::bigint << 32) | objid::bigint from pg_locks where {IsHeldAlone}");
        await first.DisposeAsync();
        // It has the lock, and listens to nobody.
        await using var hanging = new NpgsqlConnection(postgres.ConnectionString);
        await hanging.OpenAsync();
        await new NpgsqlCommand($"select pg_advisory_lock({held})", hanging).ExecuteNonQueryAsync();

        await using var second = Server();
        await second.Lease.Held();
        await Should.ThrowAsync<NpgsqlException>(() => new NpgsqlCommand("select 1", hanging).ExecuteNonQueryAsync());
    }

    [Fact]
    public async Task without_a_database_who_waits_is_told_why()
    {
        await using var database = new Database("Host=127.0.0.1;Port=1;Username=nobody;Database=nothing", "nowhere");
        await using var lease = new WriterLease(database, NullLogger<WriterLease>.Instance);
        await Should.ThrowAsync<NpgsqlException>(async () => await lease.Held());
        (lease.IsHeld, lease.SoleTerm).ShouldBe((false, 0));
    }

    [Fact]
    public async Task nobody_is_alone_while_a_transaction_of_one_that_is_gone_may_still_commit()
    {
        var gone = await Lane();
        await using var sent = await _game.Database.General.OpenConnectionAsync();
        await using var transaction = await sent.BeginTransactionAsync();
        (await Move(sent, gone)).ShouldBe(1, "it was sent before its server was killed");

        await using var server = Server();
        await server.Lease.Held();
        await AskedThrice(server);
        server.Lease.SoleTerm.ShouldBe(0);
        await transaction.CommitAsync();
        await Eventually.Is(() => server.Lease.SoleTerm != 0, "alone once it is through");
    }

    [Fact]
    public async Task what_arrives_late_from_one_that_is_gone_never_comes_through()
    {
        var gone = await Lane();
        await using var server = Server();
        await Eventually.Is(async () =>
        {
            await server.Lease.Held();
            return server.Lease.SoleTerm != 0;
        });
        await using var late = await _game.Database.General.OpenConnectionAsync();
        (await Move(late, gone)).ShouldBe(0);

        gone.Attempt();
        (await gone.FindOut(default)).ShouldBeFalse("and if it is not gone after all, it finds that out");
    }

    [Fact]
    public async Task one_that_was_fenced_off_finds_what_came_through_before()
    {
        var gone = await Lane();
        gone.Attempt();
        await using (var sent = await _game.Database.General.OpenConnectionAsync()) await Move(sent, gone);
        await using var server = Server();
        await server.Lease.Held();
        await Eventually.Is(() => server.Lease.SoleTerm != 0, "alone");

        var lane = gone.Lane;
        (await gone.FindOut(default)).ShouldBeTrue();
        gone.Lane.ShouldNotBe(lane, "it goes on with a new row");
    }

    [Fact]
    public async Task a_journal_that_was_fenced_off_asks_for_the_lease_again_and_goes_on()
    {
        await using var first = Server();
        await using var journal = _game.Sharing(first.Lease);
        (await journal.Execute(new Raise("a"), Caller.System("test", "Test"))).Fault.ShouldBeNull();
        await _game.Scalar<long>("with u as (update {s}.journal_lanes set token = -1 - token returning 1) select count(*) from u");
        (await journal.Execute(new Raise("a"), Caller.System("test", "Test"))).Fault.ShouldBeNull();
        (await _game.Scalar<long>("select count(*) from {s}.journal_lanes where token > 0")).ShouldBe(1);
    }

    Holder Server(Workbench? game = null) => new(new(postgres.ConnectionString, (game ?? _game).Database.Schema));

    /// <summary>A lane of a server that held the lease, and was killed since.</summary>
    async Task<LaneToken> Lane()
    {
        await using var killed = Server();
        var lane = new LaneToken(_game.Database.General, _game.Database.Schema, killed.Lease);
        await lane.Register(default);
        return lane;
    }

    async Task<int> Move(NpgsqlConnection connection, LaneToken lane)
    {
        await using var move = new NpgsqlCommand(
            $"update {_game.Database.Schema}.journal_lanes set token = {lane.Next} where lane = '{lane.Lane}' and token = {lane.Current}", connection);
        return await move.ExecuteNonQueryAsync();
    }

    /// <summary>Each time the database is asked, the lease looks whether it may be alone.</summary>
    static async Task AskedThrice(Holder server)
    {
        for (var i = 0; i < 3; i++)
        {
            server.Lease.Doubt();
            await server.Lease.Held();
        }
    }

    sealed class Holder(Database database) : IAsyncDisposable
    {
        public WriterLease Lease { get; } = new(database, NullLogger<WriterLease>.Instance)
        {
            Patience = TimeSpan.FromSeconds(1), Rest = TimeSpan.FromMilliseconds(100),
        };

        public async ValueTask DisposeAsync()
        {
            await Lease.DisposeAsync();
            await database.DisposeAsync();
        }
    }
}
