using static KaosNet.Scripting.Lua.LuaNative;

namespace KaosNet.Scripting.Lua;

/// <summary>
/// A call of a script function in the making: push arguments on <see cref="Values"/>, execute, then <see cref="Values"/> holds the
/// results. Dispose it, or the values stay behind.
/// </summary>
public readonly ref struct LuaInvocation
{
    private readonly LuaState _owner;
    private readonly LuaReference _function;
    private readonly int _top;
    private readonly int _slot;

    internal LuaInvocation(LuaState owner, LuaReference function, int top, int slot)
    {
        _owner = owner;
        _function = function;
        _top = top;
        _slot = slot;
    }

    /// <summary>Before execution the arguments, from position 2 on (the function stands at 1); afterwards the results from 1.</summary>
    public LuaStack Values => new(_owner.State, _top + 1);

    /// <summary>Runs the function, asking for a number of results, or all. An error is a value; no results are there then.</summary>
    public ScriptError? Execute(int results = MultipleResults)
    {
        var error = _owner.Execute(_function, _top, lua_gettop(_owner.State) - _top - 2, results);
        _owner.Mark(_slot);
        return error;
    }

    public void Dispose() => _owner.Close(_slot, _top);
}
