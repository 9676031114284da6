using KaosNet.Domain.Matches;
using KaosNet.Scripting.Nk.Bundles.Matches;
using KaosNet.Scripting.Tests.Matches;
using static KaosNet.Scripting.Tests.Matches.MatchTable;

namespace KaosNet.Scripting.Tests.Nk.Bundles.Matches;

/// <summary>What callbacks in JavaScript are given and what their results come to (parity matches sections 1.2 and 1.5).</summary>
public class BundleMatchSpecs
{
    [Theory]
    [InlineData("return { state: {}, tickRate: 10, label: 'l' }", "10 l")]
    [InlineData("return { state: {}, tickRate: 60 }", "60 ")]
    [InlineData("return { state: {}, tickRate: 9.9 }", "matchInit 'tickRate' must be a number between 1 and 60")]
    [InlineData("return { state: {}, tickRate: 61 }", "matchInit 'tickRate' must be a number between 1 and 60")]
    [InlineData("return { state: {}, tickRate: 0 }", "matchInit 'tickRate' must be a number between 1 and 60")]
    [InlineData("return { state: {}, tickRate: '9' }", "matchInit 'tickRate' must be a number between 1 and 60")]
    [InlineData("return { state: {} }", "matchInit return value has no 'tickRate' property")]
    [InlineData("return { state: {}, tickRate: 9, label: 5 }", "matchInit 'label' value must be a string")]
    [InlineData("return { tickRate: 9 }", "matchInit is expected to return an object with a 'state' property")]
    [InlineData("return { state: null, tickRate: 9 }", "Match initial state must not be nil")]
    [InlineData("return { state: [], tickRate: 9 }", "matchInit is expected to return an object with a 'state' object property")]
    [InlineData("return { state: 'text', tickRate: 9 }", "matchInit is expected to return an object with a 'state' object property")]
    [InlineData("return { state: () => 1, tickRate: 9 }", "matchInit is expected to return an object with a 'state' object property")]
    [InlineData("return null", "matchInit is expected to return an object with 'state', 'tickRate' and 'label' properties")]
    [InlineData("", "matchInit is expected to return an object with 'state', 'tickRate' and 'label' properties")]
    [InlineData("return { state: {}, tickRate: 9, label: 'x'.repeat(2049) }", "match label too long, must be 0-2048 bytes")]
    [InlineData("throw new Error('no')", "Error: no at matchInit (index.js:2:*")]
    [InlineData("throw { message: 'no', code: 9 }", "no")]
    [InlineData("while (true) {}", "script ended: instruction budget spent")]
    [InlineData("return { state: {}, tickRate: 5, label: [params.a, ctx.executionMode, ctx.matchId, ctx.matchNode, ctx.node, ctx.version, ctx.matchLabel, ctx.matchTickRate].join() }", "5 1,match,m-1.node1,node1,node1,9.9,,")]
    public void a_match_begins_or_says_why_not(string body, string expected)
    {
        using var table = new MatchTable(Of($"matchInit(ctx, logger, nk, params) {{ {body} }}", settings: Short));
        var said = table.Init("""{"a":1}""");
        if (expected.EndsWith('*')) said.ShouldStartWith(expected[..^1]);
        else said.ShouldBe(expected);
    }

