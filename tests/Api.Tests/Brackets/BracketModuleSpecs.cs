using System.Text.Json;
using KaosNet.Domain.Brackets;
using KaosNet.Domain.Brackets.Drawing;
using KaosNet.Domain.Storage;
using KaosNet.Projections.Storage;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;
using static KaosNet.Api.Tests.Answers;

namespace KaosNet.Api.Tests.Brackets;

/// <summary>Brackets from server modules, on the whole server.</summary>
public sealed class BracketModuleSpecs
{
    const string Module = """
        local nk = require('kaos')
        local function rpc(id, f)
          nk.register_rpc(function(context, payload) return nk.json_encode(f(nk.json_decode(payload), context)) end, id)
        end
        local function keep(key, value) nk.storage_write({{ collection = 'calls', key = key, value = value }}) end

        nk.register_bracket_ready(function(context, bracket, pairings)
          if bracket.rules.metadata.breaks then error('broken on purpose') end
          local numbers = {}
          for i, pairing in ipairs(pairings) do numbers[i] = pairing.number end
          keep('ready ' .. bracket.rules.title .. ' ' .. table.concat(numbers, ','), { mode = context.execution_mode, pairings = pairings })
          -- Nobody needs to play for a title that says so.
          if bracket.rules.title == 'Fixed' then
            for _, pairing in ipairs(pairings) do nk.bracket_report(bracket.id, pairing.number, { first_score = 1 }, 'fixed') end
          end
        end)
        nk.register_bracket_end(function(context, bracket)
          keep('end ' .. bracket.rules.title .. ' ' .. bracket.endings, { winner = bracket.winner_id, first = bracket.entrants[1], pairings = #bracket.pairings })
        end)

        rpc('create', function(users, context)
          local b = nk.bracket_create({ format = 'single_elimination', title = 'Cup', best_of = 3, third_place = true, metadata = { map = 'moon' } }, { users[1], users[2] })
          local joined = nk.bracket_join(b.id, { users[3], users[4] })
          return { id = b.id, phase = b.phase, format = b.rules.format, map = b.rules.metadata.map, size = b.rules.size_max, count = joined.entrant_count,
            created = b.create_time > 1700000000, winner = b.winner_id == nil }
        end)
        rpc('play', function(id)
          local started = nk.bracket_start(id, 'random')
          local first = nk.bracket_report(id, 1, { first_score = 2, second_score = 1 }, 'm1')
          local second = nk.bracket_report(id, 2, { second_score = 2 })
          local corrected = nk.bracket_correct(id, 2, { first_score = 2 }, 'typing error')
          nk.bracket_report(id, 3, { first_score = 2 })
          nk.bracket_report(id, 4, { second_score = 2 })
          local sheet = nk.bracket_get(id)
          return { started.phase, started.seeding, first.match_id, first.winner_id == sheet.pairings[1].first_id, second.outcome, corrected.first_score,
            sheet.phase, #sheet.entrants, sheet.entrants[1].place, sheet.entrants[1].user_id == sheet.winner_id, sheet.pairings[3].side }
        end)
        rpc('fixed', function(users, context)
          local b = nk.bracket_create({ format = 'double_elimination', title = 'Fixed' }, users)
          return nk.bracket_start(b.id, 'given', { users[2] }).id
        end)
        rpc('match', function(users)
          local b = nk.bracket_create({ format = 'single_elimination', title = 'By match' }, users)
          nk.bracket_start(b.id, 'given', users)
          return { bracket = b.id, match = nk.match_create('decider', { bracket = b.id, pairing = 1 }) }
        end)
        rpc('broken', function(users)
          local b = nk.bracket_create({ format = 'round_robin', title = 'Broken', metadata = { breaks = true } }, users)
          return nk.bracket_start(b.id).id
        end)
        rpc('lists', function(users)
          for i = 1, 5 do nk.bracket_create({ format = 'round_robin', category = 77 }, { users[1] }) end
          local first, cursor = nk.brackets_list({ category = 77 }, 3)
          local rest, last = nk.brackets_list({ category = 77 }, 3, cursor)
          local off = nk.bracket_cancel(first[1].id, 'rain')
          local gone = nk.bracket_withdraw(first[2].id, users[1])
          return { #first, #rest, last == nil, off.phase, gone.entrant_count, #nk.brackets_list({ user_id = users[1], phase = 'cancelled' }), #nk.brackets_list() }
        end)
        rpc('refusals', function()
          local id = '0bb0bb00-0000-4000-8000-000000000001'
          local seen = {}
          local function try(f, ...) local ok, problem = pcall(f, ...) seen[#seen + 1] = ok and 'done' or (type(problem) == 'table' and problem.message or tostring(problem)) end
          try(nk.bracket_create) try(nk.bracket_create, {}) try(nk.bracket_create, { format = 'best' }) try(nk.bracket_create, { format = 'round_robin', legs = 3 })
          try(nk.bracket_get, 'x') try(nk.bracket_get, id) try(nk.bracket_start, id, 'nonsense') try(nk.bracket_report, id, 0, {}) try(nk.bracket_report, id, 1)
          try(nk.bracket_report, id, 1, {}) try(nk.brackets_list, { phase = 'x' }) try(nk.brackets_list, {}, 101) try(nk.bracket_join, id, 'x')
          return seen
        end)
        """;

