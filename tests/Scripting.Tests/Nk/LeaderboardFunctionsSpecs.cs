using KaosNet.Domain.Kernel;
using KaosNet.Scripting.Tests.Demo;
using KaosNet.Tests.Support;

namespace KaosNet.Scripting.Tests.Nk;

/// <summary>Boards and records from modules, on a real database.</summary>
public sealed class LeaderboardFunctionsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Ann = "00000000-0000-4000-8000-000000000001";
    private const string Bob = "00000000-0000-4000-8000-000000000002";

    private const string Module = """
        local nk = require('nakama')
        local ann, bob = '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'
        nk.leaderboard_create('cup', true, 'desc', 'best', nil, { season = 1 }, true)
        nk.leaderboard_create('cup', false, 'asc')
        nk.leaderboard_create('sum', false, 'desc', 'incr', '0 0 1 1 *', {}, true)
        local function rpc(id, f) nk.register_rpc(function(context, payload) return nk.json_encode(f(context, payload)) end, id) end

        rpc('write', function(context, payload)
          local r = nk.leaderboard_record_write('cup', context.user_id, context.username, tonumber(payload), 2, { by = 'f' })
          return { r.leaderboard_id, r.owner_id, r.username, r.score, r.subscore, r.num_score, r.max_num_score, r.metadata, r.rank, r.expiry_time or 0,
            r.create_time > 1700000000, r.update_time >= r.create_time }
        end)
        rpc('list', function()
          nk.leaderboard_record_write('cup', bob, 'bob', 500)
          local records, owners, next_cursor, prev_cursor, count = nk.leaderboard_records_list('cup', { ann }, 1)
          local more, none, after, before = nk.leaderboard_records_list('cup', {}, 1, next_cursor)
          return { records[1].owner_id, #records, owners[1].owner_id, type(next_cursor), type(prev_cursor), count, more[1].owner_id, #none, type(after), type(before) }
        end)
        rpc('override', function()
          nk.leaderboard_record_write('sum', ann, 'ann', 5)
          nk.leaderboard_record_write('sum', ann, 'ann', 5)
          local set = nk.leaderboard_record_write('sum', ann, '', 3, 0, nil, 'set')
          return { set.score, set.username, set.expiry_time > 1700000000 }
        end)
        rpc('delete', function()
          nk.leaderboard_record_delete('cup', bob)
          local _, owners = nk.leaderboard_records_list('cup', { bob })
          return #owners
        end)
        rpc('unknown', function() nk.leaderboard_record_write('nowhere', ann, 'ann', 1) end)
        rpc('caught', function() return select(2, pcall(nk.leaderboard_record_write, 'nowhere', ann, 'ann', 1)) end)
        rpc('list_meta', function() nk.leaderboard_record_write('cup', ann, 'ann', 1, 0, { 1, 2 }) end)
        rpc('negative', function() nk.leaderboard_record_write('cup', ann, 'ann', -1) end)
        rpc('cursor', function() nk.leaderboard_records_list('cup', nil, 1, 'bad') end)
        rpc('schedule', function() nk.leaderboard_create('odd', false, 'desc', 'best', 'not cron') end)
        rpc('order', function() nk.leaderboard_create('odd', false, 'sideways') end)
        """;

    [Fact]
    public async Task boards_are_made_written_listed_and_cleared()
    {
        await using var world = await Open();
        var caller = new Caller { Source = Source.Client, Actor = Ann, UserId = Ann, Username = "ann", Correlation = "c-1" };
        (await world.Call("write", "100", caller)).ShouldBe($$"""["cup","{{Ann}}","ann",100,2,1,1000000,{"by":"f"},1,0,true,true]""");
        var written = (await world.EventsOf($"record-cup/0/{Ann}")).ShouldHaveSingleItem();
        (written.Actor, written.Source, written.Operation, written.Cause, written.Correlation).ShouldBe(
            ("main", "script", "leaderboard_record_write", "rpc write", "c-1"));

        (await world.Call("list")).ShouldBe($$"""["{{Bob}}",1,"{{Ann}}","string","nil",2,"{{Ann}}",0,"nil","string"]""");
        (await world.Call("override")).ShouldBe("""[3,"ann",true]""");
        (await world.Call("delete")).ShouldBe("0");

        var board = (await world.EventsOf("leaderboard-cup")).ShouldHaveSingleItem();
        (board.Actor, board.Operation, board.Cause).ShouldBe(("main", "leaderboard_create", "start"));
    }

    [Fact]
    public async Task refusals_are_script_errors()
    {
        await using var world = await Open();
        (await world.Call("unknown")).ShouldBe("13: error writing leaderboard record: leaderboard not found");
        (await world.Call("caught")).ShouldContain("error writing leaderboard record: leaderboard not found");
        (await world.Call("list_meta")).ShouldBe("13: error encoding metadata: expects a table of keys and values, not a list");
        (await world.Call("negative")).ShouldBe("13: bad argument #4 to leaderboard_record_write (expects score to be >= 0)");
        (await world.Call("cursor")).ShouldBe("13: error listing leaderboard records: cursor is invalid or expired");
        (await world.Call("schedule")).ShouldBe("13: bad argument #5 to leaderboard_create (expects reset schedule to be a valid CRON expression)");
        (await world.Call("order")).ShouldBe("13: bad argument #3 to leaderboard_create (expects sort order to be 'asc' or 'desc')");
    }

    private async Task<GameWorld> Open()
    {
        var folder = TestFolder.Create("modules");
        await File.WriteAllTextAsync(Path.Combine(folder, "main.lua"), Module);
        return await GameWorld.Open(postgres.ConnectionString, folder);
    }
}
