using KaosNet.Domain.Matches;
using KaosNet.Domain.Storage;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Replay;
using KaosNet.Scripting.Tests.Demo;
using KaosNet.Scripting.Tests.Matches;
using KaosNet.Scripting.Tests.Nk;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;

namespace KaosNet.Scripting.Tests.Server;

/// <summary><c>transaction(function)</c> in Lua and JavaScript and <c>nk.Transactions.Run</c> in C#: all of it or nothing.</summary>
public sealed class ScriptTransactionSpecs(TransactionWorld game) : IClassFixture<TransactionWorld>
{
    [Fact]
    public async Task in_lua_all_changes_are_made_together_and_what_the_function_returns_passes_through()
    {
        using var lua = game.Lua("""
            local a, b, c = kaos.transaction(function()
              write('lua1', 1)
              nk.leaderboard_create('lua1', true)
              nk.leaderboard_record_write('lua1', ann, 'ann', 5)
              local seen = read('lua1')
              write('lua1', seen + 1)
              local updated, previous = nk.wallet_update(ann, { lua1 = 5 }, {}, true)
              local again = nk.wallet_update(ann, { lua1 = 2 }, {}, true)
              return seen, nil, again.lua1
            end)
            return nk.json_encode({ a, b == nil, c, read('lua1'), #nk.leaderboard_records_list('lua1', { ann }, 1), nk.account_get_id(ann).wallet.lua1, (select('#', kaos.transaction(function() end))) })
            """);
        (await lua.Say()).ShouldBe("[1,true,7,2,1,7,0]");
        // The specs of this class share a wallet.
        var booked = (await game.World.EventsOf($"wallet-{TransactionWorld.Ann}")).Where(one => one.Json.Contains("lua1", StringComparison.Ordinal)).ToList();
        booked.Count.ShouldBe(2);
        booked.ShouldAllBe(one => one.Actor == "main" && one.Cause == "rpc f");
    }

    [Fact]
    public async Task in_lua_an_error_takes_everything_back_and_passes_as_it_is()
    {
        using var lua = game.Lua("""
            local function failing(with) return function() write('lua2', 1) nk.wallet_update(ann, { lua2 = 1 }) error(with) end end
            local thrown = {}
            local said = {}
            for _, with in ipairs({ 'boom', { 'taken', 6 }, thrown }) do
              local ok, e = pcall(kaos.transaction, failing(with))
              table.insert(said, ok == false and (e == thrown and 'the very same' or type(e) == 'table' and e[1] .. e[2] or e))
            end
            local _, nested = pcall(kaos.transaction, function() write('lua2', 1) kaos.transaction(function() end) end)
            local _, refused = pcall(kaos.transaction, function() write('lua2', 1) nk.wallet_update(ann, { lua2 = -5 }) end)
            table.insert(said, nested)
            table.insert(said, tostring(read('lua2')))
            table.insert(said, tostring(nk.account_get_id(ann).wallet.lua2))
            table.insert(said, select(2, pcall(kaos.transaction, 5)))
            if not refused:find('negative') then error(refused) end
            kaos.transaction(function() write('lua2', 2) pcall(nk.wallet_update, ann, { lua2 = -5 }) end)
            return table.concat(said, '; ') .. '; ' .. read('lua2')
            """);
        (await lua.Say()).ShouldBe(
            "main.lua:2: boom; taken6; the very same; a transaction cannot hold another one; nil; nil; "
            + "bad argument #1 to transaction (function expected, got number); 2");
        using var failing = game.Lua("kaos.transaction(function() write('lua2', 9) error({ 'not today', 7 }) end)");
        (await failing.Say()).ShouldBe("7: not today");
        (await game.Stored("lua2")).ShouldBe("""{"v": 2}""");
    }

    [Fact]
    public async Task in_lua_a_call_that_is_cut_off_in_the_middle_changes_nothing_and_leaves_nothing_behind()
    {
        using var lua = game.Lua(
            """
            if payload == 'after' then write('lua3b', 1) return 'written' end
            kaos.transaction(function() write('lua3', 1) while true do end end)
            """, ModuleBench.Defaults with { Instructions = 1_000_000 });
        (await lua.Say()).ShouldBe("13: script ended: instruction budget spent");
        (await lua.Say(payload: "after")).ShouldBe("written");
        (await game.Stored("lua3")).ShouldBeNull();
        (await game.Stored("lua3b")).ShouldNotBeNull();
    }