    /// <summary>A match of one player who wins against the clock.</summary>
    const string MatchHandler = """
        local nk = require('kaos')
        return {
          match_init = function(context, setup) return setup, 10, '' end,
          match_join_attempt = function(context, dispatcher, tick, state) return state, true end,
          match_join = function(context, dispatcher, tick, state) return state end,
          match_leave = function(context, dispatcher, tick, state) return state end,
          match_loop = function(context, dispatcher, tick, state)
            if tick < 2 then return state end
            nk.bracket_report(state.bracket, state.pairing, { first_score = 3, second_score = 1 })
            return nil
          end,
          match_terminate = function(context, dispatcher, tick, state) return state end,
          match_signal = function(context, dispatcher, tick, state, data) return state, data end,
        }
        """;

    [Fact]
    public async Task a_match_that_reports_is_the_match_of_the_pairing()
    {
        await using var server = await Start();
        var users = new[] { (await server.SignUp()).UserId, (await server.SignUp()).UserId };

        var begun = await Rpc(server, "match", JsonSerializer.Serialize(users));

        var journal = server.Get<IJournal>();
        await Eventually.Is(async () => (await journal.Load(Bracket.Kind.Of(Text(begun, "bracket")))).Phase == BracketPhase.Finished, "the match decides the bracket");
        var bracket = await journal.Load(Bracket.Kind.Of(Text(begun, "bracket")));
        var pairing = bracket.Pairings.ShouldHaveSingleItem();
        (pairing.MatchId, pairing.Score).ShouldBe((Text(begun, "match"), new PairingScore(3, 1, Slot.First)));
    }

