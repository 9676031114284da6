using KaosNet.Tests.Support;
using Npgsql;

namespace KaosNet.Store.Tests;

public sealed class BulkReadingSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task a_copy_is_read_apart_from_the_threads_of_sockets_and_of_the_pool()
    {
        await using var database = new Database(postgres.ConnectionString);
        var (length, isPools) = await database.Copy("select generate_series(1, 100)", copied => (Length(copied), Thread.CurrentThread.IsThreadPoolThread));
        length.ShouldBe(19 + (100 * 10) + 2);
        isPools.ShouldBeFalse();
    }

    [Fact]
    public async Task a_text_is_itself_whatever_is_in_it()
    {
        const string Text = @"it's ""\x41"" $1; größer --";
        await using var database = new Database(postgres.ConnectionString);
        await using var command = database.General.CreateCommand("select " + BulkReading.Text(Text));
        (await command.ExecuteScalarAsync()).ShouldBe(Text);
    }

    [Fact]
    public async Task a_connection_that_died_in_the_pool_costs_no_failure()
    {
        await using var database = new Database(postgres.ConnectionString);
        await using (var command = database.General.CreateCommand("select pg_backend_pid()"))
        {
            var idle = await command.ExecuteScalarAsync();
            await using var end = database.Reads.CreateCommand($"select pg_terminate_backend({idle})");
            await end.ExecuteScalarAsync();
        }

        (await database.Copy("select 1", Length)).ShouldBe(19 + 10 + 2);
        database.Outage.Duration.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task a_database_that_is_away_is_told_and_what_is_wrong_is_no_outage()
    {
        await using var away = new Database("Host=127.0.0.1;Port=1;Username=nobody;Database=none");
        await Should.ThrowAsync<DatabaseAwayException>(() => away.Copy("select 1", Length));
        away.Outage.Duration.ShouldBeGreaterThan(TimeSpan.Zero);

        await using var database = new Database(postgres.ConnectionString);
        (await Should.ThrowAsync<PostgresException>(() => database.Copy("select nothing", Length))).SqlState.ShouldBe(PostgresErrorCodes.UndefinedColumn);
        database.Outage.Duration.ShouldBe(TimeSpan.Zero);
    }

    static long Length(Stream copied)
    {
        var buffer = new byte[100];
        var length = 0L;
        while (copied.Read(buffer) is > 0 and var read) length += read;
        return length;
    }
}
