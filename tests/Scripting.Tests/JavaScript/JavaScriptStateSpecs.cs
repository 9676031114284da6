using System.Text;
using Jint.Native;
using KaosNet.Scripting.JavaScript;

namespace KaosNet.Scripting.Tests.JavaScript;

public class JavaScriptStateSpecs
{
    [Theory]
    [InlineData("throw new Error('text')", "Error: text at main (index.js:1:29)", 13, false)]
    [InlineData("throw new TypeError('text')", "TypeError: text at main (index.js:1:29)", 13, false)]
    [InlineData("throw { message: 'no', code: 3 }", "no", 3, true)]
    [InlineData("throw { message: 'no' }", "no", 13, true)]
    [InlineData("throw { code: 5 }", "[object Object] at main (index.js:1:29)", 5, true)]
    [InlineData("throw { message: 'no', code: 'x' }", "no", 13, true)]
    [InlineData("throw { message: 'no', code: 0 }", "no", 0, true)]
    [InlineData("throw {}", "[object Object]", 13, false)]
    [InlineData("throw 'plain'", "plain at main (index.js:1:29)", 13, false)]
    [InlineData("throw null", "null at main (index.js:1:29)", 13, false)]
    [InlineData("throw Symbol('s')", "Symbol at main (index.js:1:29)", 13, false)]
    [InlineData("throw Object.assign(new Error('text'), { code: 3 })", "Error: text at main", 13, false)]
    [InlineData("throw { get message() { throw 1 } }", "error without a text", 13, false)]
    [InlineData("host.fail()", "GoError: broken at main (index.js:1:23)", 13, false)]
    [InlineData("host.refuse()", "GoError: refused at main (index.js:1:23)", 13, false)]
    public void an_error_is_a_value_with_what_the_script_said(string body, string message, int code, bool chosen)
    {
        using var world = new JavaScriptWorldUnderTest();
        world.Library
            .Add("fail", (ref JavaScriptCall _) => throw new InvalidOperationException("broken"))
            .Add("refuse", (ref JavaScriptCall call) => call.Fail("refused", 5));
        var error = world.Error(body);
        error.Message.ShouldStartWith(message);
        (error.Code, error.Chosen, error.Fault).ShouldBe((code, chosen, ScriptFault.Script));
        world.State.Spoiled.ShouldBeFalse();
    }

    [Theory]
    [InlineData("host.text(1)", "TypeError expects string")]
    [InlineData("host.text()", "TypeError expects string")]
    [InlineData("host.text('a')", "a")]
    [InlineData("host.integer(1.5)", "TypeError expects number")]
    [InlineData("host.integer('1')", "TypeError expects number")]
    [InlineData("host.integer(NaN)", "TypeError expects number")]
    [InlineData("host.integer(1e300)", "TypeError expects number")]
    [InlineData("host.integer(-7)", "-7")]
    [InlineData("host.integer(2 ** 53)", "9007199254740992")]
    [InlineData("host.flag(0)", "TypeError expects boolean")]
    [InlineData("host.flag(true)", "true")]
    [InlineData("host.optional(undefined)", "none")]
    [InlineData("host.optional(null)", "none")]
    [InlineData("host.optional('x')", "x")]
    [InlineData("host.optional(2)", "TypeError expects string")]
    [InlineData("host.json({ a: [1, undefined, 'é'], b: undefined })", "{\"a\":[1,null,\"é\"],\"b\":null}")]
    [InlineData("host.json([])", "TypeError expects value to be an object")]
    [InlineData("host.json({ f() {} })", "GoError a function cannot be encoded")]
    [InlineData("host.json({ n: NaN })", "GoError a number that is not finite cannot be encoded")]
    [InlineData("host.call(5)", "TypeError expects function")]
    [InlineData("host.call(x => x + 'b')", "ab")]
    [InlineData("host.call(() => { throw new RangeError('mine') })", "RangeError mine")]
    [InlineData("host.refuse()", "GoError refused")]
    [InlineData("host.fail()", "GoError broken")]
    public void a_host_function_reads_its_arguments_and_fails_as_scripts_expect(string call, string result)
    {
        using var world = new JavaScriptWorldUnderTest();
        world.Library
            .Add("text", (ref JavaScriptCall call) => call.Return(call.Text(1)))
            .Add("integer", (ref JavaScriptCall call) => call.Return(call.Integer(1)))
            .Add("flag", (ref JavaScriptCall call) => call.Return(call.Boolean(1)))
            .Add("optional", (ref JavaScriptCall call) => call.Return(call.OptionalText(1, "none")))
            .Add("json", (ref JavaScriptCall call) => call.Return(Encoding.UTF8.GetString(call.ObjectJson(1, "expects value to be an object"))))
            .Add("call", (ref JavaScriptCall call) => call.Function(1) is var function && call.Failed ? call.Fail() : call.Owner.CallWithin(function, JsString.Create("a")))
            .Add("fail", (ref JavaScriptCall _) => throw new InvalidOperationException("broken"))
            .Add("refuse", (ref JavaScriptCall call) => call.Fail("refused", 5));
        world.Result($"try {{ return String({call}); }} catch (e) {{ return e.name + ' ' + e.message; }}").ShouldBe(result);
    }

    [Fact]
    public void a_host_functions_failure_is_an_error_of_its_own_class_with_its_code()
    {
        using var world = new JavaScriptWorldUnderTest();
        world.Library.Add("refuse", (ref JavaScriptCall call) => call.Fail("refused", 5));
        world.Result("try { host.refuse(); } catch (e) { return [e instanceof GoError, e instanceof Error, e.code, String(e)].join(); }")
            .ShouldBe("true,true,5,GoError: refused");
    }