    [Theory]
    [InlineData("return { state, accept: true }", "Continues accepted")]
    [InlineData("return { state, accept: true, rejectMessage: 5 }", "Continues accepted")]
    [InlineData("return { state, accept: false }", "Continues refused")]
    [InlineData("return { state, accept: false, rejectMessage: undefined }", "Continues refused")]
    [InlineData("return { state, accept: false, rejectMessage: 'full' }", "Continues refused: full")]
    [InlineData("return null", "Stops refused")]
    [InlineData("", "Stops refused")]
    [InlineData("return 5", "Fails: matchJoinAttempt is expected to return an object with 'state' and 'accept' properties refused")]
    [InlineData("return { state }", "Fails: matchJoinAttempt 'accept' property must be a boolean refused")]
    [InlineData("return { state, accept: 1 }", "Fails: matchJoinAttempt 'accept' property must be a boolean refused")]
    [InlineData("return { state, accept: false, rejectMessage: 5 }", "Fails: matchJoinAttempt 'rejectMessage' property must be a string refused")]
    [InlineData("return { accept: true }", "Fails: matchJoinAttempt is expected to return an object with 'state' object property refused")]
    [InlineData("return { state: null, accept: true }", "Fails: matchJoinAttempt is expected to return an object with 'state' object property refused")]
    [InlineData("throw { message: 'no' }", "Fails: no refused")]
    [InlineData("return { state, accept: false, rejectMessage: [presence.username, presence.node, presence.sessionId.at(-1), presence.reason, metadata.a, ctx.userId.at(-1), ctx.username, ctx.vars.v, ctx.userSessionExp, ctx.sessionId.at(-1), ctx.clientIp, ctx.clientPort, ctx.matchLabel, ctx.matchTickRate, ctx.lang, tick].join() }", "Continues refused: ann,node1,1,,M,1,ann,1,99,1,10.0.0.9,99,start,10,,0")]
    public void a_join_attempt_is_decided(string body, string expected)
    {
        using var table = new MatchTable(Of($"matchJoinAttempt(ctx, logger, nk, dispatcher, tick, state, presence, metadata) {{ {body} }}")).Begun();
        table.Attempt(Ann, new Dictionary<string, string> { ["a"] = "M" }).ShouldBe(expected);
    }

