using System.Net;
using System.Net.Sockets;
using KaosNet.Api.Configuration;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace KaosNet.Api.Sockets.Listening;

/// <summary>
/// Listens where clients connect. Ordinary requests are served on the <see cref="RequestThreads"/>; a connection that asks for a realtime socket
/// can leave the framework after its handshake. See docs/decisions/0022-sockets-leave-the-web-server.md and 0037-requests-stay-on-one-thread.md.
/// </summary>
sealed class ClientTransport(
    IOptions<SocketTransportOptions> options, IMemoryPoolFactory<byte> memory, ILoggerFactory logs, KaosSettings settings, TimeProvider time)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector, IDisposable
{
    readonly Lazy<RequestThreads?> _threads = new(() => KernelPoll.IsHere ? new(time, logs.CreateLogger<RequestThreads>()) : null);

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
        return new(new ClientListener(listening, _threads.Value, memory, time, logs.CreateLogger<ClientListener>()));
    }

    public void Dispose()
    {
        if (_threads.IsValueCreated) _threads.Value?.Dispose();
    }
}
