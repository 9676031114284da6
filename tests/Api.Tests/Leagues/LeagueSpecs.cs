using System.Globalization;
using System.Net;
using System.Text.Json;
using KaosNet.Projections.Leagues.Changing;
using KaosNet.Tests.Support;

namespace KaosNet.Api.Tests.Leagues;

/// <summary>Leagues as servers rule them and players play them.</summary>
public sealed class LeagueSpecs(GameServer server) : IClassFixture<GameServer>
{
    const string Key = "http_key=defaulthttpkey";

    /// <summary>Groups of two; the better one goes up.</summary>
    const string Duels = """{"divisions":[{"name":"Gold","group_size":2,"relegated":1},{"name":"Silver","group_size":2,"promoted":1}],"schedule":"0 0 * * 1"}""";

    [Fact]
    public async Task a_league_is_set_up_and_shown()
    {
        var id = await League();
        var ann = await server.SignUp();
        var league = await Json(ann, "GET", id);
        (Text(league, "id"), Text(league, "title"), Text(league, "metadata")).ShouldBe((id, "Duels", """{"a": 1}"""));
        league.GetProperty("season").GetInt32().ShouldBe(1);
        var rules = league.GetProperty("rules");
        rules.GetProperty("divisions")[1].GetRawText().ShouldBe("""{"name":"Silver","group_size":2,"promoted":1}""");
        (rules.GetProperty("sort_order").GetInt32(), rules.GetProperty("operator").GetInt32()).ShouldBe((1, 1));

        // Once more changes nothing.
        using var again = await server.Send("POST", "/v2/kaos/league?" + Key, null, $$"""{"id":"{{id}}","title":"Other","rules":{{Duels}}}""");
        Text(await GameServer.Json(again), "title").ShouldBe("Duels");
    }

    [Fact]
    public async Task players_join_score_and_go_up_at_the_season_s_end()
    {
        var id = await League();
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        var place = await Json(ann, "POST", id + "/join");
        (place.GetProperty("division").GetInt32(), Text(place, "division_name")).ShouldBe((2, "Silver"));
        place.GetProperty("group").GetProperty("group").GetInt32().ShouldBe(1);
        await Json(bob, "POST", id + "/join");
        var record = await Json(ann, "POST", id + "/score", """{"score":"500","metadata":"{\"with\":\"sword\"}"}""");
        (Text(record, "score"), Text(record, "rank"), Text(record, "owner_id")).ShouldBe(("500", "1", ann.UserId));

        var standing = await Json(bob, "GET", id + "/standing");
        Text(standing, "division_name").ShouldBe("Silver");
        standing.GetProperty("standings").EnumerateArray().Select(one => (Text(one, "username"), one.GetProperty("rank").GetInt32(), Number(one, "outcome"), Number(one, "next_division")))
            .ShouldBe([(ann.Username, 1, 1, 1), (bob.Username, 2, 0, 2)]);
        Text(standing.GetProperty("standings")[0], "metadata").ShouldBe("""{"with":"sword"}""");
        // The group's board is an ordinary one: clients can list it with what they have.
        var board = Text(place.GetProperty("group"), "leaderboard_id");
        using var listed = await server.Send("GET", "/v2/leaderboard/" + Uri.EscapeDataString(board), bob.Token);
        (await GameServer.Json(listed)).GetProperty("records").GetArrayLength().ShouldBe(1);
        // But nobody gets around the league.
        using var around = await server.Send("POST", "/v2/leaderboard/" + Uri.EscapeDataString(board), bob.Token, """{"score":"900"}""");
        around.StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        await Rule("POST", id + "/season/end");
        await Season(id, 2);
        (await Json(ann, "GET", id + "/place")).GetProperty("division").GetInt32().ShouldBe(1);
        (await Json(bob, "GET", id + "/place")).GetProperty("division").GetInt32().ShouldBe(2);
        var result = (await Json(ann, "GET", id + "/result")).GetProperty("results")[0];
        result.GetRawText().ShouldBe("""{"season":1,"division":2,"group":1,"rank":1,"score":"500","num_score":1,"outcome":1,"next_division":1}""");
        (await Json(bob, "GET", id + "/standing?season=1")).GetProperty("standings").GetArrayLength().ShouldBe(2);
        (await Json(bob, "GET", id + "/standing?season=1&division=2&group=1")).GetProperty("group").GetProperty("settled").GetBoolean().ShouldBeTrue();
        var seasons = (await Json(ann, "GET", id + "/season")).GetProperty("seasons");
        seasons.EnumerateArray().Select(season => (season.GetProperty("number").GetInt32(), season.GetProperty("phase").GetInt32())).ShouldBe([(2, 2), (1, 4)]);
        seasons[1].GetProperty("ended_by_hand").GetBoolean().ShouldBeTrue();

        using var news = await server.Send("GET", "/v2/notification", ann.Token);
        var notification = (await GameServer.Json(news)).GetProperty("notifications").EnumerateArray().Single(one => one.GetProperty("code").GetInt32() == -3001);
        Text(notification, "subject").ShouldBe("You were promoted to Gold in Duels");
    }

