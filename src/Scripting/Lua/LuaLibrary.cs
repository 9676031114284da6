namespace KaosNet.Scripting.Lua;

/// <summary>
/// A host function. It reads its arguments from the call and returns through it. It may throw (the script sees an error with the
/// exception's message), but returning <see cref="LuaCall.Fail(string, int)"/> is a hundred times cheaper.
/// </summary>
public delegate LuaResult LuaFunction(ref LuaCall call);

/// <summary>
/// Named host functions. A script gets them by <c>require(name)</c>; each function becomes part of a state only when the script
/// first uses it, so a large library costs a state nothing.
/// </summary>
public sealed class LuaLibrary
{
    private readonly Dictionary<string, LuaFunction> _functions = new(StringComparer.Ordinal);

    private readonly Dictionary<string, LuaChunk> _scripts = new(StringComparer.Ordinal);

    public LuaLibrary(string name, params string[] aliases) => Names = [name, .. aliases];

    /// <summary>The names under which <c>require</c> finds the library.</summary>
    public IReadOnlyList<string> Names { get; }

    public IReadOnlyDictionary<string, LuaFunction> Functions => _functions;

    internal IReadOnlyDictionary<string, LuaChunk> Scripts => _scripts;

    /// <summary>Adds a function; a second one of the same name replaces the first.</summary>
    public LuaLibrary Add(string name, LuaFunction function)
    {
        _functions[name] = function;
        _scripts.Remove(name);
        return this;
    }

    /// <summary>
    /// Adds a function that is itself a script, as one must be that calls a function of the caller's.
    /// </summary>
    /// <param name="name">The function's name.</param>
    /// <param name="source">A chunk that is given the library and returns the function.</param>
    public LuaLibrary AddScript(string name, string source)
    {
        _scripts[name] = LuaWorld.CompileOwn(name, System.Text.Encoding.UTF8.GetBytes(source));
        return this;
    }
}

/// <summary>How a host function ended: with a number of results on the stack, or with an error.</summary>
public readonly struct LuaResult
{
    internal LuaResult(int count) => Count = count;

    internal int Count { get; }

    internal static LuaResult Failed => new(-1);
}

/// <summary>A script value kept alive by the host: a function, a table. Belongs to the state that made it.</summary>
public readonly record struct LuaReference(int Id)
{
    /// <summary>Refers to nil.</summary>
    public static LuaReference None => new(-1);

    public bool IsNone => Id is -1 or 0;
}
