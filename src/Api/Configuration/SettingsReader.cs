using System.Collections;

namespace KaosNet.Api.Configuration;

/// <summary>What the operator asked for: the settings to run with and what to warn of.</summary>
/// <param name="Given">Keys that were set anywhere, as opposed to left at their default.</param>
/// <param name="Unchanged">Keys and passwords that are still everybody's defaults.</param>
public sealed record StartRequest(KaosSettings Settings, IReadOnlySet<string> Given, IReadOnlyList<string> Warnings, IReadOnlyList<string> Unchanged)
{
    /// <summary>All there is to warn of: for a person in few lines, else as the reference says it, one line a key.</summary>
    public IEnumerable<string> Tell(bool isPerson)
    {
        if (!isPerson) return [.. Unchanged.Select(key => $"Insecure default parameter value, change this for production! ({key})"), .. Warnings];
        return Unchanged.Count > 0 ? [$"For production, set keys and passwords of your own: {string.Join(", ", Unchanged)}", .. Warnings] : Warnings;
    }
}

/// <summary>
/// Puts the settings together: defaults, then YAML files in their order, then the environment, then the command line. A later source
/// wins key by key and replaces a list as a whole, but entries of <c>runtime.env</c> are merged by their name.
/// </summary>
public sealed class SettingsReader
{
    const string MergedByName = "runtime.env";

    readonly Dictionary<string, IReadOnlyList<string>> values = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> sources = new(StringComparer.Ordinal);
    readonly List<string> warnings = [];

    /// <exception cref="SettingsRefusedException">With one line that names what is wrong and where it was said.</exception>
    public static StartRequest Read(IReadOnlyList<string> arguments, IDictionary environment)
    {
        var reader = new SettingsReader();
        var flags = CommandLineFlags.Parse(arguments);
        var variables = EnvironmentVariables.Read(environment, reader.warnings);
        var files = flags.GetValueOrDefault("config") ?? variables.GetValueOrDefault("config") ?? [];
        foreach (var file in files) reader.Take(YamlSettingsFile.Read(file), key => $"{key} in {file}");
        reader.Take(variables, key => Setting.Find(key)!.EnvironmentVariable);
        reader.Take(flags, key => "--" + key);

        var settings = reader.Build();
        var given = reader.values.Keys.ToHashSet(StringComparer.Ordinal);
        settings = SettingsRules.Apply(settings, given, reader.warnings);
        return new StartRequest(settings, given, reader.warnings, SettingsRules.Unchanged(settings));
    }

    void Take(IReadOnlyDictionary<string, IReadOnlyList<string>> found, Func<string, string> describe)
    {
        foreach (var (key, texts) in found)
        {
            values[key] = key == MergedByName && values.TryGetValue(key, out var earlier) ? MergeByName(earlier, texts) : texts;
            sources[key] = describe(key);
        }
    }

    KaosSettings Build()
    {
        var settings = new KaosSettings();
        foreach (var (key, texts) in values)
        {
            if (Setting.Find(key)!.Read(texts, settings) is { } wrong) throw new SettingsRefusedException($"{sources[key]}: {wrong}.");
        }

        return settings;
    }

    static List<string> MergeByName(IReadOnlyList<string> earlier, IReadOnlyList<string> later)
    {
        static string Name(string entry) => entry.Split('=', 2)[0];
        var replaced = later.Select(Name).ToHashSet(StringComparer.Ordinal);
        return [.. earlier.Where(entry => !replaced.Contains(Name(entry))), .. later];
    }
}
