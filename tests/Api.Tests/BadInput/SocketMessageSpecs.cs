using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using KaosNet.Api.Tests.Sockets;
using KaosNet.Protocol;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Sessions.Messages;

namespace KaosNet.Api.Tests.BadInput;

/// <summary>
/// Sends every message that clients may send with one bad value at a time. What a field can't hold closes the socket as malformed; what it can is answered
/// with a code, or not at all, but never as an internal error, and the socket stays. Nobody else hears of any of it.
/// </summary>
public sealed class SocketMessageSpecs(SocketMessageSpecs.World world) : IClassFixture<SocketMessageSpecs.World>
{
    static readonly MessageDescriptor Envelope = MessageDescriptor.For<Envelope>();

    static readonly string[] BadTexts =
        ["\"\"", "\"no-id\"", "\"\\u0000\"", "\"..\"", "\"00000000-0000-0000-0000-000000000000\"", "\"'; drop\\\\\\\"\"", $"\"{new string('x', 3000)}\"", $"\"{string.Concat(Enumerable.Repeat("😀", 500))}\""];

    static readonly string[] BadNumbers = ["-1", "0", "2147483647", "-2147483648"];

    public static TheoryData<string> Names => [.. MessageKinds.All.Select(kind => FieldOf(kind).Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task a_bad_value_is_the_senders_problem_alone(string name)
    {
        var message = MessageKinds.All.Select(FieldOf).Single(field => field.Name == name).Message!;
        await using var bystander = await world.Open();
        await using var socket = await world.Open();
        var match = await socket.CreateMatch();
        foreach (var field in message.Fields)
        {
            foreach (var bad in BadValuesOf(field))
            {
                await socket.Send($$"""{"cid":"bad","{{name}}":{{Text(message, match, field, bad)}} }""");
                ShouldNotBeOurs(await Until(socket, "after"), $"{name}.{field.Name} = {bad}");
            }
        }

        (await Until(bystander, "still here")).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task a_value_of_another_type_closes_the_socket(string name)
    {
        var message = MessageKinds.All.Select(FieldOf).Single(field => field.Name == name).Message!;
        await using var bystander = await world.Open();
        foreach (var text in message.Fields.Select(field => Text(message, "", field, field.Kind is FieldKind.Message || field.Shape != FieldShape.Single ? "5" : "{\"x\":[]}")).Append("[]").Append("7"))
        {
            await using var socket = await world.Open();
            await socket.Send($$"""{"cid":"bad","{{name}}":{{text}} }""");
            (await socket.Closed()).ShouldBe((1000, "received malformed payload"), text);
        }

        (await Until(bystander, "still here")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("nul")]
    [InlineData("{}{}")]
    [InlineData("{\"cid\":5,\"ping\":{}}")]
    [InlineData("{\"cid\":\"\\ud800\",\"ping\":{}}")]
    [InlineData("{\"ping\":{},\"ping\":{}}")]
    [InlineData("\ufeff{\"ping\":{}}")]
    [InlineData("{\"rpc\":{\"id\":\"\u0001\"}}")]
    public async Task what_is_no_envelope_closes_the_socket(string text) => (await ClosedBy(Encoding.UTF8.GetBytes(text))).ShouldBe((1000, "received malformed payload"));

    [Fact]
    public async Task bytes_that_are_no_text_close_the_socket() =>
        (await ClosedBy([.. "{\"cid\":\""u8, 0xC3, 0x28, .. "\",\"ping\":{}}"u8])).ShouldBe((1000, "received malformed payload"));

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    public async Task nesting_without_end_closes_the_socket(string open) =>
        (await ClosedBy(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(open, 4000 / open.Length))))).ShouldBe((1000, "received malformed payload"));

    [Theory]
    [InlineData("protobuf", "08", "received malformed payload")]
    [InlineData("protobuf", "ffffffffffffffffffff", "received malformed payload")]
    [InlineData("protobuf", "0affffffff0f", "received malformed payload")]
    [InlineData("protobuf", "", "error processing message")]
    [InlineData("msgpack", "df7fffffff", "received malformed payload")]
    [InlineData("msgpack", "82", "received malformed payload")]
    [InlineData("msgpack", "", "received malformed payload")]
    [InlineData("msgpack", "80", "error processing message")]
    public async Task broken_binary_closes_the_socket(string format, string hex, string reason)
    {
        await using var socket = await world.Open("format=" + format);
        await socket.Send(Convert.FromHexString(hex));
        (await socket.Closed()).ShouldBe((1000, reason));
    }

    async Task<(int Code, string Text)> ClosedBy(byte[] bytes)
    {
        await using var bystander = await world.Open();
        await using var socket = await world.Open();
        await socket.Send(bytes, WebSocketMessageType.Text);
        var closed = await socket.Closed();
        (await Until(bystander, "still here")).ShouldBeEmpty();
        return closed;
    }

    /// <summary>All that comes before the answer to a ping.</summary>
    static async Task<List<JsonObject>> Until(TestSocket socket, string cid)
    {
        await socket.Send($$$"""{"cid":"{{{cid}}}","ping":{}}""");
        var before = new List<JsonObject>();
        while (true)
        {
            var envelope = await socket.Receive();
            if ((string?)envelope["cid"] == cid) return before;
            before.Add(envelope);
        }
    }

    static void ShouldNotBeOurs(List<JsonObject> answers, string what)
    {
        foreach (var answer in answers)
            if (answer["error"] is { } error) ((string?)error["message"]).ShouldNotBe("Internal error.", what);
    }

    static MessageField FieldOf(MessageKind kind) => Envelope.Fields.Single(field => field.ValueType == kind.Type);

    static string[] BadValuesOf(MessageField field)
    {
        var bad = field.Kind switch
        {
            FieldKind.String or FieldKind.StringValue => BadTexts,
            FieldKind.Int32 or FieldKind.Int32Value or FieldKind.Int64 or FieldKind.Int64Value => BadNumbers,
            FieldKind.UInt32 or FieldKind.UInt32Value => ["0", "4294967295"],
            FieldKind.Double or FieldKind.DoubleValue => ["-1", "1e308", "\"NaN\"", "\"Infinity\""],
            FieldKind.Bool or FieldKind.BoolValue => ["true", "false"],
            FieldKind.Bytes or FieldKind.BytesValue => ["\"\"", $"\"{new string('A', 3000)}\""],
            FieldKind.Message => ["{}", "null"],
            _ => ["null"],
        };
        return field.Shape switch
        {
            FieldShape.List => [.. bad.Select(value => $"[{(value == "null" ? "{}" : value)}]"), "[]"],
            FieldShape.Map => [.. bad.Select(value => $"{{\"\":{value}}}"), "{}"],
            _ => bad,
        };
    }

    /// <summary>The message with one value replaced, and something that fits in the other fields.</summary>
    static string Text(MessageDescriptor message, string match, MessageField replaced, string value)
    {
        var fields = message.Fields.Where(field => field != replaced && (field.Choice is null || field.Choice != replaced.Choice)).Select(field => (field.Name, Value: field.Name switch
        {
            "match_id" => $"\"{match}\"",
            "target" => "\"lobby\"",
            "type" => "1",
            "content" => "\"{}\"",
            "query" => "\"*\"",
            "min_count" => "2",
            "max_count" => "4",
            "max_size" => "4",
            "open" => "true",
            _ => "",
        })).Where(field => field.Value.Length > 0).Append((replaced.Name, value));
        return "{" + string.Join(',', fields.Select(field => $"\"{field.Item1}\":{field.Item2}")) + "}";
    }

    /// <summary>One server and two hands full of players; each socket is a player's of its own.</summary>
    public sealed class World : IAsyncLifetime
    {
        readonly GameServer _server = new();

        public ValueTask InitializeAsync() => _server.InitializeAsync();

        public async Task<TestSocket> Open(string query = "")
        {
            var player = await _server.SignUp();
            var socket = new ClientWebSocket();
            await socket.ConnectAsync(new UriBuilder(_server.Client.BaseAddress!) { Scheme = "ws", Path = "/ws", Query = $"token={player.Token}&{query}" }.Uri, CancellationToken.None);
            return new(socket);
        }

        public ValueTask DisposeAsync() => _server.DisposeAsync();
    }
}