    [Fact]
    public async Task in_lua_it_runs_again_when_others_were_quicker_and_only_if_that_is_safe()
    {
        using var lua = game.Lua("""
            local runs = 0
            write('lua4', 0)
            local seen = kaos.transaction(function()
              runs = runs + 1
              local seen = read('lua4')
              nk.logger_info('race lua4')
              write('lua4', seen + 1)
              return seen
            end)
            local again = 0
            local ok, e = pcall(kaos.transaction, function()
              again = again + 1
              pcall(nk.match_create, 'there is none', nil)
              local seen = read('lua4')
              nk.logger_info('race lua4')
              write('lua4', seen + 1)
            end)
            return runs .. ' ' .. seen .. ' ' .. again .. ' ' .. e[2] .. ': ' .. e[1]
            """);
        var races = 0;
        lua.Log.Logging = line =>
        {
            if (line.EndsWith("race lua4", StringComparison.Ordinal) && ++races != 2) game.WriteApart("lua4", 100 * races);
        };
        (await lua.Say()).ShouldBe("2 100 1 10: What this was decided from has changed. Try again.");
        (await game.Stored("lua4")).ShouldBe("""{"v": 300}""");
    }

    [Fact]
    public async Task in_lua_it_needs_a_call()
    {
        Should.Throw<ModulesRefusedException>(() => ModuleBench.Of("require('kaos').transaction(function() end)", game.Services))
            .Message.ShouldEndWith("module main: a transaction needs a call: it cannot be made while modules load");
        using var lua = game.Lua("return tostring(kaos.transaction == nk.transaction)");
        (await lua.Say()).ShouldBe("true");
    }

    [Fact]
    public async Task in_javascript_all_changes_are_made_together_or_none()
    {
        using var script = game.JavaScript("""
            const said = [nk.transaction(() => {
              write('js1', 1);
              const [{ value }] = nk.storageRead([{ collection: 'c', key: 'js1', userId: ann }]);
              const { updated } = nk.walletUpdate(ann, { js1: 5 }, {}, true);
              return value.v + updated.js1;
            })];
            class Own extends Error {}
            for (const work of [
              () => { write('js1', 2); throw new Own('mine'); },
              () => { write('js1', 2); nk.transaction(() => {}); },
              () => { write('js1', 2); nk.walletUpdate(ann, { js1: -50 }); },
            ]) {
              try { nk.transaction(work); } catch (e) { said.push(e instanceof Own ? e.message : String(e)); }
            }
            try { nk.transaction(5); } catch (e) { said.push(String(e)); }
            nk.transaction(() => { try { nk.walletUpdate(ann, { js1: -50 }); } catch { write('js1b', 1); } });
            return JSON.stringify(said);
            """);
        var said = System.Text.Json.JsonSerializer.Deserialize<object[]>(await script.Say())!.Select(one => $"{one}").ToList();
        said[..3].ShouldBe(["6", "mine", "GoError: a transaction cannot hold another one"]);
        said[3].ShouldContain("negative");
        said[4].ShouldBe("TypeError: expects function");
        (await game.Stored("js1")).ShouldBe("""{"v": 1}""");
        (await game.Stored("js1b")).ShouldBe("""{"v": 1}""");
    }

    [Fact]
    public async Task in_javascript_a_call_that_is_cut_off_in_the_middle_changes_nothing_and_races_are_run_again()
    {
        using var script = game.JavaScript("""
            if (payload === 'after') { write('js2b', 1); return 'written'; }
            if (payload === 'cut') nk.transaction(() => { write('js2', 1); for (;;); });
            let runs = 0;
            write('js2c', 0);
            nk.transaction(() => {
              const [{ value }] = nk.storageRead([{ collection: 'c', key: 'js2c', userId: ann }]);
              if (++runs === 1) logger.info('race js2');
              write('js2c', value.v + 1);
            });
            return String(runs);
            """);
        script.Log.Logging = line =>
        {
            if (line.EndsWith("race js2", StringComparison.Ordinal)) game.WriteApart("js2c", 100);
        };
        (await script.Say(payload: "cut")).ShouldBe("13: script ended: instruction budget spent");
        (await script.Say(payload: "after")).ShouldBe("written");
        (await game.Stored("js2")).ShouldBeNull();
        (await script.Say()).ShouldBe("2");
        (await game.Stored("js2c")).ShouldBe("""{"v": 101}""");
    }