    [Fact]
    public async Task modules_run_brackets_and_are_called_once()
    {
        await using var server = await Start();
        var users = new List<string>();
        for (var i = 0; i < 4; i++) users.Add((await server.SignUp()).UserId);
        var ids = JsonSerializer.Serialize(users);

        var created = await Rpc(server, "create", ids);
        var id = Text(created, "id");
        created.GetRawText().ShouldBe(
            $$"""{"count":4,"created":true,"format":"single_elimination","id":"{{id}}","map":"moon","phase":"open","size":1024,"winner":true}""");
        (await Rpc(server, "play", $"\"{id}\"")).GetRawText().ShouldBe(
            """["running","random","m1",true,"played",2,"finished",4,1,true,"third_place"]""");
        var ended = await Kept(server, "end Cup 1");
        (ended.GetProperty("pairings").GetInt32(), ended.GetProperty("first").GetProperty("place").GetInt32()).ShouldBe((4, 1));
        var ready = await Kept(server, "ready Cup 1,2");
        (Text(ready, "mode"), ready.GetProperty("pairings").GetArrayLength()).ShouldBe(("bracket_ready", 2));

        // A function that reports is part of what it was called for, and leads to the next call; the whole bracket plays itself.
        var fixedId = (await Rpc(server, "fixed", ids)).GetString()!;
        Text(await Kept(server, "end Fixed 1"), "winner").ShouldBe(users[1]);
        var journal = server.Get<IJournal>();
        (await journal.Load(Bracket.Kind.Of(fixedId))).Pairings.ShouldAllBe(pairing => pairing.MatchId == "fixed" && pairing.Outcome == PairingOutcome.Played);

        // One that fails is called again, then given up; the bracket goes on without it, and the next one is called.
        var brokenId = (await Rpc(server, "broken", ids)).GetString()!;
        await Eventually.Holds(async () => (await journal.Load(Bracket.Kind.Of(brokenId))).CalledThrough.ShouldBeGreaterThan(0));
        (await Events(server, brokenId, "bracket_functions_called")).ShouldBe(1);
        (await Events(server, id, "bracket_functions_called")).ShouldBe(4, "at the start, for the last two games, for them again after the correction, and at the end");

        (await Rpc(server, "lists", ids)).GetRawText().ShouldBe("""[3,2,true,"cancelled",0,1,8]""");
        (await Rpc(server, "refusals", "{}")).EnumerateArray().Select(line => line.GetString()!).ShouldBe([
            "bad argument #1 to bracket_create (expects a table of rules)",
            "bad argument #1 to bracket_create (expects a table of rules with a format, and each rule of its kind)",
            "bad argument #1 to bracket_create (expects a table of rules with a format, and each rule of its kind)",
            "bracket_create failed: bracket legs must be 1, or 2 in a round robin",
            "bad argument #1 to bracket_get (expects bracket ID to be a valid identifier)",
            "bracket_get failed: bracket not found",
            "bad argument #2 to bracket_start (expects seeding to be entry, given, board or random)",
            "bad argument #2 to bracket_report (expects the number of a pairing)",
            "bad argument #3 to bracket_report (expects a table with first_score, second_score or winner_id)",
            "bracket_report failed: bracket not found",
            "bad argument #1 to brackets_list (expects phase to be open, running, finished or cancelled)",
            "bad argument #2 to brackets_list (expects limit to be 1-100)",
            "bad argument #2 to bracket_join (expects user ID to be a valid identifier)",
        ]);
    }

    static async Task<GameServer> Start()
    {
        var folder = TestFolder.Create("modules");
        await File.WriteAllTextAsync(Path.Combine(folder, "main.lua"), Module);
        await File.WriteAllTextAsync(Path.Combine(folder, "decider.lua"), MatchHandler);
        return await GameServer.Start(settings => settings with { Runtime = settings.Runtime with { Path = folder } });
    }

    static async Task<JsonElement> Rpc(GameServer server, string id, string payload) => JsonSerializer.Deserialize<JsonElement>(Text(await Json(
        server.Send("POST", $"/v2/rpc/{id}?http_key=defaulthttpkey", body: JsonSerializer.Serialize(payload))), "payload"));

    static Task<JsonElement> Kept(GameServer server, string key) => Eventually.Gives(async () =>
    {
        var found = await server.Get<StoredObjects>().Read([new("calls", key, Guid.Parse(ObjectKey.System))], null, CancellationToken.None);
        if (found.Count == 0) throw new ShouldAssertException("Not called: " + key);
        return JsonSerializer.Deserialize<JsonElement>(found[0].Value);
    });

    static async Task<long> Events(GameServer server, string id, string type)
    {
        var database = server.Get<Store.Database>();
        await using var command = database.General.CreateCommand($"select count(*) from {database.Schema}.mt_events where stream_id = 'bracket-{id}' and type = '{type}'");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
