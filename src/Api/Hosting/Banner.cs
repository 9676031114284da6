using KaosNet.Api.Configuration;

namespace KaosNet.Api.Hosting;

/// <summary>Tells the operator where things are: as log lines for machines, as a few aligned lines for a person at a terminal.</summary>
internal static class Banner
{
    public static IReadOnlyList<(string Name, string Value)> Lines(KaosSettings settings, ServerDatabase database, IEnumerable<ServerLink> links)
    {
        var scheme = settings.Socket.SslCertificate.Length > 0 ? "https" : "http";
        var host = settings.Socket.Address is "" or "0.0.0.0" or "::" ? "127.0.0.1" : settings.Socket.Address;
        var client = $"{scheme}://{host}:{settings.Socket.Port}";
        return
        [
            ("Node", $"{settings.Name}, version {SettingsHelp.Version}, {Environment.ProcessorCount} cpus"),
            ("Data directory", Path.GetFullPath(settings.DataDir)),
            ("Database", $"PostgreSQL {database.Version} ({database.Place})"),
            ("REST, WebSocket", client),
            ("gRPC", $"{host}:{settings.Socket.Port - 1}"),
            .. Listeners.Rudp(settings).Port is > 0 and var rudp ? new[] { ("rUDP", $"{host}:{rudp}") } : [],
            .. links.Select(link => (link.Name, client + link.Path)),
        ];
    }

    public static string Text(IEnumerable<(string Name, string Value)> lines) =>
        string.Concat(lines.Select(line => $"  {line.Name,-18}{line.Value}\n"));
}
