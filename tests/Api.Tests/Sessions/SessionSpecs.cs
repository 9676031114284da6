using System.Text.Json;
using KaosNet.Api.Tests.Operations;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Store.Journal;

namespace KaosNet.Api.Tests.Sessions;

/// <summary>Refresh, logout and what ends sessions. Each spec has a server of its own second: revocation counts in whole seconds.</summary>
public sealed class SessionSpecs(GameServer server) : IClassFixture<GameServer>
{
    const string Refresh = "/v2/account/session/refresh";
    const string Logout = "/v2/session/logout";

    [Fact]
    public async Task a_refresh_keeps_the_token_id_and_the_time_of_the_sign_in()
    {
        var player = await server.SignUp();
        var before = TestPlayer.Claims(player.Token);
        server.Time.Advance(TimeSpan.FromSeconds(5));
        var renewed = await Renew(player);
        var after = TestPlayer.Claims(renewed.Token);

        renewed.Created.ShouldBeFalse();
        after.GetProperty("tid").GetString().ShouldBe(before.GetProperty("tid").GetString());
        after.GetProperty("iat").GetInt64().ShouldBe(before.GetProperty("iat").GetInt64());
        (after.GetProperty("exp").GetInt64() - before.GetProperty("exp").GetInt64()).ShouldBeInRange(5, 30);
        // The old refresh token stays good (R6).
        (await Renew(player)).UserId.ShouldBe(player.UserId);
        (await GetAccount(renewed.Token)).ShouldBe(200);
    }

    [Fact]
    public async Task a_refresh_carries_vars_over_or_replaces_them()
    {
        using var signUp = await server.SendAsGame("POST", "/v2/account/authenticate/device", $$$"""{"id":"device-{{{Guid.NewGuid():n}}}","vars":{"a":"1"}}""");
        var player = TestPlayer.Of(await GameServer.Json(signUp), "");
        Vars(await Renew(player)).ShouldBe("""{"a":"1"}""");
        using var response = await server.SendAsGame("POST", Refresh, $$$"""{"token":"{{{player.RefreshToken}}}","vars":{"b":"2"}}""");
        Vars(TestPlayer.Of(await GameServer.Json(response), "")).ShouldBe("""{"b":"2"}""");
    }

    [Fact]
    public async Task a_refresh_takes_the_name_of_now()
    {
        var player = await server.SignUp();
        var name = "n" + Guid.NewGuid().ToString("n");
        await server.Send("PUT", "/v2/account", player.Token, $$"""{"username":"{{name}}"}""").ShouldBe(200, "{}");
        (await Renew(player)).Username.ShouldBe(name);
    }

    [Fact]
    public async Task bad_refresh_tokens_are_refused()
    {
        var player = await server.SignUp();
        await server.SendAsGame("POST", Refresh, "{}").ShouldBeFault(400, 3, "Refresh token is required.");
        foreach (var token in new[] { "nonsense", "a.b.c", player.Token, player.RefreshToken[..^2], player.RefreshToken + "x", Unsigned(player.RefreshToken) })
            await server.SendAsGame("POST", Refresh, Body(token)).ShouldBeFault(401, 16, "Refresh token invalid or expired.");
        await server.Send("POST", Refresh, player.Token, Body(player.RefreshToken)).ShouldBeFault(401, 16, "Server key invalid");
        await server.Send("POST", Refresh, body: Body(player.RefreshToken)).ShouldBeFault(401, 16, "Server key required");
    }

    [Fact]
    public async Task a_refresh_of_somebody_gone_or_banned_is_refused()
    {
        var (gone, banned) = (await server.SignUp(), await server.SignUp());
        var journal = server.Get<IJournal>();
        await journal.Execute(new DeleteAccount(gone.UserId, []), Caller.System("spec", "Delete"));
        await journal.Execute(new BanAccount(banned.UserId), Caller.System("spec", "Ban"));

        // Sessions of the very second of the end survive it (V1), so both answers are right.
        (await server.SendAsGame("POST", Refresh, Body(gone.RefreshToken)).Message()).ShouldBeOneOf("User account not found.", "Refresh token invalid or expired.");
        (await server.SendAsGame("POST", Refresh, Body(banned.RefreshToken)).Message()).ShouldBeOneOf("User account banned.", "Refresh token invalid or expired.");
    }

    [Fact]
    public async Task tokens_run_out()
    {
        await using var own = await GameServer.Start(settings => settings);
        var player = await own.SignUp();
        own.Time.Advance(TimeSpan.FromSeconds(61));
        await own.Send("GET", "/v2/account", player.Token).ShouldBeFault(401, 16, "Auth token invalid");
        own.Time.Advance(TimeSpan.FromHours(1));
        await own.SendAsGame("POST", Refresh, Body(player.RefreshToken)).ShouldBeFault(401, 16, "Refresh token invalid or expired.");
    }

