using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using static KaosNet.Scripting.Lua.LuaNative;

namespace KaosNet.Scripting.Lua;

/// <summary>
/// Script values to JSON without a detour: a table with a positive whole key is an array to its largest index with nulls in the
/// holes, any other an object with its keys in byte order. No spaces; &lt;, &gt; and &amp; are escaped.
/// </summary>
internal ref struct LuaJsonWriter
{
    public const int DepthMax = 128;
    private const long ArrayMax = 1_000_000;

    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        [.. Enumerable.Range(0x20, 0x60).Select(code => (byte)code).Where(code => code is not ((byte)'"' or (byte)'\\' or (byte)'<' or (byte)'>' or (byte)'&'))]);

    private readonly LuaStack _stack;
    private readonly LuaJsonBuffer _into;
    private Key[]? _keys;
    private int _keyCount;
    private string? _problem;

    private LuaJsonWriter(LuaStack stack, LuaJsonBuffer into)
    {
        _stack = stack;
        _into = into;
    }

    /// <summary>Writes the value at an absolute position.</summary>
    public static bool TryWrite(LuaStack stack, int at, LuaJsonBuffer into, out string? problem)
    {
        var top = lua_gettop(stack.State);
        var writer = new LuaJsonWriter(stack, into);
        writer.Value(at < 0 ? top + 1 + at : at, 0);
        if (writer._keys is not null) ArrayPool<Key>.Shared.Return(writer._keys, clearArray: true);
        lua_settop(stack.State, top);
        problem = writer._problem ?? (into.Overflowed ? "value too large to encode" : null);
        return problem is null;
    }

    private void Value(int at, int depth)
    {
        var state = _stack.State;
        switch ((LuaKind)lua_type(state, at))
        {
            case LuaKind.Boolean:
                _into.Write(lua_toboolean(state, at) != 0 ? "true"u8 : "false"u8);
                break;
            case LuaKind.Number:
                Number(at);
                break;
            case LuaKind.Text:
                new LuaStack(state, 0).TryBytes(at, out var text);
                Text(text);
                break;
            case LuaKind.Table when depth >= DepthMax:
                _problem ??= "value nested too deeply or endlessly to encode";
                break;
            case LuaKind.Table:
                if (lua_checkstack(state, 8) == 0) _problem ??= "stack overflow";
                else Table(at, depth + 1);
                break;
            case LuaKind.Function:
                _into.Write("\"function: 0x0\""u8);
                break;
            case LuaKind.None or LuaKind.Nil:
                _into.Write("null"u8);
                break;
            default:
                _problem ??= "cannot encode a value of this type";
                break;
        }
    }

    private readonly unsafe void Whole(int at)
    {
        var room = _into.Reserve(32);
        if (room.IsEmpty) return;
        System.Buffers.Text.Utf8Formatter.TryFormat(lua_tointegerx(_stack.State, at, null), room, out var written);
        _into.Advance(written);
    }

    private unsafe void Number(int at)
    {
        if (lua_isinteger(_stack.State, at) != 0)
        {
            Whole(at);
            return;
        }

        var value = lua_tonumberx(_stack.State, at, null);
        if (!double.IsFinite(value))
        {
            _problem ??= "cannot encode an infinite number or NaN";
            return;
        }

        var room = _into.Reserve(48);
        if (!room.IsEmpty) _into.Advance(LuaNumbers.Json(value, room));
    }

    private unsafe void Table(int at, int depth)
    {
        var state = _stack.State;
        var first = _keyCount;
        long largest = 0;
        LuaContexts.Complete(state, at);
        lua_pushnil(state);
        while (lua_next(state, at) != 0)
        {
            lua_settop(state, -2);
            int whole;
            var index = lua_type(state, -1) == (int)LuaKind.Number ? lua_tointegerx(state, -1, &whole) : whole = 0;
            if (whole != 0 && index > 0) largest = Math.Max(largest, index);
            else if (largest == 0) AddKey();
        }

        if (_problem is not null || _into.Overflowed) return;
        if (largest == 0) Fields(at, first, depth);
        else if (largest > ArrayMax) _problem = "array too long to encode";
        else Items(at, largest, depth);
        _keyCount = first;
    }

    private void Items(int at, long count, int depth)
    {
        var state = _stack.State;
        _into.Write((byte)'[');
        for (long index = 1; index <= count && _problem is null && !_into.Overflowed; index++)
        {
            if (index > 1) _into.Write((byte)',');
            lua_rawgeti(state, at, index);
            Value(lua_gettop(state), depth);
            lua_settop(state, -2);
        }

        _into.Write((byte)']');
    }

    private unsafe void Fields(int at, int first, int depth)
    {
        var state = _stack.State;
        var last = _keyCount;
        if (last > first) _keys.AsSpan(first, last - first).Sort(static (one, other) => one.Bytes.SequenceCompareTo(other.Bytes));
        _into.Write((byte)'{');
        for (var position = first; position < last && _problem is null && !_into.Overflowed; position++)
        {
            if (position > first) _into.Write((byte)',');
            var key = _keys![position];
            Text(key.Bytes);
            _into.Write((byte)':');
            if (key.Written is null) lua_pushlstring(state, key.Start, (nuint)key.Length);
            else if (key.IsBoolean) lua_pushboolean(state, (int)key.Number);
            else lua_pushnumber(state, key.Number);
            lua_rawget(state, at);
            Value(lua_gettop(state), depth);
            lua_settop(state, -2);
        }

        _into.Write((byte)'}');
    }

    /// <summary>Remembers the key on top of the stack. Its bytes stay where they are while the table holds it.</summary>
    private unsafe void AddKey()
    {
        var state = _stack.State;
        Key key;
        switch ((LuaKind)lua_type(state, -1))
        {
            case LuaKind.Text:
                nuint length;
                var start = lua_viewstring(state, -1, &length);
                key = new Key { Start = start, Length = (int)length };
                break;
            case LuaKind.Number:
                var number = lua_tonumberx(state, -1, null);
                key = new Key { Number = number, Written = Encoding.ASCII.GetBytes(LuaNumbers.Print(number)) };
                break;
            case LuaKind.Boolean:
                var truth = lua_toboolean(state, -1);
                key = new Key { Number = truth, IsBoolean = true, Written = truth != 0 ? "true"u8.ToArray() : "false"u8.ToArray() };
                break;
            default:
                _problem ??= "cannot encode a table with such a key";
                return;
        }

        if (_keys is null || _keyCount == _keys.Length)
        {
            var larger = ArrayPool<Key>.Shared.Rent(Math.Max(64, _keyCount * 2));
            if (_keys is not null)
            {
                _keys.AsSpan(0, _keyCount).CopyTo(larger);
                ArrayPool<Key>.Shared.Return(_keys, clearArray: true);
            }

            _keys = larger;
        }

        _keys[_keyCount++] = key;
    }

    private readonly void Text(ReadOnlySpan<byte> text)
    {
        _into.Write((byte)'"');
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAnyExcept(Plain);
            if (plain < 0) plain = text.Length;
            _into.Write(text[..plain]);
            text = text[plain..];
            if (text.IsEmpty) break;
            text = text[Escape(text)..];
        }

        _into.Write((byte)'"');
    }

    private readonly int Escape(ReadOnlySpan<byte> text)
    {
        if (text[0] >= 0x80)
        {
            var status = Rune.DecodeFromUtf8(text, out var rune, out var used);
            if (status != OperationStatus.Done) _into.Write("\\ufffd"u8);
            else if (rune.Value is 0x2028 or 0x2029) _into.Write(rune.Value == 0x2028 ? "\\u2028"u8 : "\\u2029"u8);
            else _into.Write(text[..used]);
            return used;
        }

        switch (text[0])
        {
            case (byte)'"': _into.Write("\\\""u8); break;
            case (byte)'\\': _into.Write("\\\\"u8); break;
            case (byte)'\n': _into.Write("\\n"u8); break;
            case (byte)'\r': _into.Write("\\r"u8); break;
            case (byte)'\t': _into.Write("\\t"u8); break;
            case (byte)'\b': _into.Write("\\b"u8); break;
            case (byte)'\f': _into.Write("\\f"u8); break;
            default:
                _into.Write("\\u00"u8);
                _into.Write("0123456789abcdef"u8[text[0] >> 4]);
                _into.Write("0123456789abcdef"u8[text[0] & 15]);
                break;
        }

        return 1;
    }

    [StructLayout(LayoutKind.Auto)]
    private unsafe struct Key
    {
        public byte* Start;
        public int Length;
        public byte[]? Written;
        public double Number;
        public bool IsBoolean;

        public readonly ReadOnlySpan<byte> Bytes => Written ?? new ReadOnlySpan<byte>(Start, Length);
    }
}
