using KaosNet.Domain.Leaderboards.Resetting;
using KaosNet.Realtime.Scripts;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Scripting.Tests.Nk.Bundles;

/// <summary>How a bundle is found, read and run, and how the names of its functions are found (parity runtime.md sections 1 and 3).</summary>
public class BundleLoadingSpecs
{
    [Theory]
    [InlineData("initializer.registerRpc('ID', f);", "f hello")]
    [InlineData("initializer.registerRpc(\"id\", g);", "g hello")]
    [InlineData("initializer.registerRpc('id', 'g');", "g hello")]
    [InlineData("initializer.registerRpc('id', ns.f);", "f hello")]
    [InlineData("try { initializer.registerRpc('id', f); } catch (e) { throw e; }", "f hello")]
    [InlineData("try { try { initializer.registerRpc('id', f); } finally {} } finally {}", "f hello")]
    [InlineData("initializer.registerRpc('id', f); initializer.registerRpc('other', g);", "f hello")]
    [InlineData("initializer.registerRpc('other', f); initializer.registerRpc('id', g);", "g hello")]
    public async Task a_registration_in_the_body_of_init_module_counts(string init, string answer)
    {
        using var bench = BundleBench.OfInit(init);
        bench.Host.Knows("iD").ShouldBeTrue();
        (await bench.Say("id", "hello")).ShouldBe(answer);
    }

    [Fact]
    public async Task an_id_may_be_in_a_global_variable()
    {
        using var bench = BundleBench.OfInit("initializer.registerRpc(id, f);");
        (await bench.Say("from a variable", "x")).ShouldBe("f x");
    }

    [Theory]
    [InlineData("if (true) { initializer.registerRpc('id', f); }", "GoError: js id function key could not be extracted: not found")]
    [InlineData("[1].forEach(() => { initializer.registerRpc('id', f); });", "GoError: js id function key could not be extracted: not found")]
    [InlineData("for (const x of [1]) initializer.registerRpc('id', f);", "GoError: js id function key could not be extracted: not found")]
    [InlineData("const local = 'id'; initializer.registerRpc(local, f);", "GoError: js id function key could not be extracted: not found")]
    [InlineData("initializer.registerRpc('i' + 'd', f);", "GoError: js id function key could not be extracted: not found")]
    [InlineData("const same = initializer; same.registerRpc('id', f);", "GoError: js id function key could not be extracted: not found")]
    [InlineData("initializer.registerRpc('id', function () {});", "GoError: js id function literal found: javascript functions cannot be inlined")]
    [InlineData("initializer.registerRpc('id', () => 1);", "GoError: js id function literal found: javascript functions cannot be inlined")]
    [InlineData("initializer.registerRtBefore('PartyCreate', ns.f);", "GoError: js PartyCreate function key could not be extracted: not found")]
    [InlineData("initializer.registerBeforeGetAccount(() => 1);", "GoError: js registerBeforeGetAccount function literal found: javascript functions cannot be inlined")]
    [InlineData("if (true) initializer.registerShutdown(f);", "GoError: js registerShutdown function key could not be extracted: not found")]
    [InlineData("initializer.registerRpc('id', hidden);", "function \"hidden\" not registered in the global object scope")]
    [InlineData("const local = f; initializer.registerRpc('id', local);", "function \"local\" not registered in the global object scope")]
    [InlineData("initializer.registerRpc('', f);", "TypeError: expects rpc id")]
    [InlineData("initializer.registerRpc('id');", "TypeError: expects function")]
    [InlineData("initializer.registerRpc('id', 5);", "TypeError: expects function")]
    [InlineData("initializer.registerRpc('id', undefined);", "TypeError: expects function")]
    [InlineData("initializer.registerMatch('m', { matchInit: f });", "TypeError: matchJoinAttempt not found")]
    [InlineData("throw new Error('no');", "Error: no at InitModule (index.js:7:")]
    [InlineData("nk.cronNext('x', 1);", "GoError: expects a valid cron string: missing field(s)")]
    [InlineData("while (true);", "script ended: instruction budget spent")]
    public void a_registration_that_no_state_could_find_again_stops_the_start(string init, string refusal) =>
        BundleBench.RefusalOf(BundleBench.SourceOf(init)).ShouldStartWith($"index.js: {refusal}");

    [Theory]
    [InlineData("", "InitModule function not found.")]
    [InlineData("function initModule(a, b, c, d) {}", "InitModule function not found.")]
    [InlineData("function InitModule(a, b, c) {}", "InitModule function not found.")]
    [InlineData("var InitModule = (a, b, c, d) => {};", "InitModule function not found.")]
    [InlineData("let InitModule = function (a, b, c, d) {};", "InitModule function not found.")]
    [InlineData("function InitModule(a, b, c, d) {", "SyntaxError: ")]
    [InlineData("throw new Error('at load');", "Error: at load at index.js:1:")]
    [InlineData("let big = 1n;", "index.js:1: BigInt is not supported")]
    [InlineData("for (;;);", "script ended: instruction budget spent")]
    public void a_bundle_without_a_beginning_stops_the_start(string source, string refusal) =>
        BundleBench.RefusalOf(source).ShouldStartWith($"index.js: {refusal}");

    [Fact]
    public async Task init_module_may_be_a_variable_and_is_what_typescript_makes_of_it()
    {
        using var bench = BundleBench.Of(
            """
            "use strict";
            function rpcHealth(ctx, logger, nk, payload) { return JSON.stringify({ ok: true }); }
            var InitModule = function (ctx, logger, nk, init) { init.registerRpc("healthcheck", rpcHealth); logger.info("JavaScript logic loaded."); };
            !InitModule && InitModule.bind(null);
            """);
        (await bench.Say("healthcheck")).ShouldBe("{\"ok\":true}");
        bench.Log.Lines.ShouldContain("Information: JavaScript logic loaded.");
    }

