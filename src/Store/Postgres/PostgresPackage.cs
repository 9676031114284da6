namespace KaosNet.Store.Postgres;

/// <summary>Installs PostgreSQL from Debian's packages where the operator's rights allow it.</summary>
internal static class PostgresPackage
{
    const string ClusterPolicy = "/etc/postgresql-common/createcluster.conf";

    const string Advice =
        "Install it (Debian: apt-get install postgresql) or use a server of your own with --database.address user:password@host:port/database.";

    public static async Task InstallAsync(Action<string> progress, CancellationToken stopping)
    {
        if (!File.Exists("/usr/bin/apt-get")) throw new PostgresUnavailableException($"No PostgreSQL 15 to 18 was found on this machine. {Advice}");

        string[] rights = Environment.IsPrivilegedProcess ? [] : ["sudo", "-n"];
        if (rights.Length > 0 && !(await CommandLineTool.RunAsync([.. rights, "true"], TimeSpan.FromSeconds(10), stopping)).Succeeded)
        {
            throw new PostgresUnavailableException($"No PostgreSQL 15 to 18 was found, and only root may install it. {Advice}");
        }

        progress("PostgreSQL is not installed; installing it from Debian's packages");
        string[] apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y", "-o", "Dpkg::Use-Pty=0"];
        // Left alone the package creates and starts a cluster of its own on port 5432; we want only its programs.
        string[] policy = ["sh", "-c", $"sed -i '/^create_main_cluster/d' {ClusterPolicy} && echo 'create_main_cluster = false' >> {ClusterPolicy}"];
        string[] install = [.. apt, "--no-install-recommends", "install"];
        string[][] steps = [[.. apt, "update"], [.. install, "postgresql-common"], policy, [.. install, "postgresql"]];
        foreach (var step in steps)
        {
            var outcome = await CommandLineTool.RunAsync([.. rights, .. step], TimeSpan.FromMinutes(10), stopping);
            if (!outcome.Succeeded)
            {
                throw new PostgresUnavailableException($"Installing PostgreSQL failed ({string.Join(' ', step.TakeLast(2))}: {outcome.LastLine}). {Advice}");
            }
        }
    }
}
