using System.Text.Json;
using KaosNet.Projections.Brackets;
using KaosNet.Store;
using KaosNet.Store.Tables;
using static KaosNet.Api.Tests.Answers;

namespace KaosNet.Api.Tests.Brackets;

/// <summary>Brackets through the front: servers run them, players enter and play.</summary>
public sealed class BracketSpecs(GameServer server) : IClassFixture<GameServer>
{
    [Fact]
    public async Task a_cup_from_entry_to_its_winner()
    {
        var players = await SignUp(4);
        var id = Text(await Json(Server("POST", "/v2/kaos/bracket", """
            {"rules":{"format":"single_elimination","title":"Cup","category":3,"open_entry":true,"best_of":3,"third_place":true,"metadata":"{\"map\":\"moon\"}"}}
            """)), "id");
        foreach (var player in players) Text(await Json(server.Send("POST", $"/v2/kaos/bracket/{id}/join", player.Token)), "phase").ShouldBe("open");
        var started = await Json(Server("POST", $"/v2/kaos/bracket/{id}/start", $$"""{"seeding":"given","user_ids":["{{players[2].UserId}}"]}"""));
        (Text(started, "phase"), Text(started, "seeding")).ShouldBe(("running", "given"));

        var sheet = await Sheet(id, players[0]);
        sheet.GetProperty("entrants").EnumerateArray().Select(entrant => Text(entrant, "username"))
            .ShouldBe(new[] { 2, 0, 1, 3 }.Select(player => players[player].Username));
        Pairings(sheet).ShouldBe("1 main 1 ready 1:4 | 2 main 1 ready 2:3 | 3 third_place 1 pending - | 4 main 2 pending -");

        await Json(Result(id, 1, "2", "1"));
        var second = await Json(Server("POST", $"/v2/kaos/bracket/{id}/pairing/2/result", $$$"""{"result":{"winner_id":"{{{players[1].UserId}}}"},"match_id":"m1.test"}"""));
        (Text(second, "state"), Text(second, "outcome"), Text(second, "match_id"), Text(second, "winner_id")).ShouldBe(("decided", "played", "m1.test", players[1].UserId));
        second.GetProperty("second").GetProperty("score").GetInt32().ShouldBe(2);
        await Json(Result(id, 3, "2", "0"));
        await Json(Result(id, 4, "0", "2"));

        var end = await Sheet(id, players[3]);
        Text(end.GetProperty("bracket"), "winner_id").ShouldBe(players[1].UserId);
        end.GetProperty("entrants").EnumerateArray().Select(entrant => (Text(entrant, "user_id"), entrant.GetProperty("place").GetInt32())).ShouldBe([
            (players[1].UserId, 1), (players[2].UserId, 2), (players[3].UserId, 3), (players[0].UserId, 4),
        ]);
        var own = await Json(server.Send("GET", $"/v2/kaos/bracket/{id}?user_id={players[0].UserId}", players[0].Token));
        own.GetProperty("pairings").GetArrayLength().ShouldBe(2);
        await TablesHold();
    }

    [Fact]
    public async Task who_must_play_is_notified_in_the_same_commit()
    {
        var players = await SignUp(2);
        var id = await Create("""{"format":"round_robin","title":"Duel"}""", players);
        await Json(Server("POST", $"/v2/kaos/bracket/{id}/start", "{}"));
        var notice = (await Json(server.Send("GET", "/v2/notification?limit=10", players[0].Token))).GetProperty("notifications")[0];
        (notice.GetProperty("code").GetInt32(), Text(notice, "subject"), Text(notice, "content")).ShouldBe(
            (-101, "Your next game in Duel is ready", $$"""{"pairing": 1, "bracket_id": "{{id}}", "opponent_id": "{{players[1].UserId}}"}"""));
    }

