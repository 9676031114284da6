using Acornima.Ast;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;

namespace KaosNet.Scripting.JavaScript;

/// <summary>
/// What a script finds in its world: the language's own objects without those that no bound holds for, and with a watch over the native functions that
/// make much of little (a text repeated, a list joined, an object written as JSON).
/// </summary>
internal sealed class JavaScriptWorld
{
    /// <summary>Threads and what waits for them, code from text, numbers without a size, and what the reference does not have either.</summary>
    private static readonly string[] Absent =
    [
        "Atomics", "SharedArrayBuffer", "ShadowRealm", "BigInt", "BigInt64Array", "BigUint64Array", "FinalizationRegistry", "WeakRef", "Temporal", "Intl",
        "DisposableStack", "AsyncDisposableStack",
    ];

    private static readonly string[] Buffers =
    [
        "ArrayBuffer", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array", "Float16Array", "Float32Array",
        "Float64Array",
    ];

    /// <summary>Freezes every global value, its prototype and what it derives from.</summary>
    public static readonly Prepared<Script> Freeze = Engine.PrepareScript(
        """
        for (const name of Object.getOwnPropertyNames(globalThis)) {
          const value = globalThis[name];
          if (value === globalThis || value === null || (typeof value !== "object" && typeof value !== "function")) continue;
          Object.freeze(value);
          if (value.prototype) Object.freeze(value.prototype);
          const parent = Object.getPrototypeOf(value);
          if (parent) Object.freeze(parent);
        }
        """,
        strict: true);

    private readonly Engine _engine;
    private readonly JavaScriptStateOptions _options;
    private readonly JsValue _rangeError, _evalError, _construct;

    private JavaScriptWorld(Engine engine, JavaScriptStateOptions options)
    {
        (_engine, _options) = (engine, options);
        (_rangeError, _evalError) = (engine.Global.Get("RangeError"), engine.Global.Get("EvalError"));
        _construct = engine.Global.Get("Reflect").Get("construct");
    }

    public static void Open(Engine engine, JavaScriptStateOptions options)
    {
        var world = new JavaScriptWorld(engine, options);
        world.Clear();
        world.WatchTexts();
        world.WatchLists();
        world.WatchJson();
        world.WatchBuffers();
        world.WatchCode();
        JavaScriptProxies.Watch(engine, () => world.Refused(world._rangeError, "Maximum call stack size exceeded"));
    }

    /// <summary>Lets Math.random answer what is given.</summary>
    public static void TakeChance(Engine engine, Func<double> chance) => ((ObjectInstance)engine.Global.Get("Math")).FastSetProperty(
        "random", Hidden(new ClrFunction(engine, "random", (_, _) => JsNumber.Create(chance()))));

    /// <summary>A property that loops over an object do not show.</summary>
    public static PropertyDescriptor Hidden(JsValue value) => new(value, PropertyFlag.NonEnumerable);

    private void Clear()
    {
        foreach (var name in Absent) _engine.Global.Delete(name);
        var buffer = (ObjectInstance)_engine.Global.Get("ArrayBuffer").Get("prototype");
        foreach (var name in new[] { "resize", "transfer", "transferToFixedLength", "transferToImmutable" }) buffer.Delete(name);
        var view = (ObjectInstance)_engine.Global.Get("DataView").Get("prototype");
        foreach (var name in new[] { "getBigInt64", "getBigUint64", "setBigInt64", "setBigUint64" }) view.Delete(name);
    }

    private void WatchTexts()
    {
        var prototype = (ObjectInstance)_engine.Global.Get("String").Get("prototype");
        Watch(prototype, "repeat", 1, (text, arguments) => LengthOf(text) * CountOf(arguments.At(0)));
        Watch(prototype, "padStart", 2, (_, arguments) => CountOf(arguments.At(0)));
        Watch(prototype, "padEnd", 2, (_, arguments) => CountOf(arguments.At(0)));
        Watch(prototype, "replaceAll", 2, (text, arguments) => LengthOfReplaced(text, arguments.At(0), arguments.At(1)));
    }

    private void WatchLists()
    {
        var prototype = (ObjectInstance)_engine.Global.Get("Array").Get("prototype");
        Watch(prototype, "join", 1, (list, arguments) =>
        {
            // Lists within lists are joined by this same function, a list in itself twice as often as it has levels.
            _engine.Constraints.Check();
            return ListLengthOf(list) * LengthOf(arguments.At(0));
        });
        Watch(prototype, "concat", 1, (list, arguments) =>
        {
            var length = ListLengthOf(list);
            foreach (var argument in arguments) length += ListLengthOf(argument);
            return length > _options.ArrayMax ? double.PositiveInfinity : 0;
        }, "Invalid array length");
    }