    [Fact]
    public async Task a_logout_without_tokens_ends_everything_also_after_a_restart()
    {
        await using var own = await GameServer.Start(settings => settings);
        var player = await own.SignUp();
        own.Time.Advance(TimeSpan.FromSeconds(1));
        await own.Send("POST", Logout, player.Token).ShouldBe(200, "{}");
        for (var start = 0; start < 2; start++)
        {
            await own.Send("GET", "/v2/account", player.Token).ShouldBeFault(401, 16, "Auth token invalid");
            await own.SendAsGame("POST", Refresh, Body(player.RefreshToken)).ShouldBeFault(401, 16, "Refresh token invalid or expired.");
            if (start == 0) await own.Restart();
        }

        using var again = await own.SendAsGame("POST", "/v2/account/authenticate/device", $$"""{"id":"{{player.Device}}"}""");
        await own.Send("POST", Logout, TestPlayer.Of(await GameServer.Json(again), "").Token, "{}").ShouldBe(200, "{}");
    }

    [Fact]
    public async Task one_token_is_ended_and_the_other_lives()
    {
        var player = await server.SignUp();
        await server.Send("POST", Logout, player.Token, Body(player.Token)).ShouldBe(200, "{}");

        (await GetAccount(player.Token)).ShouldBe(401);
        var renewed = await Renew(player);
        // The id is the same, so the renewed token is dead as well (D4).
        (await GetAccount(renewed.Token)).ShouldBe(401);
    }

    [Fact]
    public async Task a_refresh_token_is_ended_by_itself()
    {
        var player = await server.SignUp();
        await server.Send("POST", Logout, player.Token, $$"""{"refresh_token":"{{player.RefreshToken}}"}""").ShouldBe(200, "{}");
        (await GetAccount(player.Token)).ShouldBe(200);
        await server.SendAsGame("POST", Refresh, Body(player.RefreshToken)).ShouldBeFault(401, 16, "Refresh token invalid or expired.");
    }

    [Fact]
    public async Task only_own_tokens_can_be_ended()
    {
        var (player, other) = (await server.SignUp(), await server.SignUp());
        await server.Send("POST", Logout, player.Token, Body(other.Token)).ShouldBeFault(400, 3, "Session token invalid.");
        await server.Send("POST", Logout, player.Token, Body("nonsense")).ShouldBeFault(400, 3, "Session token invalid.");
        await server.Send("POST", Logout, player.Token, $$"""{"refresh_token":"{{other.RefreshToken}}"}""").ShouldBeFault(400, 3, "Refresh token invalid.");
        await server.Send("POST", Logout, player.Token, $$"""{"token":"{{player.Token}}","refresh_token":"{{player.Token}}"}""")
            .ShouldBeFault(400, 3, "Refresh token invalid.");
        (await GetAccount(player.Token)).ShouldBe(200);
        (await GetAccount(other.Token)).ShouldBe(200);
    }

    [Fact]
    public async Task nobody_logs_out_without_a_session()
    {
        await server.Send("POST", Logout, body: "{}").ShouldBeFault(401, 16, "Auth token required");
        await server.Send("POST", Logout, "nonsense", "{}").ShouldBeFault(401, 16, "Auth token invalid");
        await server.SendAsGame("POST", Logout, "{}").ShouldBeFault(401, 16, "Auth token invalid");
    }

    [Fact]
    public async Task with_single_session_the_last_sign_in_ends_the_others()
    {
        await using var own = await GameServer.Start(settings => settings with { Session = settings.Session with { SingleSession = true } });
        var first = await own.SignUp();
        own.Time.Advance(TimeSpan.FromSeconds(1));
        using var response = await own.SendAsGame("POST", "/v2/account/authenticate/device", $$"""{"id":"{{first.Device}}"}""");
        var second = TestPlayer.Of(await GameServer.Json(response), first.Device);

        await own.Send("GET", "/v2/account", first.Token).ShouldBeFault(401, 16, "Auth token invalid");
        await own.SendAsGame("POST", Refresh, Body(first.RefreshToken)).ShouldBeFault(401, 16, "Refresh token invalid or expired.");
        using var account = await own.Send("GET", "/v2/account", second.Token);
        ((int)account.StatusCode).ShouldBe(200);
    }

    static string Body(string token) => JsonSerializer.Serialize(new { token });

    static string Vars(TestPlayer player) => TestPlayer.Claims(player.Token).GetProperty("vrs").GetRawText();

    /// <summary>The same claims under the algorithm that anybody can forge.</summary>
    static string Unsigned(string token) =>
        System.Buffers.Text.Base64Url.EncodeToString("""{"alg":"none","typ":"JWT"}"""u8) + "." + token.Split('.')[1] + ".";

    async Task<int> GetAccount(string token)
    {
        using var response = await server.Send("GET", "/v2/account", token);
        return (int)response.StatusCode;
    }

    async Task<TestPlayer> Renew(TestPlayer player)
    {
        using var response = await server.SendAsGame("POST", Refresh, Body(player.RefreshToken));
        return TestPlayer.Of(await GameServer.Json(response), player.Device);
    }
}

static class Faults
{
    public static async Task<string> Message(this Task<HttpResponseMessage> sending)
    {
        using var response = await sending;
        return JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync()).GetProperty("message").GetString()!;
    }
}
