using KaosNet.Domain.Matches;
using static KaosNet.Scripting.Tests.Matches.MatchTable;

namespace KaosNet.Scripting.Tests.Matches;

/// <summary>What callbacks are given and what their results come to (parity matches sections 1.2 and 1.5).</summary>
public class LuaMatchSpecs
{
    [Theory]
    [InlineData("return {}, 10, 'l'", "10 l")]
    [InlineData("return {}, 9.9, ''", "9 ")]
    [InlineData("return 'any value', 60, 'l'", "60 l")]
    [InlineData("return {}, 61, 'l'", "Match tick rate must be between 1 and 60")]
    [InlineData("return {}, 0.9, 'l'", "Match tick rate must be between 1 and 60")]
    [InlineData("return nil, 10, 'l'", "Match initial state must not be nil")]
    [InlineData("return {}, 10", "match_init returned unexpected third value, must be a label string")]
    [InlineData("return {}, 10, 5", "match_init returned unexpected third value, must be a label string")]
    [InlineData("return {}, 'x', 'l'", "match_init returned unexpected second value, must be a tick rate number")]
    [InlineData("return {}, 10, 'l', 1", "match_init returned unexpected extra values")]
    [InlineData("return {}, 10, string.rep('x', 2048)", "10 x*")]
    [InlineData("return {}, 10, string.rep('x', 2049)", "match label too long, must be 0-2048 bytes")]
    [InlineData("error('no')", "no")]
    [InlineData("return {}, 5, params.a .. context.execution_mode .. context.match_id .. context.match_node .. tostring(context.version) .. tostring(context.match_label)", "5 1matchm-1.node1node1nilnil")]
    public void a_match_begins_or_says_why_not(string body, string expected)
    {
        using var table = new MatchTable(Handler($"init(context, params) {body}"));
        var said = table.Init("""{"a":1}""");
        if (expected.EndsWith('*')) said.ShouldStartWith(expected[..^1]);
        else said.ShouldBe(expected);
    }

    [Theory]
    [InlineData("return state, true", "Continues accepted")]
    [InlineData("return state, false", "Continues refused")]
    [InlineData("return state, false, 'full'", "Continues refused: full")]
    [InlineData("return state, true, nil", "Continues accepted")]
    [InlineData("return nil", "Stops refused")]
    [InlineData("return nil, true", "Stops refused")]
    [InlineData("", "Stops refused")]
    [InlineData("return state", "Fails: Match join attempt returned unexpected second value, must be a boolean refused")]
    [InlineData("return state, 1", "Fails: Match join attempt returned unexpected second value, must be a boolean refused")]
    [InlineData("return state, true, {}", "Fails: Match join attempt returned unexpected third value, must be a string refused")]
    [InlineData("return state, true, 'a', 'b'", "Fails: Match join attempt returned unexpected extra values, stopping match refused")]
    [InlineData("error('no')", "Fails: no refused")]
    [InlineData("return state, false, presence.username .. presence.node .. presence.session_id:sub(-1) .. tostring(presence.reason) .. metadata.a .. context.user_id:sub(-1) .. context.username .. context.vars.v .. context.user_session_exp .. context.session_id:sub(-1) .. context.client_ip .. context.client_port .. context.match_label .. context.match_tick_rate .. tostring(context.lang) .. tick", "Continues refused: annnode11nilM1ann199110.0.0.999start10nil0")]
    public void a_join_attempt_is_decided(string body, string expected)
    {
        using var table = new MatchTable(Handler($"join_attempt(context, dispatcher, tick, state, presence, metadata) {body}")).Begun();
        table.Attempt(Ann, new Dictionary<string, string> { ["a"] = "M" }).ShouldBe(expected);
    }

