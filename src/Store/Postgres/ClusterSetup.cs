using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace KaosNet.Store.Postgres;

/// <summary>Makes a cluster where there is none and writes our part of its configuration.</summary>
internal static class ClusterSetup
{
    /// <summary>Makes the cluster beside its place and then renames it, so that an interrupted start leaves nothing half made.</summary>
    public static async Task CreateAsync(ClusterFolder folder, PostgresBinaries binaries, bool durable, ILogger logger, CancellationToken stopping)
    {
        logger.LogInformation("Creating a PostgreSQL {Version} database in {Folder}", binaries.Version, folder.Root);
        var unfinished = folder.Cluster + ".new";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        await folder.Account.MakePrivateFolderAsync(unfinished, stopping);
        await WritePasswordAsync(folder, stopping);

        // Byte order is what indexes and lists are compared by everywhere; letters outside ASCII still have upper and lower case.
        string[] command =
        [
            binaries.Program("initdb"), "-D", unfinished, "-U", ClusterFolder.Role, "--encoding=UTF8", "--locale=C", "--lc-ctype=C.UTF-8",
            "--auth-local=trust", "--auth-host=scram-sha-256", $"--pwfile={folder.PasswordFile}", "--no-sync",
        ];
        if (durable) command = command[..^1];
        var made = await folder.Account.RunAsync(TimeSpan.FromMinutes(3), stopping, command);
        if (!made.Succeeded) throw new PostgresUnavailableException($"PostgreSQL could not create its database in {folder.Root}: {made.LastLine}");

        await File.AppendAllTextAsync(
            Path.Combine(unfinished, "postgresql.conf"),
            "\n# Written anew at every start; settings of your own go to local.conf, which wins.\n"
            + "include_if_exists = 'kaosnet.conf'\ninclude_if_exists = 'local.conf'\n",
            stopping);
        Directory.Move(unfinished, folder.Cluster);
    }

    public static async Task ConfigureAsync(ClusterFolder folder, EmbeddedPostgresOptions options, int port, CancellationToken stopping)
    {
        var file = Path.Combine(folder.Cluster, "kaosnet.conf");
        await File.WriteAllTextAsync(file, Configuration(folder, options, port), stopping);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }

    static string Configuration(ClusterFolder folder, EmbeddedPostgresOptions options, int port) => string.Create(CultureInfo.InvariantCulture, $"""
        # KaosNet writes this file at every start. Settings of your own go to local.conf beside it.
        listen_addresses = '{(options.Port == 0 ? "" : "127.0.0.1")}'
        port = {port}
        unix_socket_directories = '{folder.SocketFolder.Replace("'", "''", StringComparison.Ordinal)}'
        unix_socket_permissions = 0700
        max_connections = {options.MaxConnections}
        shared_buffers = {options.SharedBuffersMb}MB
        work_mem = 8MB
        maintenance_work_mem = 64MB
        effective_cache_size = 1GB
        random_page_cost = 1.1
        jit = off
        max_parallel_workers_per_gather = 0
        max_logical_replication_workers = 0
        # An event that was acknowledged is on disk.
        fsync = {OnOff(options.Durable)}
        synchronous_commit = {OnOff(options.Durable)}
        full_page_writes = {OnOff(options.Durable)}
        wal_buffers = 16MB
        min_wal_size = 160MB
        max_wal_size = 2GB
        checkpoint_timeout = 10min
        checkpoint_completion_target = 0.9
        # Read models are updated in place all the time.
        autovacuum_vacuum_scale_factor = 0.05
        autovacuum_analyze_scale_factor = 0.05
        timezone = 'UTC'
        log_timezone = 'UTC'
        logging_collector = off
        log_destination = 'stderr'
        log_line_prefix = ''
        # Errors of statements are reported to whoever sent them.
        log_min_messages = log
        log_min_error_statement = panic
        log_checkpoints = off

        """);

    static string OnOff(bool on) => on ? "on" : "off";

    static async Task WritePasswordAsync(ClusterFolder folder, CancellationToken stopping)
    {
        // Made by the account itself, so that initdb and the operator's tools may read it and nobody else.
        var password = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var file = folder.PasswordFile;
        File.Delete(file);
        var unix = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        await using (var writer = new StreamWriter(file, unix)) await writer.WriteLineAsync(password.AsMemory(), stopping);
        if (folder.Account.User is { } user)
        {
            await CommandLineTool.RunAsync(["chown", $"{user}:{user}", file], TimeSpan.FromSeconds(10), stopping);
        }
    }
}
