using KaosNet.Api.Configuration;
using KaosNet.Store.Personal;
using KaosNet.Store.Postgres;

namespace KaosNet.Api.Hosting;

/// <summary>The database this server works on: its own child process, or a server of the operator's.</summary>
public sealed class ServerDatabase : IAsyncDisposable
{
    readonly EmbeddedPostgres? embedded;

    ServerDatabase(string connectionString, string version, EmbeddedPostgres? embedded, MasterKeys masters)
    {
        Masters = masters;
        ConnectionString = connectionString;
        Version = version;
        this.embedded = embedded;
    }

    public string ConnectionString { get; }

    /// <summary>What the keys of users lie under in it.</summary>
    public MasterKeys Masters { get; }

    public string Version { get; }

    /// <summary>Where it is, for people: no password in it.</summary>
    public string Place => embedded is null ? DatabaseAddress.Describe(ConnectionString) : $"embedded, psql -h {embedded.SocketFolder} -p {embedded.Port} -U kaosnet {EmbeddedPostgres.DatabaseName}";

    /// <summary>Returns when the database is there and answers.</summary>
    /// <exception cref="PostgresUnavailableException">With one line for the operator.</exception>
    public static async Task<ServerDatabase> OpenAsync(KaosSettings settings, ILoggerFactory logs, TimeProvider time, CancellationToken stopping)
    {
        var masters = MastersOf(settings, logs.CreateLogger("KaosNet.Server"));
        if (settings.Database.Address is [var address, ..])
        {
            var given = DatabaseAddress.ToConnectionString(address);
            return new ServerDatabase(given, await PostgresDatabase.EnsureAsync(given, stopping: stopping), embedded: null, masters);
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
            return new ServerDatabase(own, await PostgresDatabase.EnsureAsync(own, postgres.IsNew, stopping), postgres, masters);
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    /// <summary>As the operator gives them; else one of the data folder's own, which is safe from nobody who gets hold of the folder.</summary>
    static MasterKeys MastersOf(KaosSettings settings, ILogger log)
    {
        var given = settings.Personal;
        try
        {
            var isGiven = given.MasterKeyFile.Length > 0 || given.MasterKey.Length > 0;
            MasterKeys Find() => MasterKeyFiles.Find(settings.DataDir, given.MasterKeyFile, given.MasterKey, given.FormerMasterKeyFiles);
            var masters = Find();
            if (masters.Current is null)
            {
                MasterKeyFiles.Make(settings.DataDir);
                masters = Find();
            }

            if (!isGiven)
            {
                log.LogWarning(
                    "The master key of personal data lies in {File}. For production, keep it elsewhere and name it with personal.master_key_file; who loses it loses all personal data",
                    Path.Combine(settings.DataDir, MasterKeyFiles.FileName));
            }

            return masters;
        }
        catch (FormatException wrong)
        {
            throw new SettingsRefusedException(wrong.Message, wrong);
        }
    }

    public ValueTask DisposeAsync() => embedded?.DisposeAsync() ?? ValueTask.CompletedTask;
}
