using System.Buffers;
using System.ComponentModel;
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
    readonly SocketConnectionContextFactory? _ordinary;
    readonly RequestThreads? _threads;
    readonly MemoryPool<byte>? _memory;
    readonly TimeProvider _time;
    readonly ILogger _log;
    readonly Task _accepting;

    /// <param name="listening">What clients connect to.</param>
    /// <param name="threads">That serve requests; null where the system has none such, and ordinary requests are the framework's from the socket on.</param>
    /// <param name="memory">Of which connections read and write.</param>
    /// <param name="time">By which who says nothing is handed on.</param>
    /// <param name="log">For connections that fail.</param>
    public ClientListener(Socket listening, RequestThreads? threads, IMemoryPoolFactory<byte> memory, TimeProvider time, ILogger<ClientListener> log)
    {
        _time = time;
        _listening = listening;
        _threads = threads;
        if (threads is null) _ordinary = new(new(), log);
        else _memory = memory.Create(new() { Owner = nameof(ClientListener) });
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
        _ordinary?.Dispose();
        _memory?.Dispose();
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
            connection = _threads is null ? await SortByWaiting(socket) : await SortByNews(socket, _threads);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or Win32Exception)
        {
            _log.LogDebug(gone, "A connection broke before it said anything");
            socket.Dispose();
            return;
        }

        if (!_sorted.Writer.TryWrite(connection)) await connection.DisposeAsync();
    }

    async Task<ConnectionContext> SortByNews(Socket socket, RequestThreads threads)
    {
        var first = new FirstNews();
        var mark = threads.Add(socket, first);
        try
        {
            if (await first.Comes(FirstByteWait, _time, _unbound.Token) && HandshakeConnection.IsBegunBy(First(socket)))
            {
                threads.Remove(mark, socket);
                return new HandshakeConnection(socket);
            }
        }
        catch
        {
            threads.Forget(mark);
            throw;
        }

        var connection = new PolledConnection(socket, mark, threads, _memory!);
        threads.Change(mark, connection);
        first.HandOn(connection);
        return connection;
    }

    async Task<ConnectionContext> SortByWaiting(Socket socket) =>
        await AsksForASocket(socket) ? new HandshakeConnection(socket) : _ordinary!.Create(socket);

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
