using System.Globalization;
using System.Net;
using System.Text.Json;

namespace KaosNet.Api.Tests.History;

/// <summary>Accounts, wallets, objects, groups, friends and more as of a moment, for servers.</summary>
public sealed class StatesAtSpecs(GameServer server) : IClassFixture<GameServer>
{
    const string Key = "http_key=defaulthttpkey";

    [Fact]
    public async Task an_account_is_shown_as_it_was_at_a_time_after_an_event_or_in_a_version()
    {
        var before = Now();
        var ann = await server.SignUp();
        var then = Now();
        (await server.Send("PUT", "/v2/account", ann.Token, """{"display_name":"Ann"}""")).EnsureSuccessStatusCode();

        await Refused($"account/{ann.UserId}/at?at={before}", 404, 5, "The account was not there yet.");
        var past = await Json($"account/{ann.UserId}/at?at={then}");
        (Text(past, "kind"), Text(past, "version")).ShouldBe(("account", "1"));
        var state = State(past);
        (Text(state, "username"), Text(state, "display_name"), state.GetProperty("has_password").GetBoolean()).ShouldBe((ann.Username, "", false));
        state.GetProperty("identities")[0].GetProperty("kind").GetString().ShouldBe("device");
        (await Json($"account/{ann.UserId.ToUpperInvariant()}/at?version=1")).GetProperty("sequence").GetString().ShouldBe(Text(past, "sequence"));
        Text(await Json($"account/{ann.UserId}/at?at={Text(past, "sequence")}"), "state").ShouldBe(Text(past, "state"));
        Text(State(await Json($"account/{ann.UserId}/at")), "display_name").ShouldBe("Ann");
        (await server.Send("DELETE", "/v2/account", ann.Token)).EnsureSuccessStatusCode();
        await Refused($"account/{ann.UserId}/at", 404, 5, "The account had been deleted by then.");
        Text(State(await Json($"account/{ann.UserId}/at?version=2")), "display_name").ShouldBe("Ann");
        await Refused($"account/{ann.UserId}/at?version=99", 404, 5, "The account has no version 99.");
    }

    [Fact]
    public async Task friends_are_shown_as_a_player_saw_them()
    {
        var (ann, bob, cid) = (await server.SignUp(), await server.SignUp(), await server.SignUp());
        (await server.Send("POST", $"/v2/friend?ids={bob.UserId}", ann.Token)).EnsureSuccessStatusCode();
        var asked = Now();
        (await server.Send("POST", $"/v2/friend?ids={ann.UserId}", bob.Token)).EnsureSuccessStatusCode();
        (await server.Send("POST", $"/v2/friend/block?ids={cid.UserId}", ann.Token)).EnsureSuccessStatusCode();

        var pair = State(await Json($"friend/{bob.UserId}/{ann.UserId}/at?at={asked}"));
        new[] { "first", "second" }.Select(side => Text(pair.GetProperty(side), "state")).ShouldBe(["invite_sent", "invite_received"], ignoreOrder: true);
        States(State(await Json($"friend/{ann.UserId}/at?at={asked}"))).ShouldBe([$"{bob.UserId} invite_sent"]);
        States(State(await Json($"friend/{ann.UserId}/at"))).ShouldBe([$"{bob.UserId} friend", $"{cid.UserId} blocked"], ignoreOrder: true);
        States(State(await Json($"friend/{cid.UserId}/at"))).ShouldBeEmpty();
        await Refused($"friend/{bob.UserId}/{cid.UserId}/at", 404, 5, "There never was such a friendship.");
        await Refused($"friend/{bob.UserId}/{bob.UserId}/at", 400, 3, "Two different users have to be named.");
    }

    [Fact]
    public async Task objects_wallets_and_groups_are_shown_as_they_were()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        await Write(ann, "1");
        (await server.Send("POST", $"/v2/kaos/wallet?{Key}", null, $$$"""{"updates":[{"user_id":"{{{ann.UserId}}}","changeset":{"coins":5}}]}""")).EnsureSuccessStatusCode();
        using var founded = await server.Send("POST", "/v2/group", ann.Token, $$"""{"name":"{{ann.Username}}","open":true}""");
        var group = Text(await GameServer.Json(founded), "id");
        var then = Now();
        await Write(ann, "2");
        (await server.Send("PUT", "/v2/storage/delete", ann.Token, """{"object_ids":[{"collection":"saves","key":"a"}]}""")).EnsureSuccessStatusCode();
        (await server.Send("POST", $"/v2/group/{group}/join", bob.Token)).EnsureSuccessStatusCode();