    /// <summary>
    /// Whoever writes JSON asks each object for its toJSON, and by that is asked in turn whether it may go on: objects that share their parts are written many
    /// times their size.
    /// </summary>
    private void WatchJson()
    {
        var visits = 0;
        var getter = new ClrFunction(_engine, "toJSON", (_, _) =>
        {
            if ((++visits & 63) == 0) _engine.Constraints.Check();
            return JsValue.Undefined;
        });
        // What a script assigns becomes the object's own, as if nothing were here.
        var setter = new ClrFunction(_engine, "toJSON", (self, arguments) =>
        {
            if (self is ObjectInstance owner) owner.CreateDataProperty("toJSON", arguments.At(0));
            return JsValue.Undefined;
        });
        var root = (ObjectInstance)_engine.Global.Get("Object").Get("prototype");
        root.FastSetProperty("toJSON", new GetSetPropertyDescriptor(getter, setter, enumerable: false, configurable: true));
    }

    private void WatchBuffers()
    {
        foreach (var name in Buffers)
        {
            var constructor = (ObjectInstance)_engine.Global.Get(name);
            var size = name == "ArrayBuffer" ? 1 : Convert.ToInt32(constructor.Get("BYTES_PER_ELEMENT").AsNumber());
            Replace(constructor, name, new SizeWatch(this, _options.MemoryBytes / 4 / size));
        }
    }

    /// <summary>No code comes from text. What bundles do to find the global object is answered all the same.</summary>
    private void WatchCode() => Replace((ObjectInstance)_engine.Global.Get("Function"), "Function", new CodeWatch(this));

    private void Replace(ObjectInstance constructor, string name, ProxyHandler handler)
    {
        var watched = _engine.Advanced.CreateProxy(constructor, handler);
        _engine.Global.FastSetProperty(name, Hidden(watched));
        ((ObjectInstance)constructor.Get("prototype")).FastSetProperty("constructor", Hidden(watched));
    }

    private void Watch(ObjectInstance owner, string name, int length, Func<JsValue, JsValue[], double> estimate, string problem = "Invalid string length")
    {
        var original = (Jint.Native.Function.Function)owner.Get(name);
        owner.FastSetProperty(name, Hidden(new ClrFunction(_engine, name, (self, arguments) =>
            estimate(self, arguments) <= _options.TextMax
                ? original.Call(self, arguments)
                : throw Refused(_rangeError, problem), length)));
    }

    private JavaScriptException Refused(JsValue kind, string message) => new(_engine.Construct(kind, JsString.Create(message)));

    private static double LengthOf(JsValue value) => value is JsString text ? text.Length : 1;

    private static double CountOf(JsValue value) => value is JsNumber number ? number.AsNumber() : 0;

    private static double ListLengthOf(JsValue value) => value is JsArray list ? list.Length : 1;

    private static double LengthOfReplaced(JsValue text, JsValue pattern, JsValue replacement)
    {
        var (most, by) = (LengthOf(text), LengthOf(replacement));
        if (most * by < 1 << 16 || text is not JsString || pattern is not JsString || replacement is not JsString) return 0;
        var (searched, sought) = (text.ToString(), pattern.ToString());
        return most + (by * (sought.Length == 0 ? most + 1 : searched.AsSpan().Count(sought)));
    }

    /// <summary>Refuses memory blocks beyond a size.</summary>
    private sealed class SizeWatch(JavaScriptWorld world, long largest) : ProxyHandler
    {
        public override ObjectInstance? Construct(ObjectInstance target, JsValue[] arguments, JsValue newTarget)
        {
            var wanted = arguments.At(0) switch
            {
                JsNumber number => number.AsNumber(),
                JsString text => double.TryParse(text.ToString(), System.Globalization.CultureInfo.InvariantCulture, out var parsed) ? parsed : 0,
                ObjectInstance list when list is not JsArrayBuffer && list.Get("length") is JsNumber length => length.AsNumber(),
                _ => 0,
            };
            if (wanted > largest) throw world.Refused(world._rangeError, "Array buffer allocation failed");
            // The second argument could ask for more than the first.
            var kept = target is Jint.Native.ArrayBuffer.ArrayBufferConstructor && arguments.Length > 1 ? arguments[..1] : arguments;
            return (ObjectInstance)world._construct.Call(JsValue.Undefined, [target, new JsArray(world._engine, kept), newTarget]);
        }
    }

    private sealed class CodeWatch(JavaScriptWorld world) : ProxyHandler
    {
        public override JsValue? Apply(ObjectInstance target, JsValue self, JsValue[] arguments) => Make(arguments);

        public override ObjectInstance? Construct(ObjectInstance target, JsValue[] arguments, JsValue newTarget) => Make(arguments);

        private ClrFunction Make(JsValue[] arguments)
        {
            if (arguments.Length == 1 && arguments[0] is JsString body && body.ToString().AsSpan().Trim().TrimEnd(';') is "return this")
                return new ClrFunction(world._engine, "anonymous", (_, _) => world._engine.Global);
            throw world.Refused(world._evalError, "Code generation from strings disallowed for this context");
        }
    }
}
