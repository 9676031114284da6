using System.Diagnostics;
using KaosNet.Store.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace KaosNet.Tests.Support;

/// <summary>
/// The PostgreSQL all tests of a process share: the one KAOS_TEST_DATABASE names (a connection string whose role may create databases),
/// else a private one without disk syncs that ends with the process.
/// </summary>
public static class TestPostgres
{
    static readonly Lazy<Task<string>> Address = new(StartAsync);
    static int databases;

    /// <summary>A connection string of a new database: an empty one, or a copy of another that nobody is connected to.</summary>
    public static async Task<string> CreateDatabaseAsync(string? template = null)
    {
        var copied = template is null ? "" : $" template {new NpgsqlConnectionStringBuilder(template).Database}";
        var server = await Address.Value;
        var name = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref databases)}";
        await ExecuteAsync(server, $"create database {name}{copied}");
        return new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 20, IncludeErrorDetail = true }.ConnectionString;
    }

    /// <summary>Drops a database, with whoever is still connected to it.</summary>
    public static async Task DropDatabaseAsync(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await ExecuteAsync(await Address.Value, $"drop database if exists {name} with (force)");
    }

    static async Task ExecuteAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    static async Task<string> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("KAOS_TEST_DATABASE") is { Length: > 0 } given) return Unpooled(given);

        var folder = TestFolder.Create("postgres");
        var options = new EmbeddedPostgresOptions { Folder = folder, Durable = false, MaxConnections = 300 };
        var postgres = await EmbeddedPostgres.StartAsync(options, NullLogger.Instance);
        // The database notices the end of this process by itself; this is only the faster way. Nobody needs what is in it.
        ProcessEnd.Do(() => Process.Start("kill", ["-QUIT", postgres.ProcessId.ToString()]).Dispose());
        return Unpooled(postgres.ConnectionString("postgres"));
    }

    static string Unpooled(string server) => new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ConnectionString;
}
