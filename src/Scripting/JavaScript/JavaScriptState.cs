using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Jint;
using Jint.Constraints;
using Jint.Native;
using Jint.Native.Json;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using KaosNet.Scripting.Modules;

namespace KaosNet.Scripting.JavaScript;

/// <summary>
/// One script world: a JavaScript engine bounded in statements, memory and time, without a way outside but the host functions given to it. One caller at a
/// time; a host function may call back into the state that called it. A state that broke a bound is spoiled: whatever it was in the middle of stays undone.
/// </summary>
public sealed class JavaScriptState : IScriptState
{
    private readonly JavaScriptClock _clock;
    private readonly MaxStatementsConstraint _statements;
    private readonly JavaScriptErrors _errors;
    private readonly BoundedText _scratch;
    private readonly Dictionary<JavaScriptLibrary, ObjectInstance> _libraries = [];
    private long _allocated;
    private int _depth;
    private bool _broken;

    public JavaScriptState(JavaScriptStateOptions options)
    {
        Options = options;
        _clock = new(options.CallTime);
        _scratch = new(options.TextMax);
        Engine = new Engine(Configure);
        _statements = Engine.Constraints.Find<MaxStatementsConstraint>()!;
        JavaScriptWorld.Open(Engine, options);
        if (options.Chance is { } chance) JavaScriptWorld.TakeChance(Engine, chance);
        _errors = new(Engine);
    }

    public JavaScriptStateOptions Options { get; }

    /// <summary>Whatever the host functions need to know about the present call; the state does not look at it.</summary>
    public object? Context { get; set; }

    /// <summary>True once a bound was broken, or once the state has allocated as much as one call may in all its calls.</summary>
    public bool Spoiled => _broken || _allocated > Options.MemoryBytes;

    /// <summary>What a host function threw during the last call, for the log.</summary>
    public Exception? LastHostException { get; internal set; }

    internal Engine Engine { get; }

    /// <summary>Bytes that all calls have allocated so far, kept or not.</summary>
    internal long Allocated => _allocated;

    /// <summary>How many times its time the next call may take.</summary>
    internal int Patience
    {
        set => _clock.Patience = value;
    }

    /// <summary>An empty buffer for JSON, good until the next one is asked for.</summary>
    internal BoundedText Scratch
    {
        get
        {
            _scratch.Close();
            _scratch.Begin();
            return _scratch;
        }
    }

    /// <summary>Runs a script from top to bottom.</summary>
    public ScriptError? Run(JavaScriptProgram program) => Enter(() => Engine.Execute(program.Prepared));

    /// <summary>What a name stands for in the global scope; undefined if nothing. Names of <c>let</c>, <c>const</c> and <c>class</c> are not part of it.</summary>
    public JsValue Global(string name) =>
        Engine.Global.GetOwnProperty(name) is { } property && property.IsDataDescriptor() ? property.Value ?? JsValue.Undefined : JsValue.Undefined;

    /// <summary>Calls a function with a budget of its own. An error is a value; there is no result then.</summary>
    public ScriptError? Call(JsValue function, JsValue[] arguments, out JsValue result)
    {
        var returned = (JsValue)JsValue.Undefined;
        var error = Enter(() => returned = Engine.Call(function, arguments));
        result = error is null ? returned : JsValue.Undefined;
        return error;
    }

    /// <summary>For host functions: calls a function of the script's within the budget of the running call. Its errors pass through to the script.</summary>
    public JsValue CallWithin(JsValue function, params JsValue[] arguments) => Engine.Call(function, arguments);

    /// <summary>Whether a value can be called.</summary>
    public static bool IsFunction(JsValue value) => value.IsCallable();

    /// <summary>The object that a library is in this state.</summary>
    public ObjectInstance ObjectOf(JavaScriptLibrary library)
    {
        if (_libraries.TryGetValue(library, out var made)) return made;
        made = new JsObject(Engine);
        foreach (var (name, function) in library.Functions)
        {
            // Made when a script first asks for it: a large library costs a state little.
            made.FastSetProperty(name, PropertyDescriptor.CreateLazy(() => FunctionOf(name, function), PropertyFlag.ConfigurableEnumerableWritable));
        }

        return _libraries[library] = made;
    }

    /// <summary>A host function as a value.</summary>
    public JsValue FunctionOf(string name, JavaScriptFunction function) =>
        new ClrFunction(Engine, name, (_, arguments) => Invoke(function, name, arguments));

    /// <summary>An empty object.</summary>
    public ObjectInstance NewObject() => new JsObject(Engine);

    /// <summary>A list.</summary>
    public JsValue NewList(JsValue[] items) => new JsArray(Engine, items);

    /// <summary>A copy of bytes, as an ArrayBuffer.</summary>
    public JsValue Binary(ReadOnlySpan<byte> bytes) => Engine.Intrinsics.ArrayBuffer.Construct(bytes.ToArray());

