using System.CommandLine;
using KaosNet.Store;
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

    /// <summary>The options that say which database, on every command.</summary>
    public static (Option<string> DataDir, Option<string?> Address) Options() =>
    (
        new Option<string>("--data_dir") { Description = "The server's data folder.", DefaultValueFactory = _ => Path.GetFullPath("data") },
        new Option<string?>("--database.address") { Description = "A PostgreSQL of your own, as the server is given it." });

    public static async Task<ReplayDatabase> Open(string dataDir, string? address, CancellationToken cancel)
    {
        try
        {
            if (address is not null)
            {
                var given = DatabaseAddress.ToConnectionString(address);
                await PostgresDatabase.EnsureAsync(given, stopping: cancel);
                return new(new(given), null);
            }
            var folder = Path.Combine(dataDir, "postgres");
            if (!Directory.Exists(folder)) throw new ReplayRefusedException($"There is no database in {folder}. Name the server's data folder with --data_dir.");
            if (EmbeddedPostgres.RunningIn(folder) is { } running) return new(new(running), null);
            var options = new EmbeddedPostgresOptions { Folder = folder };
            var started = await EmbeddedPostgres.StartAsync(options, NullLogger<EmbeddedPostgres>.Instance, TimeProvider.System, cancel);
            return new(new(started.ConnectionString(EmbeddedPostgres.DatabaseName)), started);
        }
        catch (Exception refused) when (refused is PostgresUnavailableException or FormatException)
        {
            throw new ReplayRefusedException(refused.Message, refused);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (_started is not null) await _started.DisposeAsync();
    }
}
