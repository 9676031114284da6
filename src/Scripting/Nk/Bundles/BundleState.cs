using Jint.Native;
using Jint.Native.Object;
using KaosNet.Scripting.JavaScript;
using KaosNet.Scripting.Modules;

namespace KaosNet.Scripting.Nk.Bundles;

/// <summary>A state with a bundle in it, and what each of its functions is given.</summary>
internal sealed class BundleState(JavaScriptState script, JavaScriptLibrary library, NkServer server) : IScriptState
{
    private readonly BundleLogger _logger = new(script, server);
    private readonly ObjectInstance _nk = script.ObjectOf(library);

    public JavaScriptState Script => script;

    public object? Context
    {
        get => script.Context;
        set => script.Context = value;
    }

    public bool Spoiled => script.Spoiled;

    /// <summary>Calls a global function with the context, the logger, the server's API and the rest.</summary>
    public ScriptError? Call(ScriptScene scene, string function, ObjectInstance context, ReadOnlySpan<JsValue> rest, out JsValue result)
    {
        script.Context = scene;
        _logger.Clear();
        return script.Call(script.Global(function), [context, _logger.Object, _nk, .. rest], out result);
    }

    public void Dispose() => script.Dispose();
}
