using Npgsql;

namespace KaosNet.Store.Postgres;

/// <summary>Makes sure that a database is there and reachable before anything is built on it.</summary>
public static class PostgresDatabase
{
    /// <summary>Connects, and creates the database first when it is missing and the role may. Returns the server's version text.</summary>
    /// <exception cref="PostgresUnavailableException">With one line for the operator; no password in it.</exception>
    /// <param name="isMissing">It cannot be there yet, so it is created without asking.</param>
    public static async Task<string> EnsureAsync(string connectionString, bool isMissing = false, CancellationToken stopping = default)
    {
        var wanted = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Multiplexing = false, Timeout = 15 };
        try
        {
            if (isMissing) await CreateAsync(wanted, stopping);
            return await VersionAsync(wanted, stopping);
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await CreateAsync(wanted, stopping);
            return await VersionAsync(wanted, stopping);
        }
        catch (Exception failed) when (failed is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
        {
            throw Unavailable(wanted, failed);
        }
    }

    /// <summary>Connects to a database that must be there. Returns the server's version text; makes nothing.</summary>
    /// <exception cref="PostgresUnavailableException">With one line for the operator; no password in it.</exception>
    public static async Task<string> ReachAsync(string connectionString, CancellationToken stopping = default)
    {
        var wanted = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Multiplexing = false, Timeout = 15 };
        try
        {
            return await VersionAsync(wanted, stopping);
        }
        catch (Exception failed) when (failed is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
        {
            throw Unavailable(wanted, failed);
        }
    }

    static PostgresUnavailableException Unavailable(NpgsqlConnectionStringBuilder wanted, Exception failed)
    {
        var place = $"{wanted.Host}:{wanted.Port}/{wanted.Database}";
        return failed is PostgresException refused
            ? new($"The database {place} refuses the connection: {refused.MessageText}", refused)
            : new($"The database {place} cannot be reached: {(failed.InnerException ?? failed).Message}", failed);
    }

    static async Task<string> VersionAsync(NpgsqlConnectionStringBuilder place, CancellationToken stopping)
    {
        await using var connection = new NpgsqlConnection(place.ConnectionString);
        await connection.OpenAsync(stopping);
        return connection.ServerVersion;
    }

    static async Task CreateAsync(NpgsqlConnectionStringBuilder wanted, CancellationToken stopping)
    {
        var maintenance = new NpgsqlConnectionStringBuilder(wanted.ConnectionString) { Database = "postgres" };
        try
        {
            await using var connection = new NpgsqlConnection(maintenance.ConnectionString);
            await connection.OpenAsync(stopping);
            await using var command = connection.CreateCommand();
            command.CommandText = $"create database \"{wanted.Database!.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
            await command.ExecuteNonQueryAsync(stopping);
        }
        catch (PostgresException raced) when (raced.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another server created it at the same moment; either's is as good.
        }
        catch (PostgresException refused)
        {
            throw new PostgresUnavailableException(
                $"The database {wanted.Database} does not exist on {wanted.Host} and cannot be created: {refused.MessageText}", refused);
        }
    }
}
