using System.Runtime.CompilerServices;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Interop;

namespace KaosNet.Scripting.JavaScript;

/// <summary>
/// Bounds how deep proxies go through one another. The engine asks for room on the stack where a script's function is called and where a proxy forwards to its target, but not where a trap
/// is a native function (<c>Reflect.get</c>, <c>Object.keys</c>, <c>Math.max</c>), and a stack that overflows ends the process. Whatever is done to a proxy begins with looking up its trap: handlers are
/// looked up in by way of one of ours that asks first.
/// </summary>
internal sealed class JavaScriptProxies
{
    private readonly Engine _engine;
    private readonly Func<JavaScriptException> _tooDeep;
    private readonly JsValue _construct;

    /// <summary>One for each handler, as most serve many proxies.</summary>
    private readonly ConditionalWeakTable<ObjectInstance, ObjectInstance> _watched = [];

    private JavaScriptProxies(Engine engine, Func<JavaScriptException> tooDeep)
    {
        (_engine, _tooDeep) = (engine, tooDeep);
        _construct = engine.Global.Get("Reflect").Get("construct");
    }

    /// <summary>Watches the proxies that scripts of this engine make.</summary>
    /// <param name="engine">Before its first script.</param>
    /// <param name="tooDeep">What an operation fails with that goes too deep.</param>
    public static void Watch(Engine engine, Func<JavaScriptException> tooDeep)
    {
        var proxies = new JavaScriptProxies(engine, tooDeep);
        var constructor = (ObjectInstance)engine.Global.Get("Proxy");
        var revocable = (Jint.Native.Function.Function)constructor.Get("revocable");
        constructor.FastSetProperty("revocable", JavaScriptWorld.Hidden(new ClrFunction(
            engine, "revocable", (self, arguments) => revocable.Call(self, proxies.Watched(arguments)), 2)));
        engine.Global.FastSetProperty("Proxy", JavaScriptWorld.Hidden(engine.Advanced.CreateProxy(constructor, new Maker(proxies))));
    }

    private JsValue[] Watched(JsValue[] arguments) =>
        arguments.At(1) is ObjectInstance handler ? [arguments[0], _watched.GetValue(handler, Watched)] : arguments;

    /// <summary>Stands before an object of its own: what a frozen handler may answer is not for it to keep to.</summary>
    private ObjectInstance Watched(ObjectInstance handler) => _engine.Advanced.CreateProxy(new JsObject(_engine), new Lookup(this, handler));

    private sealed class Maker(JavaScriptProxies proxies) : ProxyHandler
    {
        public override ObjectInstance? Construct(ObjectInstance target, JsValue[] arguments, JsValue newTarget) =>
            (ObjectInstance)proxies._construct.Call(JsValue.Undefined, [target, new JsArray(proxies._engine, proxies.Watched(arguments))]);
    }

    private sealed class Lookup(JavaScriptProxies proxies, ObjectInstance handler) : ProxyHandler
    {
        public override JsValue? Get(ObjectInstance target, JsValue property, JsValue receiver)
        {
            if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw proxies._tooDeep();
            var trap = handler.Get(property);
            return trap is Jint.Native.Function.Function or ObjectInstance and not JsObject
                // The script's own handler is what its traps know as this.
                ? new ClrFunction(proxies._engine, property.ToString(), (_, arguments) => proxies._engine.Call(trap, handler, arguments))
                : trap;
        }
    }
}
