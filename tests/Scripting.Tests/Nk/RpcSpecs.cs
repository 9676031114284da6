using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Scripts;

namespace KaosNet.Scripting.Tests.Nk;

public class RpcSpecs
{
    private static readonly Caller Ann = new()
    {
        Source = Source.Client, Actor = "u-1", UserId = "u-1", Username = "ann", Vars = new Dictionary<string, string> { ["build"] = "42" },
        SessionExpiry = 77, SessionId = "s-1", ClientAddress = "10.0.0.1", ClientPort = "5000", Correlation = "t-1",
    };

    [Theory]
    [InlineData("return payload", "hello")]
    [InlineData("return payload .. '\\0' .. #payload", "hello\05")]
    [InlineData("", "")]
    [InlineData("return nil", "")]
    [InlineData("return 'first', 'last'", "last")]
    [InlineData("return payload, nil", "")]
    [InlineData("return 5", "13: Runtime function returned invalid data - only allowed one return value of type String/Byte.")]
    [InlineData("return {}", "13: Runtime function returned invalid data - only allowed one return value of type String/Byte.")]
    [InlineData("error({ 'not today', 9 })", "9: not today")]
    [InlineData("error({ 'odd', 0 })", "13: odd")]
    [InlineData("error({ 'odd', -1 })", "13: odd")]
    [InlineData("error({ 'odd', 17 })", "13: odd")]
    [InlineData("error({ 'odd', 16 })", "16: odd")]
    [InlineData("error({ 'only text' })", "13: only text")]
    [InlineData("error('text')", "13: text")]
    [InlineData("error({})", "13: table")]
    [InlineData("local x = nil; return x.y", "13: attempt to index a nil value (local 'x')")]
    [InlineData("nk.json_decode('{')", "13: error decoding JSON*")]
    [InlineData("nk.cron_next('x', 1)", "13: expects a valid cron string: missing field(s)")]
    [InlineData("return type(nk.storage_read)", "function")]
    [InlineData("return tostring(require('kaos') == nk)", "true")]
    [InlineData("nk.match_create('duel')", "13: bad argument #2 to match_create (value expected)")]
    [InlineData("nk.match_create('duel', { 1, 2 })", "13: bad argument #2 to match_create (expects params to be nil or a table of key value pairs)")]
    [InlineData("nk.match_create('duel', { f = { print } })", "13: error creating match: cannot encode params")]
    [InlineData("nk.leaderboard_create('')", "13: bad argument #1 to leaderboard_create (expects a leaderboard ID string)")]
    [InlineData("nk.leaderboard_record_write('b', 'nobody')", "13: bad argument #2 to leaderboard_record_write (expects owner ID to be a valid identifier)")]
    [InlineData("return nk.logger_info('said')", "said")]
    [InlineData("nk.logger_info('')", "13: bad argument #1 to logger_info (expects message string)")]
    public async Task a_function_answers_or_refuses(string body, string expected)
    {
        using var bench = ModuleBench.OfFunction(body);
        var said = await bench.Say(payload: "hello");
        if (expected.EndsWith('*')) said.ShouldStartWith(expected[..^1]);
        else said.ShouldBe(expected);
    }

    [Theory]
    [InlineData("return tostring(nk.time{year=2026,month=1,day=2})", "1767355200000")]
    [InlineData("return nk.base64_encode('hi?') .. nk.base64_decode('aGk/')", "aGk/hi?")]
    [InlineData("return nk.base64_encode('h', false) .. nk.base64url_encode('??>', false)", "aAPz8-")]
    [InlineData("return nk.base64_decode('aA', true)", "h")]
    [InlineData("return nk.base16_decode(nk.base16_encode('kaos'))", "kaos")]
    [InlineData("return nk.md5_hash('abc')", "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData("return nk.sha256_hash('abc')", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("return nk.base16_encode(nk.hmac_sha256_hash('what do ya want for nothing?', 'Jefe'))", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")]
    [InlineData("return tostring(#nk.uuid_v4()) .. tostring(nk.uuid_v4() == nk.uuid_v4())", "36false")]
    [InlineData("return nk.json_encode(nk.json_decode('{\"b\":[1,null,2],\"a\":{}}'))", "{\"a\":{},\"b\":[1,null,2]}")]
    [InlineData("return nk.get_context().execution_mode", "run_once")]
    public async Task utilities_do_what_they_say(string body, string expected)
    {
        using var bench = ModuleBench.OfFunction(body);
        (await bench.Say()).ShouldBe(expected);
    }

