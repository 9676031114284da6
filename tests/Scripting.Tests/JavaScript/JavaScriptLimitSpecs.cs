using KaosNet.Scripting.JavaScript;

namespace KaosNet.Scripting.Tests.JavaScript;

/// <summary>Whatever a script does, it ends, and it harms nobody but its caller.</summary>
public class JavaScriptLimitSpecs
{
    [Theory]
    [InlineData("for (;;);")]
    [InlineData("while (true) {}")]
    [InlineData("for (;;) { }")]
    [InlineData("do {} while (true);")]
    [InlineData("again: for (;;) { { /* nothing */ } continue again; }")]
    [InlineData("const forever = () => { while (true) { {} {} } }; forever();")]
    [InlineData("const a = []; a.length = 4e9; for (const x of a) {}")]
    [InlineData("let i = 0; while (i++ < 1e15) {}")]
    [InlineData("for (;;) { try { while (true); } catch (e) {} finally {} }")]
    [InlineData("function f() { try { while (true); } finally { while (true); } } try { f(); } catch (e) { return 'caught'; }")]
    [InlineData("function f() { try { while (true); } finally { return 5; } } return f();")]
    [InlineData("again: while (true) { try { while (true); } finally { continue again; } }")]
    [InlineData("[2, 1].sort(() => { for (;;); });")]
    [InlineData("'ab'.replace(/a/, () => { for (;;); });")]
    [InlineData("JSON.stringify({ toJSON() { for (;;); } });")]
    [InlineData("JSON.parse('[1]', () => { for (;;); });")]
    [InlineData("({ get x() { for (;;); } }).x;")]
    [InlineData("'' + { toString() { for (;;); } };")]
    [InlineData("new Proxy({}, { get() { for (;;); } }).x;")]
    [InlineData("throw { get message() { for (;;); } };")]
    [InlineData("throw new Proxy({}, { get() { for (;;); }, getPrototypeOf() { for (;;); } });")]
    [InlineData("const next = () => ({ done: false }); for (const x of { [Symbol.iterator]: () => ({ next }) });")]
    [InlineData("function* g() { for (;;) yield 1; } for (const x of g());")]
    [InlineData("host.print({ toString() { for (;;); } });")]
    public void a_script_without_an_end_is_ended(string body)
    {
        using var world = new JavaScriptWorldUnderTest();
        var error = world.Error(body);
        error.Fault.ShouldBe(ScriptFault.Budget);
        error.Message.ShouldBe("script ended: instruction budget spent");
        error.Code.ShouldBe(13);
        world.State.Spoiled.ShouldBeTrue();
    }

    [Theory]
    [InlineData("let s = 'x'; for (;;) s += s;")]
    [InlineData("let s = 'x'; for (;;) s = s + s;")]
    [InlineData("let s = 'x'; for (;;) s = `${s}${s}`;")]
    [InlineData("let a = ['x']; for (;;) a = [...a, ...a];")]
    [InlineData("const a = []; for (;;) a.push(new Array(1000).fill(0));")]
    [InlineData("const m = new Map(); for (let i = 0; ; i++) m.set('key' + i, {});")]
    [InlineData("let o = {}; for (let i = 0; ; i++) o = { ...o, ['k' + i]: i };")]
    [InlineData("return Array.from({ length: 3e6 }, () => ({}));")]
    [InlineData("return new Array(5e6);")]
    [InlineData("let o = { a: 1 }; for (let i = 0; i < 40; i++) o = { a: o, b: o }; return JSON.stringify(o);")]
    [InlineData("let o = [1]; for (let i = 0; i < 40; i++) o = [o, o]; return String(o);")]
    [InlineData("const a = new Array(1e4).fill('abc'); return JSON.stringify(new Array(1e4).fill(a)).length;")]
    [InlineData("'x'.repeat(1e6).replace(/x/g, () => 'y'.repeat(1e3));")]
    [InlineData("return JSON.parse('[' + '[],'.repeat(3e5) + '[]]');")]
    [InlineData("return String.raw({ raw: { length: 2 ** 31 } }, 1);")]
    [InlineData("const w = new WeakMap(); for (;;) w.set({}, new Array(100).fill({}));")]
    [InlineData("async function f() { await null; return f(); } f();")]
    [InlineData("Promise.resolve().then(function f() { return Promise.resolve().then(f); });")]
    [InlineData("return [...{ *[Symbol.iterator]() { for (;;) yield 'x'.repeat(1000) + 1; } }];")]
    public void a_script_that_hoards_is_ended(string body)
    {
        using var world = new JavaScriptWorldUnderTest(JavaScriptWorldUnderTest.Small with { Statements = 2_000_000 });
        var error = world.Error(body);
        error.Fault.ShouldBe(ScriptFault.Memory, error.Message);
        error.Message.ShouldBe("script ended: not enough memory");
        world.State.Spoiled.ShouldBeTrue();
    }