    [Fact]
    public async Task players_check_in_and_agree_on_the_result()
    {
        var players = await SignUp(2);
        var id = await Create("""{"format":"single_elimination","self_report":true,"check_in_seconds":60}""", players);
        await Json(Server("POST", $"/v2/kaos/bracket/{id}/start", "{}"));
        var first = await Json(server.Send("POST", $"/v2/kaos/bracket/{id}/checkin", players[0].Token, "{}"));
        (first.GetProperty("number").GetInt32(), first.GetProperty("first").GetProperty("checked_in").GetBoolean(), first.TryGetProperty("deadline", out _)).ShouldBe((1, true, true));
        var second = await Json(server.Send("POST", $"/v2/kaos/bracket/{id}/checkin", players[1].Token, """{"pairing":1}"""));
        second.TryGetProperty("deadline", out _).ShouldBeFalse();

        var claim = """{"result":{"first_score":5,"second_score":3}}""";
        Text(await Json(server.Send("POST", $"/v2/kaos/bracket/{id}/pairing/1/claim", players[0].Token, claim)), "state").ShouldBe("ready");
        var disputed = await Json(server.Send("POST", $"/v2/kaos/bracket/{id}/pairing/1/claim", players[1].Token, """{"result":{"first_score":3,"second_score":5}}"""));
        disputed.GetProperty("is_disputed").GetBoolean().ShouldBeTrue();
        Text(disputed.GetProperty("second").GetProperty("claim"), "winner_id").ShouldBe(players[1].UserId);
        Text(await Json(server.Send("POST", $"/v2/kaos/bracket/{id}/pairing/1/claim", players[1].Token, claim)), "winner_id").ShouldBe(players[0].UserId);
        var outsider = await server.SignUp();
        await Refused(server.Send("POST", $"/v2/kaos/bracket/{id}/pairing/1/claim", outsider.Token, claim), 403, 7, "Only its two players may do this to a pairing.");
    }

    [Fact]
    public async Task a_wrong_result_is_corrected_until_the_next_game_is_played()
    {
        var players = await SignUp(4);
        var id = await Create("""{"format":"single_elimination"}""", players);
        await Json(Server("POST", $"/v2/kaos/bracket/{id}/start", "{}"));
        await Json(Result(id, 1, "1", "0"));
        await Json(Result(id, 2, "1", "0"));
        var right = await Json(Server("POST", $"/v2/kaos/bracket/{id}/pairing/1/correct", """{"result":{"first_score":0,"second_score":1},"reason":"typing error"}"""));
        Text(right, "winner_id").ShouldBe(players[3].UserId);
        await Json(Result(id, 3, "1", "0"));
        await Refused(Server("POST", $"/v2/kaos/bracket/{id}/pairing/1/correct", """{"result":{"first_score":1},"reason":"again"}"""), 400, 9,
            "Pairing 3 builds on this result and has been decided. Reopen it first.");
        Text(await Json(Server("POST", $"/v2/kaos/bracket/{id}/pairing/3/correct", """{"reason":"replay"}""")), "state").ShouldBe("ready");
        await TablesHold();
    }

    [Fact]
    public async Task a_board_seeds_and_fills_a_bracket()
    {
        var board = "board-" + Guid.NewGuid().ToString("n");
        var players = await SignUp(3);
        var script = new Domain.Kernel.Caller { Source = Domain.Kernel.Source.Script, Actor = "main.lua", Operation = "Spec" };
        (await server.Get<Store.Journal.IJournal>().Execute(new Domain.Leaderboards.CreateLeaderboard(board), script)).Fault.ShouldBeNull();
        foreach (var (player, score) in new[] { (0, 5), (1, 50), (2, 20) })
            await Json(server.Send("POST", $"/v2/leaderboard/{board}", players[player].Token, $$"""{"score":"{{score}}"}"""));
        var filled = await Create("""{"format":"double_elimination","size_max":2}""", []);
        var started = await Json(Server("POST", $"/v2/kaos/bracket/{filled}/start", $$"""{"seeding":"board","board":"{{board}}"}"""));
        (Text(started, "board"), started.GetProperty("entrant_count").GetInt32()).ShouldBe((board, 2));
        Seeds(await Sheet(filled, players[0])).ShouldBe([players[1].UserId, players[2].UserId]);

        var late = await server.SignUp();
        var seeded = await Create("""{"format":"round_robin"}""", [late, .. players]);
        await Json(Server("POST", $"/v2/kaos/bracket/{seeded}/start", $$"""{"seeding":"board","board":"{{board}}"}"""));
        Seeds(await Sheet(seeded, players[0])).ShouldBe([players[1].UserId, players[2].UserId, players[0].UserId, late.UserId]);
        await Refused(Server("POST", $"/v2/kaos/bracket/{seeded}/start", """{"seeding":"board","board":"none"}"""), 404, 5, "Leaderboard not found.");
    }

