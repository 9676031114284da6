using System.Text.Json;
using KaosNet.Tests.Support;

namespace KaosNet.Api.Tests.Leagues;

/// <summary>Leagues from modules, and the module of docs/reference/leagues.md.</summary>
public sealed class LeagueModuleSpecs
{
    const string Calls = """
        local kaos = require('kaos')
        local function rpc(id, f) kaos.register_rpc(function(context, payload) return kaos.json_encode(f(kaos.json_decode(payload ~= '' and payload or '{}'), context)) end, id) end
        local one = { divisions = { { name = 'Top', group_size = 2, relegated = 1 }, { name = 'Low', group_size = 2, promoted = 1 } }, sort_order = 'asc', operator = 'set' }
        kaos.league_create('small', one, 'Small', { a = 1 })

        rpc('play', function(p)
          local record = kaos.league_score('small', p.user, p.score, 0, { by = 'module' }, 'someone')
          return { record.score, record.rank, record.metadata.by, record.username }
        end)
        rpc('join', function(p) kaos.league_join('small', p.user) return kaos.league_place('small', p.user) end)
        rpc('place', function(p) return { kaos.league_place('small', p.user) or 'none' } end)
        rpc('standings', function(p)
          local found = {}
          for _, player in ipairs(kaos.league_standings('small', p.division, p.group, p.season).standings) do
            found[#found + 1] = { player.user_id, player.rank, player.score, player.outcome, player.next_division }
          end
          return found
        end)
        rpc('rule', function(p)
          if p.move then kaos.league_move('small', p.user, p.move) end
          if p.leave then kaos.league_leave('small', p.user) end
          if p.stop then kaos.league_season_end('small') end
          if p.pause then kaos.league_pause('small') end
          if p.resume then kaos.league_resume('small') end
          if p.delete then kaos.league_delete('small') end
          if p.title then kaos.league_update('small', nil, p.title) end
          local league = kaos.league_get('small')
          return { league and { league.title, league.paused, league.season, #league.rules.divisions, league.rules.sort_order, league.metadata.a } or 'none' }
        end)
        rpc('lists', function(p)
          local leagues, more = kaos.leagues_list(1)
          local rest, last = kaos.leagues_list(10, more)
          local seasons = kaos.league_seasons_list('small', 10)
          local groups = kaos.league_groups_list('small', 1)
          local results = kaos.league_results_list('small', p.user)
          return { leagues[1].id, rest[1].id, last or 'end', seasons[1].number, seasons[2].phase, #groups, groups[1].players, #results, results[1].outcome }
        end)
        rpc('wrong', function()
          local found = {}
          local function try(name, ...) found[#found + 1] = select(2, pcall(kaos[name], ...)) end
          try('league_create')
          try('league_create', 'x')
          try('league_create', 'x', {})
          try('league_create', 'x', { divisions = { 5 } })
          try('league_create', 'x', { divisions = { { name = 'A' } } })
          try('league_create', 'x', { divisions = { { name = 'A', group_size = 500 } } })
          try('league_create', 'x', { divisions = { { name = 'A', group_size = 5 } }, operator = 'best?' })
          try('league_create', 'x', { divisions = { { name = 'A', group_size = 5 } }, sort_order = 'up' })
          try('league_create', 'x', { divisions = { { name = 'A', group_size = 5 } }, inactive = 'die' })
          try('league_create', 'a/b', { divisions = { { name = 'A', group_size = 5 } } })
          try('league_update', 'nowhere', nil, 'New')
          try('league_join', 'small', 'ann')
          try('league_join', 'small', '0aa0aa00-0000-4000-8000-000000000001')
          try('league_score', 'small', '0aa0aa00-0000-4000-8000-000000000001', 1)
          try('league_score', 'small', '0aa0aa00-0000-4000-8000-000000000001', -1)
          try('league_move', 'small', '0aa0aa00-0000-4000-8000-000000000001', 0)
          try('league_move', 'small', '0aa0aa00-0000-4000-8000-000000000001', 1)
          try('league_standings', 'small', 1, 9)
          try('leagues_list', 101)
          try('leagues_list', 1, 'x')
          try('league_season_end', 'nowhere')
          try('register_league_season_end', 1)
          return found
        end)
        """;

