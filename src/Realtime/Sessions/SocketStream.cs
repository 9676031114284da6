using System.Buffers;
using System.Net.Sockets;
using KaosNet.Store;

namespace KaosNet.Realtime.Sessions;

/// <summary>
/// A TCP connection without anything in between. What can be written at once is, without a task; a read can go on where its data arrives,
/// on the thread that watches the sockets (docs/decisions/0015).
/// </summary>
public sealed class SocketStream : Stream
{
    readonly System.Net.Sockets.Socket _socket;
    ReadOnlyMemory<byte> _first;
    int _isClosed;

    public SocketStream(System.Net.Sockets.Socket socket)
    {
        _socket = socket;
        socket.Blocking = false;
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Whether reads go on on the watching thread, for readers who mind what they do there; otherwise they go on on the pool.</summary>
    public bool ReadsInPlace { get; set; }

    /// <summary>
    /// Whether a write to a client who is gone is dropped instead of failing: the web server takes such a failure for a fault of its own and logs it. It
    /// learns of the end by reading.
    /// </summary>
    public bool IsForgiving { get; set; }

    /// <summary>Bytes that were taken from the connection already; they are read before what comes.</summary>
    public void ReadFirst(in ReadOnlySequence<byte> bytes) => _first = bytes.ToArray();

    /// <summary>An empty buffer waits until there is something, and reads nothing of it.</summary>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_first.IsEmpty) return new(TakeFirst(buffer));
        var receiving = _socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);
        return ReadsInPlace || receiving.IsCompletedSuccessfully ? receiving : OnPool(receiving);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var sent = _socket.Send(buffer.Span, SocketFlags.None, out var error);
        if (error is not (SocketError.Success or SocketError.WouldBlock))
            return IsForgiving ? default : ValueTask.FromException(new IOException("The connection broke.", new SocketException((int)error)));
        return sent == buffer.Length ? default : SendRest(buffer[Math.Max(0, sent)..], cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends the connection now, whatever is under way on it.</summary>
    public void Cut()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0) return;
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The other side was first.
        }

        _socket.Dispose();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) Cut();
        base.Dispose(disposing);
    }

    static async ValueTask<int> OnPool(ValueTask<int> receiving)
    {
        try
        {
            var read = await receiving;
            await SocketThreads.Leave();
            return read;
        }
        catch (SocketException broke)
        {
            throw new IOException("The connection broke.", broke);
        }
    }

    async ValueTask SendRest(ReadOnlyMemory<byte> rest, CancellationToken cancel)
    {
        try
        {
            while (rest.Length > 0) rest = rest[await _socket.SendAsync(rest, SocketFlags.None, cancel)..];
        }
        catch (SocketException) when (IsForgiving)
        {
            // The next read tells.
        }
        catch (SocketException broke)
        {
            throw new IOException("The connection broke.", broke);
        }
    }

    int TakeFirst(Memory<byte> buffer)
    {
        var taken = Math.Min(buffer.Length, _first.Length);
        _first[..taken].CopyTo(buffer);
        _first = _first[taken..];
        return taken;
    }
}
