using System.Net;
using System.Security.Cryptography.X509Certificates;
using KaosNet.Api.Configuration;
using KaosNet.Api.Operations;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KaosNet.Api.Hosting;

/// <summary>
/// The ports: REST and WebSocket on socket.port, gRPC (HTTP/2 without TLS as well) on the one below, the console on its own.
/// </summary>
internal static class Listeners
{
    public static void Configure(KestrelServerOptions kestrel, KaosSettings settings)
    {
        var socket = settings.Socket;
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = Math.Max(socket.MaxRequestSizeBytes, settings.Console.MaxMessageSizeBytes);
        Front.Limit(kestrel.Limits, Front.SettingsOf(settings));

        var certificate = socket.SslCertificate.Length > 0 ? X509Certificate2.CreateFromPemFile(socket.SslCertificate, socket.SslPrivateKey) : null;
        Listen(kestrel, socket.Address, socket.Protocol, socket.Port, HttpProtocols.Http1, certificate);
        Listen(kestrel, socket.Address, socket.Protocol, socket.Port - 1, HttpProtocols.Http2, certificate);
        if (settings.Metrics.PrometheusPort > 0) Listen(kestrel, address: "", "tcp", settings.Metrics.PrometheusPort, HttpProtocols.Http1, certificate: null);
        Listen(kestrel, settings.Console.Address, "tcp", settings.Console.Port, HttpProtocols.Http1, certificate: null);
    }

    static void Listen(KestrelServerOptions kestrel, string address, string protocol, int port, HttpProtocols protocols, X509Certificate2? certificate)
    {
        void Use(ListenOptions options)
        {
            options.Protocols = protocols;
            if (certificate is not null) options.UseHttps(certificate);
        }

        if (address.Length == 0 && protocol == "tcp") kestrel.ListenAnyIP(port, Use);
        else kestrel.Listen(Resolve(address, protocol), port, Use);
    }

    static IPAddress Resolve(string address, string protocol)
    {
        if (address.Length == 0) return protocol == "tcp6" ? IPAddress.IPv6Any : IPAddress.Any;
        if (IPAddress.TryParse(address, out var literal)) return literal;
        try
        {
            var family = protocol switch
            {
                "tcp4" => System.Net.Sockets.AddressFamily.InterNetwork,
                "tcp6" => System.Net.Sockets.AddressFamily.InterNetworkV6,
                _ => System.Net.Sockets.AddressFamily.Unspecified,
            };
            return Dns.GetHostAddresses(address, family)[0];
        }
        catch (Exception unknown) when (unknown is System.Net.Sockets.SocketException or IndexOutOfRangeException)
        {
            throw new SettingsRefusedException($"socket.address or console.address: \"{address}\" is no address of this machine.", unknown);
        }
    }
}