    [Fact]
    public async Task modules_rule_leagues_and_play_for_players()
    {
        await using var server = await Start(Calls, "");
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        var place = await Rpc(server, ann, "join", new { user = ann.UserId });
        (place.GetProperty("division_name").GetString(), place.GetProperty("group").GetInt32(), place.GetProperty("outcome").GetString()).ShouldBe(("Low", 1, "stayed"));
        await Rpc(server, ann, "join", new { user = bob.UserId });
        (await Rpc(server, ann, "play", new { user = ann.UserId, score = 30 })).GetRawText().ShouldBe("""[30,1,"module","someone"]""");
        (await Rpc(server, ann, "play", new { user = bob.UserId, score = 20 })).GetRawText().ShouldBe("""[20,1,"module","someone"]""");
        (await Rpc(server, ann, "standings", new { division = 2, group = 1 })).GetRawText().ShouldBe(
            $$"""[["{{bob.UserId}}",1,20,"promoted",1],["{{ann.UserId}}",2,30,"stayed",2]]""");
        (await Rpc(server, ann, "rule", new { user = ann.UserId, move = 1, title = "New", stop = true })).GetRawText().ShouldBe("""[["New",false,1,2,"asc",1]]""");
        await Eventually.Holds(async () =>
            (await Rpc(server, ann, "place", new { user = bob.UserId }))[0].GetProperty("division_name").GetString().ShouldBe("Top"));
        (await Rpc(server, ann, "place", new { user = ann.UserId }))[0].GetProperty("division").GetInt32().ShouldBe(1);
        (await Rpc(server, ann, "standings", new { division = 2, group = 1, season = 1 })).GetRawText().ShouldBe(
            $$"""[["{{bob.UserId}}",1,20,"promoted",1],["{{ann.UserId}}",2,30,"moved",1]]""");
        // The season ends group by group.
        await Eventually.Holds(async () =>
            (await Rpc(server, ann, "lists", new { user = ann.UserId })).GetRawText().ShouldBe("""["small","ladder","end",2,"closed",1,2,1,"moved"]"""));
        (await Rpc(server, ann, "rule", new { user = ann.UserId, leave = true, pause = true })).GetRawText().ShouldBe("""[["New",true,2,2,"asc",1]]""");
        (await Rpc(server, ann, "place", new { user = ann.UserId })).GetRawText().ShouldBe("""["none"]""");
        (await Rpc(server, ann, "rule", new { user = ann.UserId, resume = true })).GetRawText().ShouldBe("""[["New",false,2,2,"asc",1]]""");
        (await Rpc(server, ann, "rule", new { user = ann.UserId, delete = true })).GetRawText().ShouldBe("""["none"]""");
    }

    [Fact]
    public async Task what_modules_ask_wrongly_is_refused()
    {
        await using var server = await Start(Calls, "");
        var ann = await server.SignUp();
        (await Rpc(server, ann, "wrong", new { })).EnumerateArray().Select(text => text.GetString()!.Split("main.lua")[^1]).ShouldBe(
        [
            "bad argument #1 to league_create (string expected, got nil)",
            "bad argument #2 to league_create (expects a table of rules)",
            "bad argument #2 to league_create (expects divisions to be a list of 1-50 tables)",
            "bad argument #2 to league_create (expects divisions to be a list of 1-50 tables)",
            "bad argument #2 to league_create (expects group_size to be a whole number)",
            "error creating league: a division's group size must be 2-100",
            "bad argument #2 to league_create (expects operator to be 'best', 'set', 'decr' or 'incr')",
            "bad argument #2 to league_create (expects sort order to be 'asc' or 'desc')",
            "bad argument #2 to league_create (expects inactive to be 'stay', 'relegate' or 'leave')",
            "error creating league: league ID must be 1-64 letters, digits, dots, dashes or underscores",
            "error updating league: league not found",
            "bad argument #2 to league_join (expects owner ID to be a valid identifier)",
            "error changing league member: user not found",
            "error writing league score: must join league before attempting to write value",
            "bad argument #3 to league_score (expects score to be >= 0)",
            "bad argument #3 to league_move (expects a division number from 1)",
            "error changing league member: player is not in the league",
            "error listing league standings: league group not found",
            "bad argument #1 to leagues_list (expects limit to be 1-100)",
            "error listing leagues: cursor is invalid or expired",
            "error changing league: league not found",
            "bad argument #1 to register_league_season_end (expects function)",
        ]);
    }

