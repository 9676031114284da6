namespace KaosNet.Api.Configuration;

/// <summary>
/// Flags as Nakama reads them: <c>--key value</c> or <c>--key=value</c>, with one dash or two; a switch stands alone or takes
/// <c>=false</c>; a list flag is repeated.
/// </summary>
internal static class CommandLineFlags
{
    public static Dictionary<string, IReadOnlyList<string>> Parse(IReadOnlyList<string> arguments)
    {
        var found = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument is "" or "-" || argument[0] != '-') throw new SettingsRefusedException($"\"{argument}\" is not a flag; flags look like --socket.port 7350. See --help.");

            var (key, value) = Split(argument);
            var setting = Setting.Find(key) ?? throw Unknown("flag --" + key, key);
            if (value is null && !setting.IsSwitch)
            {
                if (++i == arguments.Count) throw new SettingsRefusedException($"--{key} needs a value.");
                value = arguments[i];
            }

            var texts = found.TryGetValue(key, out var earlier) ? earlier : found[key] = [];
            texts.Add(value ?? "true");
        }

        return found.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)pair.Value, StringComparer.Ordinal);
    }

    public static SettingsRefusedException Unknown(string where, string key) =>
        new($"Unknown {where}{(Setting.Nearest(key) is { } near ? $"; did you mean {near.Key}?" : "")} All settings: --help.");

    static (string Key, string? Value) Split(string argument)
    {
        var text = argument.StartsWith("--", StringComparison.Ordinal) ? argument[2..] : argument[1..];
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (text, null) : (text[..equals], text[(equals + 1)..]);
    }
}
