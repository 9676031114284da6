using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace KaosNet.Bench.Realtime;

/// <summary>
/// One player's socket in the JSON format, as cheap as a client can be: frames are spelled ahead of the run, and what arrives is only looked at where
/// it says what kind of message it is.
/// </summary>
sealed class RelaySocket : IDisposable
{
    readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    readonly byte[] _buffer = new byte[64 << 10];
    int _start;
    int _end;

    RelaySocket()
    {
    }

    public Socket Socket => _socket;

    /// <summary>Does the handshake; the calls up to <see cref="Begin"/> wait for their answers.</summary>
    public static RelaySocket Connect(Uri server, string token)
    {
        var socket = new RelaySocket();
        var addresses = Dns.GetHostAddresses(server.Host);
        socket._socket.ReceiveTimeout = 20_000;
        socket._socket.Connect(new IPEndPoint(addresses[0], server.Port));
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        socket._socket.Send(Encoding.ASCII.GetBytes(
            $"GET /ws?token={token}&format=json HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
            $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"));
        int head;
        while ((head = socket.Held.IndexOf("\r\n\r\n"u8)) < 0) socket.Receive();
        if (!socket.Held.StartsWith("HTTP/1.1 101"u8)) throw new InvalidOperationException("The server answered " + Encoding.UTF8.GetString(socket.Held));
        socket._start += head + 4;
        return socket;
    }

    public string CreateMatch()
    {
        Send(ClientFrame.Of("""{"cid":"1","match_create":{}}"""));
        using var reply = Reply("match");
        return reply.RootElement.GetProperty("match").GetProperty("match_id").GetString()!;
    }

    public void JoinMatch(string match)
    {
        Send(ClientFrame.Of($$$"""{"cid":"2","match_join":{"match_id":"{{{match}}}"}}"""));
        Reply("match").Dispose();
    }

    public void Send(ReadOnlySpan<byte> frame)
    {
        if (_socket.Send(frame) != frame.Length) throw new InvalidOperationException("The server does not read.");
    }

    /// <summary>From here on nothing waits.</summary>
    public void Begin()
    {
        _socket.Blocking = false;
    }

    /// <summary>Reads what has arrived: to be called when there is something, and before <see cref="TryTakeData"/>.</summary>
    public void Receive()
    {
        if (_start == _end) _start = _end = 0;
        if (_end == _buffer.Length)
        {
            Held.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        var read = _socket.Receive(_buffer.AsSpan(_end), SocketFlags.None);
        if (read == 0) throw new InvalidOperationException("The server closed a socket: " + Encoding.UTF8.GetString(Held));
        _end += read;
    }

    /// <summary>Takes the next message with match data out of what was read.</summary>
    public bool TryTakeData(out ReadOnlySpan<byte> message)
    {
        while (TryTake(out message))
            if (message.StartsWith("{\"match_data\""u8)) return true;
        return false;
    }

    public void Dispose() => _socket.Dispose();

    ReadOnlySpan<byte> Held => _buffer.AsSpan(_start, _end - _start);

    bool TryTake(out ReadOnlySpan<byte> message)
    {
        var held = Held;
        message = default;
        if (held.Length < 2) return false;
        int header = 2, length = held[1];
        if (length > 126) throw new NotSupportedException("A frame of over 64 KiB.");
        if (length == 126)
        {
            if (held.Length < 4) return false;
            (header, length) = (4, BinaryPrimitives.ReadUInt16BigEndian(held[2..]));
        }

        if (held.Length < header + length) return false;
        message = held.Slice(header, length);
        _start += header + length;
        return true;
    }

    JsonDocument Reply(string name)
    {
        while (true)
        {
            ReadOnlySpan<byte> message;
            while (!TryTake(out message)) Receive();
            if (!message.StartsWith("{"u8)) continue;
            var envelope = JsonDocument.Parse(message.ToArray());
            if (envelope.RootElement.TryGetProperty(name, out _)) return envelope;
            if (envelope.RootElement.TryGetProperty("error", out var error)) throw new InvalidOperationException("The server answered " + error);
            envelope.Dispose();
        }
    }
}
