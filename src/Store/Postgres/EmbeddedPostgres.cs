using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KaosNet.Store.Postgres;

/// <summary>
/// A PostgreSQL of our own on a folder of its own, started and stopped with this process. It survives what may happen to it: killed, it
/// is started again; left behind by a server that was killed, it is stopped before the next one starts.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    /// <summary>The game's own database in it.</summary>
    public const string DatabaseName = "kaosnet";

    static readonly TimeSpan RestartDelayMin = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan RestartDelayMax = TimeSpan.FromSeconds(30);
    static readonly TimeSpan HealthyAfter = TimeSpan.FromMinutes(1);
    static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(60);

    readonly EmbeddedPostgresOptions options;
    readonly ClusterFolder folder;
    readonly PostgresBinaries binaries;
    readonly TimeProvider time;
    readonly ILogger logger;
    readonly CancellationTokenSource stopping = new();
    ServerProcess? server;
    Task supervision = Task.CompletedTask;
    int disposed;

    EmbeddedPostgres(EmbeddedPostgresOptions options, ClusterFolder folder, PostgresBinaries binaries, TimeProvider time, ILogger logger)
    {
        this.options = options;
        this.folder = folder;
        this.binaries = binaries;
        this.time = time;
        this.logger = logger;
    }

    /// <summary>Where its files really are.</summary>
    public string Folder => folder.Root;

    /// <summary>The folder of its Unix socket: what <c>psql -h</c> takes.</summary>
    public string SocketFolder => folder.SocketFolder;

    public int Version => binaries.Version;

    /// <summary>It was made by this start and holds nothing yet.</summary>
    public bool IsNew { get; private set; }

    /// <summary>The server's process id; another one after a restart.</summary>
    public int ProcessId => server?.Id ?? 0;

    /// <summary>Which port the socket's name carries, and TCP when that is switched on.</summary>
    public int Port => options.Port == 0 ? NpgsqlConnection.DefaultPort : options.Port;

    /// <summary>Finds or installs PostgreSQL, makes the cluster on the first run, starts it and waits until it answers.</summary>
    /// <exception cref="PostgresUnavailableException">With one line for the operator.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(
        EmbeddedPostgresOptions options, ILogger logger, TimeProvider? time = null, CancellationToken stopping = default)
    {
        void Tell(string progress) => logger.LogInformation("{Progress}", progress);

        // The programs first: installing the package also makes the user that PostgreSQL runs as for root.
        var version = ClusterFolder.VersionIn(options.Folder);
        var programs = await PostgresBinaries.FindOrInstallAsync(version, Tell, stopping);
        var place = await ClusterFolder.OpenAsync(options.Folder, PostgresAccount.For(options.OperatingSystemUser), Tell, stopping);
        var postgres = new EmbeddedPostgres(options, place, programs, time ?? TimeProvider.System, logger);
        try
        {
            postgres.IsNew = !Directory.Exists(place.Cluster);
            if (postgres.IsNew) await ClusterSetup.CreateAsync(place, programs, options.Durable, logger, stopping);
            await ClusterSetup.ConfigureAsync(place, options, postgres.Port, stopping);
            await postgres.LaunchAsync(stopping);
            // Apart from the caller's context, which may be gone before the server is (a test runner's, for one).
            postgres.supervision = Task.Run(postgres.SuperviseAsync, CancellationToken.None);
            return postgres;
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    /// <summary>The connection string of the private PostgreSQL that a live server runs on this folder, or null when none runs.</summary>
    public static string? RunningIn(string folder) => ClusterFolder.RunningSocket(folder) is { } socket ? Spell(socket.Folder, socket.Port, DatabaseName) : null;

    /// <summary>Whether a server has ever made its database in this folder.</summary>
    public static bool IsIn(string folder) => ClusterFolder.VersionIn(folder) is not null;

    /// <summary>Over the Unix socket, which only the account of the server (and root) can reach.</summary>
    public string ConnectionString(string database) => Spell(folder.SocketFolder, Port, database);

    static string Spell(string socketFolder, int port, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = socketFolder,
        Port = port,
        Username = ClusterFolder.Role,
        Database = database,
    }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0) return;

        await stopping.CancelAsync();
        await supervision;
        if (server is { } running) await StopAsync(running);
        server = null;
        folder.Dispose();
        stopping.Dispose();
    }

    async Task LaunchAsync(CancellationToken cancelled)
    {
        await RemoveLeftoversAsync(cancelled);
        server?.Dispose();
        var launched = server = await ServerProcess.StartAsync(folder, binaries, logger);
        var giveUpAt = time.GetTimestamp();
        while (!IsReady(launched))
        {
            if (launched.Ended.IsCompleted)
            {
                throw new PostgresUnavailableException($"PostgreSQL does not start on {folder.Root}: {launched.LastWords}");
            }

            if (time.GetElapsedTime(giveUpAt) > options.StartTimeout)
            {
                throw new PostgresUnavailableException(
                    $"PostgreSQL on {folder.Root} does not answer after {options.StartTimeout.TotalSeconds:0} s: {launched.LastWords}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), time, cancelled);
        }
    }

    /// <summary>The server keeps its state in the eighth line of its process id file.</summary>
    bool IsReady(ServerProcess launched)
    {
        try
        {
            var lines = File.ReadAllLines(folder.ProcessIdFile);
            return lines.Length >= 8
                && lines[0] == launched.Id.ToString(CultureInfo.InvariantCulture)
                && lines[7].StartsWith("ready", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>
    /// We hold the folder's lock, so whatever still runs inside the cluster was left by a server that was killed. It is stopped; then a
    /// process id file that is still there is stale for certain, whoever has that id now.
    /// </summary>
    async Task RemoveLeftoversAsync(CancellationToken cancelled)
    {
        var inside = folder.ProcessesInside();
        if (inside.Count > 0 && inside[0] == folder.ServerProcessId())
        {
            logger.LogWarning("Stopping the PostgreSQL (process {ProcessId}) that an earlier server left running", inside[0]);
            await folder.Account.RunAsync(
                StopTimeout, cancelled, binaries.Program("pg_ctl"), "stop", "-D", folder.Cluster, "-m", "fast", "-w", "-t", "30");
        }

        var started = time.GetTimestamp();
        while ((inside = folder.ProcessesInside()).Count > 0)
        {
            if (time.GetElapsedTime(started) > TimeSpan.FromSeconds(5))
            {
                foreach (var process in inside) ClusterFolder.Kill(process);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancelled);
        }

        File.Delete(folder.ProcessIdFile);
    }

    async Task SuperviseAsync()
    {
        var delay = RestartDelayMin;
        var started = time.GetTimestamp();
        while (true)
        {
            await server!.Ended.WaitAsync(stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested) return;

            if (time.GetElapsedTime(started) > HealthyAfter) delay = RestartDelayMin;
            logger.LogError("PostgreSQL ended unexpectedly ({LastWords}); starting it again in {Delay} ms", server.LastWords, delay.TotalMilliseconds);
            try
            {
                await Task.Delay(delay, time, stopping.Token);
                started = time.GetTimestamp();
                await LaunchAsync(stopping.Token);
                logger.LogWarning("PostgreSQL is running again");
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (PostgresUnavailableException failed)
            {
                logger.LogError("{Failure}", failed.Message);
            }

            delay = delay * 2 > RestartDelayMax ? RestartDelayMax : delay * 2;
        }
    }

    async Task StopAsync(ServerProcess running)
    {
        running.AskToStop();
        if (await Task.WhenAny(running.Ended, Task.Delay(StopTimeout, time)) != running.Ended)
        {
            logger.LogError("PostgreSQL did not stop within {Seconds} s; ending it at once, its next start will recover", StopTimeout.TotalSeconds);
            await folder.Account.RunAsync(StopTimeout, default, binaries.Program("pg_ctl"), "stop", "-D", folder.Cluster, "-m", "immediate");
        }

        running.Dispose();
    }
}