    [Fact]
    public async Task brackets_are_listed_by_phase_category_and_player()
    {
        var players = await SignUp(2);
        var ids = new List<string>();
        for (var i = 0; i < 5; i++) ids.Add(await Create($$"""{"format":"single_elimination","category":{{100 + (i % 2)}}}""", players));
        await Json(Server("POST", $"/v2/kaos/bracket/{ids[3]}/cancel", """{"reason":"rain"}"""));
        foreach (var limit in new[] { 1, 2, 100 })
        {
            (await Pages($"user_id={players[0].UserId}", limit)).ShouldBe(Enumerable.Reverse(ids));
            (await Pages($"user_id={players[0].UserId}&phase=cancelled", limit)).ShouldBe([ids[3]]);
            (await Pages("category=101", limit)).ShouldBe([ids[3], ids[1]]);
            (await Pages("category=101&phase=open", limit)).ShouldBe([ids[1]]);
        }

        await Refused(server.Send("GET", "/v2/kaos/bracket?limit=101", players[0].Token), 400, 3, "Invalid limit - limit must be between 1 and 100.");
        await Refused(server.Send("GET", "/v2/kaos/bracket?phase=nonsense", players[0].Token), 400, 3, "Bracket phase must be open, running, finished or cancelled.");
        await Refused(server.Send("GET", "/v2/kaos/bracket?cursor=AAAA", players[0].Token), 400, 3, "Cursor is invalid.");
        await Refused(server.Send("GET", $"/v2/kaos/bracket?category=1&user_id={players[0].UserId}", players[0].Token), 400, 3, "A player's brackets cannot be filtered by category.");
    }

    [Fact]
    public async Task who_deletes_the_account_withdraws_and_has_no_name_any_more()
    {
        var players = await SignUp(4);
        var (open, running) = (await Create("""{"format":"single_elimination"}""", players), await Create("""{"format":"single_elimination"}""", players));
        await Json(Server("POST", $"/v2/kaos/bracket/{running}/start", "{}"));
        await Json(Result(running, 2, "1", "0"));
        await Json(server.Send("DELETE", "/v2/account", players[3].Token));

        (await Sheet(open, players[0])).GetProperty("entrants").GetArrayLength().ShouldBe(3);
        var sheet = await Sheet(running, players[0]);
        var gone = sheet.GetProperty("entrants").EnumerateArray().Single(entrant => Text(entrant, "user_id") == players[3].UserId);
        gone.TryGetProperty("username", out _).ShouldBeFalse();
        gone.GetProperty("has_withdrawn").GetBoolean().ShouldBeTrue();
        Pairings(sheet).ShouldBe("1 main 1 decided 1:4 | 2 main 1 decided 2:3 | 3 main 2 ready 1:2");
        // The final became ready in the commit that deleted the account, and its players know.
        (await Json(server.Send("GET", "/v2/notification?limit=10", players[0].Token))).GetProperty("notifications").EnumerateArray()
            .Select(notice => Text(notice, "content")).ShouldContain(content => content.Contains("\"pairing\": 3"));
        (await new OwnedBrackets(server.Get<Database>()).Of(players[3].UserId, CancellationToken.None)).ShouldBeEmpty();
        await TablesHold();
    }

