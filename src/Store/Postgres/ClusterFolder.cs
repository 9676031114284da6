using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KaosNet.Store.Postgres;

/// <summary>
/// The files of one private PostgreSQL: the cluster, the folder of its socket, its password and the lock that keeps a second
/// server out.
/// </summary>
internal sealed class ClusterFolder : IDisposable
{
    public const string Role = "kaosnet";

    /// <summary>The longest path that fits a socket address, with room for the file name <c>/.s.PGSQL.65535</c>.</summary>
    const int SocketFolderLengthMax = 107 - 16;

    readonly FileStream held;

    ClusterFolder(string root, PostgresAccount account, FileStream held)
    {
        Root = root;
        Account = account;
        this.held = held;
        SocketFolder = Path.Combine(root, "socket");
        if (Encoding.UTF8.GetByteCount(SocketFolder) > SocketFolderLengthMax) SocketFolder = Path.Combine("/tmp", "kaosnet-" + ShortHash(root));
    }

    public string Root { get; }

    public PostgresAccount Account { get; }

    public string Cluster => Path.Combine(Root, "cluster");

    public string SocketFolder { get; }

    public string PasswordFile => Path.Combine(Root, "password");

    public string ProcessIdFile => Path.Combine(Cluster, "postmaster.pid");

    /// <summary>The major version that made the cluster in a folder, or null when there is none yet.</summary>
    public static int? VersionIn(string folder)
    {
        var file = Path.Combine(folder, "cluster", "PG_VERSION");
        return File.Exists(file) ? int.Parse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Takes the folder for this process alone. Refuses with a clear line when a live server has it.</summary>
    public static async Task<ClusterFolder> OpenAsync(string folder, PostgresAccount account, Action<string> progress, CancellationToken stopping)
    {
        folder = Path.GetFullPath(folder);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            throw new PostgresUnavailableException($"The data folder {Path.GetDirectoryName(folder)} cannot be made: {refused.Message}", refused);
        }

        var root = await PlaceAsync(folder, account, progress, stopping);
        var opened = new ClusterFolder(root, account, Lock(root));
        try
        {
            await account.MakePrivateFolderAsync(opened.SocketFolder, stopping);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Where the files really are. Below a folder that the PostgreSQL user may not enter (root's own home, mostly) they go to
    /// /var/lib/kaosnet, with a link in the folder asked for.
    /// </summary>
    static async Task<string> PlaceAsync(string folder, PostgresAccount account, Action<string> progress, CancellationToken stopping)
    {
        // The real path, since that is what the system reports of a process's working folder.
        var real = await CommandLineTool.RunAsync(["realpath", "-m", "--", folder], TimeSpan.FromSeconds(10), stopping);
        if (real.Succeeded) folder = real.Output;

        await account.MakePrivateFolderAsync(folder, stopping);
        if (await account.CanUseAsync(folder, stopping)) return folder;

        if (account.User is null || Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new PostgresUnavailableException(
                $"PostgreSQL, run as {account.User ?? Environment.UserName}, may not use {folder}: make its parent folders traversable or choose another --data_dir.");
        }

        var elsewhere = Path.Combine("/var/lib/kaosnet", ShortHash(folder));
        Directory.CreateDirectory("/var/lib/kaosnet");
        await account.MakePrivateFolderAsync(elsewhere, stopping);
        Directory.Delete(folder);
        Directory.CreateSymbolicLink(folder, elsewhere);
        progress($"The user {account.User} may not enter {folder}, so PostgreSQL keeps its files in {elsewhere}");
        return elsewhere;
    }

    static FileStream Lock(string root)
    {
        var ownerFile = Path.Combine(root, "owner");
        try
        {
            // Exclusive for the life of this process: the operating system lets go of it however the process ends.
            var taken = new FileStream(Path.Combine(root, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(ownerFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return taken;
        }
        catch (IOException busy)
        {
            var owner = File.Exists(ownerFile) ? $" (process {File.ReadAllText(ownerFile)})" : "";
            throw new PostgresUnavailableException(
                $"Another KaosNet server{owner} is running on the data folder {root}. Stop it, or give this one another --data_dir.",
                busy);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new PostgresUnavailableException($"The data folder {root} belongs to another user: {refused.Message}", refused);
        }
    }

    /// <summary>
    /// Where the database of a live server on this folder listens, as its own process id file has it (lines 1, 4 and 5: process, port, socket folder).
    /// </summary>
    public static (string Folder, int Port)? RunningSocket(string folder)
    {
        var file = Path.Combine(folder, "cluster", "postmaster.pid");
        if (!File.Exists(file)) return null;
        var lines = File.ReadAllLines(file);
        var isAlive = lines.Length >= 8 && Directory.Exists("/proc/" + lines[0]) && WorkingFolderOf("/proc/" + lines[0]) == lines[1];
        return isAlive ? (lines[4], int.Parse(lines[3], CultureInfo.InvariantCulture)) : null;
    }

    static string ShortHash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];

    /// <summary>Processes that run inside the cluster's folder, as a server and its helpers do; the server itself is first.</summary>
    public IReadOnlyList<int> ProcessesInside()
    {
        var server = ServerProcessId();
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var id)) continue;
            if (WorkingFolderOf(folder) == Cluster) found.Add(id);
        }

        return [.. found.OrderByDescending(id => id == server)];
    }

    /// <summary>The process id of the last server here, alive or not, as its own file has it.</summary>
    public int? ServerProcessId()
    {
        try
        {
            return int.TryParse(File.ReadLines(ProcessIdFile).FirstOrDefault(), out var id) ? id : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    static string? WorkingFolderOf(string processFolder)
    {
        try
        {
            return File.ResolveLinkTarget(Path.Combine(processFolder, "cwd"), returnFinalTarget: false)?.FullName;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        if (!SocketFolder.StartsWith(Root, StringComparison.Ordinal) && Directory.Exists(SocketFolder)) Directory.Delete(SocketFolder, recursive: true);
        held.Dispose();
    }

    public static void Kill(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            process.Kill();
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            // It ended by itself in the meantime, which is what was wanted.
        }
    }
}