    [Fact]
    public async Task a_server_rules_over_places()
    {
        var id = await League();
        var ann = await server.SignUp();
        var member = $"{id}/member/{ann.UserId}";
        (await Rule("POST", member)).GetProperty("division").GetInt32().ShouldBe(2);
        (await Rule("POST", member + "/move", """{"division":1}""")).GetProperty("moves_to").GetInt32().ShouldBe(1);
        Text(await Rule("POST", member + "/score", """{"score":"7"}"""), "score").ShouldBe("7");
        await Rule("POST", id + "/season/end");
        await Season(id, 2);
        (await Json(ann, "GET", id + "/place")).GetProperty("division").GetInt32().ShouldBe(1);
        await Rule("DELETE", member);
        await Refused(ann, "GET", id + "/place", 404, 5, "Player is not in the league.");
    }

    [Fact]
    public async Task a_league_is_edited_paused_and_deleted()
    {
        var id = await League();
        var ann = await server.SignUp();
        await Json(ann, "POST", id + "/join");
        Text(await Rule("PUT", id, """{"title":"New"}"""), "title").ShouldBe("New");
        var edited = await Rule("PUT", id, """{"rules":{"divisions":[{"name":"Only","group_size":10}]}}""");
        edited.GetProperty("rules").GetProperty("divisions").GetArrayLength().ShouldBe(1);
        await Rule("POST", id + "/pause");
        await Refused(ann, "POST", id + "/score", 400, 9, "League is paused.", """{"score":"1"}""");
        await Rule("POST", id + "/resume");
        await Json(ann, "POST", id + "/score", """{"score":"1"}""");
        await Json(ann, "POST", id + "/leave");
        await Refused(ann, "POST", id + "/score", 400, 9, "Must join league before attempting to write value.", """{"score":"1"}""");
        await Rule("DELETE", id);
        await Refused(ann, "GET", id, 404, 5, "League not found.");
        await Rule("DELETE", id);
    }

    [Fact]
    public async Task lists_are_walked_to_their_last_page()
    {
        var ann = await server.SignUp();
        var leagues = new List<string>();
        for (var made = 0; made < 5; made++) leagues.Add(await League());
        var id = leagues[0];
        for (var player = 0; player < 7; player++) await Json(await server.SignUp(), "POST", id + "/join");
        await Json(ann, "POST", id + "/join");
        for (var season = 2; season <= 5; season++)
        {
            await Rule("POST", id + "/season/end");
            await Season(id, season);
        }

        foreach (var limit in new[] { 1, 2, 3, 100 })
        {
            (await Pages(ann, "", "leagues", limit)).Select(league => Text(league, "id")).Where(leagues.Contains).ShouldBe(leagues);
            (await Pages(ann, id + "/season", "seasons", limit)).Select(season => season.GetProperty("number").GetInt32()).ShouldBe([5, 4, 3, 2, 1]);
            (await Pages(ann, id + "/result", "results", limit)).Select(result => result.GetProperty("season").GetInt32()).ShouldBe([4, 3, 2, 1]);
            (await Pages(ann, id + "/group", "groups", limit, "season=1&")).Select(group => Number(group, "group")).ShouldBe([1, 2, 3, 4]);
            (await Pages(ann, id + "/group", "groups", limit, "season=1&division=2&")).Count.ShouldBe(4);
            (await Pages(ann, id + "/group", "groups", limit, "season=1&division=1&")).ShouldBeEmpty();
        }

        var cursor = Text(await Json(ann, "GET", id + "/season?limit=1"), "cursor");
        await Refused(ann, "GET", $"{id}/result?limit=1&cursor={cursor}", 400, 3, "Cursor is invalid or expired.");
        await Refused(ann, "GET", $"{leagues[1]}/season?limit=1&cursor={cursor}", 400, 3, "Cursor is invalid or expired.");
        await Refused(ann, "GET", $"?limit=1&cursor={cursor}", 400, 3, "Cursor is invalid or expired.");
    }