        var stored = $"storage/saves/a/{ann.UserId}/at";
        State(await Json($"{stored}?at={then}")).GetProperty("value").GetProperty("turn").GetInt32().ShouldBe(1);
        State(await Json($"{stored}?version=2")).GetProperty("value").GetProperty("turn").GetInt32().ShouldBe(2);
        await Refused(stored, 404, 5, "The object had been deleted by then.");
        State(await Json($"wallet/{ann.UserId}/at?at={then}")).GetProperty("balances").GetProperty("coins").GetInt64().ShouldBe(5);
        await Refused($"wallet/{bob.UserId}/at", 404, 5, "There never was such a wallet.");
        State(await Json($"group/{group}/at?at={then}")).GetProperty("members").GetArrayLength().ShouldBe(1);
        var members = State(await Json($"group/{group}/at")).GetProperty("members");
        members.EnumerateArray().Select(member => $"{Text(member, "user_id")} {Text(member, "rank")}").ShouldBe([$"{ann.UserId} superadmin", $"{bob.UserId} member"]);
    }

    [Fact]
    public async Task what_cannot_be_looked_back_to_is_refused()
    {
        const string Moment = "Invalid moment - must be an RFC 3339 time or the sequence number of an event.";
        var nobody = Guid.NewGuid();
        await Refused("account/ann/at", 400, 3, "Invalid user ID provided.");
        await Refused("group/ann/at", 400, 3, "Invalid ID provided.");
        await Refused($"account/{nobody}/at?at=yesterday", 400, 3, Moment);
        await Refused($"friend/{nobody}/at?at=yesterday", 400, 3, Moment);
        await Refused($"account/{nobody}/at?at=1&version=1", 400, 3, "Either a moment or a version - not both.");
        await Refused($"storage/saves/a/{nobody}/at", 404, 5, "There never was such an object.");
        await Refused($"match/{nobody}.node/at", 404, 5, "There never was such a match.");
        await Refused("league/no league/at", 400, 3, "Invalid ID provided.");
        foreach (var kind in new[] { "bracket", "notification", "channel/message" }) await Refused($"{kind}/{nobody}/at", 404, 5, $"There never was such a {kind.Split('/')[^1]}.");
    }

    [Fact]
    public async Task only_servers_look_back()
    {
        var ann = await server.SignUp();
        using var asPlayer = await server.Send("GET", $"/v2/kaos/account/{ann.UserId}/at", ann.Token);
        using var asGame = await server.SendAsGame("GET", $"/v2/kaos/account/{ann.UserId}/at");
        (asPlayer.StatusCode, asGame.StatusCode).ShouldBe((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized));
    }

    async Task Write(TestPlayer player, string turn) => (await server.Send(
        "PUT", "/v2/storage", player.Token, $$"""{"objects":[{"collection":"saves","key":"a","value":"{\"turn\":{{turn}}}"}]}""")).EnsureSuccessStatusCode();

    /// <summary>A moment after all that has been answered, and before all that is still to be asked for.</summary>
    string Now()
    {
        server.Time.Advance(TimeSpan.FromSeconds(1));
        var now = server.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        server.Time.Advance(TimeSpan.FromSeconds(1));
        return now;
    }

    async Task<JsonElement> Json(string path)
    {
        using var response = await server.Send("GET", With(path));
        return await GameServer.Json(response);
    }

    async Task Refused(string path, int status, int code, string message)
    {
        using var response = await server.Send("GET", With(path));
        ((int)response.StatusCode, await response.Content.ReadAsStringAsync()).ShouldBe((status, $$"""{"code":{{code}},"message":"{{message}}"}"""));
    }

    static JsonElement State(JsonElement past) => JsonSerializer.Deserialize<JsonElement>(Text(past, "state"));

    static string[] States(JsonElement friends) =>
        [.. friends.GetProperty("friends").EnumerateArray().Select(friend => $"{Text(friend, "user_id")} {Text(friend, "state")}")];

    static string With(string path) => $"/v2/kaos/{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Key}";

    static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
