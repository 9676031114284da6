using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using KaosNet.Api.Configuration;
using KaosNet.Api.Operations;
using KaosNet.Realtime.Sessions.Rudp;
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
        foreach (var port in PortsOf(settings))
        {
            void Use(ListenOptions options)
            {
                options.Protocols = port.Protocols;
                if (port.IsForClients && certificate is not null) options.UseHttps(certificate);
            }

            if (port.Place is { } place) kestrel.Listen(place, Use);
            else kestrel.ListenAnyIP(port.Number, Use);
        }
    }

    /// <summary>Opens and closes every port, so that one that cannot be had is told before anything is made or started.</summary>
    /// <exception cref="PortRefusedException">With one line for the operator.</exception>
    public static void TryAll(KaosSettings settings)
    {
        foreach (var port in PortsOf(settings))
        {
            try
            {
                using var socket = Open(port);
            }
            catch (SocketException refused)
            {
                throw new PortRefusedException($"{port.Setting}: port {port.Number} cannot be opened: {refused.Message}. {Advice}", refused);
            }
        }

        if (Rudp(settings) is not { Port: > 0 } rudp) return;
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(rudp.Address, rudp.Port));
        }
        catch (SocketException refused)
        {
            throw new PortRefusedException($"socket.rudp_port: UDP port {rudp.Port} cannot be opened: {refused.Message}. {Advice}", refused);
        }
    }

    /// <summary>What to do about a port that cannot be had.</summary>
    public const string Advice = "Choose other ports with --socket.port (gRPC takes the one below, rUDP the same number) and --console.port.";

    /// <summary>Where peers connect over UDP: as the sockets, but there is always a socket for IPv4.</summary>
    public static RudpSettings Rudp(KaosSettings settings)
    {
        var port = settings.Socket.RudpPort < 0 ? settings.Socket.Port : settings.Socket.RudpPort;
        return PlaceOf(settings.Socket.Address, settings.Socket.Protocol, port)?.Address switch
        {
            null => new() { Port = port, AddressV6 = Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : null },
            { AddressFamily: AddressFamily.InterNetworkV6 } address => new() { Port = port, Address = IPAddress.Loopback, AddressV6 = address },
            var address => new() { Port = port, Address = address, AddressV6 = null },
        };
    }

    static Socket Open(Port port)
    {
        var place = port.Place ?? new IPEndPoint(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, port.Number);
        var socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (place.Address.Equals(IPAddress.IPv6Any)) socket.DualMode = true;
            socket.Bind(place);
            socket.Listen();
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    static IEnumerable<Port> PortsOf(KaosSettings settings)
    {
        var (socket, console) = (settings.Socket, settings.Console);
        yield return new("socket.port", socket.Port, PlaceOf(socket.Address, socket.Protocol, socket.Port), HttpProtocols.Http1, IsForClients: true);
        yield return new("gRPC (socket.port - 1)", socket.Port - 1, PlaceOf(socket.Address, socket.Protocol, socket.Port - 1), HttpProtocols.Http2, IsForClients: true);
        if (settings.Metrics.PrometheusPort is > 0 and var metrics) yield return new("metrics.prometheus_port", metrics, Place: null, HttpProtocols.Http1, IsForClients: false);
        yield return new("console.port", console.Port, PlaceOf(console.Address, "tcp", console.Port), HttpProtocols.Http1, IsForClients: false);
    }

    /// <summary>Null for every address of the machine.</summary>
    static IPEndPoint? PlaceOf(string address, string protocol, int port) =>
        address.Length == 0 && protocol == "tcp" ? null : new IPEndPoint(Resolve(address, protocol), port);

    static IPAddress Resolve(string address, string protocol)
    {
        if (address.Length == 0) return protocol == "tcp6" ? IPAddress.IPv6Any : IPAddress.Any;
        if (IPAddress.TryParse(address, out var literal)) return literal;
        try
        {
            var family = protocol switch
            {
                "tcp4" => AddressFamily.InterNetwork,
                "tcp6" => AddressFamily.InterNetworkV6,
                _ => AddressFamily.Unspecified,
            };
            return Dns.GetHostAddresses(address, family)[0];
        }
        catch (Exception unknown) when (unknown is SocketException or IndexOutOfRangeException)
        {
            throw new SettingsRefusedException($"socket.address or console.address: \"{address}\" is no address of this machine.", unknown);
        }
    }

    /// <param name="Setting">Who asks for it, for a message.</param>
    /// <param name="Place">Null for every address of the machine.</param>
    sealed record Port(string Setting, int Number, IPEndPoint? Place, HttpProtocols Protocols, bool IsForClients);
}
