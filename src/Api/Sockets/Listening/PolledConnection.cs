using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using KaosNet.Realtime.Sessions;
using KaosNet.Store;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace KaosNet.Api.Sockets.Listening;

/// <summary>A connection of the web server's whose requests are served on the thread that is told of them, to their end. See <see cref="RequestThreads"/>.</summary>
sealed class PolledConnection : DefaultConnectionContext, IReadable, IDuplexPipe, IMemoryPoolFeature
{
    /// <summary>Bytes that the web server has not looked at yet; beyond these the client waits. Also the framework's default.</summary>
    const int UnreadMax = 1 << 20;

    /// <summary>Bytes read at once, at least.</summary>
    const int ReadMin = 2048;

    readonly Socket _socket;
    readonly RequestThreads _threads;
    readonly SocketStream _stream;
    readonly Pipe _received;
    readonly CancellationTokenSource _closed = new();
    readonly long _mark;
    ConnectionAbortedException? _abortReason;
    int _told;
    volatile bool _isEnding;

    /// <summary>Takes over a connection that is watched under a mark.</summary>
    public PolledConnection(Socket socket, long mark, RequestThreads threads, MemoryPool<byte> memory)
        : base(TimeOrderedId.OfRequest())
    {
        (_socket, _mark, _threads, MemoryPool) = (socket, mark, threads, memory);
        _stream = new(socket) { IsForgiving = true };
        _received = new(new(memory, PipeScheduler.Inline, PipeScheduler.Inline, UnreadMax, UnreadMax / 2, useSynchronizationContext: false));
        Output = PipeWriter.Create(_stream, new(memory, leaveOpen: true));
        Transport = this;
        LocalEndPoint = socket.LocalEndPoint;
        RemoteEndPoint = socket.RemoteEndPoint;
        ConnectionClosed = _closed.Token;
        Features.Set<IMemoryPoolFeature>(this);
    }

    public PipeReader Input => _received.Reader;

    public PipeWriter Output { get; }

    public MemoryPool<byte> MemoryPool { get; }

    /// <summary>One thread at a time reads; who is told meanwhile leaves it to that one.</summary>
    public void OnReadable(bool isEnding)
    {
        if (isEnding) _isEnding = true;
        if (Interlocked.Increment(ref _told) == 1) _ = Receive();
    }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        Interlocked.CompareExchange(ref _abortReason, abortReason, null);
        Output.CancelPendingFlush();
        _threads.Forget(_mark);
        _stream.Cut();
        // Nobody is told of a connection that this side ended.
        OnReadable(isEnding: true);
    }

    public override async ValueTask DisposeAsync()
    {
        _threads.Forget(_mark);
        await _stream.DisposeAsync();
        await Input.CompleteAsync();
        OnReadable(isEnding: true);
        await base.DisposeAsync();
    }

    async Task Receive()
    {
        int told;
        do
        {
            told = Volatile.Read(ref _told);
            bool hasMore;
            do
            {
                var received = Receive(_received.Writer.GetMemory(ReadMin), out hasMore, out var end);
                if (end is not null)
                {
                    await End(end.Value.Failure);
                    return;
                }

                if (received == 0) break;
                _received.Writer.Advance(received);
                // The web server goes on here, within.
                var flushed = await _received.Writer.FlushAsync();
                if (!flushed.IsCompleted) continue;
                await End(null);
                return;
            }
            while (hasMore);
        }
        while (Interlocked.Add(ref _told, -told) > 0);
    }

    /// <summary>Reads what there is. The kernel tells again of what comes once all was read: after a read that did not fill its buffer.</summary>
    int Receive(Memory<byte> buffer, out bool hasMore, out (Exception? Failure, bool)? end)
    {
        (hasMore, end) = (false, null);
        var error = SocketError.Shutdown;
        var received = 0;
        try
        {
            received = _socket.Receive(buffer.Span, SocketFlags.None, out error);
        }
        catch (ObjectDisposedException)
        {
            // Ended by this side.
        }

        if (error == SocketError.WouldBlock) return 0;
        if (error == SocketError.Success && received > 0)
        {
            hasMore = received == buffer.Length || _isEnding;
            return received;
        }

        end = (_abortReason ?? (error switch
        {
            SocketError.Success or SocketError.Shutdown => null,
            SocketError.ConnectionReset or SocketError.ConnectionAborted => new ConnectionResetException(new SocketException((int)error).Message),
            _ => (Exception)new SocketException((int)error),
        }), true);
        return 0;
    }

    /// <summary>Tells the web server. Nothing is read after it: the count of what was told is left as it is.</summary>
    async Task End(Exception? failure)
    {
        _threads.Forget(_mark);
        await _received.Writer.CompleteAsync(_abortReason ?? failure);
        await _closed.CancelAsync();
    }
}
