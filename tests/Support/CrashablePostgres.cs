using System.Diagnostics;
using KaosNet.Store.Postgres;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace KaosNet.Tests.Support;

/// <summary>A PostgreSQL of a test's own, with disk syncs on, that may be killed and comes back like a real one.</summary>
public sealed class CrashablePostgres : IAsyncLifetime
{
    EmbeddedPostgres? postgres;

    public string Folder { get; } = TestFolder.Create("crash");

    public EmbeddedPostgres Server => postgres ?? throw new InvalidOperationException("Not started");

    /// <summary>Of the same database before and after a crash.</summary>
    public string ConnectionString => Server.ConnectionString("crash");

    public ILogger Logger { get; init; } = NullLogger.Instance;

    public async ValueTask InitializeAsync()
    {
        postgres = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { Folder = Path.Combine(Folder, "postgres") }, Logger);
        await PostgresDatabase.EnsureAsync(ConnectionString);
    }

    /// <summary>Kills the server process at once (SIGKILL). The supervisor starts it again a moment later.</summary>
    public void Kill()
    {
        using var process = Process.GetProcessById(Server.ProcessId);
        process.Kill();
    }

    /// <summary>Kills it and returns when the next run of it answers.</summary>
    public async Task KillAndAwaitRestartAsync()
    {
        var killed = Server.ProcessId;
        Kill();
        await Eventually.Is(() => Server.ProcessId != killed, "a new server process");
        await AwaitAnswerAsync();
    }

    /// <summary>Until a new connection gets an answer.</summary>
    public Task AwaitAnswerAsync() => Eventually.Holds(async () =>
    {
        var fresh = new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(fresh.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select 1", connection);
        (await command.ExecuteScalarAsync()).ShouldBe(1);
    });

    public async ValueTask DisposeAsync()
    {
        if (postgres is not null) await postgres.DisposeAsync();
    }
}
