using System.CommandLine;
using KaosNet.Store.Personal;

namespace KaosNet.Bench.Filling;

/// <summary>The master key of a benchmark's store, as production has one: what is personal is sealed.</summary>
static class BenchKeys
{
    /// <summary>The option that names its file.</summary>
    public static Option<string?> Option() => new("--personal.master_key_file")
    {
        Description = "File with the master key, which is made when it is missing; without one, a key for this run.",
    };

    /// <summary>The key in a file, which is made when it is missing; one that nobody keeps, without a file.</summary>
    public static MasterKeys Of(string? file)
    {
        if (file is null) return new(MasterKey.Draw(), []);
        if (!File.Exists(file)) File.WriteAllText(file, MasterKey.Draw().Text() + "\n");
        return new(MasterKey.Parse(File.ReadAllText(file)), []);
    }
}
