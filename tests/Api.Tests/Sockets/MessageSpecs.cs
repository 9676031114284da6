using System.Buffers;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using KaosNet.Protocol;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Scripts;
using KaosNet.Realtime.Sessions;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Api.Tests.Sockets;

public class MessageSpecs
{
    [Theory]
    [InlineData("no json")]
    [InlineData("""{"cid":"1","ping":{},"pong":{}}""")]
    [InlineData("""{"cid":"1","ping":{},"surprise":1}""")]
    [InlineData("""{"cid":"1","match_create":{"nmae":"x"}}""")]
    [InlineData("[]")]
    public async Task what_cannot_be_read_closes_the_socket_without_an_answer(string text)
    {
        await using var server = await SocketsUnderTest.Start();
        await using var socket = await server.Open("ann");
        await socket.Send(text);
        (await socket.ReceiveBytes()).ShouldBeNull();
        ((int?)socket.Socket.CloseStatus, socket.Socket.CloseStatusDescription).ShouldBe((1000, "received malformed payload"));
    }

    [Fact]
    public async Task a_binary_frame_on_a_json_socket_closes_it()
    {
        await using var server = await SocketsUnderTest.Start();
        await using var socket = await server.Open("ann");
        await socket.Send("{}"u8.ToArray());
        (await socket.Closed()).ShouldBe((1000, "received unexpected WebSocket message type"));
    }

    [Theory]
    [InlineData("protobuf")]
    [InlineData("msgpack")]
    public async Task a_text_frame_on_a_binary_socket_closes_it(string format)
    {
        await using var server = await SocketsUnderTest.Start();
        await using var socket = await server.Open("ann", "format=" + format);
        await socket.Send("{}");
        (await socket.Closed()).ShouldBe((1000, "received unexpected WebSocket message type"));
    }

    [Theory]
    [InlineData(4096, true)]
    [InlineData(4097, false)]
    public async Task a_message_has_a_largest_size(int bytes, bool allowed)
    {
        await using var server = await SocketsUnderTest.Start(with: services => services.AddSingleton<IRpcFunctions, TestFunctions>());
        await using var socket = await server.Open("ann");
        const string Around = """{"cid":"1","rpc":{"id":"echo","payload":""}}""";
        await socket.Send(Around.Replace("\"payload\":\"", "\"payload\":\"" + new string('x', bytes - Around.Length), StringComparison.Ordinal));
        if (allowed) ((string?)(await socket.Receive())["rpc"]!["payload"]).ShouldBe("ann:en:" + new string('x', bytes - Around.Length));
        else (await socket.Closed()).ShouldBe((1009, ""));
    }

    [Fact]
    public async Task a_message_may_come_in_fragments_with_a_ping_between_them()
    {
        await using var server = await SocketsUnderTest.Start();
        await using var socket = await server.Open("ann");
        foreach (var (part, end) in new[] { ("{\"cid\":\"7\",", false), ("\"ping\"", false), (":{}}", true) })
            await socket.Socket.SendAsync(Encoding.UTF8.GetBytes(part), WebSocketMessageType.Text, end, CancellationToken.None);
        (await socket.Receive()).ToJsonString().ShouldBe("""{"cid":"7","pong":{}}""");
    }

    [Theory]
    [InlineData("""{"cid":"1"}""", 2, "Missing message.")]
    [InlineData("""{"cid":"1","match":{}}""", 1, "Unrecognized message.")]
    [InlineData("""{"cid":"1","match_data":{}}""", 1, "Unrecognized message.")]
    public async Task what_no_client_may_send_is_answered_and_closes_the_socket(string text, int code, string message)
    {
        await using var server = await SocketsUnderTest.Start();
        await using var socket = await server.Open("ann");
        await socket.Send(text);
        ShouldBeError(await socket.Receive(), "1", code, message);
        (await socket.Closed()).ShouldBe((1000, "error processing message"));
    }

    [Fact]
    public async Task functions_are_called_by_any_spelling_of_their_id()
    {
        await using var server = await SocketsUnderTest.Start(with: services => services.AddSingleton<IRpcFunctions, TestFunctions>());
        await using var socket = await server.Open("ann", "lang=de");
        (await socket.Ask(""" "rpc":{"id":"ECHO","payload":"hi"} """)).ToJsonString().ShouldBe("""{"cid":"1","rpc":{"id":"ECHO","payload":"ann:de:hi"}}""");
        ShouldBeError(await socket.Ask(""" "rpc":{"id":""} """), "1", 3, "RPC ID must be set");
        ShouldBeError(await socket.Ask(""" "rpc":{"id":"other"} """), "1", 6, "RPC function not found");
        ShouldBeError(await socket.Ask(""" "rpc":{"id":"fail"} """), "1", 7, "it is broken");
    }

    [Fact]
    public async Task a_pong_is_ignored_and_an_empty_cid_left_out()
    {
        await using var server = await SocketsUnderTest.Start();
        await using var socket = await server.Open("ann");
        await socket.Send("""{"cid":"1","pong":{}}""");
        await socket.Send("""{"ping":{}}""");
        (await socket.Receive()).ToJsonString().ShouldBe("""{"pong":{}}""");
    }

