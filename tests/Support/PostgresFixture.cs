using Npgsql;
using Xunit;

namespace KaosNet.Tests.Support;

/// <summary>
/// A database of its own for one test class (<c>IClassFixture&lt;PostgresFixture&gt;</c>) on the PostgreSQL that the whole run shares.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    NpgsqlDataSource? source;

    /// <summary>The database that this one is a copy of; null makes an empty one.</summary>
    public string? Template { get; init; }

    /// <summary>Of the class's own database.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>For looking at rows directly.</summary>
    public NpgsqlDataSource Source => source ??= NpgsqlDataSource.Create(ConnectionString);

    public async ValueTask InitializeAsync() => ConnectionString = await TestPostgres.CreateDatabaseAsync(Template);

    /// <summary>The single value of a query.</summary>
    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        if (source is not null) await source.DisposeAsync();
        await TestPostgres.DropDatabaseAsync(ConnectionString);
    }
}
