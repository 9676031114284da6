using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace KaosNet.Api.Sockets.Listening;

/// <summary>Accepts connections and sorts them by their first bytes, which it only looks at.</summary>
sealed class ClientListener : IConnectionListener
{
    /// <summary>Who says nothing for this long is the framework's, which has deadlines of its own.</summary>
    internal static readonly TimeSpan FirstByteWait = TimeSpan.FromSeconds(2);

    /// <summary>A server that can't accept, as it has too many files open, tries again after this long.</summary>
    static readonly TimeSpan AcceptAgain = TimeSpan.FromMilliseconds(50);

    /// <summary>Sorted connections that the framework has not taken yet; it takes them at once.</summary>
    const int SortedMax = 16_384;

    readonly Channel<ConnectionContext> _sorted = Channel.CreateBounded<ConnectionContext>(SortedMax);
    readonly CancellationTokenSource _unbound = new();
    readonly Socket _listening;
    readonly SocketConnectionContextFactory _ordinary;
    readonly TimeProvider _time;
    readonly ILogger _log;
    readonly Task _accepting;

    public ClientListener(Socket listening, SocketConnectionFactoryOptions options, TimeProvider time, ILogger<ClientListener> log)
    {
        _time = time;
        _listening = listening;
        _ordinary = new(options, log);
        _log = log;
        EndPoint = listening.LocalEndPoint!;
        _accepting = AcceptAll();
    }

    public EndPoint EndPoint { get; }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await _sorted.Reader.WaitToReadAsync(cancellationToken) && _sorted.Reader.TryRead(out var connection) ? connection : null;

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await _unbound.CancelAsync();
        _listening.Dispose();
        await _accepting;
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync();
        while (_sorted.Reader.TryRead(out var connection)) await connection.DisposeAsync();
        _ordinary.Dispose();
        _unbound.Dispose();
    }

    async Task AcceptAll()
    {
        while (!_unbound.IsCancellationRequested)
        {
            try
            {
                _ = Sort(await _listening.AcceptAsync(_unbound.Token));
            }
            catch (SocketException failure)
            {
                _log.LogDebug(failure, "A connection could not be accepted");
                await Task.Delay(AcceptAgain);
            }
            catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
            {
                break;
            }
        }

        _sorted.Writer.TryComplete();
    }

    async Task Sort(Socket socket)
    {
        ConnectionContext connection;
        try
        {
            socket.NoDelay = true;
            connection = await AsksForASocket(socket) ? new HandshakeConnection(socket) : _ordinary.Create(socket);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            _log.LogDebug(gone, "A connection broke before it said anything");
            socket.Dispose();
            return;
        }

        if (!_sorted.Writer.TryWrite(connection)) await connection.DisposeAsync();
    }

    async Task<bool> AsksForASocket(Socket socket)
    {
        if (socket.Available == 0)
        {
            using var late = new CancellationTokenSource(FirstByteWait, _time);
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(_unbound.Token, late.Token);
            try
            {
                await socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, waiting.Token);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        return HandshakeConnection.IsBegunBy(First(socket));
    }

    static ReadOnlySpan<byte> First(Socket socket)
    {
        var bytes = new byte[HandshakeConnection.BeginningBytes];
        return bytes.AsSpan(0, socket.Receive(bytes, SocketFlags.Peek));
    }
}
