using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Scripts;

namespace KaosNet.Scripting.Tests.Nk.Bundles;

public class BundleRpcSpecs
{
    private static readonly Caller Ann = new()
    {
        Source = Source.Client, Actor = "u-1", UserId = "u-1", Username = "ann", Vars = new Dictionary<string, string> { ["build"] = "42" },
        SessionExpiry = 77, ClientAddress = "10.0.0.1", ClientPort = "5000", Correlation = "t-1",
    };

    [Theory]
    [InlineData("return payload;", "hello")]
    [InlineData("return payload + '\\0' + payload.length;", "hello\05")]
    [InlineData("", "")]
    [InlineData("return null;", "")]
    [InlineData("return undefined;", "")]
    [InlineData("return 5;", "13: Runtime function returned invalid data - only allowed one return value of type string.")]
    [InlineData("return {};", "13: Runtime function returned invalid data - only allowed one return value of type string.")]
    [InlineData("return Promise.resolve('x');", "13: Runtime function returned invalid data - only allowed one return value of type string.")]
    [InlineData("throw { message: 'not today', code: 9 };", "9: not today")]
    [InlineData("throw { message: 'odd', code: 99 };", "99: odd")]
    [InlineData("throw { message: 'text' };", "13: text")]
    [InlineData("throw new Error('text');", "13: Error: text at f (index.js:1:*")]
    [InlineData("throw 'text';", "13: text at f (index.js:1:*")]
    [InlineData("null.x;", "13: TypeError: Cannot read properties of null (reading 'x') at f*")]
    [InlineData("nk.cronNext('x', 1);", "13: GoError: expects a valid cron string: missing field(s) at f*")]
    [InlineData("try { nk.cronNext('x', 1); } catch (e) { return e.message; }", "expects a valid cron string: missing field(s)")]
    [InlineData("nk.stringToBinary(5);", "13: TypeError: expects string at *")]
    [InlineData("return nk.binaryToString(nk.stringToBinary('é' + payload));", "éhello")]
    [InlineData("return nk.binaryToString(new Uint8Array([255, 254]).buffer);", "13: TypeError: expects data to be UTF-8 encoded at *")]
    [InlineData("return String(nk.stringToBinary('é').byteLength);", "2")]
    [InlineData("return /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(nk.uuidv4()) ? 'v4' : 'none';", "v4")]
    [InlineData("while (true);", "13: script ended: instruction budget spent")]
    [InlineData("try { for (;;); } catch (e) { return 'caught'; } finally { return 'finally'; }", "13: script ended: instruction budget spent")]
    public async Task a_function_answers_with_a_text_or_an_error(string body, string answer)
    {
        using var bench = BundleBench.OfFunction(body);
        var said = await bench.Say("F", "hello");
        if (answer.EndsWith('*')) said.ShouldStartWith(answer[..^1]);
        else said.ShouldBe(answer);
    }

    [Fact]
    public async Task an_error_of_the_functions_own_choice_is_not_logged_and_any_other_is_with_its_place()
    {
        using var bench = BundleBench.OfFunction("if (payload) throw { message: 'chosen', code: 3 }; throw new Error('boom');");
        (await bench.Call("f", "x")).Fault!.Message.ShouldBe("chosen");
        bench.Log.Lines.ShouldNotContain(line => line.StartsWith("Error", StringComparison.Ordinal));
        var fault = (await bench.Call("f")).Fault!;
        fault.StackTrace.ShouldContain("at f (index.js:1:");
        bench.Log.Lines.ShouldContain(line => line.StartsWith("Error: RPC function f failed: Error: boom at f", StringComparison.Ordinal));
    }

    [Fact]
    public async Task the_context_of_a_player_over_http()
    {
        using var bench = BundleBench.OfFunction("return JSON.stringify(ctx);");
        var lists = new Dictionary<string, IReadOnlyList<string>> { ["X-A"] = ["1", "2"] };
        (await bench.Say("f", "", new RpcRequest(Ann, lists, lists))).ShouldBe(
            """
            {"env":{"season":"3"},"executionMode":"rpc","node":"node1","version":"9.9","headers":{"X-A":["1","2"]},"queryParams":{"X-A":["1","2"]},"userId":"u-1","username":"ann","vars":{"build":"42"},"userSessionExp":77,"clientIp":"10.0.0.1","clientPort":"5000","traceId":"t-1"}
            """.Trim());
    }

