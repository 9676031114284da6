using System.Text.Json;
using KaosNet.Api.Tests.Operations;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Store.Journal;

namespace KaosNet.Api.Tests.Sessions;

public sealed class AuthenticateDeviceSpecs(GameServer server) : IClassFixture<GameServer>
{
    const string Path = "/v2/account/authenticate/device";

    [Fact]
    public async Task the_first_sign_in_makes_the_account_and_the_second_finds_it()
    {
        var device = NewDevice();
        var first = await SignIn(device);
        var second = await SignIn(device);

        first.Created.ShouldBeTrue();
        second.Created.ShouldBeFalse();
        second.UserId.ShouldBe(first.UserId);
        second.Username.ShouldBe(first.Username);
        first.Username.Length.ShouldBe(10);
        Guid.Parse(first.UserId).Version.ShouldBe(4);
    }

    [Fact]
    public async Task a_session_that_was_not_created_does_not_say_so()
    {
        var device = NewDevice();
        await SignIn(device);
        using var response = await server.SendAsGame("POST", Path, Body(device));
        (await GameServer.Json(response)).EnumerateObject().Select(field => field.Name).ShouldBe(["token", "refresh_token"]);
    }

    [Fact]
    public async Task the_tokens_say_who_and_until_when()
    {
        using var response = await server.SendAsGame("POST", Path + "?username=ann%20of%20gables", $$$"""{"id":"{{{NewDevice()}}}","vars":{"level":"7","élan":"oui"}}""");
        var session = await GameServer.Json(response);
        var token = TestPlayer.Claims(session.GetProperty("token").GetString()!);
        var refresh = TestPlayer.Claims(session.GetProperty("refresh_token").GetString()!);

        token.EnumerateObject().Select(claim => claim.Name).ShouldBe(["tid", "uid", "usn", "vrs", "iat", "exp"]);
        token.GetProperty("usn").GetString().ShouldBe("ann of gables");
        token.GetProperty("vrs").GetProperty("level").GetString().ShouldBe("7");
        token.GetProperty("vrs").GetProperty("élan").GetString().ShouldBe("oui");
        foreach (var shared in new[] { "tid", "uid", "usn", "vrs", "iat" }) refresh.GetProperty(shared).GetRawText().ShouldBe(token.GetProperty(shared).GetRawText());
        (token.GetProperty("exp").GetInt64() - token.GetProperty("iat").GetInt64()).ShouldBe(60);
        (refresh.GetProperty("exp").GetInt64() - refresh.GetProperty("iat").GetInt64()).ShouldBe(3600);
    }

    [Fact]
    public async Task create_is_read_from_the_query_only()
    {
        await server.SendAsGame("POST", Path + "?create=false", Body(NewDevice())).ShouldBeFault(404, 5, "User account not found.");
        using var response = await server.SendAsGame("POST", Path, $$"""{"id":"{{NewDevice()}}","create":false}""");
        (await GameServer.Json(response)).GetProperty("created").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task a_username_is_given_once_with_case()
    {
        var name = "u" + Guid.NewGuid().ToString("n");
        await SignIn(NewDevice(), "?username=" + name);
        await server.SendAsGame("POST", Path + "?username=" + name, Body(NewDevice())).ShouldBeFault(409, 6, "Username is already in use.");
        (await SignIn(NewDevice(), "?username=" + name.ToUpperInvariant())).Created.ShouldBeTrue();
    }

    [Fact]
    public async Task a_known_device_keeps_its_name_whatever_is_asked()
    {
        var device = NewDevice();
        var first = await SignIn(device);
        (await SignIn(device, "?username=another")).Username.ShouldBe(first.Username);
        await server.SendAsGame("POST", Path + "?username=bad%07name", Body(device))
            .ShouldBeFault(400, 3, "Username invalid, no spaces or control characters allowed.");
    }

    [Theory]
    [InlineData("{}", "", "Device ID is required.")]
    [InlineData("", "", "Device ID is required.")]
    [InlineData("""{"id":"has a space in it"}""", "", "Device ID invalid, no spaces or control characters allowed.")]
    [InlineData("""{"id":"short"}""", "", "Device ID invalid, must be 10-128 bytes.")]
    [InlineData("""{"id":"long-enough-01"}""", "?username=%01", "Username invalid, no spaces or control characters allowed.")]
    [InlineData("""{"id":"long-enough-01"}""", "?username=a[]", "Username invalid, no spaces or control characters allowed.")]
    public async Task bad_input_is_refused(string body, string query, string message) =>
        await server.SendAsGame("POST", Path + query, body).ShouldBeFault(400, 3, message);

    [Fact]
    public async Task names_and_ids_that_are_too_long_are_refused()
    {
        await server.SendAsGame("POST", Path, Body(new('d', 129))).ShouldBeFault(400, 3, "Device ID invalid, must be 10-128 bytes.");
        await server.SendAsGame("POST", Path + "?username=" + new string('u', 129), Body(NewDevice()))
            .ShouldBeFault(400, 3, "Username invalid, must be 1-128 bytes.");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"id\":7}")]
    [InlineData("{\"id\":\"a\"")]
    [InlineData("{\"id\":\"half-a-fox-\\ud83e\"}")]
    [InlineData("{\"id\":\"device-0001\",\"vars\":{\"a\":\"\\ud83e\"}}")]
    public async Task what_cannot_be_read_is_refused(string body) => await server.SendAsGame("POST", Path, body).ShouldBeFaultOf(400, 3);

