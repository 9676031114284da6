using System.Text;
using Jint.Native;
using KaosNet.Scripting.JavaScript;

namespace KaosNet.Scripting.Tests.JavaScript;

/// <summary>A small state with a print function, in which specs run scripts.</summary>
internal sealed class JavaScriptWorldUnderTest : IDisposable
{
    private readonly StringBuilder _printed = new();

    public JavaScriptWorldUnderTest(JavaScriptStateOptions? options = null)
    {
        State = new JavaScriptState(options ?? Small);
        Library = new JavaScriptLibrary("host").Add("print", (ref JavaScriptCall call) =>
        {
            for (var at = 1; at <= call.Count; at++) _printed.Append(at > 1 ? " " : "").Append(Jint.Runtime.TypeConverter.ToString(call.Value(at)));
            _printed.Append('\n');
            return call.Return();
        });
    }

    /// <summary>Bounds that are soon reached; the clock is none of them.</summary>
    public static JavaScriptStateOptions Small => new() { Statements = 200_000, MemoryBytes = 16 << 20, CallTime = null, RegexTime = TimeSpan.FromMilliseconds(20) };

    public JavaScriptState State { get; }

    public JavaScriptLibrary Library { get; }

    public string Printed => _printed.ToString();

    /// <summary>Runs a bundle, then its function <c>main(host)</c> if there is one.</summary>
    public ScriptError? Run(string source, out JsValue result, string name = "index.js")
    {
        result = JsValue.Undefined;
        if (JavaScriptProgram.Compile(source, name, out var program) is { } broken) return broken;
        if (State.Run(program!) is { } error) return error;
        var main = State.Global("main");
        return JavaScriptState.IsFunction(main) ? State.Call(main, [State.ObjectOf(Library)], out result) : null;
    }

    /// <summary>What the body of a function comes to, as text: its result, or its error.</summary>
    public string Result(string body) => Run($"function main(host) {{ {body} }}", out var result) is { } error ? error.Message : result.ToString();

    public ScriptError Error(string body) => Run($"function main(host) {{ {body} }}", out _).ShouldNotBeNull(body);

    public void Dispose() => State.Dispose();
}
