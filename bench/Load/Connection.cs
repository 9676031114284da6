using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KaosNet.Bench.Load;

/// <summary>One keep-alive connection of the load: it knows just enough HTTP/1.1 to see where an answer ends.</summary>
sealed class Connection : IDisposable
{
    const int MaximumAnswer = 8 << 20;
    readonly int _index;
    byte[] _buffer = new byte[64 << 10];
    int _filled;
    long _sent;
    long _sentAt;

    public Connection(IPEndPoint server, int index)
    {
        _index = index;
        Socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Socket.Connect(server);
    }

    public Socket Socket { get; }

    public long Errors { get; private set; }

    public string? FirstError { get; private set; }

    public void Send(Func<int, long, ReadOnlyMemory<byte>> request)
    {
        var bytes = request(_index, _sent++).Span;
        _sentAt = Stopwatch.GetTimestamp();
        while (bytes.Length > 0) bytes = bytes[Socket.Send(bytes)..];
    }

    /// <summary>Reads what has arrived.</summary>
    /// <returns>The latency when the answer is complete, else null.</returns>
    public long? Receive()
    {
        if (_filled == _buffer.Length)
        {
            if (_filled >= MaximumAnswer) throw new InvalidDataException("An answer is larger than 8 MiB.");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        var read = Socket.Receive(_buffer.AsSpan(_filled));
        if (read == 0) throw new InvalidDataException("The server closed a keep-alive connection: " + Encoding.UTF8.GetString(_buffer, 0, Math.Min(_filled, 400)));
        _filled += read;
        if (!IsComplete(_buffer.AsSpan(0, _filled))) return null;
        if (!_buffer.AsSpan().StartsWith("HTTP/1.1 200"u8))
        {
            Errors++;
            FirstError ??= Encoding.UTF8.GetString(_buffer, 0, Math.Min(_filled, 600));
        }
        _filled = 0;
        return Stopwatch.GetTimestamp() - _sentAt;
    }

    /// <summary>Forgets the errors of the warm-up.</summary>
    public void Forget() => (Errors, FirstError) = (0, null);

    public void Dispose() => Socket.Dispose();

    static bool IsComplete(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        var head = answer[..end];
        var length = head.IndexOf("Content-Length: "u8);
        if (length >= 0)
        {
            if (!Utf8Parser.TryParse(head[(length + 16)..], out int body, out _)) throw new InvalidDataException("An answer without a readable length.");
            return answer.Length >= end + 4 + body;
        }
        return answer.EndsWith("0\r\n\r\n"u8);
    }
}
