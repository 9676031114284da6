using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KaosNet.Api.Tests.Sockets;
using KaosNet.Protocol;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Sessions.Messages;

namespace KaosNet.Api.Tests.BadInput;

/// <summary>
/// Sends every message that clients may send with one bad value at a time. What a field can't hold closes the socket as malformed; what it can is answered
/// with a code, or not at all, but never as an internal error, and the socket stays. Nobody else hears of any of it, and the log holds no error. What is answered
/// to each is approved in <c>messages.tsv</c>, by running the tests with <c>KAOS_APPROVE=1</c>.
/// </summary>
public sealed partial class SocketMessageSpecs(SocketMessageWorld world) : IClassFixture<SocketMessageWorld>
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
        var samples = await Samples(socket);
        var lines = new List<(string Field, string Value, string Answers)>();
        foreach (var field in message.Fields)
        {
            foreach (var bad in BadValuesOf(field))
            {
                await socket.Send($$"""{"cid":"bad","{{name}}":{{Text(message, samples, field, bad)}} }""");
                var answers = await Until(socket, "after");
                ShouldNotBeOurs(answers, $"{name}.{field.Name} = {bad}");
                lines.Add((field.Name, Named(bad), string.Join(" + ", answers.Where(IsAnswer).Select(Told))));
            }
        }

        (await Until(bystander, "still here")).ShouldBeEmpty();
        world.Troubles.ShouldBeEmpty();
        Approve(name, string.Join('\n', lines.GroupBy(line => line.Field).Select(field => $"{name}\t{field.Key}\t{string.Join("; ", field.GroupBy(line => line.Answers)
            .Select(same => $"{(same.Key.Length == 0 ? "nothing" : same.Key)}: {string.Join(" | ", same.Select(line => line.Value))}"))}")));
    }

    [Fact]
    public async Task what_only_the_server_sends_is_answered_with_code_1_and_closes_the_socket()
    {
        await using var bystander = await world.Open();
        foreach (var field in Envelope.Fields.Where(field => field.Kind is FieldKind.Message && MessageKinds.All.All(kind => kind.Type != field.ValueType)))
        {
            await using var socket = await world.Open();
            await socket.Send($$"""{"cid":"bad","{{field.Name}}":{} }""");
            (await socket.Closed()).ShouldBe((1000, "error processing message"), field.Name);
        }

        (await Until(bystander, "still here")).ShouldBeEmpty();
    }

    [Fact]
    public async Task nobody_gets_in_with_a_token_that_is_none_or_no_more()
    {
        var (left, stays) = (await world.SignUp(), await world.SignUp());
        await world.LogOut(left);
        string[] tokens = ["", "nonsense", left.Token, stays.RefreshToken, stays.Token[..^4] + "AAAA", stays.Token.Replace(".", "", StringComparison.Ordinal), world.Expired];
        foreach (var token in tokens) (await world.Knock($"token={token}")).ShouldBe((401, "Missing or invalid token"), token);
        foreach (var format in new[] { "xml", "JSON", "protobuf2", "%00" }) (await world.Knock($"token={stays.Token}&format={format}")).ShouldBe((400, "Invalid format parameter"), format);
        (await world.Knock($"token={stays.Token}")).ShouldBe((400, "Bad Request"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task a_value_of_another_type_closes_the_socket(string name)
    {
        var message = MessageKinds.All.Select(FieldOf).Single(field => field.Name == name).Message!;
        await using var bystander = await world.Open();
        foreach (var text in message.Fields.Select(field => Text(message, Nothing, field, field.Kind is FieldKind.Message || field.Shape != FieldShape.Single ? "5" : "{\"x\":[]}")).Append("[]").Append("7"))
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
    static string Text(MessageDescriptor message, Dictionary<string, string> samples, MessageField replaced, string value)
    {
        var fields = message.Fields.Where(field => field != replaced && (field.Choice is null || field.Choice != replaced.Choice))
            .Where(field => samples.ContainsKey(field.Name)).Select(field => (field.Name, Value: samples[field.Name])).Append((replaced.Name, value));
        return "{" + string.Join(',', fields.Select(field => $"\"{field.Item1}\":{field.Item2}")) + "}";
    }

    static readonly Dictionary<string, string> Nothing = [];

    /// <summary>What is there to be asked for: the player's own match, channel, message, party and self.</summary>
    static async Task<Dictionary<string, string>> Samples(TestSocket socket)
    {
        var match = (await socket.Ask("\"match_create\":{}"))["match"]!;
        var channel = (await socket.Ask($$""" "channel_join":{"target":"{{Guid.NewGuid()}}","type":1} """))["channel"]!["id"]!;
        var message = (await socket.Ask($$""" "channel_message_send":{"channel_id":"{{channel}}","content":"{}"} """))["channel_message_ack"]!["message_id"]!;
        var party = (await socket.Ask(""" "party_create":{"open":true,"max_size":4} """))["party"]!["party_id"]!;
        return new()
        {
            ["match_id"] = match["match_id"]!.ToJsonString(),
            ["channel_id"] = channel.ToJsonString(),
            ["message_id"] = message.ToJsonString(),
            ["party_id"] = party.ToJsonString(),
            ["presence"] = match["self"]!.ToJsonString(),
            ["target"] = $"\"{Guid.NewGuid()}\"",
            ["type"] = "1",
            ["content"] = "\"{}\"",
            ["query"] = "\"*\"",
            ["min_count"] = "2",
            ["max_count"] = "4",
            ["max_size"] = "4",
            ["open"] = "true",
            ["id"] = "\"nothing\"",
        };
    }

    /// <summary>News of what the player does comes when it comes; a refusal without a cid is one all the same.</summary>
    static bool IsAnswer(JsonObject envelope) => envelope.ContainsKey("cid") || envelope.ContainsKey("error");

    /// <summary>An answer in short: its kind, and of a refusal everything.</summary>
    static string Told(JsonObject answer)
    {
        var kind = answer.Select(field => field.Key).FirstOrDefault(key => key != "cid") ?? "ack";
        var told = answer["error"] is { } error ? $"{(int?)error["code"] ?? 0} {Uuid().Replace((string)error["message"]!, "(id)")}" : kind;
        return answer.ContainsKey("cid") ? told : told + " (without cid)";
    }

    static string Named(string value) =>
        value.Length <= 60 ? value : value.Contains("😀", StringComparison.Ordinal) ? "2,000 bytes of emoji" : value.Contains('A', StringComparison.Ordinal) ? "2,250 bytes" : "3,000 letters";

    static void Approve(string name, string answers)
    {
        lock (Approved)
        {
            if (Environment.GetEnvironmentVariable("KAOS_APPROVE") != "1")
            {
                answers.ShouldBe(Approved.GetValueOrDefault(name, ""), $"Look at what {name} answers now; then run the tests with KAOS_APPROVE=1.");
                return;
            }

            Approved[name] = answers;
            File.WriteAllText(FileOfAnswers(), string.Join('\n', Approved.Where(entry => entry.Value.Length > 0).OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Value)) + "\n");
        }
    }

    static readonly Dictionary<string, string> Approved = File.Exists(FileOfAnswers())
        ? File.ReadLines(FileOfAnswers()).GroupBy(line => line.Split('\t')[0]).ToDictionary(lines => lines.Key, lines => string.Join('\n', lines))
        : [];

    static string FileOfAnswers([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "messages.tsv");

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uuid();
}
