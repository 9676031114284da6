using System.Text.RegularExpressions;
using Acornima.Ast;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Interop;

namespace KaosNet.Scripting.JavaScript;

/// <summary>Errors on their way from the host into a script and back.</summary>
internal sealed class JavaScriptErrors
{
    private const int TextMax = 4096;

    /// <summary>A class of its own for failures of host functions, with the name that scripts know.</summary>
    private static readonly Prepared<Script> HostError = Engine.PrepareScript(
        """
        (() => {
          class GoError extends Error {}
          Object.defineProperty(GoError.prototype, "name", { value: "GoError", writable: true, configurable: true });
          return GoError;
        })()
        """,
        strict: true);

    private readonly Engine _engine;
    private readonly JsValue _hostError;
    private readonly ClrFunction _describe;
    private ScriptError? _described;

    public JavaScriptErrors(Engine engine)
    {
        _engine = engine;
        _hostError = engine.Evaluate(HostError);
        engine.Global.FastSetProperty("GoError", JavaScriptWorld.Hidden(_hostError));
        _describe = new ClrFunction(engine, "describe", (_, arguments) =>
        {
            _described = Describe(arguments[0], arguments[1].ToString(), arguments[2].ToString());
            return JsValue.Undefined;
        });
    }

    /// <summary>An error about an argument.</summary>
    public JavaScriptException Wrong(string message) => new(_engine.Intrinsics.TypeError, message);

    /// <summary>A host function's failure.</summary>
    public JavaScriptException Failure(string message, int code)
    {
        var error = _engine.Construct(_hostError, JsString.Create(message));
        if (code > 0) error.Set("code", code);
        return new JavaScriptException(error);
    }

    /// <summary>
    /// What a call's failure is to its caller. Reading an error may run the script's own code (a getter, a proxy), so it happens within bounds of its own.
    /// </summary>
    public ScriptError Of(Exception failure)
    {
        if (failure is not JavaScriptException thrown) return Ended(failure);
        var trace = thrown.JavaScriptStackTrace ?? "";
        _described = null;
        try
        {
            _engine.Call(_describe, [thrown.Error, JsString.Create(PlaceOf(thrown, trace)), JsString.Create(trace)]);
        }
        catch (Exception further) when (further is JavaScriptException || JavaScriptState.IsBound(further))
        {
            return further is JavaScriptException ? new("error without a text", ScriptError.Internal, trace) : Ended(further);
        }

        return _described!;
    }

    private static ScriptError Describe(JsValue error, string place, string trace)
    {
        if (error is not ObjectInstance thrown) return new(Cut(error.IsSymbol() ? "Symbol" : error.ToString()) + place, ScriptError.Internal, trace);
        var (message, code) = (thrown.Get("message"), thrown.Get("code"));
        if (thrown is not JsError && !thrown.IsArray() && !thrown.IsCallable() && (message.IsString() || code.IsNumber()))
        {
            var chosen = code.IsNumber() && JavaScriptCall.TryWhole(code.AsNumber(), out var whole) && whole is > int.MinValue and < int.MaxValue;
            return new(
                message.IsString() ? Cut(message.AsString()) : TypeConverter.ToString(error) + place, chosen ? (int)code.AsNumber() : ScriptError.Internal, trace,
                Chosen: true);
        }

        return new(Cut(TypeConverter.ToString(error)) + place, ScriptError.Internal, trace);
    }

    /// <summary>Where it was thrown: <c> at function (file:line:column)</c>. Constructors of errors stand in front, without a file.</summary>
    private static string PlaceOf(JavaScriptException thrown, string trace)
    {
        foreach (var line in trace.AsSpan().EnumerateLines())
        {
            var frame = line.Trim();
            if (frame.StartsWith("at ") && !frame.Contains("(:", StringComparison.Ordinal) && !frame.StartsWith("at GoError ")) return $" {frame}";
        }

        var at = thrown.Location;
        return at.Start.Line == 0 ? "" : $" at {at.SourceFile}:{at.Start.Line}:{at.Start.Column + 1}";
    }

    private static ScriptError Ended(Exception failure) => failure switch
    {
        StatementsCountOverflowException => ScriptError.Ended(ScriptFault.Budget, null),
        MemoryLimitExceededException or OutOfMemoryException => ScriptError.Ended(ScriptFault.Memory, null),
        JavaScriptTimeException or RegexMatchTimeoutException => ScriptError.Ended(ScriptFault.Time, null),
        InsufficientExecutionStackException or RecursionDepthOverflowException => ScriptError.Ended(ScriptFault.Stack, null),
        _ => ScriptError.Ended(ScriptFault.Broken, failure.ToString()),
    };

    private static string Cut(string text) => text.Length > TextMax ? text[..TextMax] : text;
}