    [Fact]
    public async Task in_csharp_all_changes_are_made_together_or_none()
    {
        using var module = await game.CSharp("""
            async ValueTask<string> Try(Func<ValueTask> work)
            {
                try { await nk.Transactions.Run(work); return "granted"; }
                catch (Exception e) { return e.GetType().Name + " " + e.Message; }
            }

            var sum = await nk.Transactions.Run(async () => { await Write("cs1", 1); await Task.Yield(); await Write("cs2", 2); return 3; });
            var runs = 0;
            return string.Join("; ", sum,
                await Try(async () => { await Write("cs1", 9); throw new InvalidOperationException("no"); }),
                await Try(async () => { await Write("cs1", 9); throw new RefusedException(StatusCode.AlreadyExists, "taken"); }),
                await Try(async () => { await Write("cs1", 9); await nk.Transactions.Run(async () => await Write("cs1", 10)); }),
                await Try(async () =>
                {
                    var objects = await nk.Storage.Read([new() { Collection = "c", Key = "cs1", UserId = Guid.Parse("00000000-0000-4000-8000-000000000001") }]);
                    if (++runs == 1) context.Logger.Log(Microsoft.Extensions.Logging.LogLevel.Information, 0, "race cs1", null, (text, _) => text);
                    await Write("cs1", runs + 10);
                }), runs);
            """);
        module.Log.Logging = line =>
        {
            if (line.Contains("race cs1", StringComparison.Ordinal)) game.WriteApart("cs1", 100);
        };
        (await module.Say()).ShouldBe(
            "3; InvalidOperationException no; RefusedException taken; RefusedException a transaction cannot hold another one; granted; 2");
        (await game.Stored("cs1")).ShouldBe("""{"v": 12}""");
        (await game.Stored("cs2")).ShouldBe("""{"v": 2}""");
    }

    [Fact]
    public async Task a_match_makes_them_too_and_its_replay_makes_none()
    {
        var folder = TestFolder.Create("modules");
        await File.WriteAllTextAsync(
            Path.Combine(folder, "game.lua"), MatchTable.Handler($$"""
                loop(context, dispatcher, tick, state, messages)
                  if tick == 2 then return nil end
                  local function write(v) nk.storage_write({ { collection = 'c', key = 'match', user_id = '{{TransactionWorld.Ann}}', value = { v = v } } }) end
                  state.seen = nk.transaction(function()
                    write(tick)
                    return nk.storage_read({ { collection = 'c', key = 'match', user_id = '{{TransactionWorld.Ann}}' } })[1].value.v
                  end)
                  pcall(nk.transaction, function() write(100) error('no') end)
                  return state
                """));
        await using var world = await GameWorld.Open(await TestPostgres.CreateDatabaseAsync(), folder);
        MatchKey.TryParse((await world.Get<IMatches>().Create("game", "{}")).Value, out var created).ShouldBeTrue();
        world.Ticks(4);
        var record = await world.RecordOf(created);
        record.Ended.Ending.ShouldBe(MatchEnding.HandlerStopped);
        var objects = await world.EventsOf($"object-c/match/{TransactionWorld.Ann}");
        objects.Count.ShouldBe(2);
        (await world.Get<IJournal>().Load(new ObjectKey("c", "match", TransactionWorld.Ann).Stream)).Value.ShouldBe("""{"v": 1}""");
        GameWorld.Replay(folder, created, record).Value.ShouldBe(
            new ReplayOutcome(record.Ended.Ticks, null, record.Created.ModuleVersion, record.Created.ModuleVersion));
        (await world.EventsOf($"object-c/match/{TransactionWorld.Ann}")).Count.ShouldBe(2);
    }
}