    [Theory]
    [InlineData(null, "Server key required")]
    [InlineData("Basic d3Jvbmc6", "Server key invalid")]
    [InlineData("Basic %%%", "Server key invalid")]
    [InlineData("Bearer something", "Server key invalid")]
    public async Task only_games_with_the_server_key_sign_players_in(string? authorization, string message)
    {
        using var response = await server.SendWith(authorization, "POST", Path, Body(NewDevice()));
        (response.Header("WWW-Authenticate"), (int)response.StatusCode).ShouldBe((message, 401));
        await Task.FromResult(response).ShouldBeFault(401, 16, message);
    }

    [Fact]
    public async Task a_banned_player_is_refused()
    {
        var device = NewDevice();
        var player = await SignIn(device);
        (await server.Get<IJournal>().Execute(new BanAccount(player.UserId), Caller.System("spec", "Ban"))).Fault.ShouldBeNull();
        await server.SendAsGame("POST", Path, Body(device)).ShouldBeFault(403, 7, "User account banned.");
    }

    [Fact]
    public async Task many_first_sign_ins_at_once_are_one_account()
    {
        var device = NewDevice();
        var players = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => SignIn(device)));
        players.Count(player => player.Created).ShouldBe(1);
        players.Select(player => player.UserId).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task custom_ids_are_apart_from_device_ids()
    {
        var id = NewDevice();
        var device = await SignIn(id);
        using var response = await server.SendAsGame("POST", "/v2/account/authenticate/custom", Body(id));
        var custom = TestPlayer.Of(await GameServer.Json(response), id);
        custom.Created.ShouldBeTrue();
        custom.UserId.ShouldNotBe(device.UserId);
        using var again = await server.SendAsGame("POST", "/v2/account/authenticate/custom?create=false", Body(id));
        TestPlayer.Of(await GameServer.Json(again), id).UserId.ShouldBe(custom.UserId);
    }

    [Theory]
    [InlineData("{}", "Custom ID is required.")]
    [InlineData("""{"id":"a b c d"}""", "Custom ID invalid, no spaces or control characters allowed.")]
    [InlineData("""{"id":"five5"}""", "Custom ID invalid, must be 6-128 bytes.")]
    public async Task bad_custom_ids_are_refused(string body, string message) =>
        await server.SendAsGame("POST", "/v2/account/authenticate/custom", body).ShouldBeFault(400, 3, message);

    [Fact]
    public async Task an_unknown_custom_id_is_not_found_without_create() =>
        await server.SendAsGame("POST", "/v2/account/authenticate/custom?create=0", Body(NewDevice())).ShouldBeFault(404, 5, "User account not found.");

    static string NewDevice() => $"device-{Guid.NewGuid():n}";

    static string Body(string id) => JsonSerializer.Serialize(new { id });

    async Task<TestPlayer> SignIn(string device, string query = "")
    {
        using var response = await server.SendAsGame("POST", Path + query, Body(device));
        return TestPlayer.Of(await GameServer.Json(response), device);
    }
}