    [Fact]
    public async Task the_page_s_module_pays_the_best_of_a_group_with_the_season_s_end_and_once()
    {
        await using var server = await Start("", "");
        var players = new List<TestPlayer>();
        for (var player = 0; player < 5; player++) players.Add(await server.SignUp());
        foreach (var (player, at) in players.Select((player, at) => (player, at)))
        {
            await GameServer.Json(await server.Send("POST", "/v2/kaos/league/ladder/join", player.Token));
            if (at < 4) await GameServer.Json(await server.Send("POST", "/v2/kaos/league/ladder/score", player.Token, $$"""{"score":"{{100 - at}}"}"""));
        }

        await using var other = await server.StartAnother();
        await GameServer.Json(await server.Send("POST", "/v2/kaos/league/ladder/season/end?http_key=defaulthttpkey"));
        await Eventually.Holds(async () => (await Wallet(server, players[0])).ShouldBe("""{"gems": 100}"""));
        (await Wallet(server, players[1])).ShouldBe("""{"gems": 50}""");
        (await Wallet(server, players[2])).ShouldBe("""{"gems": 33}""");
        (await Wallet(server, players[3])).ShouldBe("{}");
        (await Wallet(server, players[4])).ShouldBe("{}");
        var place = await GameServer.Json(await server.Send("GET", "/v2/kaos/league/ladder/place", players[0].Token));
        place.GetProperty("division_name").GetString().ShouldBe("Silver");
    }

    [Fact]
    public async Task a_function_that_fails_leaves_nothing_behind_and_the_league_goes_on()
    {
        await using var server = await Start("", """
            local kaos = require('kaos')
            kaos.register_league_season_end(function(context, league, season, group)
              kaos.wallet_update(group.standings[1].user_id, { gems = 1 })
              error('a bug')
            end)
            """);
        var ann = await server.SignUp();
        await GameServer.Json(await server.Send("POST", "/v2/kaos/league/ladder/join", ann.Token));
        await GameServer.Json(await server.Send("POST", "/v2/kaos/league/ladder/score", ann.Token, """{"score":"1"}"""));
        await GameServer.Json(await server.Send("POST", "/v2/kaos/league/ladder/season/end?http_key=defaulthttpkey"));
        await Eventually.Holds(async () =>
            (await GameServer.Json(await server.Send("GET", "/v2/kaos/league/ladder/place", ann.Token))).GetProperty("division").GetInt32().ShouldBe(2));
        (await Wallet(server, ann)).ShouldBe("{}");
    }

    /// <summary>A server with the module of the page, one that is loaded before it and one after.</summary>
    static async Task<GameServer> Start(string before, string after)
    {
        var folder = TestFolder.Create("modules");
        var page = await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "docs", "reference", "leagues.md"));
        await File.WriteAllTextAsync(Path.Combine(folder, "a_calls.lua"), before);
        await File.WriteAllTextAsync(Path.Combine(folder, "ladder.lua"), page.Split("```lua\n")[1].Split("```")[0]);
        await File.WriteAllTextAsync(Path.Combine(folder, "z_last.lua"), after);
        return await GameServer.Start(settings => settings with { Runtime = settings.Runtime with { Path = folder, LuaMinCount = 1 } });
    }

    static async Task<JsonElement> Rpc(GameServer server, TestPlayer player, string id, object payload)
    {
        using var response = await server.Send("POST", "/v2/rpc/" + id, player.Token, JsonSerializer.Serialize(JsonSerializer.Serialize(payload)));
        return JsonSerializer.Deserialize<JsonElement>((await GameServer.Json(response)).GetProperty("payload").GetString()!);
    }

    static async Task<string> Wallet(GameServer server, TestPlayer player) =>
        (await GameServer.Json(await server.Send("GET", "/v2/account", player.Token))).GetProperty("wallet").GetString()!;
}
