using System.Collections;

namespace KaosNet.Api.Configuration;

/// <summary>
/// Settings from the environment: KAOS_ and the key in capitals with underscores, so <c>socket.port</c> is KAOS_SOCKET_PORT. The entries
/// of a list are separated by line ends or commas.
/// </summary>
internal static class EnvironmentVariables
{
    const string Prefix = "KAOS_";

    public static Dictionary<string, IReadOnlyList<string>> Read(IDictionary environment, List<string> warnings)
    {
        var known = Setting.All.ToDictionary(setting => setting.EnvironmentVariable, StringComparer.Ordinal);
        var found = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in environment)
        {
            var name = (string)variable.Key;
            if (!name.StartsWith(Prefix, StringComparison.Ordinal) || name == WorkingFolder.Variable) continue;
            if (name.StartsWith("KAOS_TEST_", StringComparison.Ordinal)) continue;

            if (!known.TryGetValue(name, out var setting))
            {
                warnings.Add($"The environment variable {name} is no setting and has no effect");
                continue;
            }

            var text = (string?)variable.Value ?? "";
            found[setting.Key] = setting.IsList ? Entries(text) : [text];
        }

        return found;
    }

    static string[] Entries(string text) =>
        text.Split(text.Contains('\n', StringComparison.Ordinal) ? '\n' : ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
