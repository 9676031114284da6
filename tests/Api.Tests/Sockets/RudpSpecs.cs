using System.Net.Sockets;
using System.Text;
using KaosNet.Realtime.Scripts;
using KaosNet.Realtime.Sessions.Rudp;
using KaosNet.Tests.Support;
using LiteNetLib;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Api.Tests.Sockets;

public class RudpSpecs(RudpSpecs.Server server) : IClassFixture<RudpSpecs.Server>
{
    /// <summary>One server for all; the clients are patient, so it is too.</summary>
    public sealed class Server : IAsyncLifetime
    {
        public SocketsUnderTest Sockets { get; private set; } = null!;

        public int Port => Sockets.Get<RudpServer>().Port;

        public async ValueTask InitializeAsync() => Sockets = await SocketsUnderTest.Start(
            new() { RudpPort = FreePort.Next(), PongWaitMs = 60_000, MaxMessageSizeBytes = 32_768 },
            with: services => services.AddSingleton<IRpcFunctions, TestFunctions>());

        public ValueTask DisposeAsync() => Sockets.DisposeAsync();
    }

    [Theory]
    [InlineData("token-ann", "ann:en:hi")]
    [InlineData("token=token-ann", "ann:en:hi")]
    [InlineData("token=token-ann&lang=de&status=true", "ann:de:hi")]
    public async Task a_good_token_opens_a_session(string parameters, string answer)
    {
        await using var ann = await RudpClient.Connect(server.Port, parameters);
        (await ann.Ask(Packed.Ping)).ShouldContainKey(Packed.Pong);
        var rpc = (await ann.Ask(Packed.Rpc, (1, "echo"), (2, "hi"))).In(Packed.Rpc);
        rpc.ShouldBe(new Dictionary<int, object> { [1] = "echo", [2] = answer }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("forged")]
    [InlineData("token=forged")]
    [InlineData("status=true")]
    public async Task without_a_good_token_nobody_becomes_a_peer(string parameters)
    {
        await using var stranger = RudpClient.Begin(server.Port, parameters);
        (await stranger.Ended).ShouldBe((DisconnectReason.ConnectionRejected, 401, "Missing or invalid token"));
    }

    [Fact]
    public async Task players_over_udp_and_over_websockets_share_a_match()
    {
        await using var ann = await RudpClient.Connect(server.Port, "token-ann");
        await using var bob = await server.Sockets.Open("bob");
        var match = (string)(await ann.Ask(Packed.MatchCreate)).In(Packed.Match)[1];
        await bob.JoinMatch(match);

        ann.Send(Packed.Envelope("", Packed.MatchDataSend, (1, match), (2, 7), (3, "hello"u8.ToArray()), (5, true)));
        var heard = (await bob.Receive("match_data"))["match_data"]!;
        ((string?)heard["op_code"], (string?)heard["data"], (bool?)heard["reliable"], (string?)heard["presence"]!["username"]).ShouldBe(("7", "aGVsbG8=", true, "ann"));

        await bob.Send($$"""{"match_data_send":{"match_id":"{{match}}","op_code":"8","data":"aGk=","reliable":true} }""");
        var (envelope, how) = await ann.Receive(Packed.MatchData);
        how.ShouldBe(DeliveryMethod.ReliableOrdered);
        var data = envelope.In(Packed.MatchData);
        ((long)data[3], Encoding.UTF8.GetString((byte[])data[4])).ShouldBe((8, "hi"));
    }

    [Fact]
    public async Task unreliable_data_travels_unreliably_both_ways()
    {
        await using var ann = await RudpClient.Connect(server.Port, "token-ann");
        await using var bob = await RudpClient.Connect(server.Port, "token-bob");
        var match = (string)(await ann.Ask(Packed.MatchCreate)).In(Packed.Match)[1];
        await bob.Ask(Packed.MatchJoin, (1, match));
        var where = Packed.Envelope("", Packed.MatchDataSend, (1, match), (2, 1), (3, "here"u8.ToArray()));
        var got = bob.Receive(Packed.MatchData);
        await Eventually.Is(() =>
        {
            // Any one of them may be lost.
            ann.Send(where, DeliveryMethod.Unreliable);
            return got.IsCompleted;
        });
        var (envelope, how) = await got;
        how.ShouldBe(DeliveryMethod.Unreliable);
        envelope.In(Packed.MatchData).ShouldNotContainKey(5);
    }

    [Fact]
    public async Task unreliable_data_beyond_one_packet_is_sent_reliably()
    {
        await using var ann = await RudpClient.Connect(server.Port, "token-ann");
        await using var bob = await RudpClient.Connect(server.Port, "token-bob");
        var match = (string)(await ann.Ask(Packed.MatchCreate)).In(Packed.Match)[1];
        await bob.Ask(Packed.MatchJoin, (1, match));
        ann.Send(Packed.Envelope("", Packed.MatchDataSend, (1, match), (2, 1), (3, new byte[5000])));
        var (envelope, how) = await bob.Receive(Packed.MatchData);
        (how, ((byte[])envelope.In(Packed.MatchData)[4]).Length).ShouldBe((DeliveryMethod.ReliableOrdered, 5000));
    }

    [Fact]
    public async Task large_messages_are_split_and_joined()
    {
        await using var ann = await RudpClient.Connect(server.Port, "token-ann");
        var payload = new string('x', 20_000);
        ((string)(await ann.Ask(Packed.Rpc, (1, "echo"), (2, payload))).In(Packed.Rpc)[2]).ShouldBe("ann:en:" + payload);
    }

    [Fact]
    public async Task a_message_beyond_the_bound_closes_the_session()
    {
        await using var ann = await RudpClient.Connect(server.Port, "token-ann");
        ann.Send(new byte[32_769]);
        (await ann.Ended).ShouldBe((DisconnectReason.RemoteConnectionClose, 1009, "message too large"));
    }

    [Fact]
    public async Task what_cannot_be_read_closes_the_session_without_an_answer()
    {
        await using var ann = await RudpClient.Connect(server.Port, "token-ann");
        ann.Send("no map"u8.ToArray());
        (await ann.Ended).ShouldBe((DisconnectReason.RemoteConnectionClose, 1000, "received malformed payload"));
    }

    [Fact]
    public async Task what_no_client_may_send_is_answered_before_the_session_closes()
    {
        await using var ann = await RudpClient.Connect(server.Port, "token-ann");
        var error = (await ann.Ask(Packed.Match)).In(Packed.Error);
        ((long)error[1], (string)error[2]).ShouldBe((1, "Unrecognized message."));
        (await ann.Ended).ShouldBe((DisconnectReason.RemoteConnectionClose, 1000, "error processing message"));
    }

    [Fact]
    public async Task who_disconnects_leaves_everything()
    {
        await using var bob = await server.Sockets.Open("bob");
        var match = await bob.CreateMatch();
        await using (var ann = await RudpClient.Connect(server.Port, "token-leaver")) await ann.Ask(Packed.MatchJoin, (1, match));
        while (true)
        {
            var leaves = (await bob.Receive("match_presence_event"))["match_presence_event"]!["leaves"];
            if (leaves is not null && (string?)leaves[0]!["username"] == "leaver") return;
        }
    }

    [Fact]
    public async Task datagrams_of_strangers_disturb_nobody()
    {
        await using var ann = await RudpClient.Connect(server.Port, "token-ann");
        using var stranger = new UdpClient("127.0.0.1", server.Port);
        var dice = new Random(1);
        for (var i = 0; i < 2_000; i++)
        {
            var datagram = new byte[dice.Next(0, 1400)];
            dice.NextBytes(datagram);
            // Every kind of packet in turn, as the first five bits say, with the rest made up.
            if (datagram.Length > 0) datagram[0] = (byte)((datagram[0] & 0xE0) | (i % 32));
            await stranger.SendAsync(datagram);
        }

        (await ann.Ask(Packed.Ping)).ShouldContainKey(Packed.Pong);
        await using var bob = await RudpClient.Connect(server.Port, "token-bob");
        (await bob.Ask(Packed.Ping)).ShouldContainKey(Packed.Pong);
    }
}
