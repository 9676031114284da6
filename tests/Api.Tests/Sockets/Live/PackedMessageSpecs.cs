using System.Net.WebSockets;
using System.Text.Json.Nodes;
using KaosNet.Protocol;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Sessions.Rudp;

namespace KaosNet.Api.Tests.Sockets.Live;

/// <summary>Every message in MessagePack, of which there is no official client: over WebSocket and over UDP.</summary>
[Collection(LiveServer.Name)]
public sealed class PackedMessageSpecs(LiveServer live)
{
    static readonly MessageDescriptor Envelope = MessageDescriptor.For<Envelope>();

    int _asked;

    [Fact]
    public async Task every_message_is_understood_over_websockets()
    {
        await using var bob = await LivePlayer.Open(live.Game);
        var player = await live.Game.SignUp();
        using var socket = new ClientWebSocket();
        var address = new UriBuilder(live.Game.Client.BaseAddress!) { Scheme = "ws", Path = "/ws", Query = $"token={player.Token}&format=msgpack" };
        await socket.ConnectAsync(address.Uri, CancellationToken.None);
        await using var ann = new TestSocket(socket);
        await new MessageWalk((kind, message) => Ask(kind, message, bytes => ann.Send(bytes), async () => Packed.Read((await ann.ReceiveBytes())!)), bob).Go();
    }

    [Fact]
    public async Task every_message_is_understood_over_udp()
    {
        await using var bob = await LivePlayer.Open(live.Game);
        var player = await live.Game.SignUp();
        await using var ann = await RudpClient.Connect(live.Game.Get<RudpServer>().Port, player.Token);
        await new MessageWalk((kind, message) => Ask(kind, message, bytes => { ann.Send(bytes); return Task.CompletedTask; }, async () => (await ann.Receive()).Envelope), bob).Go();
    }

    /// <summary>Sends a message and a ping behind it. The answer is what has the message's cid and comes before the pong.</summary>
    async Task<JsonObject> Ask(string kind, string message, Func<byte[], Task> send, Func<Task<Dictionary<int, object>>> receive)
    {
        var (cid, behind) = ($"{++_asked}", $"{_asked} behind");
        await send(Pack(new() { ["cid"] = cid, [kind] = JsonNode.Parse(message) }));
        await send(Pack(new() { ["cid"] = behind, ["ping"] = new JsonObject() }));
        var answer = new JsonObject();
        while (true)
        {
            var envelope = Json(Envelope, await receive());
            if ((string?)envelope["cid"] == cid) answer = envelope;
            if ((string?)envelope["cid"] == behind) return answer;
        }
    }

    static byte[] Pack(JsonObject envelope) => Packed.Bytes(Fields(Envelope, envelope));

    static (int Field, object Value)[] Fields(MessageDescriptor message, JsonObject values) => [.. values.Select(value => Field(message, value.Key, value.Value!))];

    static (int Field, object Value) Field(MessageDescriptor message, string name, JsonNode value)
    {
        var field = message.Fields.Single(field => field.Name == name);
        return (field.Number, value is JsonArray list ? list.Select(item => Value(field, item!)).ToArray() : Value(field, value));
    }

    static object Value(MessageField field, JsonNode value) => field.Kind switch
    {
        FieldKind.Message => Fields(field.Message!, value.AsObject()),
        FieldKind.Bytes => Convert.FromBase64String((string)value!),
        FieldKind.Bool or FieldKind.BoolValue => (bool)value,
        FieldKind.String or FieldKind.StringValue => (string)value!,
        _ => int.Parse(value.ToString(), System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>As much of a message as a walk looks at.</summary>
    static JsonObject Json(MessageDescriptor message, Dictionary<int, object> fields)
    {
        var json = new JsonObject();
        foreach (var (number, value) in fields)
        {
            var field = message.Fields.Single(field => field.Number == number);
            if (value is Dictionary<int, object> inner && field.Message is { } type) json[field.Name] = Json(type, inner);
            else if (value is string text) json[field.Name] = text;
            else if (value is long or bool) json[field.Name] = value.ToString();
        }

        return json;
    }
}
