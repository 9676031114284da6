using System.Text.Json;
using KaosNet.Scripting.Tests.Demo;
using KaosNet.Tests.Support;

namespace KaosNet.Scripting.Tests.Nk;

/// <summary>Boards themselves, windows around owners and cursors from ranks, from modules on a real database.</summary>
public sealed class BoardFunctionsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Module = """
        local nk = require('nakama')
        local function owner(i) return string.format('%08x-0000-4000-8000-000000000000', i) end
        local function rpc(id, f) nk.register_rpc(function(context, payload) return nk.json_encode(f(nk.json_decode(payload ~= '' and payload or '{}'))) end, id) end
        local function ids(list) local found = {} for i, one in ipairs(list) do found[i] = one.id end return found end
        local function owners(list) local found = {} for i, one in ipairs(list) do found[i] = tonumber(one.owner_id:sub(1, 8), 16) end return found end

        nk.leaderboard_create('a', true, 'asc', 'incr', '0 0 * * *', { season = 1 }, true)
        nk.leaderboard_create('b', false, 'descending', 'set', nil, nil, true)
        nk.leaderboard_create('c', false, 'desc', 'decrement')
        nk.leaderboard_create('d', false, 'ascending', 'increment')

        rpc('first', function() local boards, cursor = nk.leaderboard_list() return { ids(boards), type(cursor) } end)
        rpc('pages', function()
          local pages, cursor = {}, nil
          repeat
            local boards
            boards, cursor = nk.leaderboard_list(3, cursor)
            pages[#pages + 1] = ids(boards)
          until not cursor
          return pages
        end)
        rpc('get', function() return ids(nk.leaderboards_get_id({ 'c', 'nowhere', 'a', 'c' })) end)
        rpc('get_none', function() return { #nk.leaderboards_get_id({}), #nk.leaderboards_get_id() } end)
        rpc('board', function(p)
          local b = nk.leaderboards_get_id({ p.id })[1]
          local now = os.time()
          return { b.id, b.authoritative, b.operator, b.sort_order, b.metadata, b.create_time <= now and b.create_time > now - 600,
            b.next_reset and b.next_reset > now and b.next_reset <= now + 86400 or 'none', b.prev_reset and b.prev_reset <= now or 'none' }
        end)
        rpc('fill', function() for i = 1, 10 do nk.leaderboard_record_write('b', owner(i), 'user' .. i, i) end return {} end)
        rpc('around', function(p)
          local records, after, before, count = nk.leaderboard_records_haystack('b', owner(p.owner), p.limit)
          local ranks = {}
          for i, r in ipairs(records) do ranks[i] = r.rank end
          return { owners(records), ranks, type(after), type(before), count }
        end)
        rpc('around_pages', function()
          local _, after, before = nk.leaderboard_records_haystack('b', owner(5), 3)
          local below, none, back = nk.leaderboard_records_haystack('b', owner(5), 10, after)
          local above, forth = nk.leaderboard_records_haystack('b', owner(5), 10, before)
          return { owners(below), type(none), type(back), owners(above), type(forth) }
        end)
        rpc('from_rank', function(p)
          local cursor = nk.leaderboard_records_list_cursor_from_rank('b', p.rank)
          if cursor == '' then return 'empty' end
          local records = nk.leaderboard_records_list('b', nil, 3, cursor)
          return { owners(records), records[1] and records[1].rank or 0 }
        end)
        rpc('ranks_off', function()
          nk.leaderboard_ranks_disable('b')
          nk.leaderboard_ranks_disable('b')
          local records, owners, _, _, count = nk.leaderboard_records_list('b', { owner(3) }, 1)
          return { records[1].rank, owners[1].rank, count }
        end)
        rpc('delete', function()
          nk.leaderboard_delete('b')
          nk.leaderboard_delete('b')
          nk.leaderboard_delete('nowhere')
          local gone = #nk.leaderboards_get_id({ 'b' })
          nk.leaderboard_create('b', false, 'asc', 'set', nil, nil, true)
          return { gone, nk.leaderboards_get_id({ 'b' })[1].sort_order, #nk.leaderboard_records_list('b', nil, 10) }
        end)
        local refusals = {
          function() nk.leaderboard_list(0) end,
          function() nk.leaderboard_list(101) end,
          function() nk.leaderboard_list(1, 'bad') end,
          function() nk.leaderboards_get_id({ 1 }) end,
          function() nk.leaderboards_get_id('a') end,
          function() nk.leaderboard_records_haystack('', owner(1)) end,
          function() nk.leaderboard_records_haystack('b', 'ann') end,
          function() nk.leaderboard_records_haystack('b', owner(1), 0) end,
          function() nk.leaderboard_records_haystack('b', owner(1), 101) end,
          function() nk.leaderboard_records_haystack('b', owner(1), 1, 'bad') end,
          function() nk.leaderboard_records_haystack('b', owner(1), 1, nil, -1) end,
          function() nk.leaderboard_records_haystack('nowhere', owner(1)) end,
          function() nk.leaderboard_records_list('', {}) end,
          function() nk.leaderboard_records_list('b', { 'ann' }) end,
          function() nk.leaderboard_records_list('b', nil, 10001) end,
          function() nk.leaderboard_records_list('b', nil, -1) end,
          function() nk.leaderboard_records_list('b', nil, 1, '', -1) end,
          function() nk.leaderboard_records_list('nowhere') end,
          function() nk.leaderboard_records_list_cursor_from_rank('', 1) end,
          function() nk.leaderboard_records_list_cursor_from_rank('b', 0) end,
          function() nk.leaderboard_records_list_cursor_from_rank('b', 2, -1) end,
          function() nk.leaderboard_records_list_cursor_from_rank('b', 2000) end,
          function() nk.leaderboard_records_list_cursor_from_rank('c', 2) end,
          function() nk.leaderboard_records_list_cursor_from_rank('nowhere', 2) end,
          function() nk.leaderboard_record_write('', owner(1)) end,
          function() nk.leaderboard_record_write('b', 'ann') end,
          function() nk.leaderboard_record_write('b', owner(1), 'ann', 1, -1) end,
          function() nk.leaderboard_record_write('b', owner(1), 'ann', 1, 1, nil, 'most') end,
          function() nk.leaderboard_record_delete('', owner(1)) end,
          function() nk.leaderboard_record_delete('b', 'ann') end,
          function() nk.leaderboard_record_delete('nowhere', owner(1)) end,
          function() nk.leaderboard_create('') end,
          function() nk.leaderboard_create('e', false, 'desc', 'most') end,
          function() nk.leaderboard_create(string.rep('x', 129)) end,
          function() nk.leaderboard_delete('') end,
          function() nk.leaderboard_ranks_disable('') end,
          function() nk.leaderboard_ranks_disable('nowhere') end,
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
    public async Task boards_are_listed_in_the_order_of_their_creation_and_found_by_id()
    {
        // Of its own, since other tests delete a board and make it again.
        await using var world = await Open(await TestPostgres.CreateDatabaseAsync());
        (await world.Call("first")).ShouldBe("""[["a","b","c","d"],"nil"]""");
        (await world.Call("pages")).ShouldBe("""[["a","b","c"],["d"]]""");
        (await world.Call("get")).ShouldBe("""["c","a"]""");
        (await world.Call("get_none")).ShouldBe("[0,0]");
        (await world.Call("board", """{"id":"a"}""")).ShouldBe("""["a",true,"increment","0",{"season":1},true,true,true]""");
        (await world.Call("board", """{"id":"b"}""")).ShouldBe("""["b",false,"set","1",{},true,"none","none"]""");
        (await world.Call("board", """{"id":"c"}""")).ShouldBe("""["c",false,"decrement","1",{},true,"none","none"]""");
    }

    [Fact]
    public async Task windows_and_cursors_from_ranks()
    {
        await using var world = await Open();
        await world.Call("fill");
        (await world.Call("around", """{"owner":5,"limit":3}""")).ShouldBe("""[[6,5,4],[5,6,7],"string","string",10]""");
        (await world.Call("around", """{"owner":10,"limit":2}""")).ShouldBe("""[[10,9],[1,2],"string","nil",10]""");
        (await world.Call("around", """{"owner":5}""")).ShouldBe("""[[10,9,8,7,6,5,4,3,2,1],[1,2,3,4,5,6,7,8,9,10],"nil","nil",10]""");
        (await world.Call("around", """{"owner":99}""")).ShouldBe("""[{},{},"nil","nil",0]""");
        (await world.Call("around_pages")).ShouldBe("""[[3,2,1],"nil","string",[10,9,8,7],"string"]""");
        (await world.Call("from_rank", """{"rank":1}""")).ShouldBe("\"empty\"");
        (await world.Call("from_rank", """{"rank":4}""")).ShouldBe("[[7,6,5],4]");
        (await world.Call("from_rank", """{"rank":11}""")).ShouldBe("[{},0]");
    }

    [Fact]
    public async Task ranks_are_switched_off_and_boards_deleted()
    {
        // Of its own, since it deletes a board and makes it again the other way round.
        await using var world = await Open(await TestPostgres.CreateDatabaseAsync());
        await world.Call("fill");
        (await world.Call("ranks_off")).ShouldBe("[1,0,0]");
        (await world.EventsOf("leaderboard-b")).Select(happened => happened.Name).ShouldBe(["leaderboard_created", "leaderboard_ranks_disabled"]);
        (await world.Call("delete")).ShouldBe("""[0,"0",0]""");
        (await world.EventsOf("leaderboard-b")).Select(happened => happened.Operation).ShouldBe(
            ["leaderboard_create", "leaderboard_ranks_disable", "leaderboard_delete", "leaderboard_delete", "leaderboard_create"]);
    }

    [Fact]
    public async Task each_refusal_has_its_text()
    {
        await using var world = await Open();
        JsonSerializer.Deserialize<string[]>(await world.Call("refuse")).ShouldBe(
        [
            "bad argument #1 to leaderboard_list (limit must be 1-100)",
            "bad argument #1 to leaderboard_list (limit must be 1-100)",
            "error listing leaderboards: expects cursor to be valid when provided",
            "bad argument #1 to leaderboards_get_id (expects each leaderboard ID to be string)",
            "bad argument #1 to leaderboards_get_id (table expected, got string)",
            "bad argument #1 to leaderboard_records_haystack (expects a leaderboard ID string)",
            "bad argument #2 to leaderboard_records_haystack (expects owner ID to be a valid identifier)",
            "bad argument #3 to leaderboard_records_haystack (limit must be 1-100)",
            "bad argument #3 to leaderboard_records_haystack (limit must be 1-100)",
            "error listing leaderboard records haystack: cursor is invalid or expired",
            "bad argument #5 to leaderboard_records_haystack (expiry should be time since epoch in seconds and has to be a positive integer)",
            "error listing leaderboard records haystack: leaderboard not found",
            "bad argument #1 to leaderboard_records_list (expects a leaderboard ID string)",
            "bad argument #2 to leaderboard_records_list (expects each owner ID to be a valid identifier)",
            "bad argument #3 to leaderboard_records_list (expects limit to be 0-10000)",
            "bad argument #3 to leaderboard_records_list (expects limit to be 0-10000)",
            "bad argument #5 to leaderboard_records_list (expects expiry to equal or greater than 0)",
            "error listing leaderboard records: leaderboard not found",
            "bad argument #1 to leaderboard_records_list_cursor_from_rank (expects a leaderboard ID string)",
            "bad argument #2 to leaderboard_records_list_cursor_from_rank (invalid rank - must be > 1)",
            "bad argument #3 to leaderboard_records_list_cursor_from_rank (invalid expiry)",
            "failed to get cursor from rank: nobody holds this rank",
            "failed to get cursor from rank: the leaderboard shows no ranks in this period",
            "failed to get cursor from rank: leaderboard not found",
            "bad argument #1 to leaderboard_record_write (expects a leaderboard ID string)",
            "bad argument #2 to leaderboard_record_write (expects owner ID to be a valid identifier)",
            "bad argument #5 to leaderboard_record_write (expects subscore to be >= 0)",
            "bad argument #7 to leaderboard_record_write (expects operator to be 'best', 'set', 'decr' or 'incr')",
            "bad argument #1 to leaderboard_record_delete (expects a leaderboard ID string)",
            "bad argument #2 to leaderboard_record_delete (expects owner ID to be a valid identifier)",
            "error deleting leaderboard record: leaderboard not found",
            "bad argument #1 to leaderboard_create (expects a leaderboard ID string)",
            "bad argument #4 to leaderboard_create (expects operator to be 'best', 'set', 'decr' or 'incr')",
            "error creating leaderboard: invalid leaderboard ID",
            "bad argument #1 to leaderboard_delete (expects a leaderboard ID string)",
            "bad argument #1 to leaderboard_ranks_disable (expects a leaderboard ID string)",
            "error disabling leaderboard ranks: leaderboard not found",
        ]);
    }

    private async Task<GameWorld> Open(string? database = null)
    {
        var folder = TestFolder.Create("modules");
        await File.WriteAllTextAsync(Path.Combine(folder, "main.lua"), Module);
        return await GameWorld.Open(database ?? postgres.ConnectionString, folder);
    }
}
