using System.Diagnostics;
using KaosNet.Tests.Support;

namespace KaosNet.Store.Tests;

/// <summary>What queries see of a database that dies, hangs and comes back.</summary>
public sealed class QuerySpecs(CrashablePostgres postgres) : IClassFixture<CrashablePostgres>
{
    [Fact]
    public async Task connections_that_died_while_they_lay_idle_cost_no_failure()
    {
        await using var database = new Database(postgres.ConnectionString);
        (await Ask(database, 40)).ShouldAllBe(answer => answer == 1);
        await postgres.KillAndAwaitRestartAsync();
        (await Ask(database, 40)).ShouldAllBe(answer => answer == 1);
        database.Outage.Duration.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task a_database_that_hung_is_asked_again_when_it_is_back()
    {
        await using var database = new Database(postgres.ConnectionString) { QueryMax = TimeSpan.FromMilliseconds(300) };
        await Ask(database, 40);
        var processes = Family(postgres.Server.ProcessId);
        Signal("STOP", processes);
        try
        {
            for (var round = 0; round < 3; round++)
            {
                foreach (var failed in Enumerable.Range(0, 20).Select(_ => Ask(database)).ToList()) await Should.ThrowAsync<DatabaseAwayException>(failed);
            }

            database.Outage.Duration.ShouldBeGreaterThan(TimeSpan.Zero);
        }
        finally
        {
            Signal("CONT", processes);
        }

        await Eventually.Holds(async () => (await Ask(database)).ShouldBe(1));
        (await Ask(database, 40)).ShouldAllBe(answer => answer == 1);
        database.Outage.Duration.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task a_database_that_stays_away_is_refused_soon_and_then_at_once()
    {
        await using var database = new Database("Host=127.0.0.1;Port=1;Username=nobody;Database=none");
        await Should.ThrowAsync<DatabaseAwayException>(() => Ask(database)).WaitAsync(TimeSpan.FromSeconds(10));
        database.Outage.Duration.ShouldBeGreaterThan(TimeSpan.Zero);
        await Should.ThrowAsync<DatabaseAwayException>(() => Ask(database)).WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task what_the_database_refuses_is_no_outage()
    {
        await using var database = new Database(postgres.ConnectionString);
        await using var command = database.Reads.CreateCommand("select nothing from nowhere");
        await Should.ThrowAsync<Npgsql.PostgresException>(() => database.Query(command, CancellationToken.None).AsTask());
        database.Outage.Duration.ShouldBe(TimeSpan.Zero);
    }

    static Task<int[]> Ask(Database database, int times) => Task.WhenAll(Enumerable.Range(0, times).Select(_ => Ask(database)));

    static async Task<int> Ask(Database database)
    {
        await using var command = database.Reads.CreateCommand("select 1");
        await using var reader = await database.Query(command, CancellationToken.None);
        (await reader.ReadAsync()).ShouldBeTrue();
        return reader.GetInt32(0);
    }

    static List<int> Family(int parent) =>
    [
        parent,
        .. Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(name => int.Parse(name!))
            .Where(process => ParentOf(process) == parent),
    ];

    /// <summary>The fourth field of the line; the second is the program's name in brackets, which may hold anything.</summary>
    static int ParentOf(int process)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(line[(line.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return 0;
        }
    }

    static void Signal(string name, List<int> processes)
    {
        using var kill = Process.Start("kill", [$"-{name}", .. processes.Select(process => $"{process}")]);
        kill.WaitForExit();
    }
}
