using KaosNet.Realtime.Matches.Ticking;
using static KaosNet.Scripting.Lua.LuaNative;

namespace KaosNet.Scripting.Lua;

/// <summary>
/// Where a state keeps what every call of it touches. Lua 5.4's structures are looked at for addresses only inside of blocks that its interface has named, and nothing that is
/// found there is followed: were a library built otherwise, wrong places would be asked for, which does nothing.
/// </summary>
internal static unsafe class LuaFootprint
{
    private const int StateBytes = 208, GlobalBytes = 192, ControlBytes = 192, StackBytes = 320, CallBytes = 64, ProtoBytes = 96;
    private const int CallNext = 96 + 24, Stack = 48;
    private const int TableBytes = 56, TableArray = 16, TableNodes = 24, NodesBytes = 128;
    private const int ClosureCount = 10, ClosureProto = 24, ClosureUpvalues = 32, UpvaluesMax = 2, UpvalueBytes = 40;
    private const int ValueBytes = 16;

    /// <param name="into">Takes the places.</param>
    /// <param name="state">The state.</param>
    /// <param name="control">What belongs to it.</param>
    /// <param name="looked">Values that every call looks into.</param>
    /// <param name="handed">Values that are handed to every call, which may look into them or not.</param>
    public static void Trace(MatchFootprint into, nint state, LuaControl* control, ReadOnlySpan<LuaReference> looked, ReadOnlySpan<LuaReference> handed)
    {
        into.Add((nint)control, ControlBytes);
        // The state and what is global to it are one block.
        into.Add(state, StateBytes + GlobalBytes);
        into.Add(At(state + CallNext), CallBytes);
        into.Add(At(state + Stack), StackBytes);
        var registry = lua_topointer(state, RegistryIndex);
        into.Add(registry, TableBytes);
        var references = At(registry + TableArray);
        foreach (var value in handed) into.Add(references + ((value.Id - 1) * ValueBytes), ValueBytes);
        foreach (var value in looked)
        {
            into.Add(references + ((value.Id - 1) * ValueBytes), ValueBytes);
            lua_rawgeti(state, RegistryIndex, value.Id);
            var address = lua_topointer(state, -1);
            if (lua_type(state, -1) == (int)LuaKind.Table) TraceTable(into, address);
            else if (lua_type(state, -1) == (int)LuaKind.Function && lua_iscfunction(state, -1) == 0) TraceFunction(into, address);
            lua_settop(state, -2);
        }

        lua_rawgeti(state, RegistryIndex, GlobalsSlot);
        into.Add(lua_topointer(state, -1), TableBytes);
        lua_settop(state, -2);
    }

    private static void TraceTable(MatchFootprint into, nint table)
    {
        into.Add(table, TableBytes);
        into.Add(At(table + TableNodes), NodesBytes);
    }

    private static void TraceFunction(MatchFootprint into, nint closure)
    {
        var upvalues = Math.Min(UpvaluesMax, (int)*(byte*)(closure + ClosureCount));
        into.Add(closure, ClosureUpvalues + (upvalues * sizeof(nint)));
        into.Add(At(closure + ClosureProto), ProtoBytes);
        for (var at = 0; at < upvalues; at++) into.Add(At(closure + ClosureUpvalues + (at * sizeof(nint))), UpvalueBytes);
    }

    private static nint At(nint address) => *(nint*)address;
}
