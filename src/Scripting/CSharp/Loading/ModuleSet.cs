namespace KaosNet.Scripting.CSharp.Loading;

/// <summary>The modules in use at one time, in ascending order of their names.</summary>
internal sealed class ModuleSet(IReadOnlyList<LoadedModule> modules)
{
    public static readonly ModuleSet Empty = new([]);

    public IReadOnlyList<LoadedModule> Modules => modules;

    public FunctionTable Functions { get; } = FunctionTable.Of(modules.Select(module => module.Registrations.Functions));

    /// <summary>What is to be in use now that the folder looks so: what has not changed stays as it is, what cannot be loaded as well.</summary>
    /// <param name="current">What is in use.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="load">Loads an assembly; null when it holds no modules.</param>
    /// <param name="problems">What cannot be loaded, by name.</param>
    /// <returns>All modules by name, and those of them that were loaded now.</returns>
    public static (SortedDictionary<string, LoadedModule> Next, IReadOnlyList<LoadedModule> Fresh) Next(
        ModuleSet current, AssemblyFolder folder, Func<AssemblyFile, LoadedModule?> load, out SortedDictionary<string, string> problems)
    {
        problems = new(StringComparer.Ordinal);
        foreach (var (name, why) in folder.Broken) problems[name] = why;
        var before = current.Modules.ToDictionary(module => module.Name, StringComparer.Ordinal);
        var next = new SortedDictionary<string, LoadedModule>(StringComparer.Ordinal);
        var fresh = new List<LoadedModule>();
        foreach (var (name, file) in folder.Modules)
        {
            var former = before.GetValueOrDefault(name);
            if (former is not null && former.Fingerprint == file.Fingerprint)
            {
                next[name] = former;
                continue;
            }

            try
            {
                if (load(file) is not { } module) continue;
                next[name] = module;
                fresh.Add(module);
            }
            catch (ModuleBrokenException broken)
            {
                problems[name] = broken.Message;
            }
        }

        foreach (var name in problems.Keys.Where(name => !next.ContainsKey(name)))
        {
            if (before.TryGetValue(name, out var former)) next[name] = former;
        }

        return (next, fresh);
    }
}
