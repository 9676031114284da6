using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Accounts;
using KaosNet.Projections.Forgetting;
using KaosNet.Store.Forgetting;
using KaosNet.Store.Journal;
using KaosNet.Store.Tables.Rebuilding;
using KaosNet.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace KaosNet.Projections.Tests.Forgetting;

/// <summary>A person is forgotten while tables are rebuilt that show the person, too.</summary>
public sealed class ForgettingMeetsRebuildSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    static readonly Caller Someone = Caller.System("test", "Test");

    [Fact]
    public async Task an_index_that_is_built_is_waited_for_and_writers_are_not_held_up()
    {
        var database = await Schemas.Take(postgres.ConnectionString);
        await using (var journal = new LanedJournal(
            database, EventCatalogue.Default, ReadModels.All, [], new() { Lanes = 1 }, TimeProvider.System, NullLogger<LanedJournal>.Instance))
        {
            var ann = Guid.CreateVersion7();
            async Task SignUp(Guid user, string name) => (await journal.Execute(new CreateAccount($"{user}", name, Identity.Device($"{name}-device")), Someone)).Fault.ShouldBeNull();
            await SignUp(ann, "ann");
            await using var building = await database.General.OpenConnectionAsync();
            await Run(building, $"create schema {LiveRebuild.SchemaOf(database.Schema)}; create table {LiveRebuild.SchemaOf(database.Schema)}.accounts (username text)");
            await using var transaction = await building.BeginTransactionAsync();
            // As long as this goes on nobody else gets the table for itself.
            await Run(building, $"create index on {LiveRebuild.SchemaOf(database.Schema)}.accounts (username)");

            var forgetting = new Forgettings(
                database, journal, new(journal, OwnedStreams.Of(database)), new PersonEraser(database, EventCatalogue.Default, ReadModels.All), TimeProvider.System)
                .Forget(ann, "operator", "ticket 7", Someone).AsTask();
            await Eventually.Is(() => Is(database, "select wrapped is null from {s}.personal_keys"));
            await Eventually.Is(() => Is(database, "select exists (select from pg_locks where not granted and mode = 'AccessExclusiveLock')"));
            await SignUp(Guid.CreateVersion7(), "bob");
            forgetting.IsCompleted.ShouldBeFalse("the proof waits until nothing shows the person");

            await transaction.CommitAsync();
            (await forgetting).Value.Proof.ShouldNotBeNull();
            (await Is(database, "select exists (select from pg_namespace where nspname = '{s}_rebuilding')")).ShouldBeFalse();
        }

        await Schemas.GiveBack(database);
    }

    static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    static async Task<bool> Is(Store.Database database, string sql)
    {
        await using var command = database.General.CreateCommand(sql.Replace("{s}", database.Schema));
        return await command.ExecuteScalarAsync() is true;
    }
}
