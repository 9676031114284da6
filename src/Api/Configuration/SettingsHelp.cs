using System.Reflection;
using System.Text;

namespace KaosNet.Api.Configuration;

/// <summary>What <c>--help</c> and <c>--version</c> print.</summary>
public static class SettingsHelp
{
    public static string Version { get; } =
        (typeof(SettingsHelp).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split('+')[0];

    public static string Text()
    {
        var text = new StringBuilder(
            """
            KaosNet.EventSourced, a game server that speaks Nakama's API and keeps every change as an event.

            Usage: kaos run [flags]
                   kaos run healthcheck [port]   exit code 0 when the server on this machine answers

            Flags go by Nakama's names. Every one may also stand in a YAML file (--config file.yml) or in the environment
            (socket.port is KAOS_SOCKET_PORT); the command line wins over the environment, and that over files.


            """);
        foreach (var setting in Setting.All)
        {
            var preset = setting.DefaultText is "" or "[]" ? "" : $" (default {setting.DefaultText})";
            text.Append("  --").Append(setting.Key).Append(' ').AppendLine(TypeName(setting)).Append("        ").Append(setting.Meaning).Append(preset)
                .AppendLine(setting.HasNoEffectYet ? " No effect yet." : "");
        }

        return text.AppendLine("  --help").AppendLine("  --version").ToString();
    }

    /// <summary>The same as a table for the reference page.</summary>
    public static string Table()
    {
        var text = new StringBuilder("| key | value | default | meaning |\n|---|---|---|---|\n");
        foreach (var setting in Setting.All)
        {
            var preset = setting.DefaultText is "" or "[]" ? "" : $"`{setting.DefaultText}`";
            text.Append("| `").Append(setting.Key).Append("` | ").Append(TypeName(setting)).Append(" | ").Append(preset).Append(" | ").Append(setting.HasNoEffectYet ? "**No effect yet.** " : "").Append(setting.Meaning).Append(" |\n");
        }

        return text.ToString();
    }

    public static string TypeName(Setting setting) => setting switch
    {
        { IsList: true } => "text (repeatable)",
        { IsSwitch: true } => "switch",
        _ when setting.Type == typeof(string) => "text",
        _ => "number",
    };
}