    [Fact]
    public async Task init_module_runs_once_and_what_it_keeps_in_globals_is_gone()
    {
        using var bench = BundleBench.OfInit(
            "logger.info('init ' + Object.keys(ctx).join() + ' ' + ctx.env.season); kept = 'yes'; list.push(1); initializer.registerRpc('id', h);",
            "var kept = 'no'; var list = []; function h() { return kept + list.length; }");
        (await bench.Say("id")).ShouldBe("no0");
        bench.Log.Lines.Count(line => line == "Information: init env,node,version 3").ShouldBe(1);
    }

    [Fact]
    public void the_servers_settings_can_be_asked_for()
    {
        using var services = new ServiceCollection()
            .AddSingleton(new KaosNet.Modules.Utilities.ServerConfig { Name = "kaos1", Session = new() { TokenExpirySec = 60 }, Runtime = new() { HttpKey = "h" } })
            .BuildServiceProvider();
        using var bench = BundleBench.OfInit(
            "const config = initializer.getConfig(); logger.info(`${config.name} ${config.session.tokenExpirySec} ${config.runtime.httpKey} ${typeof nk.getConfig}`);", services: services);
        bench.Log.Lines.ShouldContain("Information: kaos1 60 h undefined");
    }

    [Fact]
    public async Task frozen_globals_are_a_setting()
    {
        const string source = "var cache = {}; function f() { cache.x = (cache.x || 0) + 1; return String(cache.x); } " +
            "function InitModule(a, b, c, initializer) { initializer.registerRpc('f', f); }";
        using var frozen = BundleBench.Of(source);
        (await frozen.Say()).ShouldStartWith("13: TypeError");
        using var open = BundleBench.Of(source, settings: BundleBench.Defaults with { FreezesGlobals = false });
        (await open.Say()).ShouldBe("1");
    }

    [Fact]
    public async Task the_entry_point_is_a_setting_and_stays_below_the_folder()
    {
        const string source = "function f() { return 'here'; } function InitModule(a, b, c, i) { i.registerRpc('f', f); }";
        using var bench = BundleBench.Of(source, settings: BundleBench.Defaults with { Entry = "build/game.js" });
        (await bench.Say()).ShouldBe("here");
        bench.Host.Program!.Name.ShouldBe("build/game.js");
        BundleBench.RefusalOf(source, BundleBench.Defaults with { Entry = "../game.js" }).ShouldBe("../game.js: is not below runtime.path");
    }

    [Fact]
    public void every_other_registration_is_found_by_its_name()
    {
        using var bench = BundleBench.OfInit(
            """
            initializer.registerRtBefore("channelmessagesend", f);
            initializer.registerRtAfter("PartyCreate", g);
            initializer.registerRtAfter("Nonsense", g);
            initializer.registerBeforeAuthenticateDevice(f);
            initializer.registerAfterSessionLogout(f);
            initializer.registerMatchmakerMatched(f);
            initializer.registerMatchmakerProcessor(f);
            initializer.registerTournamentEnd(f);
            initializer.registerTournamentReset(g);
            initializer.registerLeaderboardReset(f);
            initializer.registerShutdown(f);
            initializer.registerEvent(f);
            initializer.registerEventSessionEnd(g);
            initializer.registerPurchaseNotificationApple(f);
            initializer.registerSubscriptionNotificationApple(f);
            initializer.registerPurchaseNotificationGoogle(f);
            initializer.registerSubscriptionNotificationGoogle(g);
            initializer.registerStorageIndexFilter("Players", ns.f);
            initializer.registerMatch("duel", handlers);
            initializer.registerMatch("four", { matchInit: f, matchJoinAttempt: f, matchJoin: f, matchLeave: f, matchLoop: f, matchTerminate: f, matchSignal });
            """,
            """
            function matchSignal() {}
            var handlers = { matchInit: f, matchJoinAttempt: f, matchJoin: f, matchLeave: f, matchLoop: g, matchTerminate: f, matchSignal: f };
            """);
        var registered = bench.Host.Registered;
        var hooks = new Scripting.Nk.Bundles.BundleHooks(bench.Host, bench.Settings, bench.Server, null, TimeProvider.System);
        (hooks.HasBefore("ChannelMessageSend"), hooks.HasAfter("PartyCreate"), hooks.HasAfter("Nonsense")).ShouldBe((true, true, false));
        registered.OperationBefore.ShouldBe([new("AuthenticateDevice", "f")]);
        registered.OperationAfter.ShouldBe([new("SessionLogout", "f")]);
        registered.BoardFunctions.Keys.Order().ShouldBe(Enum.GetValues<BoardCallback>().Order());
        registered.StoreNotifications.Values.ShouldBe(["f", "f", "f", "g"], ignoreOrder: true);
        registered.Events.ShouldBe([new(EventKind.Reported, "f"), new(EventKind.SessionEnd, "g")]);
        (registered.Shutdown, registered.IndexFilters["Players"]).ShouldBe(("f", "f"));
        (registered.Matches["duel"]["matchLoop"], registered.Matches["four"]["matchSignal"]).ShouldBe(("g", "matchSignal"));
    }

    [Fact]
    public void a_folder_without_a_bundle_is_a_server_without_functions()
    {
        using var lua = ModuleBench.Of([]);
        using var bundle = new Scripting.Nk.Bundles.BundleHost(lua.Settings, lua.Server, TimeProvider.System, new TypedLog<Scripting.Nk.Bundles.BundleHost>(lua.Log));
        bundle.Load();
        (bundle.States, bundle.Knows("f"), bundle.Program).ShouldBe((0, false, null));
    }
}
