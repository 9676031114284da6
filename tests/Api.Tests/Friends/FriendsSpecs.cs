using System.Net;
using System.Text.Json;

namespace KaosNet.Api.Tests.Friends;

public sealed class FriendsSpecs(GameServer server) : IClassFixture<GameServer>
{
    const string Nobody = "0dd0dd00-0000-4000-8000-000000000004";

    [Fact]
    public async Task an_invite_is_sent_answered_and_the_friend_removed()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        await Done(server.Send("POST", $"/v2/friend?ids={bob.UserId}&metadata={Uri.EscapeDataString("""{"note":"guild"}""")}", ann.Token));
        var sent = (await Friends(ann)).ShouldHaveSingleItem();
        (sent.GetProperty("state").GetInt32(), Text(sent, "metadata")).ShouldBe((1, """{"note": "guild"}"""));
        Text(sent, "update_time").ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$");
        var user = sent.GetProperty("user");
        (Text(user, "id"), Text(user, "username")).ShouldBe((bob.UserId, bob.Username));
        user.TryGetProperty("edge_count", out _).ShouldBeFalse();
        (await Friends(bob)).ShouldHaveSingleItem().GetProperty("state").GetInt32().ShouldBe(2);

        await Done(server.Send("POST", "/v2/friend?usernames=" + ann.Username, bob.Token));
        (await Friends(ann)).ShouldHaveSingleItem().GetProperty("state").GetInt32().ShouldBe(0, "set though it is zero");
        await Done(server.Send("DELETE", "/v2/friend?ids=" + bob.UserId, ann.Token));
        (await Friends(ann)).ShouldBeEmpty();
        (await Friends(bob)).ShouldBeEmpty();
        await Done(server.Send("DELETE", "/v2/friend?ids=" + bob.UserId, ann.Token));
    }

    [Fact]
    public async Task a_block_is_not_shown_to_the_blocked_and_holds_until_it_is_lifted()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        await Done(server.Send("POST", "/v2/friend/block?ids=" + bob.UserId, ann.Token));
        await Done(server.Send("POST", "/v2/friend?ids=" + ann.UserId, bob.Token));
        await Done(server.Send("POST", "/v2/friend?ids=" + bob.UserId, ann.Token));
        (await Friends(ann)).ShouldHaveSingleItem().GetProperty("state").GetInt32().ShouldBe(3);
        (await Friends(bob)).ShouldBeEmpty();
        await Done(server.Send("DELETE", "/v2/friend?usernames=" + bob.Username, ann.Token));
        await Done(server.Send("POST", "/v2/friend?ids=" + ann.UserId, bob.Token));
        (await Friends(ann)).ShouldHaveSingleItem().GetProperty("state").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task ids_are_accepted_in_every_spelling_and_the_own_is_known_in_each()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        foreach (var id in Spellings(bob.UserId)) await Done(server.Send("POST", "/v2/friend?ids=" + Uri.EscapeDataString(id), ann.Token));
        (await Friends(ann)).ShouldHaveSingleItem();
        foreach (var id in Spellings(ann.UserId))
        {
            await Refused(server.Send("POST", "/v2/friend?ids=" + Uri.EscapeDataString(id), ann.Token), 400, 3, "Cannot add self as friend.");
            await Refused(server.Send("DELETE", "/v2/friend?ids=" + Uri.EscapeDataString(id), ann.Token), 400, 3, "Cannot delete self.");
            await Refused(server.Send("POST", "/v2/friend/block?ids=" + Uri.EscapeDataString(id), ann.Token), 400, 3, "Cannot block self.");
        }
    }

    [Theory]
    [InlineData("POST", "/v2/friend", "Cannot add self as friend.", true)]
    [InlineData("DELETE", "/v2/friend", "Cannot delete self.", false)]
    [InlineData("POST", "/v2/friend/block", "Cannot block self.", true)]
    public async Task bad_calls_are_refused_in_the_order_that_clients_know(string method, string path, string self, bool needsSomebody)
    {
        var ann = await server.SignUp();
        Task<HttpResponseMessage> Send(string query) => server.Send(method, path + query, ann.Token);
        await Done(Send(""));
        await Refused(Send($"?ids={ann.UserId}&ids=bad"), 400, 3, self);
        await Refused(Send($"?ids=bad&ids={ann.UserId}"), 400, 3, "Invalid user ID 'bad'.");
        await Refused(Send("?ids=00000000-0000-0000-0000-000000000000"), 400, 3, "Invalid user ID '00000000-0000-0000-0000-000000000000'.");
        await Refused(Send("?ids=bad&usernames="), 400, 3, "Invalid user ID 'bad'.");
        await Refused(Send("?usernames="), 400, 3, "Username must not be empty.");
        await Refused(Send($"?usernames={ann.Username}"), 400, 3, self);
        foreach (var name in new[] { "nobody-of-this-name", "%F0%9F%90%99", "a%00b" })
        {
            await (needsSomebody ? Refused(Send("?usernames=" + name), 400, 3, "No valid ID or username was provided.") : Done(Send("?usernames=" + name)));
        }

        await Done(Send("?ids=" + Nobody));
        await Done(Send($"?ids={Nobody}&usernames=nobody-of-this-name"));
        using var anonymous = await server.Send(method, path + "?ids=" + Nobody);
        anonymous.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task metadata_must_be_an_object()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        await Refused(server.Send("POST", $"/v2/friend?ids={bob.UserId}&metadata=%7B", ann.Token), 400, 3, "Error while trying to add friends.");
        (await Friends(ann)).ShouldBeEmpty();
    }

    [Fact]
    public async Task all_named_users_are_changed_in_one_call_and_listed_to_the_last_page()
    {
        var ann = await server.SignUp();
        var others = await Task.WhenAll(Enumerable.Range(0, 7).Select(_ => server.SignUp()));
        await Done(server.Send("POST", "/v2/friend?" + string.Join('&', others.Select(other => "ids=" + other.UserId)), ann.Token));
        var (seen, cursor) = (new List<string>(), "");
        do
        {
            var page = await Json(server.Send("GET", $"/v2/friend?limit=3&state=1&cursor={Uri.EscapeDataString(cursor)}", ann.Token));
            seen.AddRange(page.GetProperty("friends").EnumerateArray().Select(friend => Text(friend.GetProperty("user"), "id")));
            cursor = page.TryGetProperty("cursor", out var next) ? next.GetString()! : "";
        }
        while (cursor.Length > 0);
        seen.ShouldBe(others.Select(other => other.UserId));
    }

    [Fact]
    public async Task bad_lists_are_refused()
    {
        var (ann, bob, cat) = (await server.SignUp(), await server.SignUp(), await server.SignUp());
        foreach (var limit in new[] { "0", "-1", "1001" })
            await Refused(server.Send("GET", "/v2/friend?limit=" + limit, ann.Token), 400, 3, "Invalid limit - limit must be between 1 and 1000.");
        foreach (var limit in new[] { "0", "101" })
            await Refused(server.Send("GET", "/v2/friend/friends?limit=" + limit, ann.Token), 400, 3, "Invalid limit - limit must be between 1 and 100.");
        foreach (var state in new[] { "-1", "4" })
            await Refused(server.Send("GET", "/v2/friend?state=" + state, ann.Token), 400, 3, "Invalid state - state must be between 0 and 3.");
        await Done(server.Send("POST", $"/v2/friend?ids={bob.UserId}&ids={cat.UserId}", ann.Token));
        var cursor = Uri.EscapeDataString(Text(await Json(server.Send("GET", "/v2/friend?limit=1", ann.Token)), "cursor"));
        await Refused(server.Send("GET", "/v2/friend?cursor=" + cursor, bob.Token), 400, 3, "Cursor is invalid.");
        await Refused(server.Send("GET", "/v2/friend?state=1&cursor=" + cursor, ann.Token), 400, 3, "Cursor is invalid.");
        await Refused(server.Send("GET", "/v2/friend/friends?cursor=" + cursor, ann.Token), 400, 3, "Cursor is invalid.");
        await Refused(server.Send("GET", "/v2/friend/friends?cursor=AAAA", ann.Token), 400, 3, "Cursor is invalid.");
        foreach (var path in new[] { "/v2/friend", "/v2/friend/friends" })
        {
            using var anonymous = await server.Send("GET", path);
            anonymous.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task friends_of_friends_are_listed_with_who_knows_them()
    {
        var (ann, bob, cat) = (await server.SignUp(), await server.SignUp(), await server.SignUp());
        foreach (var (one, other) in new[] { (ann, bob), (bob, cat) })
        {
            await Done(server.Send("POST", "/v2/friend?ids=" + other.UserId, one.Token));
            await Done(server.Send("POST", "/v2/friend?ids=" + one.UserId, other.Token));
        }

        var found = (await Json(server.Send("GET", "/v2/friend/friends", ann.Token))).GetProperty("friends_of_friends").EnumerateArray().ShouldHaveSingleItem();
        (Text(found, "referrer"), Text(found.GetProperty("user"), "username")).ShouldBe((bob.UserId, cat.Username));
        await Expect(server.Send("GET", "/v2/friend/friends", (await server.SignUp()).Token), 200, "{}");
    }

    [Fact]
    public async Task a_deleted_player_is_off_every_list()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        await Done(server.Send("POST", "/v2/friend?ids=" + bob.UserId, ann.Token));
        await Done(server.Send("DELETE", "/v2/account", bob.Token));
        (await Friends(ann)).ShouldBeEmpty();
        await Done(server.Send("POST", "/v2/friend?ids=" + bob.UserId, ann.Token));
        (await Friends(ann)).ShouldBeEmpty();
    }

    [Fact]
    public async Task imports_say_what_is_missing()
    {
        var ann = await server.SignUp();
        await Refused(server.Send("POST", "/v2/friend/facebook", ann.Token, "{}"), 400, 3, "Facebook token is required.");
        await Refused(
            server.Send("POST", "/v2/friend/facebook?reset=true", ann.Token, """{"token":"t"}"""), 400, 9, "Facebook authentication is not configured.");
        await Refused(server.Send("POST", "/v2/friend/steam", ann.Token, "{}"), 400, 9, "Steam authentication is not configured.");
    }

    async Task<List<JsonElement>> Friends(TestPlayer player)
    {
        var list = await Json(server.Send("GET", "/v2/friend", player.Token));
        return list.TryGetProperty("friends", out var friends) ? [.. friends.EnumerateArray()] : [];
    }

    static IEnumerable<string> Spellings(string id) => [id, id.ToUpperInvariant(), id.Replace("-", ""), $"{{{id}}}", $"{{{id.Replace("-", "")}}}"];

    static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    static Task Done(Task<HttpResponseMessage> sending) => Expect(sending, 200, "{}");

    static Task Refused(Task<HttpResponseMessage> sending, int status, int code, string message) =>
        Expect(sending, status, $$"""{"code":{{code}},"message":"{{message}}"}""");

    static async Task<JsonElement> Json(Task<HttpResponseMessage> sending)
    {
        using var response = await sending;
        return await GameServer.Json(response);
    }

    static async Task Expect(Task<HttpResponseMessage> sending, int status, string body)
    {
        using var response = await sending;
        ((int)response.StatusCode, await response.Content.ReadAsStringAsync()).ShouldBe((status, body));
    }
}