    [Theory]
    [InlineData("return 'x'.repeat(2 ** 28)", "RangeError: Invalid string length")]
    [InlineData("return 'x'.repeat(1e5).padEnd(1e9)", "RangeError: Invalid string length")]
    [InlineData("return 'x'.padStart(1e9)", "RangeError: Invalid string length")]
    [InlineData("const s = 'x'.repeat(1e5); return s.replaceAll('x', s)", "RangeError: Invalid string length")]
    [InlineData("const s = 'x'.repeat(1e5); return s.split('').join(s)", "RangeError: Invalid string length")]
    [InlineData("return new ArrayBuffer(2e9)", "RangeError: Array buffer allocation failed")]
    [InlineData("return new Float64Array(1e8)", "RangeError: Array buffer allocation failed")]
    [InlineData("return new Uint8Array({ length: 1e9 })", "RangeError: Array buffer allocation failed")]
    [InlineData("const a = []; a.length = 4e9; return a.concat([1])", "RangeError: Invalid array length")]
    [InlineData("const f = () => 1 + f(); return f()", "RangeError: Maximum call stack size exceeded")]
    [InlineData("class A { constructor() { new A(); } } return new A()", "RangeError: Maximum call stack size exceeded")]
    [InlineData("const o = { get x() { return this.x + 1; } }; return o.x", "RangeError: Maximum call stack size exceeded")]
    [InlineData("const p = new Proxy({}, { get: (t, k, r) => r[k] + 1 }); return p.x", "RangeError: Maximum call stack size exceeded")]
    [InlineData("let o = {}; for (let i = 0; i < 150000; i++) o = { a: o }; return JSON.stringify(o)", "RangeError: Maximum call stack size exceeded")]
    [InlineData("let o = []; for (let i = 0; i < 150000; i++) o = [o]; return o.flat(Infinity)", "RangeError: Maximum call stack size exceeded")]
    [InlineData("return JSON.parse('['.repeat(1e5) + ']'.repeat(1e5))", "SyntaxError: Max. depth level of JSON")]
    [InlineData("return eval('1')", "TypeError: String compilation has been disabled")]
    [InlineData("return Function('return 1')()", "EvalError: Code generation from strings disallowed for this context")]
    [InlineData("return new (() => {}).constructor('a', 'return a')", "EvalError: Code generation from strings disallowed for this context")]
    [InlineData("return (function* () {}).constructor('yield 1')", "TypeError: String compilation has been disabled")]
    [InlineData("return (async () => {}).constructor('1')", "TypeError: String compilation has been disabled")]
    public void what_is_too_much_at_once_is_an_error_that_a_script_can_catch(string body, string message)
    {
        var bounds = JavaScriptWorldUnderTest.Small with { MemoryBytes = 64 << 20, Statements = 1_000_000 };
        using var world = new JavaScriptWorldUnderTest(bounds);
        var error = world.Error(body);
        error.Message.ShouldStartWith(message);
        error.Fault.ShouldBe(ScriptFault.Script);
        using var second = new JavaScriptWorldUnderTest(bounds);
        second.Result($"try {{ {body}; }} catch (e) {{ return 'caught ' + e.name; }}").ShouldBe("caught " + message[..message.IndexOf(':')]);
        second.State.Spoiled.ShouldBeFalse();
        second.Result("return 1 + 1").ShouldBe("2");
    }

