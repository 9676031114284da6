using System.Text.Json;
using KaosNet.Scripting.Tests.Demo;
using KaosNet.Tests.Support;

namespace KaosNet.Scripting.Tests.Nk;

/// <summary>Taking scores back and giving them back, from modules on a real database.</summary>
public sealed class DisqualificationFunctionsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Module = """
        local kaos = require('kaos')
        local function owner(i) return string.format('%08x-0000-4000-8000-000000000000', i) end
        local function rpc(id, f) kaos.register_rpc(function(context, payload) return kaos.json_encode(f(kaos.json_decode(payload ~= '' and payload or '{}'))) end, id) end
        local function board()
          local found = {}
          for i, r in ipairs(kaos.leaderboard_records_list('cup', nil, 10)) do found[i] = tonumber(r.owner_id:sub(1, 8), 16) .. ':' .. r.score end
          return found
        end
        local nobody = '0cc0cc00-0000-4000-8000-000000000003'

        kaos.leaderboard_create('cup', false, 'desc', 'best', nil, nil, true)
        rpc('story', function()
          kaos.leaderboard_record_write('cup', owner(1), 'ann', 100)
          kaos.leaderboard_record_write('cup', owner(1), 'ann', 900)
          kaos.leaderboard_record_write('cup', owner(2), 'bob', 300)
          local boards = { board() }
          local dry = kaos.disqualify({ owner_id = owner(1), leaderboard_id = 'cup', expiry = 0, submission = 2, reason = 'speed hack' }, true)
          boards[2] = board()
          local taken = kaos.disqualify({ owner_id = owner(1), leaderboard_id = 'cup', expiry = 0, submission = 2, reason = 'speed hack' })
          boards[3] = board()
          local undone = kaos.disqualify_undo(taken.id, 'lag', 'boss')
          boards[4] = board()
          local all = kaos.disqualify({ since = 0, before = 253402300799, leaderboard_id = 'cup', reason = 'all', author = 'mod' })
          boards[5] = board()
          local listed, cursor = kaos.disqualifications_list(1)
          local rest, none = kaos.disqualifications_list(1, cursor)
          local found, more = kaos.disqualification_get(all.id, 1)
          local last, over = kaos.disqualification_get(all.id, 1, more)
          return { boards, { dry.id == nil, dry.dry_run, dry.records[1].after.score }, { taken.stage, taken.author, taken.reason, taken.submission, taken.records[1].before.score },
            { undone.stage, undone.undo_author, undone.undo_reason }, { all.record_count, all.submission_count, all.author, all.records[1].after == nil },
            { listed[1].id == all.id, rest[1].id == taken.id, none == nil, #found.records, #last.records, over == nil } }
        end)
        local refusals = {
          function() kaos.disqualify() end,
          function() kaos.disqualify({}) end,
          function() kaos.disqualify({ owner_id = 'ann' }) end,
          function() kaos.disqualify({ owner_id = owner(1), expiry = 'x' }) end,
          function() kaos.disqualify({ since = -1 }) end,
          function() kaos.disqualify({ owner_id = owner(9), reason = 'r' }) end,
          function() kaos.disqualify({ owner_id = owner(9), submission = 1, reason = 'r' }) end,
          function() kaos.disqualify_undo('x', 'r') end,
          function() kaos.disqualify_undo(nobody, 'r') end,
          function() kaos.disqualify_undo(nobody) end,
          function() kaos.disqualifications_list(0) end,
          function() kaos.disqualifications_list(1, 'bad') end,
          function() kaos.disqualification_get('x') end,
          function() kaos.disqualification_get(nobody) end,
          function() kaos.disqualification_get(nobody, 101) end,
        }
        rpc('refuse', function()
          local texts = {}
          for i, f in ipairs(refusals) do
            local ok, problem = pcall(f)
            texts[i] = ok and 'granted' or tostring(problem):gsub('^main.lua:%d+: ', '')
          end
          return texts
        end)
        """;

    [Fact]
    public async Task a_module_takes_scores_back_and_gives_them_back()
    {
        await using var world = await Open();
        var told = JsonSerializer.Deserialize<JsonElement[]>(await world.Call("story"))!;
        told[0].GetRawText().ShouldBe("""[["1:900","2:300"],["1:900","2:300"],["2:300","1:100"],["1:900","2:300"],{}]""");
        told[1].GetRawText().ShouldBe("[true,true,100]");
        told[2].GetRawText().ShouldBe("""["done","main","speed hack",2,900]""");
        told[3].GetRawText().ShouldBe("""["undone","boss","lag"]""");
        told[4].GetRawText().ShouldBe("""[2,3,"mod",true]""");
        told[5].GetRawText().ShouldBe("[true,true,true,1,1,true]");
    }

    [Fact]
    public async Task each_refusal_has_its_text()
    {
        await using var world = await Open();
        JsonSerializer.Deserialize<string[]>(await world.Call("refuse")).ShouldBe(
        [
            "bad argument #1 to disqualify (table expected, got nil)",
            "error disqualifying: disqualification expects a leaderboard, an owner, a build or a span of time",
            "bad argument #1 to disqualify (expects owner_id to be a valid ID)",
            "bad argument #1 to disqualify (expects expiry to be a whole number)",
            "bad argument #1 to disqualify (expects since to be a time in Unix seconds)",
            "error disqualifying: no submission fits the disqualification",
            "error disqualifying: submission must be the number of a submission of the given owner's record, of the given leaderboard and expiry",
            "bad argument #1 to disqualify_undo (expects a valid disqualification ID)",
            "error undoing disqualification: disqualification not found",
            "bad argument #2 to disqualify_undo (string expected, got nil)",
            "bad argument #1 to disqualifications_list (expects limit to be 1-100)",
            "error listing disqualifications: cursor is invalid",
            "bad argument #1 to disqualification_get (expects a valid disqualification ID)",
            "error getting disqualification: disqualification not found",
            "bad argument #2 to disqualification_get (expects limit to be 1-100)",
        ]);
    }

    private async Task<GameWorld> Open()
    {
        var folder = TestFolder.Create("modules");
        await File.WriteAllTextAsync(Path.Combine(folder, "main.lua"), Module);
        return await GameWorld.Open(postgres.ConnectionString, folder);
    }
}