    [Fact]
    public async Task protobuf_sockets_speak_protobuf()
    {
        await using var server = await SocketsUnderTest.Start();
        await using var socket = await server.Open("ann", "format=protobuf");
        var request = new ArrayBufferWriter<byte>();
        Codecs.Protobuf.Write(request, new Envelope { Cid = "3", MatchCreate = new() });
        await socket.Send(request.WrittenSpan.ToArray());
        while (true)
        {
            var answer = new Envelope();
            Codecs.Protobuf.Read(new ReadOnlySequence<byte>((await socket.ReceiveBytes())!), answer).ShouldBeNull();
            if (answer.Cid.Length == 0) continue;
            answer.Match!.Size.ShouldBe(1);
            answer.Match.Self!.Username.ShouldBe("ann");
            return;
        }
    }

    [Fact]
    public async Task msgpack_sockets_speak_message_pack()
    {
        await using var server = await SocketsUnderTest.Start(with: services => services.AddSingleton<IRpcFunctions, TestFunctions>());
        await using var socket = await server.Open("ann", "format=msgpack");
        await socket.Send(Packed.Envelope("3", Packed.Rpc, (1, "echo"), (2, "hi")));
        var answer = Packed.Read((await socket.ReceiveBytes())!);
        ((string)answer[Packed.Cid], (string)answer.In(Packed.Rpc)[2]).ShouldBe(("3", "ann:en:hi"));
        // Unknown fields are passed over, as in protobuf: an envelope with nothing else in it misses its message.
        await socket.Send(Packed.Bytes([(Packed.Cid, "4"), (77, "unknown")]));
        var error = Packed.Read((await socket.ReceiveBytes())!).In(Packed.Error);
        ((long)error[1], (string)error[2]).ShouldBe((2, "Missing message."));
        (await socket.Closed()).ShouldBe((1000, "error processing message"));
    }

    [Theory]
    [InlineData("c1")]
    [InlineData("82a163")]
    [InlineData("8120c1")]
    [InlineData("dfffffffff")]
    [InlineData("9120")]
    public async Task what_is_no_message_pack_closes_the_socket_without_an_answer(string hex)
    {
        await using var server = await SocketsUnderTest.Start();
        await using var socket = await server.Open("ann", "format=msgpack");
        await socket.Send(Convert.FromHexString(hex));
        (await socket.ReceiveBytes()).ShouldBeNull();
        ((int?)socket.Socket.CloseStatus, socket.Socket.CloseStatusDescription).ShouldBe((1000, "received malformed payload"));
    }

    [Fact]
    public async Task a_client_that_closes_gets_its_code_back()
    {
        await using var server = await SocketsUnderTest.Start();
        await using var socket = await server.Open("ann");
        await socket.Socket.CloseAsync((WebSocketCloseStatus)4321, "bye", CancellationToken.None);
        ((int?)socket.Socket.CloseStatus, socket.Socket.CloseStatusDescription).ShouldBe((4321, ""));
        await Eventually.Is(() => server.Get<SessionRegistry>().Count == 0);
    }

    [Fact]
    public async Task a_client_that_never_answers_pings_is_dropped()
    {
        await using var server = await SocketsUnderTest.Start(new() { PingPeriodMs = 100, PongWaitMs = 400 });
        using var raw = new TcpClient();
        await raw.ConnectAsync(server.Address.Host, server.Address.Port);
        await using var stream = raw.GetStream();
        await stream.WriteAsync("GET /ws?token=token-ann HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"u8.ToArray());
        var received = new MemoryStream();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await Should.ThrowAsync<IOException>(async () =>
        {
            await stream.CopyToAsync(received, patience.Token);
            throw new IOException("closed");
        });
        var text = Encoding.Latin1.GetString(received.ToArray());
        text.ShouldStartWith("HTTP/1.1 101 ");
        text.ShouldContain("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        text.ShouldContain("\u0089\0");
    }

    [Fact]
    public async Task a_slow_reader_is_closed()
    {
        await using var server = await SocketsUnderTest.Start(new() { OutgoingQueueSize = 8, MaxMessageSizeBytes = 1 << 20, WriteWaitMs = 500 });
        using var deaf = new ClientWebSocket();
        await using var listener = await server.Open("bob", "", deaf);
        await using var speaker = await server.Open("ann");
        var match = await speaker.CreateMatch();
        await listener.JoinMatch(match);
        var data = Convert.ToBase64String(new byte[256 << 10]);
        await Eventually.Is(async () =>
        {
            await speaker.Send($$"""{"match_data_send":{"match_id":"{{match}}","op_code":"1","data":"{{data}}"} }""");
            return server.Get<SessionRegistry>().Count == 1;
        });
        await speaker.Ask("\"ping\":{}");
        deaf.Abort();
    }

    static void ShouldBeError(JsonObject envelope, string? cid, int code, string message) =>
        ((string?)envelope["cid"], (int?)envelope["error"]?["code"] ?? 0, (string?)envelope["error"]?["message"]).ShouldBe((cid, code, message));
}