    /// <summary>How deep a chain without traps may be depends on how the runtime has compiled the walk: once it is a jump instead of a call, there is no end of it.</summary>
    [Fact]
    public void a_chain_of_proxies_without_traps_is_walked_or_is_an_error_that_a_script_can_catch()
    {
        using var world = new JavaScriptWorldUnderTest(JavaScriptWorldUnderTest.Small with { MemoryBytes = 256 << 20, Statements = 1_000_000 });
        world.Result("const h = {}; let p = { x: 7 }; for (let i = 0; i < 150000; i++) p = new Proxy(p, h); try { return p.x } catch (e) { return e.name }").ShouldBeOneOf("7", "RangeError");
        world.State.Spoiled.ShouldBeFalse();
        world.Result("return 1 + 1").ShouldBe("2");
    }

    [Theory]
    [InlineData("{ get: Reflect.get }", "p.x")]
    [InlineData("{ get: (target, key) => target[key] }", "p.x")]
    [InlineData("{ has: Reflect.has }", "'x' in p")]
    [InlineData("{ set: Reflect.set }", "p.x = 5")]
    [InlineData("{ ownKeys: Object.keys }", "Object.keys(p)")]
    [InlineData("{ ownKeys: Reflect.ownKeys }", "Object.keys(p)")]
    [InlineData("{ getPrototypeOf: Object.getPrototypeOf }", "Object.getPrototypeOf(p)")]
    [InlineData("{ getOwnPropertyDescriptor: Object.getOwnPropertyDescriptor }", "Object.getOwnPropertyDescriptor(p, 'x')")]
    [InlineData("{ deleteProperty: Reflect.deleteProperty }", "delete p.x")]
    [InlineData("Object.freeze({ get: Reflect.get })", "p.x")]
    public void a_chain_of_proxies_is_an_error_that_a_script_can_catch(string handler, string use)
    {
        using var world = new JavaScriptWorldUnderTest(JavaScriptWorldUnderTest.Small with { MemoryBytes = 64 << 20, Statements = 1_000_000 });
        world.Result($"const h = {handler}; let p = {{ x: 7 }}; for (let i = 0; i < 40000; i++) p = new Proxy(p, h); try {{ return {use} }} catch (e) {{ return e.name + ': ' + e.message }}")
            .ShouldBe("RangeError: Maximum call stack size exceeded");
        world.State.Spoiled.ShouldBeFalse();
        world.Result("return 1 + 1").ShouldBe("2");
    }

    [Theory]
    [InlineData("const h = {}, p = new Proxy({}, h); h.get = Reflect.get.bind(null, p); return p.x")]
    [InlineData("const h = {}, p = Proxy.revocable({}, h).proxy; h.get = Reflect.get.bind(null, p); return p.x")]
    public void a_trap_that_meets_itself_is_an_error_that_a_script_can_catch(string body)
    {
        using var world = new JavaScriptWorldUnderTest(JavaScriptWorldUnderTest.Small with { MemoryBytes = 256 << 20 });
        world.Result($"try {{ {body} }} catch (e) {{ return e.name }}").ShouldBe("RangeError");
        world.Result("return 1 + 1").ShouldBe("2");
    }

    /// <summary>Proxies are as they are elsewhere, but for that.</summary>
    [Theory]
    [InlineData("const h = { get() { return this === h } }; return new Proxy({}, h).x", "true")]
    [InlineData("const h = Object.freeze({ get: (target, key, self) => self === p && key }); const p = new Proxy({}, h); return p.x", "x")]
    [InlineData("const h = {}; const p = new Proxy({ x: 1 }, h); h.get = () => 2; return p.x", "2")]
    [InlineData("const h = { get: 5 }; try { return new Proxy({}, h).x } catch (e) { return e.name }", "TypeError")]
    [InlineData("const h = { get: new Proxy(() => 3, {}) }; return new Proxy({}, h).x", "3")]
    [InlineData("const h = { get: {} }; try { return new Proxy({}, h).x } catch (e) { return e.name }", "TypeError")]
    [InlineData("const { proxy, revoke } = Proxy.revocable({ x: 4 }, {}); const x = proxy.x; revoke(); try { return proxy.x } catch (e) { return x + e.name }", "4TypeError")]
    [InlineData("return [Proxy.name, Proxy.length, Proxy.revocable.length, typeof Proxy].join()", "Proxy,2,2,function")]
    [InlineData("try { return Proxy({}, {}) } catch (e) { return e.name }", "TypeError")]
    [InlineData("try { return new Proxy({}) } catch (e) { return e.name }", "TypeError")]
    [InlineData("const p = new Proxy(function () {}, { construct: () => ({ x: 6 }), apply: () => 7 }); return new p().x + p()", "13")]
    public void a_proxy_does_what_it_does_everywhere(string body, string result)
    {
        using var world = new JavaScriptWorldUnderTest();
        world.Result(body).ShouldBe(result);
    }

