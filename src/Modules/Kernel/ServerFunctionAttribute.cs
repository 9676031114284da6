namespace KaosNet.Modules.Kernel;

/// <summary>A function of the server that modules of every language have; its bindings and its page in the reference are generated from the method.</summary>
/// <param name="lua">Its name in Lua, as in <c>nk.friends_add</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ServerFunctionAttribute(string lua) : Attribute
{
    /// <summary>Its name in Lua.</summary>
    public string Lua { get; } = lua;

    /// <summary>Its name in JavaScript where that is not the Lua name in camel case; empty if it is, <c>-</c> if JavaScript does not have it.</summary>
    public string JavaScript { get; init; } = "";

    /// <summary>What stands in front of a refusal when a script is told of it.</summary>
    public string Failure { get; init; } = "";

    /// <summary>Whether Lua is returned the members of the result as values of their own, in their order. JavaScript gets them as one object.</summary>
    public bool LuaReturnsMembers { get; init; }

    /// <summary>With what it is refused while modules load; empty where it is not.</summary>
    public string WhileLoading { get; init; } = "";

    /// <summary>What bytes that it returns are in JavaScript.</summary>
    public BytesInJavaScript Bytes { get; init; }

    /// <summary>What a call costs of a script's budget beside the call itself, in instructions of Lua; five of them are a statement of JavaScript.</summary>
    public int Cost { get; init; }

    /// <summary>How many members Lua is returned, the first ones; 0 for all.</summary>
    public int LuaMembers { get; init; }

    /// <summary>
    /// Whether nothing happens while a match loads its modules: what a module sets up at its top level was set up when the server loaded it.
    /// </summary>
    public bool SetsUp { get; init; }
}