    [Fact]
    public async Task what_is_wrong_is_refused()
    {
        var id = await League();
        var ann = await server.SignUp();
        await Refused(ann, "GET", "no-such", 404, 5, "League not found.");
        await Refused(ann, "GET", "a%20b", 400, 3, "League ID must be 1-64 letters, digits, dots, dashes or underscores.");
        await Refused(ann, "POST", "no-such/join", 404, 5, "League not found.");
        await Refused(ann, "POST", "no-such/score", 404, 5, "League not found.", """{"score":"1"}""");
        await Refused(ann, "POST", id + "/score", 400, 9, "Must join league before attempting to write value.", """{"score":"1"}""");
        await Refused(ann, "GET", id + "/standing", 404, 5, "Player is not in the league.");
        await Refused(ann, "GET", id + "/standing?division=1&group=9", 404, 5, "League group not found.");
        await Refused(ann, "GET", id + "/standing?season=7", 404, 5, "League group not found.");
        await Refused(ann, "GET", id + "/season?limit=101", 400, 3, "Invalid limit - limit must be between 1 and 100.");
        await Json(ann, "POST", id + "/join");
        await Refused(ann, "POST", id + "/score", 400, 3, "Error writing score to leaderboard.", """{"score":"-1"}""");
        await Refused(ann, "POST", id + "/score", 400, 3, "Metadata value must be JSON, if provided.", """{"score":"1","metadata":"[]"}""");

        using var noRules = await server.Send("POST", "/v2/kaos/league?" + Key, null, """{"id":"new"}""");
        (await noRules.Content.ReadAsStringAsync()).ShouldBe("""{"code":3,"message":"A league must have 1-50 divisions, each with a name of 1-128 characters."}""");
        using var moved = await server.Send("POST", $"/v2/kaos/league/{id}/member/{ann.UserId}/move?" + Key, null, """{"division":3}""");
        (await moved.Content.ReadAsStringAsync()).ShouldBe("""{"code":3,"message":"The league has no such division."}""");
    }

    [Fact]
    public async Task only_servers_rule_and_only_players_play()
    {
        var ann = await server.SignUp();
        foreach (var (method, path) in new[]
        {
            ("POST", ""), ("PUT", "/x"), ("DELETE", "/x"), ("POST", "/x/pause"), ("POST", "/x/resume"), ("POST", "/x/season/end"),
            ("POST", "/x/member/" + ann.UserId), ("DELETE", "/x/member/" + ann.UserId), ("POST", "/x/member/y/move"), ("POST", "/x/member/y/score"),
        })
        {
            using var asPlayer = await server.Send(method, "/v2/kaos/league" + path, ann.Token, method is "DELETE" ? null : "{}");
            asPlayer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, path);
        }

