using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using static KaosNet.Scripting.Lua.LuaNative;

namespace KaosNet.Scripting.Lua;

/// <summary>The kinds of script values, by Lua's own numbers.</summary>
public enum LuaKind
{
    None = -1,
    Nil = 0,
    Boolean = 1,
    Pointer = 2,
    Number = 3,
    Text = 4,
    Table = 5,
    Function = 6,
    UserData = 7,
    Thread = 8,
}

/// <summary>
/// Values of a state by position, from 1: arguments of a host function, results of a call, or what is being built. Negative
/// positions count from the last value. Only raw access: no metamethod runs, so no script error can pass through the host.
/// Spans point into the script's memory and are good only while the value stays on the stack.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly unsafe struct LuaStack
{
    private const int StackText = 256;

    internal LuaStack(nint state, int start)
    {
        State = state;
        Start = start;
    }

    internal nint State { get; }

    internal int Start { get; }

    public int Count => lua_gettop(State) - Start;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int At(int position) => position > 0 ? Start + position : position;

    public LuaKind Kind(int position) => (LuaKind)lua_type(State, At(position));

    public bool IsNil(int position) => lua_type(State, At(position)) <= 0;

    /// <summary>True for a number without fraction that fits 64 bits, however the script came by it.</summary>
    public bool TryInteger(int position, out long value)
    {
        int ok;
        value = lua_type(State, At(position)) == (int)LuaKind.Number ? lua_tointegerx(State, At(position), &ok) : ok = 0;
        return ok != 0;
    }

    public bool TryNumber(int position, out double value)
    {
        var found = lua_type(State, At(position)) == (int)LuaKind.Number;
        value = found ? lua_tonumberx(State, At(position), null) : 0;
        return found;
    }

    /// <summary>True for a number that the script holds as an integer.</summary>
    public bool IsWhole(int position) => lua_isinteger(State, At(position)) != 0;

    /// <summary>False for false and nil, true for everything else, as scripts see it.</summary>
    public bool Truth(int position) => lua_toboolean(State, At(position)) != 0;

    /// <summary>The bytes of a string. Numbers do not count as strings here.</summary>
    public bool TryBytes(int position, out ReadOnlySpan<byte> bytes)
    {
        if (lua_type(State, At(position)) != (int)LuaKind.Text)
        {
            bytes = default;
            return false;
        }

        nuint length;
        var start = lua_viewstring(State, At(position), &length);
        bytes = new ReadOnlySpan<byte>(start, checked((int)length));
        return true;
    }

    /// <summary>A string, or a number as the script would print it; null for anything else. Bytes that are not UTF-8 are replaced.</summary>
    public string? Text(int position)
    {
        if (TryBytes(position, out var bytes)) return Encoding.UTF8.GetString(bytes);
        return TryNumber(position, out var number) ? LuaNumbers.Print(number) : null;
    }

    /// <summary>Length of a string or, without asking metamethods, of a table.</summary>
    public long Length(int position) => (long)lua_rawlen(State, At(position));

    /// <summary>Keeps a value beyond the call. Release it in time; the state's end releases all.</summary>
    public LuaReference Keep(int position)
    {
        lua_pushvalue(State, At(position));
        return new LuaReference(luaL_ref(State, RegistryIndex));
    }

    public void PushNil() => lua_pushnil(State);

    public void Push(long value) => lua_pushinteger(State, value);

    public void Push(int value) => lua_pushinteger(State, value);

    /// <summary>A number; a whole one becomes an integer, so that it prints as one.</summary>
    public void Push(double value)
    {
        if (LuaNumbers.IsWhole(value)) lua_pushinteger(State, (long)value);
        else lua_pushnumber(State, value);
    }

    /// <summary>A number as one with a fraction, even if it has none.</summary>
    public void PushFraction(double value) => lua_pushnumber(State, value);

    public void Push(bool value) => lua_pushboolean(State, value ? 1 : 0);

    public void Push(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes) lua_pushlstring(State, start, (nuint)bytes.Length);
    }

    /// <summary>Text as UTF-8; null becomes nil.</summary>
    [SkipLocalsInit]
    public void Push(string? text)
    {
        if (text is null)
        {
            lua_pushnil(State);
            return;
        }

        var longest = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (longest <= StackText)
        {
            Span<byte> small = stackalloc byte[StackText];
            Push((ReadOnlySpan<byte>)small[..Encoding.UTF8.GetBytes(text, small)]);
            return;
        }

        var rented = ArrayPool<byte>.Shared.Rent(longest);
        Push((ReadOnlySpan<byte>)rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        ArrayPool<byte>.Shared.Return(rented);
    }

    public void Push(LuaReference reference) => lua_rawgeti(State, RegistryIndex, reference.Id);

    /// <summary>Pushes a copy of a value that is on the stack already.</summary>
    public void PushCopy(int position) => lua_pushvalue(State, At(position));

    /// <summary>Pushes a new table with room for its entries.</summary>
    public void PushTable(int items = 0, int fields = 0)
    {
        EnsureRoom();
        lua_createtable(State, items, fields);
    }

    /// <summary>Takes the last value off the stack into a field of the table just below it.</summary>
    public void SetField(ReadOnlySpan<byte> name)
    {
        Push(name);
        lua_rotate(State, -2, 1);
        lua_rawset(State, -3);
    }

    public void SetField(ReadOnlySpan<byte> name, long value)
    {
        Push(name);
        lua_pushinteger(State, value);
        lua_rawset(State, -3);
    }

    public void SetField(ReadOnlySpan<byte> name, double value)
    {
        Push(name);
        Push(value);
        lua_rawset(State, -3);
    }

    public void SetField(ReadOnlySpan<byte> name, bool value)
    {
        Push(name);
        Push(value);
        lua_rawset(State, -3);
    }

    public void SetField(ReadOnlySpan<byte> name, string? value)
    {
        if (value is null) return;
        Push(name);
        Push(value);
        lua_rawset(State, -3);
    }

    public void SetField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Push(name);
        Push(value);
        lua_rawset(State, -3);
    }

    /// <summary>Takes the last two values, a key and its value, off the stack into the table just below them.</summary>
    public void SetPair() => lua_rawset(State, -3);

    /// <summary>Takes the last value off the stack into a position of the table just below it.</summary>
    public void SetItem(long index) => lua_rawseti(State, -2, index);

    /// <summary>Pushes a field of a table and tells its kind. The position must hold a table.</summary>
    public LuaKind PushField(int table, ReadOnlySpan<byte> name)
    {
        var at = At(table) < 0 ? lua_gettop(State) + 1 + At(table) : At(table);
        Push(name);
        return (LuaKind)lua_rawget(State, at);
    }

    /// <summary>Pushes an item of a table and tells its kind. The position must hold a table.</summary>
    public LuaKind PushItem(int table, long index) => (LuaKind)lua_rawgeti(State, At(table), index);

    /// <summary>Makes what a context's table (<see cref="LuaContexts"/>) has not been asked for yet: to be called before a table is walked.</summary>
    internal void Complete(int table) => LuaContexts.Complete(State, At(table));

    /// <summary>
    /// Walks a table: push nil first, then for every true the key is at -2 and the value at -1; drop the value (one
    /// <see cref="Pop"/>) to go on. The table must not get new keys meanwhile.
    /// </summary>
    public bool Next(int table) => lua_next(State, At(table)) != 0;

    public void Pop(int count = 1) => lua_settop(State, -count - 1);

    /// <summary>Pushes the value that a JSON text describes. False, with nothing pushed, if it is no JSON or too deep.</summary>
    public bool TryPushJson(ReadOnlySpan<byte> json, out string? problem) => LuaJsonReader.TryPush(this, json, out problem);

    /// <summary>Writes a value as JSON, keys sorted. False if it cannot be written: too deep, endless, not finite, too large.</summary>
    public bool TryWriteJson(int position, LuaJsonBuffer into, out string? problem) =>
        LuaJsonWriter.TryWrite(this, At(position), into, out problem);

    /// <summary>Makes sure that a few more values fit; a call starts with room for twenty.</summary>
    internal void EnsureRoom(int values = 20)
    {
        if (lua_checkstack(State, values) == 0) throw new ScriptException("stack overflow");
    }
}
