using KaosNet.Domain.Kernel;
using KaosNet.Scripting.JavaScript;
using KaosNet.Scripting.Nk;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Scripting.Tests.Server;

/// <summary>A state of JavaScript with the server's API, on a server that has what the test gives it.</summary>
internal sealed class JavaScriptBench : IDisposable
{
    private readonly JavaScriptLibrary _library;
    private readonly JavaScriptState _state;

    public JavaScriptBench(IServiceProvider services, JavaScriptStateOptions? options = null)
    {
        _state = new(options ?? new());
        _library = NkLibrary.InJavaScript(new NkServer(services, NullLogger.Instance));
        _state.Context = new Scene();
    }

    /// <summary>Runs the body of a function of <c>nk</c>; what it returns as JSON.</summary>
    public string Run(string body)
    {
        JavaScriptProgram.Compile($"function error_of(f) {{ try {{ f(); }} catch (e) {{ return e.message; }} }} function test(nk) {{ {body} }}", "test.js", out var program)
            .ShouldBeNull();
        _state.Run(program!).ShouldBeNull();
        _state.Call(_state.Global("test"), [_state.ObjectOf(_library)], out var result).ShouldBeNull();
        _state.WriteResult(result, out var json).ShouldBeNull();
        return System.Text.Encoding.UTF8.GetString(json.Span);
    }

    public void Dispose() => _state.Dispose();

    /// <summary>A call of nobody's, which waits for what it asks.</summary>
    private sealed class Scene : ScriptScene
    {
        public override long UnixMs => 0;

        public override IReadOnlyList<KeyValuePair<string, object?>> LogFields => [];

        public override Guid NewUuid() => Guid.Empty;

        public override Caller CallerFor(string function) => new() { Source = Source.Script, Actor = "index.js", Operation = function };

        public override Answer<byte[]> Perform(string function, ReadOnlySpan<byte> arguments, Func<CancellationToken, ValueTask<Answer<byte[]>>> perform) =>
            perform(CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }
}
