using System.Net;
using System.Net.WebSockets;

namespace KaosNet.Api.Tests.Sockets;

public class HandshakeSpecs
{
    [Theory]
    [InlineData("/ws?format=xml", 400, "Invalid format parameter")]
    [InlineData("/ws?format=xml&token=token-ann", 400, "Invalid format parameter")]
    [InlineData("/ws", 401, "Missing or invalid token")]
    [InlineData("/ws?token=bad", 401, "Missing or invalid token")]
    [InlineData("/ws?token=token-ann", 400, "Bad Request")]
    public async Task a_bad_handshake_is_a_plain_refusal(string path, int status, string text)
    {
        await using var server = await SocketsUnderTest.Start();
        using var client = new HttpClient { BaseAddress = server.Address };
        using var response = await client.GetAsync(path);
        ((int)response.StatusCode, await response.Content.ReadAsStringAsync()).ShouldBe((status, text));
    }

    [Theory]
    [InlineData("Bearer token-ann", null)]
    [InlineData("bearer token-ann", HttpStatusCode.Unauthorized)]
    [InlineData("Basic token-ann", HttpStatusCode.Unauthorized)]
    public async Task the_header_wins_over_the_parameter(string header, HttpStatusCode? refusal)
    {
        await using var server = await SocketsUnderTest.Start();
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", header);
        socket.Options.CollectHttpResponseDetails = true;
        if (refusal is null)
        {
            await using var open = await server.Open("nobody", "", socket);
            (await open.Ask("\"ping\":{}"))["pong"].ShouldNotBeNull();
            return;
        }

        await Should.ThrowAsync<WebSocketException>(() => server.Open("ann", "", socket));
        socket.HttpStatusCode.ShouldBe(refusal.Value);
    }

    [Fact]
    public async Task a_session_shown_online_hears_of_its_own_status()
    {
        await using var server = await SocketsUnderTest.Start();
        await using var socket = await server.Open("ann", "status=true");
        var joins = (await socket.Receive("status_presence_event"))["status_presence_event"]!["joins"]!.AsArray();
        joins.Count.ShouldBe(1);
        ((string?)joins[0]!["user_id"]).ShouldBe(SocketsUnderTest.UserIdOf("ann"));
        ((string?)joins[0]!["status"]).ShouldBe("");
    }

    [Fact]
    public async Task with_single_socket_a_new_one_closes_the_old()
    {
        await using var server = await SocketsUnderTest.Start(session: new() { SingleSocket = true });
        await using var old = await server.Open("ann");
        await old.Ask("\"ping\":{}");
        await using var other = await server.Open("bob");
        await using var newer = await server.Open("ann");
        var notification = (await old.Receive("notifications"))["notifications"]!["notifications"]![0]!;
        ((string?)notification["subject"], (int?)notification["code"], (string?)notification["content"]).ShouldBe(("single_socket", -7, "{}"));
        (await old.Closed()).ShouldBe((1000, "server-side session disconnect"));
        await newer.Ask("\"ping\":{}");
        await other.Ask("\"ping\":{}");
    }
}
