using Npgsql;

namespace KaosNet.Store.Tables;

/// <summary>Statements without a bound on their time, since what they go through has none.</summary>
static class SqlRuns
{
    public static async Task Run(this NpgsqlConnection connection, string statements, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(statements, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The one value that a statement gives.</summary>
    public static async Task<T> Ask<T>(this NpgsqlConnection connection, string statement, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
        return (T)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>The one column of texts that a statement gives.</summary>
    public static async Task<List<string>> List(this NpgsqlConnection connection, string statement, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        List<string> values = [];
        while (await reader.ReadAsync(cancel)) values.Add(reader.GetString(0));
        return values;
    }
}