    public static TheoryData<string, string, string> Steps
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var callback in (string[])["Join", "Leave", "Loop", "Terminate"])
            {
                data.Add(callback, "return { state }", "Continues");
                data.Add(callback, "return { state: {} }", "Continues");
                data.Add(callback, "return null", "Stops");
                data.Add(callback, "return", "Stops");
                data.Add(callback, "return state", $"Fails: match{callback} is expected to return an object with 'state' object property");
                data.Add(callback, "return { state: null }", $"Fails: match{callback} is expected to return an object with 'state' object property");
                data.Add(callback, "return [state]", $"Fails: match{callback} is expected to return an object with 'state' property");
                data.Add(callback, "throw { message: 'no', code: 5 }", "Fails: no");
                data.Add(callback, "while (true) {}", "Fails: script ended: instruction budget spent");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void a_step_goes_on_stops_or_fails(string callback, string body, string expected)
    {
        using var table = new MatchTable(Of($"match{callback}(ctx, logger, nk, dispatcher, tick, state, what) {{ {body} }}", settings: Short)).Begun();
        (callback switch
        {
            "Join" => table.Join(Ann),
            "Leave" => table.Leave(PresenceReason.Leave, Ann),
            "Loop" => table.Loop(),
            _ => table.Terminate(3),
        }).ShouldBe(expected);
    }

    [Theory]
    [InlineData("return { state, data: data + '!' }", "Continues 'hi!'")]
    [InlineData("return { state }", "Continues ''")]
    [InlineData("return { state, data: undefined }", "Continues ''")]
    [InlineData("return { state, data: {} }", "Fails: matchSignal 'data' property must be a string ''")]
    [InlineData("return { data }", "Fails: matchSignal is expected to return an object with 'state' object property ''")]
    [InlineData("return null", "Stops ''")]
    [InlineData("throw { message: 'no' }", "Fails: no ''")]
    public void a_signal_is_answered(string body, string expected)
    {
        using var table = new MatchTable(Of($"matchSignal(ctx, logger, nk, dispatcher, tick, state, data) {{ {body} }}")).Begun();
        table.Signal("hi").ShouldBe(expected);
    }

    [Fact]
    public void callbacks_see_what_happened()
    {
        using var table = new MatchTable(Of(
            "matchJoin(ctx, logger, nk, dispatcher, tick, state, presences) { dispatcher.broadcastMessage(1, JSON.stringify(presences)); return { state } }",
            "matchLeave(ctx, logger, nk, dispatcher, tick, state, presences) { dispatcher.broadcastMessage(2, JSON.stringify(presences)); return { state } }",
            """
            matchLoop(ctx, logger, nk, dispatcher, tick, state, messages) {
              dispatcher.broadcastMessage(3, tick + JSON.stringify(messages.map(m => ({ ...m, data: m.data && nk.binaryToString(m.data) })))); return { state } }
            """,
            "matchTerminate(ctx, logger, nk, dispatcher, tick, state, grace) { dispatcher.broadcastMessage(4, String(grace)); return null }")).Begun().With(Bob);
        table.Join(Ann);
        table.Loop((Ann, 5, "hey"), (Ann, -6, null));
        table.Loop();
        table.Leave(PresenceReason.Disconnect, Ann);
        table.Terminate(30).ShouldBe("Stops");
        const string Player = """
            "userId":"00000000-0000-4000-8000-000000000001","sessionId":"10000000-0000-4000-8000-000000000001","username":"ann","node":"node1"
            """;
        table.Seen.ShouldBe(string.Join("; ",
            "1 [{" + Player + ",\"reason\":0}] from - to all",
            "3 0[{\"sender\":{" + Player + "},\"opCode\":5,\"data\":\"hey\",\"reliable\":true,\"receiveTimeMs\":5},"
                + "{\"sender\":{" + Player + "},\"opCode\":-6,\"data\":null,\"reliable\":true,\"receiveTimeMs\":5}] from - to all",
            "3 1[] from - to all",
            "2 [{" + Player + ",\"reason\":4}] from - to all",
            "4 30 from - to all"));
    }

    [Theory]
    [InlineData("d.broadcastMessage(1, 'ä')", "1 ä from - to all")]
    [InlineData("d.broadcastMessage(1, nk.stringToBinary('ä'))", "1 ä from - to all")]
    [InlineData("d.broadcastMessage(1, new Uint8Array([97]))", "1 a from - to all")]
    [InlineData("d.broadcastMessage(1)", "1  from - to all")]
    [InlineData("d.broadcastMessage(1, null, null, null, false)", "1  from - to all unreliable")]
    [InlineData("d.broadcastMessage(1, 'a', []); d.broadcastMessage(2, 'b', [state.bob])", "2 b from - to 2")]
    [InlineData("d.broadcastMessage(1, 'a', [state.ann, state.bob, state.stranger], state.ann)", "1 a from ann to all")]
    [InlineData("d.broadcastMessage(1, 'a', [state.stranger])", "")]
    [InlineData("d.broadcastMessageDeferred(1, 'late'); d.broadcastMessage(2, 'soon')", "2 soon from - to all; 1 late from - to all")]
    [InlineData("d.matchKick([state.ann])", "kick 1")]
    [InlineData("d.matchKick([]); d.matchKick(null); d.matchKick()", "")]
    [InlineData("for (let i = 0; i < 3; i++) d.broadcastMessageDeferred(i, 'x')", "GoError: error deferring message broadcast: too many deferred message broadcasts per tick")]
    [InlineData("d.broadcastMessage(1.5)", "TypeError: expects number")]
    [InlineData("d.broadcastMessage()", "TypeError: expects number")]
    [InlineData("d.broadcastMessage(1, {})", "TypeError: expects data to be an ArrayBuffer, a string or nil")]
    [InlineData("d.broadcastMessage(1, '', {})", "TypeError: expects an array of presences or nil")]
    [InlineData("d.broadcastMessage(1, '', [5])", "TypeError: expects an array of presences or nil")]
    [InlineData("d.broadcastMessage(1, '', [{}])", "TypeError: expects presence to contain a 'sessionId' string")]
    [InlineData("d.broadcastMessage(1, '', [{ sessionId: 'x', node: 'n' }])", "TypeError: expects presence to contain a valid 'sessionId'")]
    [InlineData("d.broadcastMessage(1, '', [{ sessionId: state.ann.sessionId }])", "TypeError: expects presence to contain a 'node' string")]
    [InlineData("d.broadcastMessage(1, '', null, 5)", "TypeError: expects sender to be an object")]
    [InlineData("d.broadcastMessage(1, '', null, { userId: state.ann.userId, sessionId: state.ann.sessionId })", "TypeError: expects presence to contain a 'username' string")]
    [InlineData("d.broadcastMessage(1, '', null, null, 'yes')", "TypeError: expects boolean")]
    [InlineData("d.matchKick(state.ann)", "TypeError: expects an array of presence objects")]
    [InlineData("d.matchKick([{ sessionId: state.ann.sessionId, node: 'n' }])", "TypeError: expects presence to contain a 'userId' string")]
    [InlineData("d.matchLabelUpdate(5)", "TypeError: expects string")]
    [InlineData("d.matchLabelUpdate('x'.repeat(2049))", "GoError: error updating match label: match label too long, must be 0-2048 bytes")]
    public void the_dispatcher_reaches_players(string body, string expected)
    {
        using var table = new MatchTable(Of(
            "matchJoin(ctx, logger, nk, dispatcher, tick, state, presences) { for (const p of presences) state[p.username] = p; return { state } }",
            "matchLoop(ctx, logger, nk, d, tick, state, messages) { "
                + "state.stranger = { userId: state.ann.userId, sessionId: '20000000-0000-4000-8000-000000000009', node: 'x' }; "
                + $"try {{ {body} }} catch (error) {{ throw {{ message: String(error) }} }} return {{ state }} }}")).Begun();
        table.Join(Ann, Bob);
        var result = table.Loop();
        (result.StartsWith("Fails: ", StringComparison.Ordinal) ? result["Fails: ".Length..] : table.Seen).ShouldBe(expected);
    }

    [Fact]
    public void the_context_follows_the_label()
    {
        using var table = new MatchTable(Of(
            "matchLoop(ctx, logger, nk, dispatcher, tick, state, messages) { dispatcher.broadcastMessage(1, ctx.matchLabel); dispatcher.matchLabelUpdate('round ' + tick); return { state } }")).Begun().With(Ann);
        table.Loop();
        table.Loop();
        (table.Seen, table.Core.Label).ShouldBe(("1 start from - to all; 1 round 0 from - to all", "round 1"));
    }

    [Fact]
    public void time_chance_and_ids_come_from_the_match()
    {
        const string Loop = "matchLoop(ctx, logger, nk, d, tick, state, messages) { d.broadcastMessage(1, [Date.now(), new Date().toISOString(), Math.random(), nk.uuidv4()].join(' ')); return { state } }";
        using var first = new MatchTable(Of(Loop)).Begun().With(Ann);
        using var second = new MatchTable(Of(Loop)).Begun().With(Ann);
        using var other = new MatchTable(Of(Loop), seed: 8).Begun().With(Ann);
        foreach (var table in (MatchTable[])[first, second, other]) table.Loop();
        first.Seen.ShouldStartWith("1 1000400 1970-01-01T00:16:40.400Z 0.");
        second.Seen.ShouldBe(first.Seen);
        other.Seen.ShouldNotBe(first.Seen);
    }

    [Fact]
    public void what_is_asked_of_the_server_goes_through_the_record()
    {
        using var table = new MatchTable(Of(
            "matchLoop(ctx, logger, nk, d, tick, state, messages) { d.broadcastMessage(1, nk.bcryptHash('secret') + nk.md5Hash('a')); nk.aes128Encrypt(nk.stringToBinary('ab'), '0123456789abcdef'); return { state } }"))
            .Begun().With(Ann);
        table.Loop().ShouldBe("Continues");
        table.Seen.ShouldBe("bcrypt_hash[\"secret\"]; 1 answer0cc175b9c0f1b6a831c399e269772661 from - to all; aes128_encrypt[\"YWI=\",\"0123456789abcdef\"]");
    }

    [Fact]
    public void the_bundle_runs_without_its_InitModule_and_matches_share_nothing()
    {
        const string Loop = "matchLoop(ctx, logger, nk, d, tick, state, messages) { d.broadcastMessage(1, [++counter, started].join()); return { state } }";
        using var one = new MatchTable(Of([Loop], "var counter = 0; var started = false;", "started = true;")).Begun().With(Ann);
        using var other = new MatchTable(Of([Loop], "var counter = 0; var started = false;", "started = true;")).Begun().With(Ann);
        one.Loop();
        one.Loop();
        other.Loop();
        (one.Seen, other.Seen).ShouldBe(("1 1,false from - to all; 1 2,false from - to all", "1 1,false from - to all"));
    }

    [Fact]
    public void lines_of_a_match_say_which_it_is_and_are_not_repeated()
    {
        using var table = new MatchTable(Of("matchLoop(ctx, logger, nk, d, tick, state, messages) { logger.info('tick %d', tick); return { state } }")).Begun();
        table.Loop();
        table.Core.IsRepeating = true;
        table.Loop();
        table.Log.Lines.Where(line => line.Contains("tick ", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldContain("tick 0");
    }

    [Fact]
    public void a_match_that_is_run_again_goes_on_as_if_nothing_had_been()
    {
        const string Loop = """
            matchLoop(ctx, logger, nk, d, tick, state, messages) {
              state.rolls = [...(state.rolls ?? []), Math.random(), Date.now(), nk.uuidv4(), nk.bcryptHash("x")];
              d.broadcastMessage(1, JSON.stringify(state));
              return { state };
            }
            """;
        using var played = new MatchTable(Of(Loop)).Begun().With(Ann);
        using var again = new MatchTable(Of(Loop));
        again.Core.IsRepeating = true;
        again.Begun().With(Ann);
        for (var tick = 0; tick < 10; tick++)
        {
            again.Core.IsRepeating = tick < 5;
            played.Loop();
            again.Loop();
            again.Core.TakeHash().ShouldBe(played.Core.TakeHash());
        }

        again.Seen.ShouldBe(played.Seen);
    }

    [Fact]
    public void a_name_of_no_handler_opens_nothing()
    {
        using var bench = Of();
        var scripts = new BundleMatchScripts(bench.Host, bench.Settings, bench.Server);
        scripts.Open("Game", null!).Value.Script.ShouldBeNull();
    }

    [Theory]
    [InlineData("kept.texts.push('x'.repeat(500000))", "var kept = { texts: [] };")]
    [InlineData("kept.push('x'.repeat(500000))", "const kept = [];")]
    [InlineData("(state.kept ??= []).push('x'.repeat(500000))", "")]
    [InlineData("(state.kept ??= new Map()).set(tick, new Uint8Array(500000))", "")]
    public void a_match_that_hoards_comes_to_its_end(string hoard, string globals)
    {
        using var table = new MatchTable(Of(
            [$"matchLoop(ctx, logger, nk, d, tick, state, messages) {{ {hoard}; return {{ state }} }}"], globals,
            settings: BundleBench.Defaults with { JavaScriptMemoryBytes = 16 << 20 })).Begun();
        var said = "";
        for (var tick = 0; tick < 200 && said is "" or "Continues"; tick++) said = table.Loop();
        said.ShouldBe("Fails: script ended: not enough memory");
    }

    [Fact]
    public void a_match_that_throws_much_away_goes_on()
    {
        using var table = new MatchTable(Of(
            ["matchLoop(ctx, logger, nk, d, tick, state, messages) { state.last = 'x'.repeat(500000) + tick; return { state } }"],
            settings: BundleBench.Defaults with { JavaScriptMemoryBytes = 16 << 20 })).Begun();
        for (var tick = 0; tick < 100; tick++) table.Loop().ShouldBe("Continues");
    }

    [Theory]
    [InlineData("state.n = 1", true)]
    [InlineData("state.n = 0", false)]
    [InlineData("state.n = -0", false)]
    [InlineData("state.n = NaN", true)]
    [InlineData("state[1] = 'x'", true)]
    [InlineData("state.deep = [[[true]]]", true)]
    [InlineData("state.map = new Map([[1, 2]])", true)]
    [InlineData("state.bytes = new Uint8Array(2)", true)]
    [InlineData("state.f = function () {}", true)]
    [InlineData("delete state.gone", false)]
    public void the_hash_sees_the_state(string change, bool isSeen)
    {
        using var plain = new MatchTable(Of()).Begun();
        using var changed = new MatchTable(Of($"matchLoop(ctx, logger, nk, d, tick, state, messages) {{ {change}; return {{ state }} }}")).Begun();
        plain.Loop();
        changed.Loop();
        (plain.Core.TakeHash() != changed.Core.TakeHash()).ShouldBe(isSeen);
    }

    [Fact]
    public void every_eighth_tick_looks_at_the_state_and_runs_nothing_of_it()
    {
        using var plain = new MatchTable(Of()).Begun();
        using var changed = new MatchTable(Of(
            "matchLoop(ctx, logger, nk, d, tick, state, messages) { Object.defineProperty(state, 'g', { get() { while (true) {} } }); state.p = new Proxy({}, { ownKeys() { while (true) {} } }); return { state: { n: tick } } }"))
            .Begun();
        var seen = new List<int>();
        for (var tick = 0; tick < 20; tick++)
        {
            plain.Loop();
            changed.Loop();
            if (plain.Core.TakeHash() != changed.Core.TakeHash()) seen.Add(tick);
        }

        seen.ShouldBe([8, 16]);
    }

    [Fact]
    public void getters_and_proxies_in_a_result_are_not_run()
    {
        using var table = new MatchTable(Of(
            "matchLoop(ctx, logger, nk, d, tick, state, messages) { return { get state() { while (true) {} } } }",
            "matchJoin(ctx, logger, nk, d, tick, state, presences) { return new Proxy({}, { getOwnPropertyDescriptor() { while (true) {} } }) }")).Begun();
        table.Loop().ShouldBe("Fails: matchLoop is expected to return an object with 'state' object property");
        table.Join(Ann).ShouldBe("Fails: matchJoin is expected to return an object with 'state' property");
    }

    [Fact]
    public async Task a_match_goes_on_with_its_code_when_the_bundle_is_exchanged()
    {
        static string Says(string text) => $"matchLoop(ctx, logger, nk, dispatcher, tick, state, messages) {{ dispatcher.broadcastMessage(1, '{text}'); return {{ state }}; }}";

        var bench = Of(Says("old"));
        using var table = new MatchTable(bench).Begun().With(MatchTable.Ann);
        table.Loop();
        using var other = Of(Says("new"));
        File.Copy(Path.Combine(other.Settings.Path, "index.js"), Path.Combine(bench.Settings.Path, "index.js"), overwrite: true);
        await bench.Host.Reload(CancellationToken.None);
        table.Loop();
        table.Seen.ShouldBe("1 old from - to all; 1 old from - to all");
        using var next = new BundleMatchScripts(bench.Host, bench.Settings, bench.Server).Open("game", table.Core).Value.Script!;
        next.Init(new(0, 1_000_000), "{}").Fault.ShouldBeNull();
        next.ModuleVersion.ShouldNotBe(table.Script.ModuleVersion);
    }

    private static ScriptSettings Short => BundleBench.Defaults with { Statements = 20_000 };

    private static BundleBench Of(params string[] own) => Of(own, "");

    private static BundleBench Of(string own, ScriptSettings settings) => Of([own], "", settings: settings);

    /// <summary>A bundle with the handler "game", of whose seven functions some are the test's own.</summary>
    private static BundleBench Of(string[] own, string globals = "", string init = "", ScriptSettings? settings = null)
    {
        var others = new Dictionary<string, string>
        {
            ["matchInit"] = "(ctx, logger, nk, params) { return { state: { n: 0 }, tickRate: 10, label: 'start' } }",
            ["matchJoinAttempt"] = "(ctx, logger, nk, dispatcher, tick, state, presence, metadata) { return { state, accept: true } }",
            ["matchSignal"] = "(ctx, logger, nk, dispatcher, tick, state, data) { return { state, data } }",
        };
        foreach (var name in (string[])["matchJoin", "matchLeave", "matchLoop", "matchTerminate"])
            others[name] = "(ctx, logger, nk, dispatcher, tick, state, what) { return { state } }";
        var functions = others.Where(other => !own.Any(one => one.StartsWith(other.Key + "(", StringComparison.Ordinal))).Select(other => other.Key + other.Value);
        return BundleBench.Of(
            $"{globals}\n{string.Join('\n', own.Concat(functions).Select(function => "function " + function))}\n"
                + $"function InitModule(ctx, logger, nk, initializer) {{ {init} initializer.registerMatch('game', {{ {string.Join(", ", others.Keys)} }}); }}",
            settings: settings);
    }
}
