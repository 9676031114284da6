using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace KaosNet.Bench.Realtime;

/// <summary>Whether the counted time is running; shared by all loops.</summary>
sealed class CountedTime
{
    public volatile bool On;
}

/// <summary>One player's socket in the JSON format.</summary>
sealed class RelaySocket : IDisposable
{
    readonly ClientWebSocket _socket = new();
    readonly byte[] _buffer = new byte[16 << 10];

    public static async Task<RelaySocket> Connect(Uri server, string token, CancellationToken cancel)
    {
        var socket = new RelaySocket();
        await socket._socket.ConnectAsync(new Uri($"ws://{server.Host}:{server.Port}/ws?token={token}&format=json"), cancel);
        return socket;
    }

    public async Task<string> CreateMatch(CancellationToken cancel)
    {
        await Send("""{"cid":"1","match_create":{}}""", cancel);
        using var reply = await Reply("match", cancel);
        return reply.RootElement.GetProperty("match").GetProperty("match_id").GetString()!;
    }

    public async Task JoinMatch(string match, CancellationToken cancel)
    {
        await Send($$$"""{"cid":"2","match_join":{"match_id":"{{{match}}}"}}""", cancel);
        (await Reply("match", cancel)).Dispose();
    }

    /// <summary>Answers each message with one, and times from sending to receiving the answer: two deliveries.</summary>
    public async Task<List<long>> Bounce(string match, bool starts, CountedTime counting, CancellationToken stop)
    {
        var samples = new List<long>();
        var message = Encoding.UTF8.GetBytes($$$"""{"match_data_send":{"match_id":"{{{match}}}","op_code":"1","data":"aGVsbG8gd29ybGQ="}}""");
        try
        {
            var sentAt = Stopwatch.GetTimestamp();
            if (starts) await _socket.SendAsync(message, WebSocketMessageType.Text, true, stop);
            while (true)
            {
                var received = await _socket.ReceiveAsync(_buffer.AsMemory(), stop);
                if (!_buffer.AsSpan(0, received.Count).StartsWith("{\"match_data\""u8)) continue;
                if (counting.On) samples.Add((Stopwatch.GetTimestamp() - sentAt) / 2);
                sentAt = Stopwatch.GetTimestamp();
                await _socket.SendAsync(message, WebSocketMessageType.Text, true, stop);
            }
        }
        catch (OperationCanceledException)
        {
            return samples;
        }
    }

    public void Dispose() => _socket.Dispose();

    async Task Send(string text, CancellationToken cancel) =>
        await _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, cancel);

    async Task<JsonDocument> Reply(string name, CancellationToken cancel)
    {
        while (true)
        {
            var received = await _socket.ReceiveAsync(_buffer.AsMemory(), cancel);
            var envelope = JsonDocument.Parse(_buffer.AsMemory(0, received.Count));
            if (envelope.RootElement.TryGetProperty(name, out _)) return JsonDocument.Parse(envelope.RootElement.GetRawText());
            if (envelope.RootElement.TryGetProperty("error", out var error)) throw new InvalidOperationException("The server answered " + error);
            envelope.Dispose();
        }
    }
}
