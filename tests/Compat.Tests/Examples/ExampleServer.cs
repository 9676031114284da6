using System.Text.Json;
using KaosNet.Tests.Support;
using Npgsql;

namespace KaosNet.Compat.Tests.Examples;

/// <summary>The example modules in Lua, on a server of their own.</summary>
public sealed class LuaExamples() : ExampleServer("lua");

/// <summary>The example bundle in JavaScript, on a server of its own.</summary>
public sealed class JavaScriptExamples() : ExampleServer("javascript");

/// <summary>A server with a folder of <c>examples/</c>, whose weeks last five seconds, and a look into its database.</summary>
public abstract class ExampleServer(string folder) : IAsyncLifetime
{
    /// <summary>A week of the board tictactoe_week, in seconds.</summary>
    public const int Week = 5;

    GameServer? server;
    NpgsqlDataSource? database;

    public int Port => server!.Port;

    /// <summary>What the server printed that is an error.</summary>
    public IEnumerable<string> Errors => server!.Said.Split('\n')
        .Where(line => line.Contains("\"level\":\"error\"", StringComparison.Ordinal) || line.Contains("\"level\":\"fatal\"", StringComparison.Ordinal));

    /// <summary>What the modules and the server warned of while it ran.</summary>
    public IEnumerable<string> Warnings => server!.Said.Split('\n').Where(line => line.Contains("\"level\":\"warn\"", StringComparison.Ordinal)
        && !line.Contains("Insecure default", StringComparison.Ordinal));

    public HttpClient Http { get; } = new();

    public async ValueTask InitializeAsync()
    {
        var connection = await TestPostgres.CreateDatabaseAsync();
        server = await GameServer.Start(
            Path.Combine(SourceTree.Root, "examples", folder), connection, "--runtime.env", $"tictactoe_week=*/{Week} * * * * * *",
            "--session.token_expiry_sec", "3600", "--matchmaker.interval_sec", "1", "--logger.level", "warn");
        Http.BaseAddress = server.Address;
        database = NpgsqlDataSource.Create(connection);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (database is not null) await database.DisposeAsync();
        if (server is not null) await server.DisposeAsync();
    }

    /// <summary>Rows of tables, each as a JSON object.</summary>
    /// <param name="query">Its columns get their names in the objects.</param>
    public async Task<List<JsonElement>> Rows(string query)
    {
        await using var command = database!.CreateCommand($"select row_to_json(t) from ({query}) t");
        await using var reader = await command.ExecuteReaderAsync();
        List<JsonElement> rows = [];
        while (await reader.ReadAsync()) rows.Add(JsonSerializer.Deserialize<JsonElement>(reader.GetString(0)));
        return rows;
    }
}