    [Fact]
    public async Task players_may_not_what_servers_may()
    {
        var player = await server.SignUp();
        var id = await Create("""{"format":"single_elimination"}""", []);
        foreach (var path in new[] { "", $"/{id}/start", $"/{id}/entrant", $"/{id}/cancel", $"/{id}/pairing/1/result", $"/{id}/pairing/1/correct", $"/{id}/entrant/{player.UserId}/withdraw" })
        {
            using var refused = await server.Send("POST", "/v2/kaos/bracket" + path, player.Token, "{}");
            ((int)refused.StatusCode).ShouldBe(401, path);
        }

        await Refused(server.Send("POST", $"/v2/kaos/bracket/{id}/join", player.Token), 403, 7, "Bracket does not let players enter by themselves.");
        await Refused(server.Send("POST", $"/v2/kaos/bracket/{Guid.NewGuid()}/join", player.Token), 404, 5, "Bracket not found.");
        await Refused(server.Send("POST", "/v2/kaos/bracket/x/join", player.Token), 400, 3, "Bracket ID must be a valid ID.");
        await Refused(server.Send("GET", $"/v2/kaos/bracket/{Guid.NewGuid()}", player.Token), 404, 5, "Bracket not found.");
        await Refused(Server("POST", "/v2/kaos/bracket", """{"rules":{"format":"best"}}"""), 400, 3,
            "Bracket format must be single_elimination, double_elimination or round_robin.");
        await Refused(Server("POST", "/v2/kaos/bracket", $$$"""{"rules":{"format":"round_robin"},"user_ids":["{{{Guid.NewGuid()}}}"]}"""), 404, 5, "User not found.");
        await Refused(Server("POST", $"/v2/kaos/bracket/{id}/entrant/{player.UserId}/withdraw", "{}"), 404, 5, "The user is not in this bracket.");
    }

    Task<HttpResponseMessage> Result(string id, int pairing, string first, string second) =>
        Server("POST", $"/v2/kaos/bracket/{id}/pairing/{pairing}/result", $$$"""{"result":{"first_score":{{{first}}},"second_score":{{{second}}}}}""");

    async Task<string> Create(string rules, TestPlayer[] players) => Text(await Json(Server(
        "POST", "/v2/kaos/bracket", $$"""{"rules":{{rules}},"user_ids":[{{string.Join(',', players.Select(player => $"\"{player.UserId}\""))}}]}""")), "id");

    Task<JsonElement> Sheet(string id, TestPlayer player) => Json(server.Send("GET", $"/v2/kaos/bracket/{id}", player.Token));

    async Task<List<string>> Pages(string query, int limit)
    {
        var (ids, cursor) = (new List<string>(), "");
        do
        {
            var page = await Json(server.Send("GET", $"/v2/kaos/bracket?{query}&limit={limit}&cursor={cursor}&http_key=defaulthttpkey"));
            ids.AddRange(page.GetProperty("brackets").EnumerateArray().Select(bracket => Text(bracket, "id")));
            cursor = page.TryGetProperty("cursor", out var next) ? next.GetString()! : "";
        }
        while (cursor.Length > 0);
        return ids;
    }

    async Task<TestPlayer[]> SignUp(int count)
    {
        var players = new TestPlayer[count];
        for (var i = 0; i < count; i++) players[i] = await server.SignUp();
        return players;
    }

    async Task TablesHold()
    {
        var rebuilder = new TableRebuilder(server.Get<Database>(), Domain.Kernel.EventCatalogue.Default);
        foreach (var comparison in await rebuilder.Verify([BracketTables.Brackets, BracketTables.Entrants, BracketTables.Pairings]))
            comparison.Differences.ShouldBeEmpty(comparison.Table);
    }

    Task<HttpResponseMessage> Server(string method, string path, string? body = null) =>
        server.SendWith("Basic ZGVmYXVsdGh0dHBrZXk6", method, path, body);

    static string Pairings(JsonElement sheet) => string.Join(" | ", sheet.GetProperty("pairings").EnumerateArray().Select(pairing =>
    {
        var seeds = new[] { "first", "second" }.Select(seat => pairing.GetProperty(seat).TryGetProperty("seed", out var seed) ? seed.GetInt32() : 0).ToList();
        return $"{pairing.GetProperty("number").GetInt32()} {Text(pairing, "side")} {pairing.GetProperty("round").GetInt32()} {Text(pairing, "state")} "
            + (seeds.Contains(0) ? "-" : $"{seeds[0]}:{seeds[1]}");
    }));

    static List<string> Seeds(JsonElement sheet) =>
        [.. sheet.GetProperty("entrants").EnumerateArray().OrderBy(entrant => entrant.GetProperty("seed").GetInt32()).Select(entrant => Text(entrant, "user_id"))];
}