    [Theory]
    [InlineData("{\"a\":[1,2.5,\"x\\u00e9\",true,null,{}],\"b\":{\"c\":[]}}", "{\"a\":[1,2.5,\"xé\",true,null,{}],\"b\":{\"c\":[]}}")]
    [InlineData("9007199254740993", "9007199254740992")]
    [InlineData("1e400", null)]
    [InlineData("\"\\ud83d\\ude00\"", "\"\\uD83D\\uDE00\"")]
    public void json_goes_in_and_comes_out(string json, string? expected)
    {
        using var world = new JavaScriptWorldUnderTest();
        world.State.TryReadJson(Encoding.UTF8.GetBytes(json), out var value, out _).ShouldBeTrue();
        var error = world.State.WriteResult(value, out var written);
        if (expected is null) error.ShouldNotBeNull();
        else Encoding.UTF8.GetString(written.Span).ShouldBe(expected);
    }

    [Theory]
    [InlineData("return new Date(0)", "\"1970-01-01T00:00:00Z\"")]
    [InlineData("return new Map([['a', 1]])", "[[\"a\",1]]")]
    [InlineData("return new Set([1, 2])", "[1,2]")]
    [InlineData("return Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true }, hidden: { value: 3 } })", "{\"own\":2}")]
    [InlineData("return { get x() { return 5; } }", "{\"x\":5}")]
    [InlineData("return { b: 1, a: 2, 1: 3 }", "{\"1\":3,\"b\":1,\"a\":2}")]
    [InlineData("return [1, , 3]", "[1,null,3]")]
    [InlineData("return 'a\\ud800b'", "\"a\\uFFFDb\"")]
    [InlineData("return { [Symbol('s')]: 1 }", "{}")]
    [InlineData("return Symbol('s')", "! a symbol cannot be encoded")]
    [InlineData("return new ArrayBuffer(2)", "! bytes cannot be encoded")]
    [InlineData("const o = {}; o.o = o; return o", "! value nested too deeply or endlessly to encode")]
    [InlineData("return { get x() { for (;;); } }", "! script ended: instruction budget spent")]
    [InlineData("let o = { a: 1 }; for (let i = 0; i < 40; i++) o = { a: o, b: o }; return o", "! script ended: not enough memory")]
    public void what_a_call_returned_becomes_json(string body, string expected)
    {
        using var world = new JavaScriptWorldUnderTest();
        world.Run($"function main() {{ {body} }}", out var result).ShouldBeNull();
        var error = world.State.WriteResult(result, out var json);
        (error is null ? Encoding.UTF8.GetString(json.Span) : "! " + error.Message).ShouldBe(expected);
    }

    [Fact]
    public void bytes_are_array_buffers()
    {
        using var world = new JavaScriptWorldUnderTest();
        world.Library
            .Add("give", (ref JavaScriptCall call) => call.Return([1, 2, 255]))
            .Add("take", (ref JavaScriptCall call) => call.Return(Convert.ToHexString(call.Bytes(1))));
        world.Result("const b = host.give(); return b.byteLength + new Uint8Array(b).join() + host.take(b) + host.take('é') + host.take(new Uint8Array([7, 8]))")
            .ShouldBe("31,2,2550102FFC3A90708");
    }

    [Fact]
    public void functions_and_vars_are_global_and_let_const_and_class_are_not()
    {
        using var world = new JavaScriptWorldUnderTest();
        world.Run("function a() {} var b = function () {}; let c = () => 1; const d = () => 1; class E {}", out _).ShouldBeNull();
        string[] names = ["a", "b", "c", "d", "E", "f"];
        names.Where(name => JavaScriptState.IsFunction(world.State.Global(name))).ShouldBe(["a", "b"]);
    }

    [Theory]
    [InlineData("Array.prototype.mine = 1")]
    [InlineData("Math.random = () => 4")]
    [InlineData("config.limit = 2")]
    [InlineData("list.push(1)")]
    [InlineData("Hero.prototype.name = 'x'")]
    [InlineData("Object.prototype.mine = 1")]
    public void frozen_globals_refuse_changes(string change)
    {
        using var world = new JavaScriptWorldUnderTest();
        world.Run("var config = { limit: 1 }; var list = []; function Hero() {} var counter = 0;", out _).ShouldBeNull();
        world.State.FreezeGlobals().ShouldBeNull();
        world.Error(change).Message.ShouldStartWith("TypeError");
        world.Result("counter = counter + 1; const own = { toString() { return 'own'; } }; own.toJSON = () => 1; return String(own) + counter + JSON.stringify(own)")
            .ShouldBe("own11");
    }

    [Fact]
    public void a_script_is_read_once_and_shared()
    {
        JavaScriptProgram.Compile("var calls = 0; function next() { return ++calls; }", "index.js", out var program).ShouldBeNull();
        using var first = new JavaScriptState(JavaScriptWorldUnderTest.Small);
        using var second = new JavaScriptState(JavaScriptWorldUnderTest.Small);
        first.Run(program!).ShouldBeNull();
        second.Run(program!).ShouldBeNull();
        first.Call(first.Global("next"), [], out _).ShouldBeNull();
        first.Call(first.Global("next"), [], out var twice).ShouldBeNull();
        second.Call(second.Global("next"), [], out var once).ShouldBeNull();
        (twice.ToString(), once.ToString()).ShouldBe(("2", "1"));
    }

    [Fact]
    public void what_a_promise_left_to_do_is_done_before_the_call_is_over()
    {
        using var world = new JavaScriptWorldUnderTest();
        world.Run("var done = 0; function main() { Promise.resolve().then(() => { done = 7; }); return done; }", out var result).ShouldBeNull();
        result.ToString().ShouldBe("0");
        world.State.Global("done").ToString().ShouldBe("7");
    }
}
