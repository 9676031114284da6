using System.Buffers;
using System.Runtime.InteropServices;
using static KaosNet.Scripting.Lua.LuaNative;

namespace KaosNet.Scripting.Lua;

/// <summary>
/// The keys of a table in an order that every run shares: numbers ascending, strings by their bytes, false, true, and at most one
/// key of another kind. Answers a list and its length.
/// </summary>
internal static unsafe class LuaKeys
{
    private const int KeysPerInstruction = 4;

    public static LuaResult Ordered(ref LuaCall call)
    {
        if (!call.Table(1)) return call.Fail();
        var keys = ArrayPool<Key>.Shared.Rent(64);
        var count = 0;
        var others = 0;
        lua_pushnil(call.Stack.State);
        while (lua_next(call.Stack.State, 1) != 0)
        {
            lua_settop(call.Stack.State, -2);
            if (count == keys.Length) Grow(ref keys);
            keys[count] = Key.At(call.Stack.State, -1);
            if (keys[count].Kind > Key.Boolean)
            {
                // The one such key waits on the stack, below the walk's own.
                if (++others > 1) break;
                lua_pushvalue(call.Stack.State, -1);
                lua_rotate(call.Stack.State, 2, 1);
            }

            count++;
        }

        if (others > 1) call.Fail($"a match cannot walk a table with several {LuaNames.Of(call.Stack.Kind(-1))}s as keys");
        else Push(ref call, keys, count);
        ArrayPool<Key>.Shared.Return(keys);
        call.Charge(count / KeysPerInstruction);
        return call.Failed ? call.Fail() : call.ReturnPushed(2);
    }

    private static void Push(ref LuaCall call, Key[] keys, int count)
    {
        var state = call.Stack.State;
        keys.AsSpan(0, count).Sort(static (one, other) => one.Order(other));
        lua_createtable(state, count, 0);
        for (var at = 0; at < count; at++)
        {
            var key = keys[at];
            switch (key.Kind)
            {
                case Key.Integer:
                    lua_pushinteger(state, key.Whole);
                    break;
                case Key.Number:
                    lua_pushnumber(state, key.Fraction);
                    break;
                case Key.Text:
                    lua_pushlstring(state, key.Start, (nuint)key.Whole);
                    break;
                case Key.Boolean:
                    lua_pushboolean(state, (int)key.Whole);
                    break;
                default:
                    lua_pushvalue(state, 2);
                    break;
            }

            lua_rawseti(state, -2, at + 1);
        }

        lua_pushinteger(state, count);
    }

    private static void Grow(ref Key[] keys)
    {
        var larger = ArrayPool<Key>.Shared.Rent(keys.Length * 2);
        keys.CopyTo(larger, 0);
        ArrayPool<Key>.Shared.Return(keys);
        keys = larger;
    }

    /// <summary>A key with the place of its bytes, which stay put while the table holds it.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Key
    {
        public const int Integer = 0, Number = 1, Text = 2, Boolean = 3, Other = 4;

        public int Kind;
        public long Whole;
        public double Fraction;
        public byte* Start;

        public static Key At(nint state, int position)
        {
            switch ((LuaKind)lua_type(state, position))
            {
                case LuaKind.Number when lua_isinteger(state, position) != 0:
                    var whole = lua_tointegerx(state, position, null);
                    return new Key { Kind = Integer, Whole = whole, Fraction = whole };
                case LuaKind.Number:
                    return new Key { Kind = Number, Fraction = lua_tonumberx(state, position, null) };
                case LuaKind.Text:
                    nuint length;
                    var start = lua_viewstring(state, position, &length);
                    return new Key { Kind = Text, Start = start, Whole = (long)length };
                case LuaKind.Boolean:
                    return new Key { Kind = Boolean, Whole = lua_toboolean(state, position) };
                default:
                    return new Key { Kind = Other };
            }
        }

        public readonly int Order(Key other)
        {
            if (Kind <= Number && other.Kind <= Number)
            {
                return Kind == Integer && other.Kind == Integer ? Whole.CompareTo(other.Whole) : Fraction.CompareTo(other.Fraction);
            }

            if (Kind != other.Kind) return Kind.CompareTo(other.Kind);
            if (Kind != Text) return Whole.CompareTo(other.Whole);
            return new ReadOnlySpan<byte>(Start, (int)Whole).SequenceCompareTo(new ReadOnlySpan<byte>(other.Start, (int)other.Whole));
        }
    }
}
