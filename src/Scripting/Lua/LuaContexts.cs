using System.Runtime.InteropServices;
using System.Text;
using static KaosNet.Scripting.Lua.LuaNative;

namespace KaosNet.Scripting.Lua;

/// <summary>
/// Contexts of calls. Hardly a function looks at the headers and parameters of its request, and making tables of them costs more than the call: such a context holds them as
/// one text under a key of the host's own, and has a metatable (contexts.lua) that makes the tables at the first look. Whoever walks tables without asking metatables calls
/// <see cref="Complete"/> first.
/// </summary>
internal static unsafe class LuaContexts
{
    /// <summary>Furnishes a state.</summary>
    public static void Open(LuaState owner, LuaStack stack, LuaReference host)
    {
        var chunk = owner.Load(LuaWorld.Piece("contexts"));
        var prelude = stack.Keep(-1);
        using (var run = owner.Prepare(chunk))
        {
            stack.Push(host);
            stack.Push(prelude);
            LuaWorld.Check(run.Execute(2));
            owner.EntryMaker = run.Values.Keep(1);
            LuaControl.Of(owner.State)->Lazy = lua_topointer(owner.State, -1);
        }

        owner.Release(prelude);
        owner.Release(chunk);
    }

    /// <summary>Pushes the key under which a context keeps its lists: an address, which no script can come by.</summary>
    public static void PushKey(nint state) => lua_pushlightuserdata(state, (nint)LuaControl.Of(state) + 1);

    /// <summary>Pushes lists of texts by name as one text.</summary>
    public static void PushLists(LuaState owner, IReadOnlyDictionary<string, IReadOnlyList<string>> one, IReadOnlyDictionary<string, IReadOnlyList<string>> two)
    {
        var into = owner.Scratch;
        Write(into, one);
        Write(into, two);
        owner.Values.Push(into.Written);
    }

    /// <summary>The host function behind the metatable.</summary>
    public static LuaResult Fill(ref LuaCall call)
    {
        Complete(call.Stack.State, 1);
        return call.Return();
    }

    /// <summary>Makes the lists of a context, unless it has them or is another table. The position must hold a table, and count from the first value.</summary>
    public static void Complete(nint state, int table)
    {
        if (lua_getmetatable(state, table) == 0) return;
        var isLazy = lua_topointer(state, -1) == LuaControl.Of(state)->Lazy;
        lua_settop(state, -2);
        if (!isLazy) return;
        var stack = new LuaStack(state, 0);
        stack.EnsureRoom();
        lua_pushnil(state);
        lua_setmetatable(state, table);
        PushKey(state);
        lua_rawget(state, table);
        var text = lua_gettop(state);
        PushKey(state);
        lua_pushnil(state);
        lua_rawset(state, table);
        stack.TryBytes(text, out var lists);
        foreach (var name in (ReadOnlySpan<string>)["headers", "query_params"])
        {
            stack.Push(name);
            PushTables(stack, ref lists);
            lua_rawset(state, table);
        }

        lua_settop(state, text - 1);
    }

    private static void Write(LuaJsonBuffer into, IReadOnlyDictionary<string, IReadOnlyList<string>> lists)
    {
        Write(into, lists.Count);
        foreach (var (name, values) in lists)
        {
            Write(into, name);
            Write(into, values.Count);
            for (var at = 0; at < values.Count; at++) Write(into, values[at]);
        }
    }

    private static void Write(LuaJsonBuffer into, int number) => into.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in number)));

    private static void Write(LuaJsonBuffer into, string text)
    {
        Write(into, Encoding.UTF8.GetByteCount(text));
        var room = into.Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        into.Advance(Encoding.UTF8.GetBytes(text, room));
    }

    private static void PushTables(LuaStack stack, ref ReadOnlySpan<byte> from)
    {
        var names = Number(ref from);
        stack.PushTable(0, names);
        for (; names > 0; names--)
        {
            PushText(stack, ref from);
            var values = Number(ref from);
            stack.PushTable(values);
            for (var at = 1; at <= values; at++)
            {
                PushText(stack, ref from);
                stack.SetItem(at);
            }

            stack.SetPair();
        }
    }

    private static void PushText(LuaStack stack, ref ReadOnlySpan<byte> from)
    {
        var length = Number(ref from);
        stack.Push(from[..length]);
        from = from[length..];
    }

    private static int Number(ref ReadOnlySpan<byte> from)
    {
        var number = MemoryMarshal.Read<int>(from);
        from = from[sizeof(int)..];
        return number;
    }
}