    public static TheoryData<string, string, string> Steps
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var callback in (string[])["join", "leave", "loop", "terminate"])
            {
                data.Add(callback, "return state", "Continues");
                data.Add(callback, "return {}", "Continues");
                data.Add(callback, "return nil", "Stops");
                data.Add(callback, "return", "Stops");
                data.Add(callback, "return state, nil", "Stops");
                data.Add(callback, "return state, 1", $"Fails: Match {callback} returned unexpected extra values, stopping match");
                data.Add(callback, "error({ 'no', 5 })", "Fails: no");
                data.Add(callback, "while true do end", "Fails: script ended: instruction budget spent");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void a_step_goes_on_stops_or_fails(string callback, string body, string expected)
    {
        using var table = new MatchTable(
            new Dictionary<string, string> { ["game"] = Handler($"{callback}(context, dispatcher, tick, state, what) do {body} end") },
            settings: Nk.ModuleBench.Defaults with { Instructions = 500_000 }).Begun();
        (callback switch
        {
            "join" => table.Join(Ann),
            "leave" => table.Leave(PresenceReason.Leave, Ann),
            "loop" => table.Loop(),
            _ => table.Terminate(3),
        }).ShouldBe(expected);
    }

    [Theory]
    [InlineData("return state, data .. '!'", "Continues 'hi!'")]
    [InlineData("return state, nil", "Continues ''")]
    [InlineData("return state", "Fails: Match signal returned unexpected second value, must be a string or nil ''")]
    [InlineData("return state, {}", "Fails: Match signal returned unexpected second value, must be a string or nil ''")]
    [InlineData("return nil, data", "Stops ''")]
    [InlineData("return state, data, 1", "Fails: Match signal returned unexpected extra values, stopping match ''")]
    [InlineData("error('no')", "Fails: no ''")]
    public void a_signal_is_answered(string body, string expected)
    {
        using var table = new MatchTable(Handler($"signal(context, dispatcher, tick, state, data) {body}")).Begun();
        table.Signal("hi").ShouldBe(expected);
    }

    [Fact]
    public void callbacks_see_what_happened()
    {
        using var table = new MatchTable(Handler(
            "join(context, dispatcher, tick, state, presences) dispatcher.broadcast_message(1, nk.json_encode(presences)) return state",
            "leave(context, dispatcher, tick, state, presences) dispatcher.broadcast_message(2, nk.json_encode(presences)) return state",
            "loop(context, dispatcher, tick, state, messages) dispatcher.broadcast_message(3, tick .. nk.json_encode(messages)) return state",
            "terminate(context, dispatcher, tick, state, grace) dispatcher.broadcast_message(4, tostring(grace)) return nil")).Begun().With(Bob);
        table.Join(Ann);
        table.Loop((Ann, 5, "hey"), (Ann, -6, null));
        table.Loop();
        table.Leave(PresenceReason.Disconnect, Ann);
        table.Terminate(30).ShouldBe("Stops");
        const string Ids = """
            "session_id":"10000000-0000-4000-8000-000000000001","user_id":"00000000-0000-4000-8000-000000000001","username":"ann"}
            """;
        const string Sender = "\"sender\":{\"node\":\"node1\"," + Ids;
        table.Seen.ShouldBe(string.Join("; ",
            "1 [{\"node\":\"node1\",\"reason\":0," + Ids + "] from - to all",
            "3 0[{\"data\":\"hey\",\"op_code\":5,\"receive_time_ms\":5,\"reliable\":true," + Sender + "},"
                + "{\"op_code\":-6,\"receive_time_ms\":5,\"reliable\":true," + Sender + "}] from - to all",
            "3 1{} from - to all",
            "2 [{\"node\":\"node1\",\"reason\":4," + Ids + "] from - to all",
            "4 30 from - to all"));
    }

    [Theory]
    [InlineData("d.broadcast_message(1, 'a')", "1 a from - to all")]
    [InlineData("d.broadcast_message(1)", "1  from - to all")]
    [InlineData("d.broadcast_message(1, nil, nil, nil, false)", "1  from - to all unreliable")]
    [InlineData("d.broadcast_message(1, 'a', {}) d.broadcast_message(2, 'b', { state.bob })", "2 b from - to 2")]
    [InlineData("d.broadcast_message(1, 'a', { state.ann, state.bob, state.stranger }, state.ann)", "1 a from ann to all")]
    [InlineData("d.broadcast_message_deferred(1, 'late') d.broadcast_message(2, 'soon')", "2 soon from - to all; 1 late from - to all")]
    [InlineData("d.match_kick({ state.ann })", "kick 1")]
    [InlineData("d.match_kick({})", "")]
    [InlineData("for i = 1, 3 do d.broadcast_message_deferred(i, 'x') end", "error deferring message broadcast: too many deferred message broadcasts per tick")]
    [InlineData("d.broadcast_message(1.5)", "bad argument #1 to broadcast_message (expects an integer op code)")]
    [InlineData("d.broadcast_message(1, {})", "bad argument #2 to broadcast_message (expects data to be a string or nil)")]
    [InlineData("d.broadcast_message(1, '', { {} })", "bad argument #3 to broadcast_message (expects each presence to have a valid session_id)")]
    [InlineData("d.broadcast_message(1, '', { { session_id = state.ann.session_id, node = 'n' } })", "bad argument #3 to broadcast_message (expects each presence to have a valid user_id)")]
    [InlineData("d.broadcast_message(1, '', nil, { user_id = state.ann.user_id, session_id = state.ann.session_id })", "bad argument #4 to broadcast_message (expects sender to have a non-empty username)")]
    [InlineData("d.match_kick({ { session_id = state.ann.session_id, user_id = state.ann.user_id } })", "bad argument #1 to match_kick (expects each presence to have a non-empty node)")]
    [InlineData("d.match_label_update(5 < 4)", "bad argument #1 to match_label_update (string expected, got boolean)")]
    [InlineData("d.broadcast_message(1, 'a', { state.stranger })", "")]
    [InlineData("d.match_kick(nil)", "")]
    [InlineData("d.match_label_update(string.rep('x', 2049))", "error updating match label: match label too long, must be 0-2048 bytes")]
    public void the_dispatcher_reaches_players(string body, string expected)
    {
        using var table = new MatchTable(Handler(
            "join(context, dispatcher, tick, state, presences) for _, p in ipairs(presences) do state[p.username] = p end return state",
            $"loop(context, d, tick, state, messages) state.stranger = {{ user_id = state.ann.user_id, session_id = '20000000-0000-4000-8000-000000000009', node = 'x' }} {body} return state")).Begun();
        table.Join(Ann, Bob);
        var result = table.Loop();
        (result.StartsWith("Fails: ", StringComparison.Ordinal) ? result["Fails: ".Length..] : table.Seen).ShouldBe(expected);
    }

    [Fact]
    public void the_context_follows_the_label()
    {
        using var table = new MatchTable(Handler(
            "loop(context, dispatcher, tick, state, messages) dispatcher.broadcast_message(1, context.match_label) dispatcher.match_label_update('round ' .. tick) return state")).Begun().With(Ann);
        table.Loop();
        table.Loop();
        (table.Seen, table.Core.Label).ShouldBe(("1 start from - to all; 1 round 0 from - to all", "round 1"));
    }

    [Fact]
    public void time_chance_and_ids_come_from_the_match()
    {
        const string Loop = "loop(context, d, tick, state, messages) d.broadcast_message(1, table.concat({ nk.time(), os.time(), math.random(1000000), nk.uuid_v4() }, ' ')) return state";
        using var first = new MatchTable(Handler(Loop)).Begun().With(Ann);
        using var second = new MatchTable(Handler(Loop)).Begun().With(Ann);
        using var other = new MatchTable(Handler(Loop), seed: 8).Begun().With(Ann);
        foreach (var table in (MatchTable[])[first, second, other]) table.Loop();
        first.Seen.ShouldStartWith("1 1000400 1000 ");
        second.Seen.ShouldBe(first.Seen);
        other.Seen.ShouldNotBe(first.Seen);
    }

    [Fact]
    public void what_is_asked_of_the_server_goes_through_the_record()
    {
        using var table = new MatchTable(Handler("loop(context, d, tick, state, messages) d.broadcast_message(1, nk.match_signal('a.b', 'x')) return state")).Begun().With(Ann);
        table.Loop();
        table.Seen.ShouldBe("match_signal[\"a.b\",\"x\"]; 1 answer from - to all");
    }

    [Fact]
    public void registrations_and_boards_of_a_module_are_the_servers_start_alone()
    {
        using var table = new MatchTable(new Dictionary<string, string>
        {
            ["game"] = "local nk = require('nakama')\nif nk.get_context().node == 'x' then nk.leaderboard_create('b') end\nnk.register_rpc(function() end, 'f')\nnk.run_once(function() end)\n"
                + "require('helper')\n" + Handler(),
            ["helper"] = "return true",
        });
        table.Init().ShouldBe("10 start");
        table.Seen.ShouldBe("");
    }

    [Theory]
    [InlineData("return 5", "match module must return a table containing the match callback functions")]
    [InlineData("return {}", "match_init not found or not a function")]
    [InlineData("return { match_init = print }", "match_join_attempt not found or not a function")]
    public void a_module_that_is_no_handler_makes_no_match(string source, string expected)
    {
        using var table = new MatchTable(source);
        table.Init().ShouldBe(expected);
    }

    [Fact]
    public void matches_share_nothing()
    {
        const string Loop = "loop(context, d, tick, state, messages) counter = (counter or 0) + 1 d.broadcast_message(1, tostring(counter)) return state";
        var modules = new Dictionary<string, string> { ["game"] = Handler(Loop) };
        using var one = new MatchTable(modules).Begun().With(Ann);
        using var other = new MatchTable(modules).Begun().With(Ann);
        one.Loop();
        one.Loop();
        other.Loop();
        (one.Seen, other.Seen).ShouldBe(("1 1 from - to all; 1 2 from - to all", "1 1 from - to all"));
    }

    [Theory]
    [InlineData("state.n = 1", true)]
    [InlineData("state.n = 0", false)]
    [InlineData("state[1] = 'x'", true)]
    [InlineData("state.deep = { { { true } } }", true)]
    [InlineData("state.deep = { { { false } } }", true)]
    [InlineData("state.f = function() end", true)]
    [InlineData("state.gone = nil", false)]
    public void the_hash_sees_the_state(string change, bool isSeen)
    {
        using var plain = new MatchTable(Handler()).Begun();
        using var changed = new MatchTable(Handler($"loop(context, d, tick, state, messages) {change} return state")).Begun();
        plain.Loop();
        changed.Loop();
        (plain.Core.TakeHash() != changed.Core.TakeHash()).ShouldBe(isSeen);
    }

    [Fact]
    public void every_eighth_tick_looks_at_the_state()
    {
        using var plain = new MatchTable(Handler()).Begun();
        using var changed = new MatchTable(Handler("loop(context, d, tick, state, messages) state.n = tick return state")).Begun();
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
    public void the_hash_does_not_depend_on_the_order_of_keys_or_the_size_of_the_state()
    {
        const string Many = "init(context, params) local s = {} for i = 1, 40 do s['key' .. i] = { i, sub = { x = i } } end return s, 10, ''";
        const string TooMany = "init(context, params) local s = {} for i = 1, 5000 do s['key' .. i] = i end s.s = s return s, 10, ''";
        foreach (var source in (string[])[Handler(Many), Handler(TooMany)])
        {
            var hashes = new List<ulong>();
            for (var again = 0; again < 4; again++)
            {
                using var table = new MatchTable(source).Begun();
                table.Loop();
                hashes.Add(table.Core.TakeHash());
            }

            hashes.Distinct().Count().ShouldBe(1);
        }
    }
}
