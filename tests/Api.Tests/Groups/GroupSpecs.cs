using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using KaosNet.Domain.Groups;
using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;

namespace KaosNet.Api.Tests.Groups;

/// <summary>Parity section 5 as clients see it.</summary>
public sealed class GroupSpecs(GameServer server) : IClassFixture<GameServer>
{
    const string Nobody = "0aa0aa00-0000-4000-8000-0000000000ff";

    [Fact]
    public async Task a_group_is_founded_edited_and_ended()
    {
        var ann = await server.SignUp();
        var name = Name();
        var group = await Json(server.Send("POST", "/v2/group", ann.Token, $$"""{"name":"{{name}}","description":"We play","avatar_url":"http://a","max_count":7}"""));
        var path = "/v2/group/" + Text(group, "id");
        group.EnumerateObject().Select(field => field.Name).ShouldBe(
            ["id", "creator_id", "name", "description", "lang_tag", "metadata", "avatar_url", "open", "edge_count", "max_count", "create_time", "update_time"],
            ignoreOrder: true);
        (Text(group, "creator_id"), Text(group, "name"), Text(group, "lang_tag"), Text(group, "metadata")).ShouldBe((ann.UserId, name, "en", "{}"));
        (group.GetProperty("open").GetBoolean(), group.GetProperty("edge_count").GetInt32(), group.GetProperty("max_count").GetInt32()).ShouldBe((false, 1, 7));
        Text(group, "create_time").ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$");

        await Expect(server.Send("PUT", path, ann.Token, """{"description":"","lang_tag":"de","open":true}"""), 200, "{}");
        var listed = (await Json(server.Send("GET", "/v2/group?name=" + name, ann.Token))).GetProperty("groups")[0];
        listed.TryGetProperty("description", out _).ShouldBeFalse();
        (Text(listed, "lang_tag"), listed.GetProperty("open").GetBoolean()).ShouldBe(("de", true));

        await Expect(server.Send("DELETE", path, ann.Token), 200, "{}");
        await Expect(server.Send("GET", "/v2/group?name=" + name, ann.Token), 200, "{}");
        await Expect(server.Send("GET", path + "/user", ann.Token), 200, "{}");
        await Refused(server.Send("DELETE", path, ann.Token), 400, 3, "Group not found or you're not allowed to delete.");
        await Refused(server.Send("POST", path + "/join", ann.Token), 404, 5, "Group not found.");
    }

