using System.Text.Json;
using KaosNet.Api.Tests.Operations;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Store.Journal;

namespace KaosNet.Api.Tests.Accounts;

public sealed class AccountSpecs(GameServer server) : IClassFixture<GameServer>
{
    const string Path = "/v2/account";

    [Fact]
    public async Task a_new_account_has_nothing_but_a_name_and_a_device()
    {
        var player = await server.SignUp();
        var account = await Account(player);
        var time = account.GetProperty("user").GetProperty("create_time").GetString()!;

        time.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$");
        JsonElement.DeepEquals(account, JsonSerializer.Deserialize<JsonElement>(
            $$$"""
            {"user":{"id":"{{{player.UserId}}}","username":"{{{player.Username}}}","lang_tag":"en","metadata":"{}","create_time":"{{{time}}}","update_time":"{{{time}}}"},
             "wallet":"{}","devices":[{"id":"{{{player.Device}}}"}]}
            """)).ShouldBeTrue(account.GetRawText());
    }

    [Fact]
    public async Task what_a_module_says_of_a_player_shows_to_everybody()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        var script = new Caller { Source = Source.Script, Actor = "main.lua", Operation = "multi_update" };
        (await server.Get<IJournal>().Execute(new EditAccount(ann.UserId) { Metadata = """{"skin":"red"}""" }, script)).Fault.ShouldBeNull();
        (await Account(ann)).GetProperty("user").GetProperty("metadata").GetString().ShouldBe("""{"skin": "red"}""");
        var seen = await GameServer.Json(await server.Send("GET", "/v2/user?ids=" + ann.UserId, bob.Token));
        seen.GetProperty("users")[0].GetProperty("metadata").GetString().ShouldBe("""{"skin": "red"}""");
    }

    [Fact]
    public async Task an_email_account_shows_the_address_in_lower_case()
    {
        var email = $"Ann-{Guid.NewGuid():n}@Example.com";
        using var response = await server.SendAsGame("POST", "/v2/account/authenticate/email", JsonSerializer.Serialize(new { email, password = "password" }));
        var account = await Account(TestPlayer.Of(await GameServer.Json(response), ""));
        account.GetProperty("email").GetString().ShouldBe(email.ToLowerInvariant());
        account.TryGetProperty("devices", out _).ShouldBeFalse();
        account.TryGetProperty("disable_time", out _).ShouldBeFalse();
        account.TryGetProperty("verify_time", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task a_custom_account_shows_its_id()
    {
        var id = $"custom-{Guid.NewGuid():n}";
        using var response = await server.SendAsGame("POST", "/v2/account/authenticate/custom", JsonSerializer.Serialize(new { id }));
        (await Account(TestPlayer.Of(await GameServer.Json(response), ""))).GetProperty("custom_id").GetString().ShouldBe(id);
    }

    [Fact]
    public async Task edits_show_at_once_and_empty_text_clears()
    {
        var player = await server.SignUp();
        var name = "n" + Guid.NewGuid().ToString("n");
        await Put(player, new { username = name, display_name = "Ann", avatar_url = "https://example.com/a.png", lang_tag = "fr", location = "Avonlea", timezone = "AST" })
            .ShouldBe(200, "{}");
        var user = (await Account(player)).GetProperty("user");
        Texts(user, "username", "display_name", "avatar_url", "lang_tag", "location", "timezone")
            .ShouldBe([name, "Ann", "https://example.com/a.png", "fr", "Avonlea", "AST"]);

        await Put(player, new { display_name = "", avatar_url = "", lang_tag = "", location = "" }).ShouldBe(200, "{}");
        user = (await Account(player)).GetProperty("user");
        foreach (var cleared in new[] { "display_name", "avatar_url", "location" }) user.TryGetProperty(cleared, out _).ShouldBeFalse(cleared);
        Texts(user, "username", "lang_tag", "timezone").ShouldBe([name, "en", "AST"]);
    }

    [Fact]
    public async Task the_time_of_the_last_edit_moves_only_when_something_differs()
    {
        await using var own = await GameServer.Start(settings => settings);
        var player = await own.SignUp();
        own.Time.Advance(TimeSpan.FromSeconds(5));
        await own.Send("PUT", Path, player.Token, """{"display_name":"Ann"}""").ShouldBe(200, "{}");
        own.Time.Advance(TimeSpan.FromSeconds(5));
        await own.Send("PUT", Path, player.Token, """{"display_name":"Ann"}""").ShouldBe(200, "{}");

        using var response = await own.Send("GET", Path, player.Token);
        var user = (await GameServer.Json(response)).GetProperty("user");
        (user.GetProperty("update_time").GetDateTimeOffset() - user.GetProperty("create_time").GetDateTimeOffset()).TotalSeconds.ShouldBeInRange(5, 9);
    }

    [Theory]
    [InlineData("{}", 400, 3, "No fields to update.")]
    [InlineData("", 400, 3, "No fields to update.")]
    [InlineData("""{"wallet":"{}","metadata":"{}"}""", 400, 3, "No fields to update.")]
    [InlineData("""{"username":""}""", 400, 3, "Username invalid, must be 1-128 bytes.")]
    [InlineData("""{"username":"\u0007"}""", 400, 3, "Username invalid, no spaces or control characters allowed.")]
    [InlineData("""{"lang_tag":"a-language-tag-of-19"}""", 400, 3, "Error while trying to update account.")]
    [InlineData("""{"location":"nul\u0000"}""", 400, 3, "Error while trying to update account.")]
    public async Task bad_edits_are_refused(string body, int status, int code, string message)
    {
        var player = await server.SignUp();
        await server.Send("PUT", Path, player.Token, body).ShouldBeFault(status, code, message);
    }

    [Fact]
    public async Task what_cannot_be_read_is_refused()
    {
        var player = await server.SignUp();
        foreach (var body in new[] { "null", "[]", """{"username":7}""", """{"username":""", """{"location":"half a fox \ud83e"}""" })
            await server.Send("PUT", Path, player.Token, body).ShouldBeFaultOf(400, 3);
    }

    [Fact]
    public async Task a_taken_name_is_refused_and_the_own_one_is_fine()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        await Put(bob, new { username = ann.Username, display_name = "Ann" })
            .ShouldBeFault(400, 3, "rpc error: code = AlreadyExists desc = Username is already in use.");
        (await Account(bob)).GetProperty("user").TryGetProperty("display_name", out _).ShouldBeFalse();
        await Put(bob, new { username = bob.Username }).ShouldBe(200, "{}");
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task only_players_with_a_session_have_an_account(string method)
    {
        await server.Send(method, Path).ShouldBeFault(401, 16, "Auth token required");
        await server.Send(method, Path, "nonsense").ShouldBeFault(401, 16, "Auth token invalid");
        await server.SendAsGame(method, Path).ShouldBeFault(401, 16, "Auth token invalid");
    }

    [Fact]
    public async Task a_deleted_account_is_gone_and_its_name_and_device_are_free()
    {
        await using var own = await GameServer.Start(settings => settings);
        var player = await own.SignUp();
        // In the second of the deletion sessions survive it (V1): what they see then is that nobody is there.
        await own.Send("DELETE", Path, player.Token).ShouldBe(200, "{}");
        (await own.Send("GET", Path, player.Token).Seen()).ShouldBeOneOf((404, "Account not found."), (401, "Auth token invalid"));
        (await own.Send("DELETE", Path, player.Token).Seen()).ShouldBeOneOf((200, ""), (401, "Auth token invalid"));

        using var response = await own.SendAsGame("POST", "/v2/account/authenticate/device?username=" + player.Username, $$"""{"id":"{{player.Device}}"}""");
        var next = TestPlayer.Of(await GameServer.Json(response), player.Device);
        next.Created.ShouldBeTrue();
        next.UserId.ShouldNotBe(player.UserId);
        next.Username.ShouldBe(player.Username);
    }

    [Fact]
    public async Task a_deletion_ends_every_session_also_after_a_restart()
    {
        await using var own = await GameServer.Start(settings => settings);
        var player = await own.SignUp();
        own.Time.Advance(TimeSpan.FromSeconds(1));
        await own.Send("DELETE", Path, player.Token).ShouldBe(200, "{}");
        await own.Send("GET", Path, player.Token).ShouldBeFault(401, 16, "Auth token invalid");
        await own.Restart();
        await own.Send("GET", Path, player.Token).ShouldBeFault(401, 16, "Auth token invalid");
    }

    [Fact]
    public async Task records_go_with_their_owner_and_the_ranks_close_up()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        var board = "board-" + Guid.NewGuid().ToString("n");
        (await server.Get<IJournal>().Execute(new CreateLeaderboard(board) { EnableRanks = true }, Caller.System("spec", "LeaderboardCreate"))).Fault.ShouldBeNull();
        foreach (var (player, score) in new[] { (ann, 200), (bob, 100) })
        {
            using var written = await server.Send("POST", $"/v2/leaderboard/{board}", player.Token, $$"""{"score":"{{score}}"}""");
            await GameServer.Json(written);
        }

        await server.Send("DELETE", Path, ann.Token).ShouldBe(200, "{}");

        using var response = await server.Send("GET", $"/v2/leaderboard/{board}", bob.Token);
        var record = (await GameServer.Json(response)).GetProperty("records").EnumerateArray().ShouldHaveSingleItem();
        (record.GetProperty("owner_id").GetString(), record.GetProperty("rank").GetString()).ShouldBe((bob.UserId, "1"));
    }

    async Task<JsonElement> Account(TestPlayer player)
    {
        using var response = await server.Send("GET", Path, player.Token);
        return await GameServer.Json(response);
    }

    Task<HttpResponseMessage> Put(TestPlayer player, object body) => server.Send("PUT", Path, player.Token, JsonSerializer.Serialize(body));

    static string[] Texts(JsonElement user, params string[] fields) => [.. fields.Select(field => user.GetProperty(field).GetString()!)];
}

static class Seeing
{
    public static async Task<(int Status, string Message)> Seen(this Task<HttpResponseMessage> sending)
    {
        using var response = await sending;
        var body = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, body.TryGetProperty("message", out var message) ? message.GetString()! : "");
    }
}
