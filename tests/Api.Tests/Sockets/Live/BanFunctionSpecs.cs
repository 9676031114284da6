using System.Net;
using System.Text.Json;
using KaosNet.Api.Tests.Operations;

namespace KaosNet.Api.Tests.Sockets.Live;

/// <summary>Bans by modules, and what the players see of them (parity 2.8).</summary>
[Collection(LiveServer.Name)]
public sealed class BanFunctionSpecs(LiveServer live)
{
    const string SignIn = "/v2/account/authenticate/device";
    const string Banned = "User account banned.";

    readonly GameServer _server = live.Game;

    [Fact]
    public async Task a_banned_player_is_told_so_and_nothing_lets_them_in()
    {
        await using var ann = await LivePlayer.Open(_server);
        (await live.Call("users_ban_id", [new[] { ann.UserId }])).ShouldBe("null");
        var told = (await ann.Next("notifications"))["notifications"]![0]!;
        ((string)told["subject"]!, (string)told["content"]!, (int)told["code"]!).ShouldBe(("banned", "{}", -8));
        (await ann.Closed()).ShouldBe("1000 server-side session disconnect");

        await _server.Send("GET", "/v2/account", ann.Player.Token).ShouldBeFault(401, 16, "Auth token invalid");
        await _server.SendAsGame("POST", SignIn, Device(ann.Player)).ShouldBeFault(403, 7, Banned);
        await _server.SendAsGame("POST", SignIn + "?create=false", Device(ann.Player)).ShouldBeFault(403, 7, Banned);
        await _server.SendAsGame("POST", "/v2/account/session/refresh", $$"""{"token":"{{ann.Player.RefreshToken}}"}""")
            .ShouldBeFault(401, 16, "Refresh token invalid or expired.");

        // Others find the player as before, and server code sees since when it is so.
        var bob = await _server.SignUp();
        (await GameServer.Json(await _server.Send("GET", "/v2/user?ids=" + ann.UserId, bob.Token))).GetProperty("users").GetArrayLength().ShouldBe(1);
        (await Account(ann)).GetProperty("disable_time").GetInt64().ShouldBeGreaterThan(1_700_000_000);
    }

    [Fact]
    public async Task a_ban_that_is_lifted_lets_the_player_sign_in_anew()
    {
        await using var ann = await LivePlayer.Open(_server);
        (await live.Call("users_ban_id", [new[] { ann.UserId }])).ShouldBe("null");
        (await live.Call("users_unban_id", [new[] { ann.UserId }])).ShouldBe("null");
        (await Account(ann)).TryGetProperty("disable_time", out _).ShouldBeFalse();

        await _server.Send("GET", "/v2/account", ann.Player.Token).ShouldBeFault(401, 16, "Auth token invalid");
        var session = TestPlayer.Of(await GameServer.Json(await _server.SendAsGame("POST", SignIn, Device(ann.Player))), ann.Player.Device);
        (session.UserId, session.Created).ShouldBe((ann.UserId, false));
        var own = await GameServer.Json(await _server.Send("GET", "/v2/account", session.Token));
        own.GetProperty("user").GetProperty("id").GetString().ShouldBe(ann.UserId);
        own.TryGetProperty("disable_time", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task many_are_banned_at_once_and_nobody_else()
    {
        await using var ann = await LivePlayer.Open(_server);
        await using var bob = await LivePlayer.Open(_server);
        await using var cid = await LivePlayer.Open(_server);
        (await live.Call("users_ban_id", [new[] { ann.UserId, bob.UserId, Guid.NewGuid().ToString() }])).ShouldBe("null");
        await ann.Next("notifications");
        await bob.Next("notifications");
        (await _server.Send("GET", "/v2/account", cid.Player.Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await cid.Ask(""" "ping":{} """)).ContainsKey("pong").ShouldBeTrue();
    }

    static string Device(TestPlayer player) => $$"""{"id":"{{player.Device}}"}""";

    async Task<JsonElement> Account(LivePlayer player) => JsonSerializer.Deserialize<JsonElement>(await live.Call("account_get_id", player.UserId));
}