    [Fact]
    public async Task the_context_over_a_socket_and_of_a_server()
    {
        using var bench = BundleBench.OfFunction("return Object.keys(ctx).join() + ' ' + ctx.sessionId + ctx.lang;");
        var none = new Dictionary<string, IReadOnlyList<string>>();
        (await bench.Say("f", "", new RpcRequest(Ann with { SessionId = "s-1" }, none, none, "de")))
            .ShouldBe("env,executionMode,node,version,userId,username,vars,userSessionExp,clientIp,clientPort,traceId,sessionId,lang s-1de");
        (await bench.Say("f", "", new RpcRequest(new Caller { Source = Source.Client }, none, none)))
            .ShouldBe("env,executionMode,node,version,headers,queryParams undefinedundefined");
    }

    [Theory]
    [InlineData("logger.info('plain')", "Information: plain")]
    [InlineData("logger.debug('%s has %d of %v', 'ann', 3.7, { a: [1] })", "Debug: ann has 3 of {\"a\":[1]}")]
    [InlineData("logger.warn('%% %q %t %.2f %x', 'q', true, 1.005, 255)", "Warning: % \"q\" true 1.00 ff")]
    [InlineData("logger.error('%5d|%-5s|%05d', 42, 'ab', 42)", "Error: ___42|ab___|00042")]
    [InlineData("logger.info('%s and %s', 'one')", "Information: one and %!s(MISSING)")]
    [InlineData("logger.info('one', 'two', 3)", "Information: one%!(EXTRA two, 3)")]
    [InlineData("logger.info('%s %s %v', null, undefined, new Error('e'))", "Information: null undefined Error: e")]
    [InlineData("logger.info('%')", "Information: %")]
    [InlineData("const { info } = logger; info('loose')", "Information: loose")]
    [InlineData("const o = {}; o.o = o; logger.info('%v', o)", "Information: value nested too deeply or endlessly to encode")]
    [InlineData("logger.withField('a', '1').withFields({ b: '2' }); logger.info(JSON.stringify(logger.getFields()))", "Information: {\"a\":\"1\",\"b\":\"2\"}")]
    public async Task a_logger_writes_lines_with_verbs(string call, string line)
    {
        using var bench = BundleBench.OfFunction($"{call}; return '';");
        (await bench.Say()).ShouldBe("");
        bench.Log.Lines.ShouldContain(line.Replace('_', ' '));
    }

    [Fact]
    public async Task a_loggers_fields_are_forgotten_with_the_call()
    {
        using var bench = BundleBench.OfFunction("const had = JSON.stringify(logger.getFields()); logger.withField('k', 'v'); return had;");
        (await bench.Say()).ShouldBe("{}");
        (await bench.Say()).ShouldBe("{}");
        using var wrong = BundleBench.OfFunction("logger.withField('k', 1);");
        (await wrong.Say()).ShouldStartWith("13: TypeError: expects string");
    }

    [Fact]
    public async Task a_state_that_broke_a_bound_is_replaced_and_others_never_notice()
    {
        using var bench = BundleBench.OfFunction(
            "if (payload === 'spin') for (;;); if (payload === 'deep') { const f = () => 1 + f(); f(); } return payload;",
            settings: BundleBench.Defaults with { JavaScriptStatesMin = 2 });
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(at => Task.Run(() => bench.Say("f", (at % 4) switch { 0 => "spin", 1 => "deep", _ => "fine" }))));
        answers.Count(answer => answer == "fine").ShouldBe(12);
        answers.Count(answer => answer == "13: script ended: instruction budget spent").ShouldBe(6);
        answers.Count(answer => answer.StartsWith("13: RangeError: Maximum call stack size exceeded", StringComparison.Ordinal)).ShouldBe(6);
        // When the last calls all broke a bound there is no state until somebody asks for one.
        (await bench.Say("f", "fine")).ShouldBe("fine");
        bench.Host.States.ShouldBeInRange(1, 2);
    }
}