    [Theory]
    [InlineData("/(a+)+$/.test('a'.repeat(40) + 'b')")]
    [InlineData("new RegExp('(a*)*b').test('a'.repeat(50))")]
    [InlineData("/(x+x+)+y/u.test('x'.repeat(40))")]
    [InlineData("'a'.repeat(40).replace(/(a+)+c/g, '')")]
    [InlineData("for (;;) { try { /(a+)+$/.test('a'.repeat(40) + 'b'); } catch (e) {} }")]
    public void a_pattern_that_explodes_is_ended(string body)
    {
        using var world = new JavaScriptWorldUnderTest();
        world.Error(body).Fault.ShouldBe(ScriptFault.Time);
        world.State.Spoiled.ShouldBeTrue();
    }

    [Theory]
    [InlineData("const a = []; a.length = 4e9; a.sort()")]
    [InlineData("const a = []; a.length = 4e9; a.forEach(x => x)")]
    [InlineData("const s = 'a'.repeat(1e5); for (;;) s.indexOf('b')")]
    public void the_clock_ends_what_does_much_in_few_statements(string body)
    {
        using var world = new JavaScriptWorldUnderTest(new() { CallTime = TimeSpan.FromMilliseconds(50), Statements = int.MaxValue - 1 });
        world.Error(body).Message.ShouldBe("script ended: took too long");
        world.State.Spoiled.ShouldBeTrue();
    }

    [Theory]
    [InlineData("1n + 2n", "index.js:1: BigInt is not supported")]
    [InlineData("import('fs')", "index.js:1: import is not supported")]
    [InlineData("let x = ;", "SyntaxError: Unexpected token ';' at index.js:1:31")]
    public void what_is_not_of_the_dialect_is_refused_before_it_runs(string body, string message)
    {
        using var world = new JavaScriptWorldUnderTest();
        world.Error(body).Message.ShouldBe(message);
    }

    [Fact]
    public void nothing_leads_out_of_the_world()
    {
        using var world = new JavaScriptWorldUnderTest();
        world.Result(
            """
            const names = ["System", "importNamespace", "clr", "require", "process", "console", "fetch", "XMLHttpRequest", "setTimeout", "BigInt", "Atomics",
              "SharedArrayBuffer", "ShadowRealm", "Temporal", "Intl", "WeakRef", "FinalizationRegistry", "BigInt64Array"];
            return names.filter(name => name in globalThis).join() + typeof host.print.GetType + typeof host.GetType;
            """).ShouldBe("undefinedundefined");
    }

    [Fact]
    public void each_call_has_a_budget_of_its_own()
    {
        using var world = new JavaScriptWorldUnderTest();
        world.Run("function main() { for (let i = 0; i < 150000; i++); return 'done'; }", out var result).ShouldBeNull();
        result.ToString().ShouldBe("done");
        for (var again = 0; again < 5; again++) world.State.Call(world.State.Global("main"), [], out _).ShouldBeNull();
    }

    [Fact]
    public void what_a_host_function_calls_back_is_paid_from_the_callers_budget()
    {
        using var world = new JavaScriptWorldUnderTest();
        world.Library.Add("again", (ref JavaScriptCall call) => call.Owner.CallWithin(call.Function(1)));
        world.Error("for (;;) host.again(() => { for (let i = 0; i < 1000; i++); });").Fault.ShouldBe(ScriptFault.Budget);
    }

    [Fact]
    public void a_state_that_hoards_from_call_to_call_is_replaced_in_time()
    {
        using var world = new JavaScriptWorldUnderTest();
        world.Run("var hoard = []; function main() { hoard.push('x'.repeat(500000) + hoard.length); return hoard.length; }", out _).ShouldBeNull();
        var calls = 1;
        for (; !world.State.Spoiled && calls < 100; calls++) world.State.Call(world.State.Global("main"), [], out _).ShouldBeNull();
        calls.ShouldBeInRange(5, 30);
    }
}
