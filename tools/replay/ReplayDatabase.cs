using System.CommandLine;
using KaosNet.Store;
using KaosNet.Store.Personal;
using KaosNet.Store.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Replay;

/// <summary>
/// The database to look into: the operator's, the private one of a server that is running, or the private one of a server that is not, which is
/// then started for as long as the command takes.
/// </summary>
sealed class ReplayDatabase : IAsyncDisposable
{
    readonly EmbeddedPostgres? _started;

    ReplayDatabase(Database database, EmbeddedPostgres? started) => (Database, _started) = (database, started);

    public Database Database { get; }

    /// <summary>The file with the master key of personal data, for every command; null for where the server has it.</summary>
    public static string? MasterKeyFile { get; set; }

    /// <summary>Files with former master keys, for every command.</summary>
    public static IReadOnlyList<string> FormerMasterKeyFiles { get; set; } = [];

    /// <summary>The options that say which database, on every command.</summary>
    public static (Option<string> DataDir, Option<string?> Address) Options() =>
    (
        new Option<string>("--data_dir") { Description = "The server's data folder.", DefaultValueFactory = _ => DefaultFolder() },
        new Option<string?>("--database.address")
        {
            Description = "A PostgreSQL of your own, as the server is given it.",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("KAOS_DATABASE_ADDRESS") is { Length: > 0 } address ? address : null,
        });

    /// <summary>Where the server has its data when nobody says.</summary>
    static string DefaultFolder() => Environment.GetEnvironmentVariable("KAOS_DATA_DIR") is { Length: > 0 } folder
        ? Path.GetFullPath(folder)
        : Path.Combine(Environment.GetEnvironmentVariable("KAOS_HOME") ?? Environment.CurrentDirectory, "data");

    public static async Task<ReplayDatabase> Open(string dataDir, string? address, CancellationToken cancel)
    {
        ReplayDatabase? opened = null;
        try
        {
            opened = await Find(dataDir, address, cancel);
            await opened.MustBeOurs(cancel);
            return opened;
        }
        catch (Exception refused)
        {
            if (opened is not null) await opened.DisposeAsync();
            if (refused is PostgresUnavailableException or FormatException) throw new ReplayRefusedException(refused.Message, refused);
            throw;
        }
    }

    static async Task<ReplayDatabase> Find(string dataDir, string? address, CancellationToken cancel)
    {
        var masters = MastersOf(dataDir);
        if (address is not null) return new(new(DatabaseAddress.ToConnectionString(address)) { Masters = masters }, null);
        var folder = Path.Combine(dataDir, "postgres");
        if (!EmbeddedPostgres.IsIn(folder)) throw new ReplayRefusedException($"There is no database in {folder}. Name the server's data folder with --data_dir.");
        if (EmbeddedPostgres.RunningIn(folder) is { } running) return new(new(running) { Masters = masters }, null);
        var options = new EmbeddedPostgresOptions { Folder = folder };
        var started = await EmbeddedPostgres.StartAsync(options, NullLogger<EmbeddedPostgres>.Instance, TimeProvider.System, cancel);
        return new(new(started.ConnectionString(EmbeddedPostgres.DatabaseName)) { Masters = masters }, started);
    }

    /// <summary>Whoever writes seals what is personal.</summary>
    public void MustSeal()
    {
        if (!Database.PersonalKeys.IsSealing)
            throw new ReplayRefusedException("This command writes, and there is no master key to seal personal data with. Name the server's data folder with --data_dir, or the key's file with --personal.master_key_file.");
    }

    /// <summary>As the server gets it, but never made.</summary>
    static MasterKeys MastersOf(string dataDir)
    {
        static string Given(string name) => Environment.GetEnvironmentVariable(name) ?? "";
        var former = FormerMasterKeyFiles.Count > 0
            ? FormerMasterKeyFiles
            : Given("KAOS_PERSONAL_FORMER_MASTER_KEY_FILES").Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return MasterKeyFiles.Find(dataDir, MasterKeyFile ?? Given("KAOS_PERSONAL_MASTER_KEY_FILE"), Given("KAOS_PERSONAL_MASTER_KEY"), former);
    }

    /// <summary>Whoever only looks makes nothing: a database without our schema is the wrong one.</summary>
    async Task MustBeOurs(CancellationToken cancel)
    {
        await PostgresDatabase.ReachAsync(Database.ConnectionString, cancel);
        await using var command = Database.General.CreateCommand($"select to_regclass('{Database.Schema}.mt_events') is not null");
        if (await command.ExecuteScalarAsync(cancel) is true) return;
        throw new ReplayRefusedException($"No KaosNet server has used the database {DatabaseAddress.Describe(Database.ConnectionString)}.");
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (_started is not null) await _started.DisposeAsync();
    }
}
