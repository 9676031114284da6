using System.Net;
using System.Net.Sockets;
using KaosNet.Api.Configuration;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace KaosNet.Api.Sockets.Listening;

/// <summary>
/// Listens where clients connect. Ordinary requests are the framework's from their first byte on; a connection that asks for a realtime socket is one of
/// ours, which can leave the framework after its handshake. See docs/decisions/0022-sockets-leave-the-web-server.md.
/// </summary>
sealed class ClientTransport(IOptions<SocketTransportOptions> options, ILoggerFactory logs, KaosSettings settings, TimeProvider time)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    /// <summary>Not where no realtime socket comes: gRPC, the console, metrics.</summary>
    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint { Port: var port }
        && port != settings.Socket.Port - 1 && port != settings.Console.Port && (port == 0 || port != settings.Metrics.PrometheusPort);

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        Socket listening;
        try
        {
            listening = options.Value.CreateBoundListenSocket(endpoint);
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new AddressInUseException(taken.Message, taken);
        }

        listening.Listen(options.Value.Backlog);
        return new(new ClientListener(listening, new SocketConnectionFactoryOptions(), time, logs.CreateLogger<ClientListener>()));
    }
}
