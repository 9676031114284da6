using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Listing;
using KaosNet.Scripting.Matches;
using KaosNet.Scripting.Modules;
using KaosNet.Scripting.Nk;
using KaosNet.Scripting.Tests.Matches;
using KaosNet.Scripting.Tests.Nk;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Scripting.Tests.Modules;

/// <summary>Lua modules that change, come and go while calls and matches run.</summary>
public sealed class LuaReloadSpecs
{
    [Fact]
    public async Task a_changed_module_serves_the_next_call_and_what_it_registers_takes_the_place_of_all_before()
    {
        using var bench = ModuleBench.Of(new Dictionary<string, string>
        {
            ["lib"] = "return { says = 'old' }",
            ["main"] = Registers("f", "return require('lib').says") + Registers("gone", "return 'here'") + "nk.register_req_before(function(c, r) return r end, 'GetAccount')\n",
        });
        var hooks = new ModuleOperationHooks(bench.Host, bench.Settings, bench.Server, TimeProvider.System);
        var told = 0;
        hooks.WhenChanged(() => told++);
        (await bench.Say()).ShouldBe("old");
        (await bench.Say("gone")).ShouldBe("here");
        hooks.Before.ShouldBe(["GetAccount"]);

        Write(bench, "lib", "return { says = 'new' }");
        Write(bench, "main", Registers("f", "return require('lib').says") + "nk.register_req_after(function() end, 'GetUsers')\n");
        await bench.Host.Reload(CancellationToken.None);
        (await bench.Say()).ShouldBe("new");
        (await bench.Say("gone")).ShouldBe("5: RPC function not found");
        hooks.Before.ShouldBeEmpty();
        hooks.After.ShouldBe(["GetUsers"]);
        told.ShouldBe(1);
        (await hooks.RunBefore("GetAccount", new KaosNet.Protocol.Api.Empty(), new Caller { Source = Source.Client }, CancellationToken.None)).Fault.ShouldBeNull();
    }

    [Fact]
    public async Task modules_come_and_go()
    {
        using var bench = ModuleBench.Of([]);
        Write(bench, "one", Registers("one", "return '1'"));
        await bench.Host.Reload(CancellationToken.None);
        (await bench.Say("one")).ShouldBe("1");
        Write(bench, "two", Registers("two", "return '2'"));
        File.Delete(FileOf(bench, "one"));
        await bench.Host.Reload(CancellationToken.None);
        (await bench.Say("one")).ShouldBe("5: RPC function not found");
        (await bench.Say("two")).ShouldBe("2");
        File.Delete(FileOf(bench, "two"));
        await bench.Host.Reload(CancellationToken.None);
        (bench.Host.States, bench.Host.Rpcs.Count, await bench.Say("two")).ShouldBe((0, 0, "5: RPC function not found"));
    }

    [Fact]
    public async Task what_has_not_changed_is_not_loaded()
    {
        using var bench = ModuleBench.Of(Registers("f", "return '1'") + "nk.logger_info('loading')");
        await bench.Host.Reload(CancellationToken.None);
        Write(bench, "main", Registers("f", "return '1'") + "nk.logger_info('loading') -- a comment is no change");
        await bench.Host.Reload(CancellationToken.None);
        bench.Log.Lines.Count(line => line == "Information: loading").ShouldBe(1);
    }

    [Theory]
    [InlineData("x = = 2", "main.lua:1: unexpected symbol near '='")]
    [InlineData("error('boom')", "module main: main.lua:1: boom")]
    [InlineData("while true do end", "module main: script ended: instruction budget spent")]
    public async Task a_module_that_cannot_be_loaded_leaves_the_old_ones_in_place(string source, string why)
    {
        using var bench = ModuleBench.Of(Registers("f", "return 'old'"));
        Write(bench, "main", source);
        await bench.Host.Reload(CancellationToken.None);
        (await bench.Say()).ShouldBe("old");
        bench.Log.Lines.ShouldContain($"Error: runtime.path {bench.Folder}: {why}; what was loaded before stays in use");
        Write(bench, "main", Registers("f", "return 'mended'"));
        await bench.Host.Reload(CancellationToken.None);
        (await bench.Say()).ShouldBe("mended");
    }

    [Fact]
    public async Task calls_that_have_come_end_with_the_code_that_they_began_with()
    {
        var gate = new GatedMatches();
        await using var services = new ServiceCollection().AddSingleton<IMatches>(gate).BuildServiceProvider();
        using var bench = ModuleBench.OfFunction("nk.match_signal('gate', '') return 'old ' .. payload", services, ModuleBench.Defaults with { StatesMax = 1 });
        var running = Task.Run(() => bench.Say(payload: "running"));
        await gate.Entered.Task;
        var waiting = bench.Say(payload: "waiting");
        Write(bench, "main", Registers("f", "return 'new'"));
        await bench.Host.Reload(CancellationToken.None);
        (await bench.Say()).ShouldBe("new", "the new code does not wait for the old");
        gate.Open.SetResult();
        (await running).ShouldBe("old running");
        (await waiting).ShouldBe("old waiting");
    }