    /// <summary>The value that a JSON text stands for.</summary>
    public bool TryReadJson(ReadOnlySpan<byte> json, out JsValue value, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        value = JsValue.Undefined;
        try
        {
            value = new JsonParser(Engine, Options.DepthMax).Parse(json);
            return true;
        }
        catch (JavaScriptException unreadable)
        {
            problem = unreadable.Message;
            return false;
        }
    }

    /// <summary>The value that a JSON text of the server's own stands for; undefined where it can't be read.</summary>
    public JsValue ValueOf(string json) => TryReadJson(System.Text.Encoding.UTF8.GetBytes(json), out var value, out _) ? value : JsValue.Undefined;

    /// <summary>
    /// Writes a value as JSON: members that are undefined become null, and what JSON cannot hold is refused. May run the script's own code (getters), so it
    /// belongs into host functions; the results of calls are written by <see cref="WriteResult"/>.
    /// </summary>
    internal bool TryWriteJson(JsValue value, BoundedText into, [NotNullWhen(false)] out string? problem)
    {
        try
        {
            problem = JavaScriptJson.Write(Engine, value, into, Options.DepthMax);
            return problem is null;
        }
        catch (BoundedTextException)
        {
            problem = "value too large to encode";
            return false;
        }
    }

    /// <summary>Writes what a call returned as JSON, with a budget of its own. The bytes are good until the next call.</summary>
    public ScriptError? WriteResult(JsValue value, out ReadOnlyMemory<byte> json)
    {
        string? problem = null;
        var written = ReadOnlyMemory<byte>.Empty;
        var writer = new ClrFunction(Engine, "", (_, arguments) =>
        {
            var into = Scratch;
            if (TryWriteJson(arguments[0], into, out problem)) written = into.WrittenSpan.ToArray();
            return JsValue.Undefined;
        });
        var error = Call(writer, [value], out _) ?? (problem is null ? null : new ScriptError(problem, ScriptError.Internal, null));
        json = error is null ? written : default;
        return error;
    }

    /// <summary>For host functions: so much of the running call's time does not count.</summary>
    internal void Forgive(TimeSpan waited) => _clock.Extend((long)(waited.TotalSeconds * System.Diagnostics.Stopwatch.Frequency));

    /// <summary>For host functions: the running call has so many statements less to run.</summary>
    internal void Charge(long statements) => _statements.MaxStatements = (int)Math.Max(1, _statements.MaxStatements - statements);

    /// <summary>Freezes what the global scope holds, its prototypes included, one level deep.</summary>
    public ScriptError? FreezeGlobals() => Enter(() => Engine.Evaluate(JavaScriptWorld.Freeze));

    public void Dispose() => Engine.Dispose();

    /// <summary>True for what ends a run and no script may catch.</summary>
    internal static bool IsBound(Exception failure) => failure is JintException and not JavaScriptException
        or JavaScriptTimeException or RegexMatchTimeoutException or InsufficientExecutionStackException or OutOfMemoryException;

    private void Configure(Options options)
    {
        options.Strict();
        options.DisableStringCompilation();
        options.MaxStatements(Options.Statements);
        options.LimitMemory(Options.MemoryBytes);
        options.Constraint(_clock);
        options.Constraints.StackOverflowGuard = true;
        options.Constraints.MaxArraySize = Options.ArrayMax;
        options.Constraints.RegexTimeout = Options.RegexTime;
        options.Json.MaxParseDepth = Options.DepthMax;
        options.AgentCanSuspend = false;
        options.LocalTimeZone(TimeZoneInfo.Utc);
        options.Culture = System.Globalization.CultureInfo.InvariantCulture;
        options.TimeSystem = new JavaScriptTime(Options.Time);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever breaks in the engine must end this call only.")]
    private ScriptError? Enter(Action run)
    {
        var outermost = _depth++ == 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        if (outermost)
        {
            _clock.Begin();
            _statements.MaxStatements = Options.Statements;
        }

        Exception? failure = null;
        try
        {
            run();
            // What promises left to do belongs to this call, and not to the next one.
            if (outermost) Engine.Advanced.ProcessTasks();
        }
        catch (Exception thrown)
        {
            // Looked at below: in here the frames of a script that called too deeply still take the stack.
            failure = thrown;
        }

        var error = failure is null ? null : _errors.Of(failure);
        _broken |= error?.Spoils == true;
        if (error?.Fault == ScriptFault.Broken) LastHostException = failure;
        _depth--;
        if (outermost) _allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        return error;
    }

    private JsValue Invoke(JavaScriptFunction function, string name, JsValue[] arguments)
    {
        var call = new JavaScriptCall(this, name, arguments);
        JsValue result;
        try
        {
            result = function(ref call);
        }
        catch (ScriptException refusal)
        {
            throw _errors.Failure(refusal.Message, refusal.Code);
        }
        catch (Exception failure) when (failure is not JavaScriptException && !IsBound(failure))
        {
            LastHostException = failure;
            throw _errors.Failure(failure.Message, 0);
        }

        if (call.Failure is not { } problem) return result;
        throw call.FailureCode < 0 ? _errors.Wrong(problem) : _errors.Failure(problem, call.FailureCode);
    }
}
