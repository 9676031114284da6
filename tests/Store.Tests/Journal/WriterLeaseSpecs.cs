using KaosNet.Store.Journal;
using KaosNet.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace KaosNet.Store.Tests.Journal;

/// <summary>Who writes holds the lease, and who holds it alone knows that.</summary>
public sealed class WriterLeaseSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    const string IsHeldAlone =
        "locktype = 'advisory' and mode = 'ExclusiveLock' and granted and database = (select oid from pg_database where datname = current_database())";

    readonly string _schema = $"t{Guid.NewGuid():n}"[..20];

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
        await using var one = Server();
        await using var other = Server(_schema + "b");
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
        await using var database = new Database("Host=127.0.0.1;Port=1;Username=nobody;Database=nothing", _schema);
        await using var lease = new WriterLease(database, NullLogger<WriterLease>.Instance);
        await Should.ThrowAsync<NpgsqlException>(async () => await lease.Held());
        (lease.IsHeld, lease.SoleTerm).ShouldBe((false, 0));
    }

    Holder Server(string? schema = null) => new(new(postgres.ConnectionString, schema ?? _schema));

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