    [Fact]
    public async Task smoke_8_a_closed_group_is_asked_rejects_is_asked_again_and_lets_in()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        var (path, _) = await Found(ann, open: false);
        var others = $"?user_ids={bob.UserId}";
        await Expect(server.Send("POST", path + "/join", bob.Token), 200, "{}");
        await Expect(server.Send("POST", path + "/join", bob.Token), 200, "{}");
        (await Members(path, ann)).ShouldBe($"{ann.Username}:0 {bob.Username}:3");
        await Expect(server.Send("POST", path + "/kick" + others, ann.Token), 200, "{}");
        (await Members(path, ann)).ShouldBe($"{ann.Username}:0");
        await Expect(server.Send("POST", path + "/join", bob.Token), 200, "{}");
        await Expect(server.Send("POST", path + "/add" + others, ann.Token), 200, "{}");
        (await Members(path, bob)).ShouldBe($"{ann.Username}:0 {bob.Username}:2");
        (await Groups(bob)).ShouldBe(["2"]);
    }

    [Fact]
    public async Task members_rise_fall_and_are_banned()
    {
        var (ann, bob, cid) = (await server.SignUp(), await server.SignUp(), await server.SignUp());
        var (path, _) = await Found(ann, open: true);
        await Expect(server.Send("POST", $"{path}/add?user_ids={bob.UserId.ToUpperInvariant()}&user_ids={cid.UserId}", ann.Token), 200, "{}");
        await Expect(server.Send("POST", $"{path}/promote?user_ids={bob.UserId}", ann.Token), 200, "{}");
        (await Members(path, ann)).ShouldBe($"{ann.Username}:0 {bob.Username}:1 {cid.Username}:2");
        await Refused(server.Send("POST", $"{path}/promote?user_ids={bob.UserId}", cid.Token), 404, 5, "Group not found or permission denied.");
        await Expect(server.Send("POST", $"{path}/demote?user_ids={bob.UserId}", ann.Token), 200, "{}");
        await Expect(server.Send("POST", $"{path}/ban?user_ids={bob.UserId}&user_ids={cid.UserId}", ann.Token), 200, "{}");
        (await Members(path, ann)).ShouldBe($"{ann.Username}:0");
        (await Members(path, ann, "?state=4")).ShouldBe($"{bob.Username}:4 {cid.Username}:4");
        await Expect(server.Send("POST", path + "/join", bob.Token), 200, "{}");
        await Expect(server.Send("POST", path + "/leave", bob.Token), 200, "{}");
        (await Members(path, ann, "?state=4")).ShouldBe($"{bob.Username}:4 {cid.Username}:4");
        await Expect(server.Send("GET", $"/v2/user/{bob.UserId}/group?state=4", ann.Token), 200, "{}");
    }

    [Fact]
    public async Task smoke_9_the_last_superadmin_stays_or_takes_the_group_along()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        var (path, name) = await Found(ann, open: true);
        await Expect(server.Send("POST", path + "/join", bob.Token), 200, "{}");
        await Refused(server.Send("POST", path + "/leave", ann.Token), 400, 3, "Cannot leave group when you are the last superadmin.");
        await Expect(server.Send("POST", path + "/leave", bob.Token), 200, "{}");
        await Expect(server.Send("POST", path + "/leave", ann.Token), 200, "{}");
        await Expect(server.Send("GET", "/v2/group?name=" + name, ann.Token), 200, "{}");
    }

    [Fact]
    public async Task with_an_account_go_its_places()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        var (path, name) = await Found(ann, open: true);
        var (own, _) = await Found(bob, open: true);
        await Expect(server.Send("POST", path + "/join", bob.Token), 200, "{}");
        await Expect(server.Send("POST", own + "/join", ann.Token), 200, "{}");
        await Expect(server.Send("DELETE", "/v2/account", bob.Token), 200, "{}");
        (await Members(path, ann)).ShouldBe($"{ann.Username}:0");
        (await Json(server.Send("GET", "/v2/group?name=" + name, ann.Token))).GetProperty("groups")[0].GetProperty("edge_count").GetInt32().ShouldBe(1);
        (await Members(own, ann)).ShouldBe("");
        (await Groups(ann)).ShouldBe(["0"]);
    }

    [Fact]
    public async Task refusals_are_in_nakamas_words()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        var (path, name) = await Found(ann, open: true, maxCount: 1);
        var (_, taken) = await Found(ann, open: true);
        Task<HttpResponseMessage> Create(string body) => server.Send("POST", "/v2/group", ann.Token, body);
        await Refused(Create("{}"), 400, 3, "Group name must be set.");
        await Refused(Create("""{"name":"a","max_count":-1}"""), 400, 3, "Group max count must be >= 1 when set.");
        await Refused(Create($$"""{"name":"{{name}}"}"""), 409, 6, "Group name is in use.");
        await Refused(Create("""{"name":"a\u0000b"}"""), 400, 3, GroupFaults.TextInvalid.Message);
        await Refused(Create($$"""{"name":"{{new string('a', 256)}}"}"""), 400, 3, GroupFaults.TextInvalid.Message);
        Task<HttpResponseMessage> Update(string body, string? token = null) => server.Send("PUT", path, token ?? ann.Token, body);
        await Refused(Update("""{"name":""}"""), 400, 3, "Group name cannot be empty.");
        await Refused(Update("""{"lang_tag":""}"""), 400, 3, "Group language cannot be empty.");
        await Refused(Update("{}"), 400, 3, "Specify at least one field to update.");
        await Refused(Update($$"""{"name":"{{taken}}"}"""), 400, 3, "Group name is in use.");
        await Refused(Update("""{"open":true}""", bob.Token), 404, 5, "Group not found or you're not allowed to update.");
        await Refused(server.Send("DELETE", path, bob.Token), 400, 3, "Group not found or you're not allowed to delete.");
        await Refused(server.Send("POST", path + "/join", bob.Token), 400, 3, "Group is full.");
        await Refused(server.Send("POST", $"{path}/add?user_ids={bob.UserId}", ann.Token), 400, 3, "Group is full.");
        await Refused(server.Send("POST", $"{path}/add?user_ids={Nobody}", ann.Token), 400, 3, "One or more users not found.");
        await Refused(server.Send("POST", $"{path}/add?user_ids={Nobody}", bob.Token), 404, 5, "Group not found or permission denied.");
        await Refused(server.Send("POST", $"/v2/group/{Nobody}/kick?user_ids={bob.UserId}", ann.Token), 404, 5, "Group not found or permission denied.");
        await server.Get<IJournal>().Execute(new DisableGroup(path["/v2/group/".Length..], IsDisabled: true), Caller.System("spec", "Spec"));
        await Refused(server.Send("POST", $"{path}/add?user_ids={bob.UserId}", ann.Token), 500, 13, "Error while trying to add users to a group.");
    }

    [Theory]
    [InlineData("add")]
    [InlineData("kick")]
    [InlineData("ban")]
    [InlineData("promote")]
    [InlineData("demote")]
    public async Task ids_are_checked_first(string what)
    {
        var ann = await server.SignUp();
        var (path, _) = await Found(ann, open: true);
        await Refused(server.Send("POST", $"/v2/group/clan/{what}?user_ids={ann.UserId}", ann.Token), 400, 3, "Group ID must be a valid ID.");
        foreach (var id in new[] { "ann", "", "00000000-0000-0000-0000-000000000000" })
            await Refused(server.Send("POST", $"{path}/{what}?user_ids={ann.UserId}&user_ids={id}", ann.Token), 400, 3, "User ID must be a valid ID.");
        await Expect(server.Send("POST", $"{path}/{what}?user_ids={{{ann.UserId}}}", ann.Token), 200, "{}");
        if (what == "demote") await Refused(server.Send("POST", $"{path}/{what}", ann.Token), 400, 3, "User IDs must be set.");
        else await Expect(server.Send("POST", $"/v2/group/{Nobody}/{what}", ann.Token), 200, "{}");
    }

    [Fact]
    public async Task bad_lists_are_refused_in_nakamas_words()
    {
        var ann = await server.SignUp();
        var (path, _) = await Found(ann, open: true);
        string[] lists = ["/v2/group", path + "/user", $"/v2/user/{ann.UserId}/group"];
        foreach (var list in lists)
        {
            foreach (var limit in new[] { "0", "-1", "101" })
                await Refused(server.Send("GET", $"{list}?limit={limit}", ann.Token), 400, 3, "Invalid limit - limit must be between 1 and 100.");
            foreach (var cursor in new[] { "A", "%00", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" })
                await Refused(server.Send("GET", $"{list}?cursor={cursor}", ann.Token), 400, 3, "Cursor is invalid.");
        }

        foreach (var list in lists[1..])
        {
            foreach (var state in new[] { "-1", "5" })
                await Refused(server.Send("GET", $"{list}?state={state}", ann.Token), 400, 3, "Invalid state - state must be between 0 and 4.");
        }

        await Refused(server.Send("GET", "/v2/group/clan/user", ann.Token), 400, 3, "Group ID must be a valid ID.");
        await Refused(server.Send("GET", "/v2/user/ann/group", ann.Token), 400, 3, "Group ID must be a valid ID.");
        foreach (var other in new[] { "lang_tag=en", "open=false", "members=1" })
            await Refused(server.Send("GET", "/v2/group?name=a&" + other, ann.Token), 400, 3, "name filter cannot be combined with any other filter");
        foreach (var nothing in new[] { "name=a%00b", "lang_tag=%00", "name=%F0%9F%8E%AE", "members=0" })
            await Expect(server.Send("GET", "/v2/group?" + nothing, ann.Token), 200, "{}");
        await Expect(server.Send("GET", $"/v2/group/{Nobody}/user", ann.Token), 200, "{}");
        await Expect(server.Send("GET", $"/v2/user/{Nobody}/group", ann.Token), 200, "{}");
        (await Json(server.Send("GET", "/v2/group?members=-3", ann.Token))).GetProperty("groups").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task lists_page_to_the_end()
    {
        var ann = await server.SignUp();
        var lang = "x" + Guid.NewGuid().ToString("n")[..10];
        List<string> groups = [];
        for (var i = 0; i < 5; i++)
            groups.Add(Text(await Json(server.Send("POST", "/v2/group", ann.Token, $$"""{"name":"{{Name()}}","lang_tag":"{{lang}}","open":true}""")), "id"));
        var path = "/v2/group/" + groups[2];
        List<string> players = [ann.UserId];
        for (var i = 0; i < 4; i++)
        {
            var player = await server.SignUp();
            players.Add(player.UserId);
            await Expect(server.Send("POST", path + "/join", player.Token), 200, "{}");
        }

        (await Ids("/v2/group?limit=2&lang_tag=" + lang, "groups", group => Text(group, "id"))).ShouldBe(groups, ignoreOrder: true);
        (await Ids("/v2/group?lang_tag=" + lang, "groups", group => Text(group, "id"))).Count.ShouldBe(5);
        (await Ids($"/v2/group?limit=2&open=true&lang_tag={lang}", "groups", group => Text(group, "id")))[0].ShouldBe(groups[2]);
        (await Ids(path + "/user?limit=2", "group_users", entry => Text(entry.GetProperty("user"), "id"))).ShouldBe(players);
        (await Ids($"/v2/user/{ann.UserId}/group?limit=2", "user_groups", entry => Text(entry.GetProperty("group"), "id"))).ShouldBe(groups);

        async Task<List<string>> Ids(string list, string field, Func<JsonElement, string> id)
        {
            List<string> ids = [];
            for (var cursor = ""; ;)
            {
                var page = await Json(server.Send("GET", $"{list}{(cursor.Length == 0 ? "" : "&cursor=" + cursor)}", ann.Token));
                ids.AddRange(page.GetProperty(field).EnumerateArray().Select(id));
                if (!page.TryGetProperty("cursor", out var next)) return ids;
                cursor = next.GetString()!;
            }
        }
    }

    [Fact]
    public async Task who_is_no_longer_in_is_off_the_groups_channel()
    {
        var (ann, bob, cid, dan) = (await server.SignUp(), await server.SignUp(), await server.SignUp(), await server.SignUp());
        var (path, _) = await Found(ann, open: true);
        var channel = new StreamAddress(StreamMode.Group, Guid.Parse(path["/v2/group/".Length..]));
        var presences = server.Get<PresenceTracker>();
        foreach (var player in new[] { bob, cid, dan }) await Expect(server.Send("POST", path + "/join", player.Token), 200, "{}");
        List<ClientWebSocket> sockets = [];
        foreach (var player in new[] { ann, bob, cid, dan })
        {
            var socket = new ClientWebSocket();
            sockets.Add(socket);
            await socket.ConnectAsync(
                new($"ws://127.0.0.1:{server.Client.BaseAddress!.Port}/ws?token={player.Token}"), TestContext.Current.CancellationToken);
            await Eventually.Is(() => Sessions().ContainsKey(player.UserId));
            presences.Track(Sessions()[player.UserId], channel, PresenceMeta.Plain);
        }

        await Expect(server.Send("POST", path + "/leave", bob.Token), 200, "{}");
        There().ShouldBe([ann.UserId, cid.UserId, dan.UserId], ignoreOrder: true);
        await Expect(server.Send("POST", $"{path}/kick?user_ids={cid.UserId}", ann.Token), 200, "{}");
        There().ShouldBe([ann.UserId, dan.UserId], ignoreOrder: true);
        await Expect(server.Send("POST", $"{path}/promote?user_ids={dan.UserId}", ann.Token), 200, "{}");
        There().ShouldBe([ann.UserId, dan.UserId], ignoreOrder: true);
        await Expect(server.Send("POST", $"{path}/ban?user_ids={dan.UserId}", ann.Token), 200, "{}");
        There().ShouldBe([ann.UserId]);
        await Expect(server.Send("DELETE", path, ann.Token), 200, "{}");
        presences.Exists(channel).ShouldBeFalse();
        foreach (var socket in sockets) socket.Dispose();

        Dictionary<string, Session> Sessions() => server.Get<SessionRegistry>().All.ToDictionary(session => session.UserId.ToString());
        IEnumerable<string> There() => presences.MembersOf(channel).Select(presence => presence.Session.UserId.ToString());
    }

    [Fact]
    public async Task a_rename_shows_among_members_at_once()
    {
        var ann = await server.SignUp();
        var (path, _) = await Found(ann, open: true);
        (await Members(path, ann)).ShouldBe($"{ann.Username}:0");
        var renamed = Name();
        await Expect(server.Send("PUT", "/v2/account", ann.Token, $$"""{"username":"{{renamed}}"}"""), 200, "{}");
        (await Members(path, ann)).ShouldBe($"{renamed}:0");
    }

    [Theory]
    [InlineData("GET", "/v2/group")]
    [InlineData("POST", "/v2/group")]
    [InlineData("PUT", "/v2/group/g")]
    [InlineData("DELETE", "/v2/group/g")]
    [InlineData("POST", "/v2/group/g/add")]
    [InlineData("POST", "/v2/group/g/ban")]
    [InlineData("POST", "/v2/group/g/demote")]
    [InlineData("POST", "/v2/group/g/join")]
    [InlineData("POST", "/v2/group/g/kick")]
    [InlineData("POST", "/v2/group/g/leave")]
    [InlineData("POST", "/v2/group/g/promote")]
    [InlineData("GET", "/v2/group/g/user")]
    [InlineData("GET", "/v2/user/u/group")]
    public async Task nobody_gets_anywhere_without_a_session(string method, string path)
    {
        using var response = await server.Send(method, path, body: method is "POST" or "PUT" ? "{}" : null);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    async Task<(string Path, string Name)> Found(TestPlayer player, bool open, int maxCount = 100)
    {
        var name = Name();
        var body = $$"""{"name":"{{name}}","open":{{(open ? "true" : "false")}},"max_count":{{maxCount}}}""";
        return ("/v2/group/" + Text(await Json(server.Send("POST", "/v2/group", player.Token, body)), "id"), name);
    }

    async Task<string> Members(string path, TestPlayer asking, string query = "")
    {
        var list = await Json(server.Send("GET", path + "/user" + query, asking.Token));
        return list.TryGetProperty("group_users", out var users)
            ? string.Join(' ', users.EnumerateArray().Select(entry => $"{Text(entry.GetProperty("user"), "username")}:{entry.GetProperty("state").GetInt32()}"))
            : "";
    }

    async Task<string[]> Groups(TestPlayer player)
    {
        var list = await Json(server.Send("GET", $"/v2/user/{player.UserId}/group", player.Token));
        return [.. list.GetProperty("user_groups").EnumerateArray().Select(entry => entry.GetProperty("state").GetRawText())];
    }

    static string Name() => "g" + Guid.NewGuid().ToString("n")[..16];

    static string Text(JsonElement element, string field) => element.GetProperty(field).GetString()!;

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

    static async Task Refused(Task<HttpResponseMessage> sending, int status, int code, string message)
    {
        using var response = await sending;
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, text);
        var refusal = JsonSerializer.Deserialize<JsonElement>(text);
        (refusal.GetProperty("code").GetInt32(), refusal.GetProperty("message").GetString()).ShouldBe((code, message));
    }
}