        foreach (var (method, path) in new[] { ("POST", "/x/join"), ("POST", "/x/leave"), ("GET", "/x/place"), ("POST", "/x/score"), ("GET", "/x/standing"), ("GET", "") })
        {
            using var asNobody = await server.Send(method, "/v2/kaos/league" + path, null, method == "POST" ? "{}" : null);
            asNobody.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, path);
        }
    }

    [Fact]
    public async Task a_deleted_account_leaves_leagues_and_their_past()
    {
        var id = await League();
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        await Json(ann, "POST", id + "/join");
        await Json(bob, "POST", id + "/join");
        await Json(ann, "POST", id + "/score", """{"score":"5"}""");
        await Rule("POST", id + "/season/end");
        await Season(id, 2);
        (await server.Send("DELETE", "/v2/account", ann.Token)).EnsureSuccessStatusCode();

        (await Json(bob, "GET", id + "/standing?season=1&division=2&group=1")).GetProperty("standings").EnumerateArray().Select(one => Text(one, "user_id")).ShouldBe([bob.UserId]);
        (await Json(bob, "GET", id + "/group?season=2")).GetProperty("groups").EnumerateArray().Sum(group => group.TryGetProperty("players", out var players) ? players.GetInt32() : 0).ShouldBe(1);
    }

    [Fact]
    public async Task two_servers_of_a_game_end_a_season_once()
    {
        var id = await League();
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        await Json(ann, "POST", id + "/join");
        await Json(bob, "POST", id + "/join");
        await using var other = await server.StartAnother();
        using (var there = await other.Send("POST", $"/v2/kaos/league/{id}/score", ann.Token, """{"score":"5"}""")) (await GameServer.Json(there)).ShouldNotBe(default);
        await Rule("POST", id + "/season/end");
        await Task.WhenAll(server.Get<LeagueSeasons>().Advance(id), other.Get<LeagueSeasons>().Advance(id));
        await Season(id, 2);
        using var place = await other.Send("GET", $"/v2/kaos/league/{id}/place", ann.Token);
        (await GameServer.Json(place)).GetProperty("division").GetInt32().ShouldBe(1);
        using var news = await server.Send("GET", "/v2/notification", ann.Token);
        (await GameServer.Json(news)).GetProperty("notifications").EnumerateArray().Count(one => one.GetProperty("code").GetInt32() == -3001).ShouldBe(1);
    }

    async Task<string> League()
    {
        var id = $"league-{Guid.NewGuid():n}";
        using var made = await server.Send(
            "POST", "/v2/kaos/league?" + Key, null, $$"""{"id":"{{id}}","title":"Duels","metadata":"{\"a\":1}","rules":{{Duels}}}""");
        await GameServer.Json(made);
        return id;
    }

    /// <summary>Waits until the season has begun and everybody has a group.</summary>
    async Task Season(string id, int number)
    {
        var ann = await server.SignUp();
        await Eventually.Is(async () =>
        {
            var latest = (await Json(ann, "GET", id + "/season?limit=1")).GetProperty("seasons")[0];
            return latest.GetProperty("number").GetInt32() == number && latest.GetProperty("phase").GetInt32() == 2;
        });
    }

    async Task<List<JsonElement>> Pages(TestPlayer player, string path, string items, int limit, string query = "")
    {
        var all = new List<JsonElement>();
        var cursor = "";
        do
        {
            var page = await Json(player, "GET", string.Create(CultureInfo.InvariantCulture, $"{path}?{query}limit={limit}{(cursor.Length > 0 ? "&cursor=" + cursor : "")}"));
            if (page.TryGetProperty(items, out var some)) all.AddRange(some.EnumerateArray());
            cursor = page.TryGetProperty("cursor", out var next) ? next.GetString()! : "";
        }
        while (cursor.Length > 0);
        return all;
    }

    async Task<JsonElement> Rule(string method, string path, string? body = null)
    {
        using var response = await server.Send(method, $"/v2/kaos/league/{path}?{Key}", null, body);
        return await GameServer.Json(response);
    }

    async Task<JsonElement> Json(TestPlayer player, string method, string path, string? body = null)
    {
        using var response = await server.Send(method, PathOf(path), player.Token, body);
        return await GameServer.Json(response);
    }

    async Task Refused(TestPlayer player, string method, string path, int status, int code, string message, string? body = null)
    {
        using var response = await server.Send(method, PathOf(path), player.Token, body);
        ((int)response.StatusCode, await response.Content.ReadAsStringAsync()).ShouldBe((status, $$"""{"code":{{code}},"message":"{{message}}"}"""), path);
    }

    static string PathOf(string path) => path.Length == 0 || path[0] == '?' ? "/v2/kaos/league" + path : "/v2/kaos/league/" + path;

    static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    static int Number(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetInt32() : 0;
}
