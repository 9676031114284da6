using System.Text.Json;
using KaosNet.Scripting.Tests.Demo;
using KaosNet.Tests.Support;

namespace KaosNet.Scripting.Tests.Nk;

/// <summary>Tournaments from modules, on a real database.</summary>
public sealed class TournamentFunctionsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Module = """
        local nk = require('nakama')
        local function owner(i) return string.format('%08x-0000-4000-8000-000000000000', i) end
        local function rpc(id, f) nk.register_rpc(function(context, payload) return nk.json_encode(f(nk.json_decode(payload ~= '' and payload or '{}'))) end, id) end
        local function ids(list) local found = {} for i, one in ipairs(list) do found[i] = one.id end return found end
        local function owners(list) local found = {} for i, one in ipairs(list) do found[i] = tonumber(one.owner_id:sub(1, 8), 16) end return found end
        local now = os.time()

        nk.tournament_create('plain', false, 'desc', 'best', 3600, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, true)
        nk.tournament_create('full', true, 'asc', 'incr', 600, '0 0 * * *', { season = 1 }, 'Cup', 'All of it', 7, now - 86400, now + 864000, 2, 3, true, true)
        nk.tournament_create('open', false, 'desc', 'set', 86400, '0 0 * * *', nil, 'Open', '', 0, now - 60, 0, 0, 2, false, true)
        nk.tournament_create('later', false, 'desc', 'best', 3600, nil, nil, 'Later', '', 0, now + 3600)
        nk.tournament_create('joined', false, 'desc', 'best', 86400, nil, nil, '', '', 1, 0, 0, 2, 1, true, true)
        nk.leaderboard_create('board', false, 'desc', 'best', nil, nil, true)

        rpc('defaults', function()
          local t = nk.tournaments_get_id({ 'plain' })[1]
          return { t.title, t.description, t.category, t.authoritative, t.sort_order, t.operator, t.join_required, t.size, t.max_size, t.max_num_score, t.duration,
            t.can_enter, t.metadata, t.next_reset or 'none', t.prev_reset or 'none', t.end_time or 'none', t.end_active - t.start_active, t.start_time == t.start_active,
            t.start_time <= os.time() and t.start_time > now - 600 }
        end)
        rpc('all_set', function()
          local t = nk.tournaments_get_id({ 'full' })[1]
          return { t.title, t.description, t.category, t.authoritative, t.sort_order, t.operator, t.join_required, t.size, t.max_size, t.max_num_score, t.duration,
            t.metadata, t.start_time <= os.time() - 86400, t.end_time - t.start_time, t.next_reset % 86400, t.prev_reset % 86400 }
        end)
        rpc('again', function()
          nk.tournament_create('plain', true, 'asc', 'set', 1)
          return nk.tournaments_get_id({ 'plain' })[1].duration
        end)
        rpc('get', function() return { ids(nk.tournaments_get_id({ 'full', 'later', 'nowhere', 'board', 'plain', 'later' })), #nk.tournaments_get_id(), #nk.tournaments_get_id({}) } end)
        rpc('list', function(p)
          local list, cursor = nk.tournament_list(p.first, p.last, p.start, p.stop, p.limit)
          return { ids(list), type(cursor) }
        end)
        rpc('pages', function()
          local pages, cursor = {}, nil
          repeat
            local list
            list, cursor = nk.tournament_list(0, 127, -1, -1, 2, cursor)
            pages[#pages + 1] = #list
          until not cursor
          return pages
        end)
        rpc('play', function()
          local found = {}
          for i = 1, 5 do nk.tournament_record_write('open', owner(i), 'user' .. i, i * 10, i, { n = i }) end
          local r = nk.tournament_record_write('open', owner(1), '', 99, 1)
          found[#found + 1] = { r.leaderboard_id, r.username, r.score, r.num_score, r.max_num_score, r.metadata, r.rank }
          found[#found + 1] = select(2, pcall(nk.tournament_record_write, 'open', owner(1), '', 100))
          nk.tournament_add_attempt('open', owner(1), 1)
          r = nk.tournament_record_write('open', owner(1), 'user1', 1, 0, nil, 'incr')
          found[#found + 1] = { r.score, r.num_score, r.max_num_score }
          nk.tournament_add_attempt('open', owner(77), 5)
          return found
        end)
        rpc('records', function()
          local records, chosen, after, before, count = nk.tournament_records_list('open', { owner(3), owner(9) }, 2)
          local more, none, last, back = nk.tournament_records_list('open', nil, 10, after)
          local only = { nk.tournament_records_list('open', { owner(3) }) }
          return { owners(records), owners(chosen), type(before), count, owners(more), #none, type(last), type(back), #only[1], owners(only[2]) }
        end)
        rpc('around', function()
          local records, after, before, count = nk.tournament_records_haystack('open', owner(3), 3)
          local above = nk.tournament_records_haystack('open', owner(3), 3, before)
          return { owners(records), owners(above), type(after), count }
        end)
        rpc('past', function()
          local expiry = nk.tournaments_get_id({ 'open' })[1].next_reset
          return { #nk.tournament_records_list('open', nil, 10, nil, expiry), #nk.tournament_records_list('open', nil, 10, nil, expiry - 86400),
            #nk.tournament_records_haystack('open', owner(3), 3, nil, expiry - 86400) }
        end)
        rpc('take_off', function()
          nk.tournament_record_delete('open', owner(3))
          nk.tournament_record_delete('open', owner(3))
          local _, chosen, _, _, count = nk.tournament_records_list('open', { owner(3) })
          return { #chosen, count }
        end)
        rpc('join', function()
          local before = select(2, pcall(nk.tournament_record_write, 'joined', owner(1), 'ann', 5))
          nk.tournament_join('joined', owner(1), 'ann')
          nk.tournament_join('joined', owner(1), 'ann')
          nk.tournament_join('joined', owner(2), 'bob')
          local third = select(2, pcall(nk.tournament_join, 'joined', owner(3), 'cid'))
          local r = nk.tournament_record_write('joined', owner(1), 'ann', 5)
          return { before, third, r.score, r.num_score, nk.tournaments_get_id({ 'joined' })[1].size, nk.tournaments_get_id({ 'joined' })[1].can_enter }
        end)
        rpc('ranks_off', function()
          nk.tournament_ranks_disable('open')
          local _, chosen, _, _, count = nk.tournament_records_list('open', { owner(4) })
          return { chosen[1].rank, count, nk.tournaments_get_id({ 'open' })[1].duration }
        end)
        rpc('delete', function()
          nk.tournament_delete('joined')
          nk.tournament_delete('joined')
          nk.tournament_delete('nowhere')
          nk.tournament_delete('board')
          return { ids(nk.tournaments_get_id({ 'joined', 'plain' })), ids(nk.leaderboards_get_id({ 'board' })) }
        end)
        local refusals = {
          function() nk.tournament_create('') end,
          function() nk.tournament_create('x', true, 'up', 'best', 1) end,
          function() nk.tournament_create('x', true, 'asc', 'most', 1) end,
          function() nk.tournament_create('x', true, 'asc', 'best') end,
          function() nk.tournament_create('x', true, 'asc', 'best', 1, 'soon') end,
          function() nk.tournament_create('x', true, 'asc', 'best', 1, nil, { 1 }) end,
          function() nk.tournament_create('x', true, 'asc', 'best', 1, nil, nil, '', '', 128) end,
          function() nk.tournament_create('x', true, 'asc', 'best', 1, nil, nil, '', '', 0, -1) end,
          function() nk.tournament_create('x', true, 'asc', 'best', 1, nil, nil, '', '', 0, 0, -1) end,
          function() nk.tournament_create('x', true, 'asc', 'best', 1, nil, nil, '', '', 0, now, now) end,
          function() nk.tournament_create('x', true, 'asc', 'best', 1, nil, nil, '', '', 0, 0, 0, -1) end,
          function() nk.tournament_create('x', true, 'asc', 'best', 1, nil, nil, '', '', 0, 0, 0, 0, -1) end,
          function() nk.tournament_create('x', true, 'asc', 'best', 1, '0 0 * * *', nil, '', '', 0, now, now + 1) end,
          function() nk.tournament_create('board', true, 'asc', 'best', 1) end,
          function() nk.tournament_delete('') end,
          function() nk.tournament_ranks_disable('board') end,
          function() nk.tournament_join('', owner(1), 'ann') end,
          function() nk.tournament_join('plain', '', 'ann') end,
          function() nk.tournament_join('plain', 'ann', 'ann') end,
          function() nk.tournament_join('plain', owner(1), '') end,
          function() nk.tournament_join('nowhere', owner(1), 'ann') end,
          function() nk.tournament_add_attempt('', owner(1), 1) end,
          function() nk.tournament_add_attempt('plain', '', 1) end,
          function() nk.tournament_add_attempt('plain', 'ann', 1) end,
          function() nk.tournament_add_attempt('plain', owner(1), 0) end,
          function() nk.tournament_add_attempt('board', owner(1), 1) end,
          function() nk.tournament_list(-1) end,
          function() nk.tournament_list(0, 128) end,
          function() nk.tournament_list(0, 0, -2) end,
          function() nk.tournament_list(0, 0, 0, -2) end,
          function() nk.tournament_list(0, 0, 10, 9) end,
          function() nk.tournament_list(0, 0, 0, 0, 101) end,
          function() nk.tournament_list(0, 0, 0, 0, 1, 'bad') end,
          function() nk.tournaments_get_id({ {} }) end,
          function() nk.tournament_record_write('', owner(1)) end,
          function() nk.tournament_record_write('plain', 'ann') end,
          function() nk.tournament_record_write('plain', owner(1), 'ann', 1, 1, nil, 'most') end,
          function() nk.tournament_record_write('plain', owner(1), 'ann', -1) end,
          function() nk.tournament_record_write('later', owner(1), 'ann', 1) end,
          function() nk.tournament_record_write('board', owner(1), 'ann', 1) end,
          function() nk.tournament_record_write('nowhere', owner(1), 'ann', 1) end,
          function() nk.tournament_record_delete('', owner(1)) end,
          function() nk.tournament_record_delete('plain', 'ann') end,
          function() nk.tournament_record_delete('board', owner(1)) end,
          function() nk.tournament_records_list('') end,
          function() nk.tournament_records_list('plain', { 'ann' }) end,
          function() nk.tournament_records_list('plain', nil, 10001) end,
          function() nk.tournament_records_list('plain', nil, 1, 'bad') end,
          function() nk.tournament_records_list('plain', nil, 1, '', -1) end,
          function() nk.tournament_records_list('board') end,
          function() nk.tournament_records_haystack('', owner(1)) end,
          function() nk.tournament_records_haystack('plain', 'ann') end,
          function() nk.tournament_records_haystack('plain', owner(1), 101) end,
          function() nk.tournament_records_haystack('plain', owner(1), 1, 'bad') end,
          function() nk.tournament_records_haystack('plain', owner(1), 1, '', -1) end,
          function() nk.tournament_records_haystack('board', owner(1)) end,
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
    public async Task tournaments_are_set_up_found_and_listed()
    {
        await using var world = await Open();
        (await world.Call("defaults")).ShouldBe(
            """["","",0,false,"1","best",false,0,2147483647,1000000,3600,true,{},"none","none","none",3600,true,true]""");
        (await world.Call("all_set")).ShouldBe("""["Cup","All of it",7,true,"0","increment",true,0,2,3,600,{"season":1},true,950400,0,0]""");
        (await world.Call("again")).ShouldBe("3600");
        (await world.Call("get")).ShouldBe("""[["later","plain","full"],0,0]""");
        // Without a last category it is 0, as it always was.
        (await world.Call("list")).ShouldBe("""[["open","plain","later"],"nil"]""");
        (await world.Call("list", """{"first":0,"last":127}""")).ShouldBe("""[["full","open","plain","joined","later"],"nil"]""");
        (await world.Call("list", """{"first":0,"last":127,"start":0,"stop":0,"limit":2}""")).ShouldBe("""[["open","plain"],"string"]""");
        (await world.Call("list", """{"first":1,"last":9}""")).ShouldBe("""[["full","joined"],"nil"]""");
        (await world.Call("pages")).ShouldBe("[2,2,1]");
        var created = (await world.EventsOf("leaderboard-plain")).ShouldHaveSingleItem();
        (created.Name, created.Actor, created.Operation, created.Cause).ShouldBe(("tournament_created", "main", "tournament_create", "start"));
    }

    [Fact]
    public async Task scores_are_handed_in_listed_and_taken_off()
    {
        await using var world = await Open();
        (await world.Call("play")).ShouldBe(
            """[["open","user1",99,2,2,{"n":1},1],"error writing tournament record: reached allowed max number of score attempts",[100,3,3]]""");
        (await world.Call("records")).ShouldBe("""[[1,5],[3],"nil",5,[4,3,2],0,"nil","string",0,[3]]""");
        (await world.Call("around")).ShouldBe("""[[4,3,2],[1,5],"nil",5]""");
        (await world.Call("past")).ShouldBe("[5,0,0]");
        (await world.Call("take_off")).ShouldBe("[0,4]");
        (await world.Call("ranks_off")).ShouldBe("[0,0,86400]");
    }

    [Fact]
    public async Task owners_join_until_it_is_full_and_tournaments_are_deleted()
    {
        await using var world = await Open();
        (await world.Call("join")).ShouldBe(
            """["error writing tournament record: must join tournament before attempting to write value","error joining tournament: tournament cannot be joined as it has reached its max size",5,1,2,false]""");
        (await world.Call("delete")).ShouldBe("""[["plain"],["board"]]""");
    }

    [Fact]
    public async Task each_refusal_has_its_text()
    {
        await using var world = await Open();
        JsonSerializer.Deserialize<string[]>(await world.Call("refuse")).ShouldBe(
        [
            "bad argument #1 to tournament_create (expects a tournament ID string)",
            "bad argument #3 to tournament_create (expects sort order to be 'asc' or 'desc')",
            "bad argument #4 to tournament_create (expects operator to be 'best', 'set', 'decr' or 'incr')",
            "bad argument #5 to tournament_create (duration must be > 0)",
            "bad argument #6 to tournament_create (expects reset schedule to be a valid CRON expression)",
            "error encoding metadata: expects a table of keys and values, not a list",
            "bad argument #10 to tournament_create (category must be 0-127)",
            "bad argument #11 to tournament_create (startTime must be >= 0)",
            "bad argument #12 to tournament_create (endTime must be >= 0)",
            "bad argument #12 to tournament_create (endTime must be >= startTime)",
            "bad argument #13 to tournament_create (maxSize must be >= 0)",
            "bad argument #14 to tournament_create (maxNumScore must be >= 0)",
            "error creating tournament: tournament end time cannot be before first reset schedule - either increase end time or change/disable reset schedule",
            "error creating tournament: cannot create tournament as leaderboard is already in use",
            "bad argument #1 to tournament_delete (expects a tournament ID string)",
            "error disabling tournament ranks: tournament not found",
            "bad argument #1 to tournament_join (expects a tournament ID string)",
            "bad argument #2 to tournament_join (expects a owner ID string)",
            "bad argument #2 to tournament_join (expects owner ID to be a valid identifier)",
            "bad argument #3 to tournament_join (expects a username string)",
            "error joining tournament: tournament not found",
            "bad argument #1 to tournament_add_attempt (expects a tournament ID string)",
            "bad argument #2 to tournament_add_attempt (expects a owner ID string)",
            "bad argument #2 to tournament_add_attempt (expects owner ID to be a valid identifier)",
            "bad argument #3 to tournament_add_attempt (expects an attempt count number != 0)",
            "error adding tournament attempts: tournament not found",
            "bad argument #1 to tournament_list (categoryStart must be 0-127)",
            "bad argument #2 to tournament_list (categoryEnd must be 0-127)",
            "bad argument #3 to tournament_list (startTime must be >= -1)",
            "bad argument #4 to tournament_list (endTime must be >= -1)",
            "bad argument #4 to tournament_list (endTime must be >= startTime)",
            "bad argument #5 to tournament_list (limit must be 1-100)",
            "error listing tournaments: expects cursor to be valid when provided",
            "bad argument #1 to tournaments_get_id (expects each tournament ID to be string)",
            "bad argument #1 to tournament_record_write (expects a tournament ID string)",
            "bad argument #2 to tournament_record_write (expects owner ID to be a valid identifier)",
            "bad argument #7 to tournament_record_write (expects operator to be 'best', 'set', 'decr' or 'incr')",
            "error writing tournament record: error writing score to tournament",
            "error writing tournament record: tournament is not active and cannot accept new scores",
            "error writing tournament record: error writing score to tournament",
            "error writing tournament record: tournament not found",
            "bad argument #1 to tournament_record_delete (expects a tournament ID string)",
            "bad argument #2 to tournament_record_delete (expects owner ID to be a valid identifier)",
            "error deleting tournament record: tournament not found",
            "bad argument #1 to tournament_records_list (expects a tournament ID string)",
            "bad argument #2 to tournament_records_list (expects each owner ID to be a valid identifier)",
            "bad argument #3 to tournament_records_list (expects limit to be 0-10000)",
            "error listing tournament records: cursor is invalid or expired",
            "bad argument #5 to tournament_records_list (expects expiry to equal or greater than 0)",
            "error listing tournament records: tournament not found",
            "bad argument #1 to tournament_records_haystack (expects a tournament ID string)",
            "bad argument #2 to tournament_records_haystack (expects owner ID to be a valid identifier)",
            "bad argument #3 to tournament_records_haystack (limit must be 1-100)",
            "error listing tournament records haystack: cursor is invalid or expired",
            "bad argument #5 to tournament_records_haystack (expiry should be time since epoch in seconds and has to be a positive integer)",
            "error listing tournament records haystack: tournament not found",
        ]);
    }

    private async Task<GameWorld> Open()
    {
        var folder = TestFolder.Create("modules");
        await File.WriteAllTextAsync(Path.Combine(folder, "main.lua"), Module);
        return await GameWorld.Open(postgres.ConnectionString, folder);
    }
}
