using KaosNet.Api.Configuration;
using KaosNet.Store.Postgres;

namespace KaosNet.Api.Hosting;

/// <summary>The database this server works on: its own child process, or a server of the operator's.</summary>
public sealed class ServerDatabase : IAsyncDisposable
{
    readonly EmbeddedPostgres? embedded;

    ServerDatabase(string connectionString, string version, EmbeddedPostgres? embedded)
    {
        ConnectionString = connectionString;
        Version = version;
        this.embedded = embedded;
    }

    public string ConnectionString { get; }

    public string Version { get; }

    /// <summary>Where it is, for people: no password in it.</summary>
    public string Place => embedded is null ? DatabaseAddress.Describe(ConnectionString) : $"embedded, psql -h {embedded.SocketFolder} -p {embedded.Port} -U kaosnet {EmbeddedPostgres.DatabaseName}";

    /// <summary>Returns when the database is there and answers.</summary>
    /// <exception cref="PostgresUnavailableException">With one line for the operator.</exception>
    public static async Task<ServerDatabase> OpenAsync(KaosSettings settings, ILoggerFactory logs, TimeProvider time, CancellationToken stopping)
    {
        if (settings.Database.Address is [var address, ..])
        {
            var given = DatabaseAddress.ToConnectionString(address);
            return new ServerDatabase(given, await PostgresDatabase.EnsureAsync(given, stopping: stopping), embedded: null);
        }

        var options = new EmbeddedPostgresOptions
        {
            Folder = Path.Combine(settings.DataDir, "postgres"),
            Port = settings.Database.EmbeddedPort,
            SharedBuffersMb = settings.Database.EmbeddedSharedBuffersMb,
        };
        var postgres = await EmbeddedPostgres.StartAsync(options, logs.CreateLogger<EmbeddedPostgres>(), time, stopping);
        try
        {
            var own = postgres.ConnectionString(EmbeddedPostgres.DatabaseName);
            return new ServerDatabase(own, await PostgresDatabase.EnsureAsync(own, postgres.IsNew, stopping), postgres);
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => embedded?.DisposeAsync() ?? ValueTask.CompletedTask;
}
