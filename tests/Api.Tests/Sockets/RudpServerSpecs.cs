using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Sessions.Rudp;
using KaosNet.Tests.Support;
using LiteNetLib;

namespace KaosNet.Api.Tests.Sockets;

/// <summary>What needs a server of its own.</summary>
public class RudpServerSpecs
{
    [Fact]
    public async Task peers_are_told_when_the_server_stops()
    {
        await using var server = await SocketsUnderTest.Start(Udp());
        await using var ann = await RudpClient.Connect(server.Get<RudpServer>().Port, "token-ann");
        await ann.Ask(Packed.Ping);
        var stopping = server.DisposeAsync();
        (await ann.Ended).ShouldBe((DisconnectReason.RemoteConnectionClose, 1001, "server is shutting down"));
        await stopping;
    }

    [Fact]
    public async Task with_single_socket_the_older_peer_is_told_before_it_is_closed()
    {
        await using var server = await SocketsUnderTest.Start(Udp(), new() { SingleSocket = true });
        await using var ann = await RudpClient.Connect(server.Get<RudpServer>().Port, "token-ann");
        await ann.Ask(Packed.Ping);
        await using var newer = await server.Open("ann");
        var notification = (Dictionary<int, object>)((List<object>)(await ann.Receive(Packed.Notifications)).Envelope.In(Packed.Notifications)[1])[0];
        notification.Values.ShouldContain("single_socket");
        (await ann.Ended).ShouldBe((DisconnectReason.RemoteConnectionClose, 1000, "server-side session disconnect"));
        await newer.Ask("\"ping\":{}");
    }

    [Fact]
    public async Task a_peer_that_does_not_read_is_closed()
    {
        await using var server = await SocketsUnderTest.Start(Udp() with { OutgoingQueueSize = 8, CloseAckWaitMs = 100 });
        await using var speaker = await server.Open("bob");
        var match = await speaker.CreateMatch();
        var deaf = await RudpClient.Connect(server.Get<RudpServer>().Port, "token-ann");
        await deaf.Ask(Packed.MatchJoin, (1, match));
        deaf.GoDeaf();
        await Eventually.Is(async () =>
        {
            await speaker.Send($$"""{"match_data_send":{"match_id":"{{match}}","op_code":"1","data":"aGk=","reliable":true} }""");
            return server.Get<SessionRegistry>().Count == 1;
        });
        await speaker.Ask("\"ping\":{}");
    }

    static Api.Configuration.SocketSettings Udp() => new() { RudpPort = FreePort.Next(), PongWaitMs = 60_000, CloseAckWaitMs = 20_000 };
}
