namespace KaosNet.Compat.Tests.Clients;

/// <summary>The npm packages of the JavaScript tests, installed once beside the build output and linked to where Node looks for them.</summary>
static class NodePackages
{
    static readonly Lazy<Task> Installed = new(Install);

    public static Task Ready => Installed.Value;

    static async Task Install()
    {
        var wanted = Path.Combine(AppContext.BaseDirectory, "JavaScript", "package.json");
        var folder = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "node"));
        var present = Path.Combine(folder, "package.json");
        var modules = Path.Combine(folder, "node_modules");
        if (!Directory.Exists(modules) || !File.Exists(present) || await File.ReadAllTextAsync(present) != await File.ReadAllTextAsync(wanted))
        {
            Directory.CreateDirectory(folder);
            File.Copy(wanted, present, overwrite: true);
            await Node.Run("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"], TimeSpan.FromMinutes(5));
        }
        var link = Path.Combine(AppContext.BaseDirectory, "JavaScript", "node_modules");
        if (!Directory.Exists(link)) Directory.CreateSymbolicLink(link, modules);
    }
}
