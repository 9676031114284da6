using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KaosNet.Api.Configuration;

/// <summary>A YAML file of settings, nested as the dots of the keys say, or with the dotted keys themselves.</summary>
internal static class YamlSettingsFile
{
    const int FileSizeMax = 1024 * 1024;

    public static Dictionary<string, IReadOnlyList<string>> Read(string file)
    {
        var found = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        try
        {
            if (new FileInfo(file).Length > FileSizeMax) throw new SettingsRefusedException($"The configuration file {file} is larger than 1 MB.");
            using var text = File.OpenText(file);
            var yaml = new YamlStream();
            yaml.Load(text);
            if (yaml.Documents.Count > 0 && yaml.Documents[0].RootNode is not YamlScalarNode { Value: "" or null }) Collect(yaml.Documents[0].RootNode, "", file, found);
            return found;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new SettingsRefusedException($"The configuration file {file} cannot be read: {unreadable.Message}", unreadable);
        }
        catch (YamlException broken)
        {
            throw new SettingsRefusedException($"The configuration file {file} is no valid YAML, line {broken.Start.Line}: {broken.Message}", broken);
        }
    }

    static void Collect(YamlNode node, string key, string file, Dictionary<string, IReadOnlyList<string>> found)
    {
        if (Setting.Find(key) is { } setting)
        {
            found[key] = Texts(node, setting, file);
            return;
        }

        if (node is not YamlMappingNode section || (key.Length > 0 && !Setting.All.Any(known => known.Key.StartsWith(key + ".", StringComparison.Ordinal))))
        {
            throw CommandLineFlags.Unknown(key.Length > 0 ? $"key {key} in {file}" : $"content of {file}, line {node.Start.Line}", key);
        }

        foreach (var (name, value) in section.Children)
        {
            var inner = (name as YamlScalarNode)?.Value ?? "";
            // An empty section is a section of defaults.
            if (value is YamlScalarNode { Value: "" or "~" or "null" } && Setting.Find(Join(key, inner)) is null or { IsList: true }) continue;
            Collect(value, Join(key, inner), file, found);
        }
    }

    static string Join(string key, string inner) => key.Length == 0 ? inner : $"{key}.{inner}";

    static IReadOnlyList<string> Texts(YamlNode node, Setting setting, string file) => (node, setting.IsList) switch
    {
        (YamlScalarNode one, false) => [one.Value ?? ""],
        (YamlScalarNode one, true) => [one.Value ?? ""],
        (YamlSequenceNode several, true) when several.Children.All(entry => entry is YamlScalarNode) =>
            [.. several.Children.Select(entry => ((YamlScalarNode)entry).Value ?? "")],
        (_, true) => throw new SettingsRefusedException($"{setting.Key} in {file}: a list of texts is needed."),
        _ => throw new SettingsRefusedException($"{setting.Key} in {file}: one value is needed."),
    };
}
