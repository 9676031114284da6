namespace KaosNet.Store.Postgres;

/// <summary>A PostgreSQL server installation on this machine: its folder of programs and its major version.</summary>
public sealed record PostgresBinaries(string Folder, int Version)
{
    public const int OldestVersion = 15;
    public const int NewestVersion = 18;

    public string Program(string name) => Path.Combine(Folder, name);

    /// <summary>
    /// The installation for a data folder: one of exactly its major version when it has one, else the newest there is.
    /// Installs Debian's package when there is none and this user may.
    /// </summary>
    public static async Task<PostgresBinaries> FindOrInstallAsync(int? version, Action<string> progress, CancellationToken stopping = default)
    {
        if (await FindAsync(version, stopping) is { } found) return found;

        if (version is { } wanted && await FindAsync(version: null, stopping) is { } other)
        {
            throw new PostgresUnavailableException(
                $"The data folder was made by PostgreSQL {wanted}, and only PostgreSQL {other.Version} is installed ({other.Folder}). "
                + $"Install PostgreSQL {wanted} (apt-get install postgresql-{wanted}) or move the data with pg_upgrade.");
        }

        await PostgresPackage.InstallAsync(progress, stopping);
        return await FindAsync(version, stopping)
            ?? throw new PostgresUnavailableException(
                $"Debian's postgresql package was installed, but it brings no PostgreSQL {version?.ToString() ?? $"{OldestVersion} to {NewestVersion}"}.");
    }

    static async Task<PostgresBinaries?> FindAsync(int? version, CancellationToken stopping)
    {
        var best = default(PostgresBinaries);
        foreach (var folder in CandidateFolders())
        {
            if (!File.Exists(Path.Combine(folder, "postgres")) || !File.Exists(Path.Combine(folder, "initdb"))) continue;
            if (await VersionOfAsync(folder, stopping) is not { } candidate) continue;
            if (version is null ? candidate > (best?.Version ?? 0) : candidate == version) best = new(folder, candidate);
        }

        return best;
    }

    static IEnumerable<string> CandidateFolders()
    {
        if (Directory.Exists("/usr/lib/postgresql"))
        {
            foreach (var folder in Directory.GetDirectories("/usr/lib/postgresql")) yield return Path.Combine(folder, "bin");
        }

        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            // A link in the path leads to the folder that also holds the server's other programs.
            var server = new FileInfo(Path.Combine(folder, "postgres"));
            if (server.Exists) yield return Path.GetDirectoryName(server.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? server.FullName)!;
        }
    }

    static async Task<int?> VersionOfAsync(string folder, CancellationToken stopping)
    {
        // The usual folder name says it already; asking the program costs a few milliseconds each.
        if (!int.TryParse(Path.GetFileName(Path.GetDirectoryName(folder)), out var version))
        {
            var answer = await CommandLineTool.RunAsync([Path.Combine(folder, "postgres"), "--version"], TimeSpan.FromSeconds(10), stopping);
            var number = answer.Output.Split(' ').Select(word => word.Split('.', 2)[0]).FirstOrDefault(word => int.TryParse(word, out _));
            if (!answer.Succeeded || !int.TryParse(number, out version)) return null;
        }

        return version is >= OldestVersion and <= NewestVersion ? version : null;
    }
}
