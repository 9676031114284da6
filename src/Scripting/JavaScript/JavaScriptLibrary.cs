using Jint.Native;

namespace KaosNet.Scripting.JavaScript;

/// <summary>
/// A host function. It reads its arguments from the call and returns through it. It may throw (the script sees an error with the exception's message),
/// but <see cref="JavaScriptCall.Fail(string, int)"/> says better what went wrong.
/// </summary>
public delegate JsValue JavaScriptFunction(ref JavaScriptCall call);

/// <summary>Named host functions, an object of which each state makes its own.</summary>
public sealed class JavaScriptLibrary(string name)
{
    private readonly Dictionary<string, JavaScriptFunction> _functions = new(StringComparer.Ordinal);

    public string Name => name;

    public IReadOnlyDictionary<string, JavaScriptFunction> Functions => _functions;

    /// <summary>Adds a function; a second one of the same name replaces the first.</summary>
    public JavaScriptLibrary Add(string function, JavaScriptFunction body)
    {
        _functions[function] = body;
        return this;
    }
}
