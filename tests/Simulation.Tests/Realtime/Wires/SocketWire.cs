using System.Buffers;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using KaosNet.Protocol;
using KaosNet.Protocol.Realtime;

namespace KaosNet.Simulation.Tests.Realtime.Wires;

/// <summary>A WebSocket over a bare connection, so that it can be misused.</summary>
public sealed class SocketWire : IWire
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly TcpClient _connection;
    readonly WebSocket _socket;
    readonly IMessageCodec _codec;
    readonly WebSocketMessageType _type;
    readonly ArrayBufferWriter<byte> _outgoing = new(256);
    byte[] _incoming = new byte[1024];
    volatile TaskCompletionSource? _deaf;

    SocketWire(TcpClient connection, bool json)
    {
        _connection = connection;
        _socket = WebSocket.CreateFromStream(connection.GetStream(), new WebSocketCreationOptions { IsServer = false, KeepAliveInterval = TimeSpan.Zero });
        (_codec, _type) = json ? (Codecs.Json, WebSocketMessageType.Text) : (Codecs.Protobuf, WebSocketMessageType.Binary);
    }

    /// <summary>Opens a socket; null when the server refuses it or is not there.</summary>
    /// <param name="port">Of the server.</param>
    /// <param name="token">Of a session.</param>
    /// <param name="json">Else protobuf.</param>
    /// <param name="query">More of the address.</param>
    /// <param name="receiveBuffer">Bytes that the system may keep for a slow reader; 0 for as many as it likes.</param>
    public static async Task<SocketWire?> Open(int port, string token, bool json, string query = "", int receiveBuffer = 0)
    {
        var connection = new TcpClient { NoDelay = true };
        if (receiveBuffer > 0) connection.ReceiveBufferSize = receiveBuffer;
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            await connection.ConnectAsync("127.0.0.1", port, patience.Token);
            var request = $"GET /ws?token={token}&format={(json ? "json" : "protobuf")}{query} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: c2l4dGVlbiBieXRlcyEhIQ==\r\n\r\n";
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), patience.Token);
            if (await Head(connection.GetStream(), patience.Token) is { } head && head.StartsWith("HTTP/1.1 101", StringComparison.Ordinal)) return new(connection, json);
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
        {
            // As if refused.
        }

        connection.Dispose();
        return null;
    }

    public async Task Send(Envelope envelope)
    {
        _outgoing.ResetWrittenCount();
        _codec.Write(_outgoing, envelope);
        await Send(_outgoing.WrittenMemory, _type);
    }

    /// <summary>Sends anything.</summary>
    public Task SendBytes(byte[] bytes, bool ofTheOtherKind = false) =>
        Send(bytes, _type == WebSocketMessageType.Text == ofTheOtherKind ? WebSocketMessageType.Binary : WebSocketMessageType.Text);

    /// <summary>Stops reading until <see cref="ListenAgain"/>.</summary>
    public void GoDeaf() => _deaf = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void ListenAgain() => _deaf?.TrySetResult();

    public async Task<Ending> Listen(Action<Envelope> hear)
    {
        try
        {
            while (true)
            {
                if (_deaf is { } deaf) await deaf.Task;
                var (bytes, ended) = await Receive();
                if (ended is not null) return ended;
                var envelope = new Envelope();
                if (_codec.Read(new(_incoming.AsMemory(0, bytes)), envelope) is { } refusal)
                    throw new InvalidDataException($"The server sent what cannot be read: {refusal}");
                hear(envelope);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            return Ending.Cut;
        }
    }

    public async Task Close()
    {
        using var patience = new CancellationTokenSource(Patience);
        await Tried(() => _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", patience.Token));
    }

    public async Task Cut()
    {
        // A frame of 1,000 masked bytes of which 10 come.
        var frame = new byte[] { 0x82, 0x80 | 126, 0x03, 0xE8, 1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
        await Tried(() => _connection.GetStream().WriteAsync(frame).AsTask());
        // Answered with a reset rather than a farewell.
        _connection.Client.LingerState = new(enable: true, seconds: 0);
        ListenAgain();
        _connection.Close();
    }

    public void Dispose()
    {
        _socket.Dispose();
        _connection.Dispose();
    }

    static async Task<string?> Head(NetworkStream stream, CancellationToken cancel)
    {
        // Byte by byte: what follows belongs to the socket.
        var head = new byte[2048];
        for (var length = 0; length < head.Length; length++)
        {
            if (await stream.ReadAsync(head.AsMemory(length, 1), cancel) == 0) return null;
            if (head.AsSpan(0, length + 1).EndsWith("\r\n\r\n"u8)) return Encoding.ASCII.GetString(head, 0, length);
        }

        return null;
    }

    static async Task Tried(Func<Task> attempt)
    {
        try
        {
            await attempt();
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // It was gone before.
        }
    }

    async Task Send(ReadOnlyMemory<byte> bytes, WebSocketMessageType type)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _socket.SendAsync(bytes, type, endOfMessage: true, patience.Token);
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            throw new IOException("The connection is gone.", gone);
        }
    }

    async Task<(int Bytes, Ending? Ended)> Receive()
    {
        var bytes = 0;
        while (true)
        {
            if (bytes == _incoming.Length) Array.Resize(ref _incoming, bytes * 2);
            var part = await _socket.ReceiveAsync(_incoming.AsMemory(bytes), CancellationToken.None);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                // Sends back what the server waits for.
                await Close();
                return (0, new(_socket.CloseStatus == WebSocketCloseStatus.Empty ? 0 : (int)_socket.CloseStatus!, _socket.CloseStatusDescription ?? ""));
            }

            bytes += part.Count;
            if (part.EndOfMessage) return (bytes, null);
        }
    }
}