    [Fact]
    public async Task callers_in_a_crowd_see_the_old_or_the_new_and_nothing_else()
    {
        using var bench = ModuleBench.Of(Registers("f", "return '0'"));
        using var over = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var last = 0;
            while (!over.IsCancellationRequested)
            {
                var seen = int.Parse(await bench.Say(), System.Globalization.CultureInfo.InvariantCulture);
                seen.ShouldBeGreaterThanOrEqualTo(last, "nothing goes back");
                last = seen;
            }
        })).ToArray();
        for (var version = 1; version <= 10; version++)
        {
            Write(bench, "main", Registers("f", $"return '{version}'"));
            await bench.Host.Reload(CancellationToken.None);
            (await bench.Say()).ShouldBe($"{version}");
        }

        await over.CancelAsync();
        await Task.WhenAll(callers);
        bench.Host.States.ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task what_modules_do_while_they_load_is_done_once_for_each_load()
    {
        var matches = new GatedMatches();
        await using var services = new ServiceCollection().AddSingleton<IMatches>(matches).BuildServiceProvider();
        const string source = "nk.run_once(function() nk.match_signal('first', '') end)\n";
        using var bench = ModuleBench.Of(
            new Dictionary<string, string> { ["main"] = Registers("f", "return '1'") + source }, services, ModuleBench.Defaults with { StatesMin = 2 });
        matches.Signals.ShouldBe(["first"]);
        Write(bench, "main", Registers("f", "return '2'") + source.Replace("first", "second", StringComparison.Ordinal));
        await bench.Host.Reload(CancellationToken.None);
        matches.Signals.ShouldBe(["first", "second"]);
    }

    [Fact]
    public async Task a_match_goes_on_with_its_code_and_the_next_one_has_the_new()
    {
        static string Says(string text) => MatchTable.Handler(
            $"loop(context, dispatcher, tick, state, messages) dispatcher.broadcast_message(1, '{text}' .. require('words')) return state");

        using var table = new MatchTable(new Dictionary<string, string> { ["game"] = Says("old"), ["words"] = "return ' words'" }).Begun().With(MatchTable.Ann);
        table.Loop();
        Write(table.Bench, "game", Says("new"));
        Write(table.Bench, "words", "return ' other words'");
        await table.Bench.Host.Reload(CancellationToken.None);
        table.Loop();
        table.Seen.ShouldBe("1 old words from - to all; 1 old words from - to all");

        var next = new LuaMatchScripts(table.Bench.Settings, table.Bench.Host, NullLogger<LuaMatchScripts>.Instance).Open("game", table.Core).Value.Script!;
        next.Init(new(0, 1_000_000), "{}").Fault.ShouldBeNull();
        next.ModuleVersion.ShouldNotBe(table.Script.ModuleVersion);
        next.Dispose();
        File.Delete(FileOf(table.Bench, "game"));
        await table.Bench.Host.Reload(CancellationToken.None);
        table.Loop().ShouldBe("Continues");
    }

    [Fact]
    public async Task the_watcher_takes_changes_of_scripts_as_well()
    {
        using var bench = ModuleBench.Of(Registers("f", "return 'old'"));
        using var watcher = new ModuleWatcher(bench.Settings, [bench.Host], TimeProvider.System, NullLogger<ModuleWatcher>.Instance);
        Write(bench, "main", Registers("f", "return 'the new one'"));
        await watcher.Look(CancellationToken.None);
        (await bench.Say()).ShouldBe("old", "it may still be being written");
        await watcher.Look(CancellationToken.None);
        (await bench.Say()).ShouldBe("the new one");
    }

    [Fact]
    public async Task a_host_that_is_gone_loads_nothing_any_more()
    {
        var bench = ModuleBench.Of(Registers("f", "return 'old'"));
        bench.Dispose();
        Write(bench, "main", "error('loaded')");
        await bench.Host.Reload(CancellationToken.None);
        bench.Log.Lines.ShouldNotContain(line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    internal static void Write(ModuleBench bench, string name, string source) => File.WriteAllText(FileOf(bench, name), source);

    private static string FileOf(ModuleBench bench, string name) => Path.Combine(bench.Folder, name + ".lua");

    private static string Registers(string id, string body) => $"nk = require('nakama') nk.register_rpc(function(context, payload) {body} end, '{id}')\n";
}

/// <summary>Matches that can be signalled only; the signal of the match <c>gate</c> waits.</summary>
internal sealed class GatedMatches : IMatches
{
    public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<string> Signals { get; } = [];

    public ValueTask<Answer<string>> Create(string handler, string parameters, CancellationToken cancel = default) => throw new NotSupportedException();

    public ValueTask<Answer<MatchSummary?>> Get(string matchId, CancellationToken cancel = default) => throw new NotSupportedException();

    public ValueTask<Answer<MatchSummary[]>> List(MatchFilter filter, CancellationToken cancel = default) => throw new NotSupportedException();

    public async ValueTask<Answer<string>> Signal(string matchId, string data, CancellationToken cancel = default)
    {
        lock (Signals) Signals.Add(matchId);
        if (matchId != "gate") return "";
        Entered.TrySetResult();
        await Open.Task.WaitAsync(cancel);
        return "";
    }
}