    [Fact]
    public async Task a_context_tells_of_the_player_and_the_request()
    {
        using var bench = ModuleBench.OfFunction("return nk.json_encode(context)");
        var request = new RpcRequest(
            Ann, new Dictionary<string, IReadOnlyList<string>> { ["X-Game"] = ["a", "b"] },
            new Dictionary<string, IReadOnlyList<string>> { ["page"] = ["2"] }, Language: "de");
        (await bench.Host.Call("F", "", request, CancellationToken.None)).Value.ShouldBe(
            """
            {"client_ip":"10.0.0.1","client_port":"5000","env":{"season":"3"},"execution_mode":"rpc","headers":{"X-Game":["a","b"]},"lang":"de",
            "node":"node1","query_params":{"page":["2"]},"session_id":"s-1","trace_id":"t-1","user_id":"u-1","user_session_exp":77,
            "username":"ann","vars":{"build":"42"},"version":"9.9"}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public async Task a_servers_call_has_no_player_in_its_context()
    {
        using var bench = ModuleBench.OfFunction("return nk.json_encode(context)");
        (await bench.Say()).ShouldBe(
            """{"env":{"season":"3"},"execution_mode":"rpc","headers":{},"node":"node1","query_params":{},"version":"9.9"}""");
    }

    [Fact]
    public async Task the_last_registration_wins_whatever_its_case()
    {
        using var bench = ModuleBench.Of("local nk = require('nakama')\nfor i = 1, 2 do nk.register_rpc(function() return 'v' .. i end, i == 1 and 'Get' or 'gET') end");
        bench.Host.Rpcs.ShouldBe(["get"]);
        (bench.Host.Knows("GET"), await bench.Say("get")).ShouldBe((true, "v2"));
        (await bench.Say("other")).ShouldBe("5: RPC function not found");
    }

    [Fact]
    public async Task faults_are_logged_and_chosen_codes_are_not()
    {
        using var bench = ModuleBench.OfFunction("if payload == 'chosen' then error({ 'a', 3 }) else error('b') end");
        await bench.Say(payload: "chosen");
        bench.Log.Lines.ShouldNotContain(line => line.StartsWith("Error", StringComparison.Ordinal));
        await bench.Say();
        bench.Log.Lines.ShouldContain(line => line.StartsWith("Error: RPC function f failed: b", StringComparison.Ordinal));
    }

    [Fact]
    public async Task an_error_of_another_module_keeps_its_place()
    {
        using var bench = ModuleBench.Of(new Dictionary<string, string>
        {
            ["lib"] = "local M = {}\nfunction M.fall() error('fell') end\nreturn M",
            ["main"] = "local nk, lib = require('nakama'), require('lib')\nnk.register_rpc(function() lib.fall() end, 'f')",
        });
        (await bench.Say()).ShouldBe("13: lib.lua:2: fell");
    }

    [Fact]
    public async Task traces_are_shown_if_the_operator_wants_them()
    {
        using var bench = ModuleBench.OfFunction("error('b')", settings: ModuleBench.Defaults with { ShowsTraces = true });
        (await bench.Say()).ShouldContain("stack traceback:");
    }

    [Theory]
    [InlineData("while true do end", "13: script ended: instruction budget spent")]
    [InlineData("while true do pcall(function() while true do end end) end", "13: script ended: instruction budget spent")]
    [InlineData("local t = {} while true do t[#t + 1] = string.rep('x', 65536) .. #t end", "13: *not enough memory")]
    public async Task a_script_that_takes_too_much_ends_alone(string body, string expected)
    {
        using var bench = ModuleBench.Of(
            new Dictionary<string, string>
            {
                ["main"] = $"local nk = require('nakama')\nnk.register_rpc(function() {body} end, 'f')\nnk.register_rpc(function(_, p) return p end, 'echo')",
            },
            settings: ModuleBench.Defaults with { Instructions = 1_000_000, MemoryBytes = 4 << 20 });
        for (var again = 0; again < 3; again++)
        {
            var said = await bench.Say();
            if (expected.Contains('*')) said.ShouldEndWith(expected.Split('*')[1]);
            else said.ShouldBe(expected);
            (await bench.Say("echo", "still here")).ShouldBe("still here");
        }

        bench.Host.States.ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task more_callers_than_states_wait_their_turn()
    {
        using var bench = ModuleBench.OfFunction("local s = 0 for i = 1, 10000 do s = s + i end return payload");
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => Task.Run(() => bench.Say(payload: n.ToString()))));
        answers.ShouldBe(Enumerable.Range(0, 40).Select(n => n.ToString()));
        bench.Host.States.ShouldBeLessThanOrEqualTo(2);
    }
}
