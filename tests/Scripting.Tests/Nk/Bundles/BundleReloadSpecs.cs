using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.JavaScript;
using KaosNet.Scripting.Modules;
using KaosNet.Scripting.Nk.Bundles;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Scripting.Tests.Nk.Bundles;

/// <summary>A bundle that changes, comes and goes while calls run.</summary>
public sealed class BundleReloadSpecs
{
    [Fact]
    public async Task a_changed_bundle_serves_the_next_call_and_what_it_registers_takes_the_place_of_all_before()
    {
        using var bench = BundleBench.OfInit(
            "initializer.registerRpc('f', f); initializer.registerRpc('gone', g); initializer.registerBeforeGetAccount(f); initializer.registerRtBefore('StatusUpdate', f);");
        IOperationHooks operations = new BundleHooks(bench.Host, bench.Settings, bench.Server, null, TimeProvider.System);
        var messages = (IScriptHooks)operations;
        var told = 0;
        operations.WhenChanged(() => told++);
        (await bench.Say("f", "x")).ShouldBe("f x");
        operations.Before.ShouldBe(["GetAccount"]);
        messages.HasBefore("StatusUpdate").ShouldBeTrue();

        Write(bench, BundleBench.SourceOf("initializer.registerRpc('f', other); initializer.registerAfterGetUsers(other);", "function other() { return 'new'; }"));
        await bench.Host.Reload(CancellationToken.None);
        (await bench.Say("f", "x")).ShouldBe("new");
        (await bench.Say("gone")).ShouldBe("5: RPC function not found");
        operations.Before.ShouldBeEmpty();
        operations.After.ShouldBe(["GetUsers"]);
        messages.HasBefore("StatusUpdate").ShouldBeFalse();
        told.ShouldBe(1);
        // Who looked just before.
        var caller = new Caller { Source = Source.Client };
        (await operations.RunBefore("GetAccount", new KaosNet.Protocol.Api.Empty(), caller, CancellationToken.None)).Fault.ShouldBeNull();
        (await messages.Before("StatusUpdate", new KaosNet.Protocol.Realtime.Envelope(), caller, CancellationToken.None)).Fault.ShouldBeNull();
    }

    [Fact]
    public async Task a_bundle_comes_and_goes()
    {
        using var bench = BundleBench.OfInit("initializer.registerRpc('f', f);");
        File.Delete(FileOf(bench));
        await bench.Host.Reload(CancellationToken.None);
        (bench.Host.States, bench.Host.Program, await bench.Say()).ShouldBe((0, (JavaScriptProgram?)null, "5: RPC function not found"));
        Write(bench, BundleBench.SourceOf("initializer.registerRpc('f', g);"));
        await bench.Host.Reload(CancellationToken.None);
        (await bench.Say("f", "x")).ShouldBe("g x");
    }

    [Theory]
    [InlineData("function InitModule(a, b, c, d) {", "SyntaxError: ")]
    [InlineData("", "InitModule function not found.")]
    [InlineData("function InitModule(ctx, logger, nk, initializer) { throw new Error('no'); }", "Error: no at InitModule")]
    public async Task a_bundle_that_cannot_be_loaded_leaves_the_old_one_in_place(string source, string why)
    {
        using var bench = BundleBench.OfInit("initializer.registerRpc('f', f);");
        Write(bench, source);
        await bench.Host.Reload(CancellationToken.None);
        (await bench.Say("f", "x")).ShouldBe("f x");
        var line = bench.Log.Lines.Single(line => line.StartsWith("Error", StringComparison.Ordinal));
        line.ShouldStartWith($"Error: runtime.path {bench.Settings.Path}: index.js: {why}");
        line.ShouldEndWith("; what was loaded before stays in use");
        Write(bench, BundleBench.SourceOf("initializer.registerRpc('f', g);"));
        await bench.Host.Reload(CancellationToken.None);
        (await bench.Say("f", "x")).ShouldBe("g x");
    }

    [Fact]
    public async Task an_unchanged_bundle_is_not_loaded()
    {
        using var bench = BundleBench.OfInit("logger.info('init');");
        await bench.Host.Reload(CancellationToken.None);
        bench.Log.Lines.Count(line => line == "Information: init").ShouldBe(1);
    }

    [Fact]
    public async Task calls_that_have_come_end_with_the_code_that_they_began_with()
    {
        using var bench = BundleBench.OfFunction("logger.info(payload); return 'old ' + payload;", settings: BundleBench.Defaults with { JavaScriptStatesMax = 1 });
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var gate = new ManualResetEventSlim();
        bench.Log.Logging = line =>
        {
            if (!line.EndsWith("running", StringComparison.Ordinal)) return;
            entered.TrySetResult();
            gate.Wait(TestContext.Current.CancellationToken);
        };
        var running = Task.Run(() => bench.Say(payload: "running"));
        await entered.Task;
        var waiting = bench.Say(payload: "waiting");
        Write(bench, BundleBench.SourceOf("initializer.registerRpc('f', g);"));
        await bench.Host.Reload(CancellationToken.None);
        (await bench.Say("f", "x")).ShouldBe("g x", "the new code does not wait for the old");
        gate.Set();
        (await running).ShouldBe("old running");
        (await waiting).ShouldBe("old waiting");
    }

    [Fact]
    public async Task the_watcher_looks_at_the_entry_point_alone()
    {
        using var bench = BundleBench.Of(BundleBench.SourceOf("initializer.registerRpc('f', f);"), settings: BundleBench.Defaults with { Entry = "build/game.js" });
        using var watcher = new ModuleWatcher(bench.Settings, [bench.Host], TimeProvider.System, NullLogger<ModuleWatcher>.Instance);
        await watcher.Look(CancellationToken.None);
        await watcher.Look(CancellationToken.None);
        File.WriteAllText(Path.Combine(bench.Settings.Path, "other.js"), "this is no JavaScript");
        File.WriteAllText(Path.Combine(bench.Settings.Path, "build", "game.js"), BundleBench.SourceOf("initializer.registerRpc('f', g);\n// grown\n"));
        await watcher.Look(CancellationToken.None);
        (await bench.Say("f", "x")).ShouldBe("f x");
        await watcher.Look(CancellationToken.None);
        (await bench.Say("f", "x")).ShouldBe("g x");
    }

    private static void Write(BundleBench bench, string source) => File.WriteAllText(FileOf(bench), source);

    private static string FileOf(BundleBench bench) => Path.Combine(bench.Settings.Path, "index.js");
}
