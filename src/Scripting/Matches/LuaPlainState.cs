using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using KaosNet.Domain.Matches;
using KaosNet.Scripting.Lua;
using static KaosNet.Scripting.Lua.LuaNative;

namespace KaosNet.Scripting.Matches;

/// <summary>
/// Writes a match's state down so that another Lua state reads the very same: whole numbers stay whole, keys keep their kinds, and a table that stands in several places is
/// one table again. Functions, metatables and tables as keys are refused, by their place. The same state gives the same bytes in every run. Part of the stored format.
/// </summary>
internal sealed class LuaPlainState
{
    private const byte Version = 1;
    private const byte False = 0, True = 1, Whole = 2, Fraction = 3, Text = 4, Table = 5, Known = 6;
    private const int DepthMax = 128;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly Dictionary<nint, int> _tables = [];
    private readonly LuaStack _stack;

    /// <summary>What is wrong, and the way to it from the inside.</summary>
    private string? _problem;
    private string _path = "";

    private LuaPlainState(LuaStack stack) => _stack = stack;

    /// <summary>Writes the value on top of the stack; tells what is wrong with it.</summary>
    public static bool TryWrite(LuaStack stack, [NotNullWhen(true)] out byte[]? written, [NotNullWhen(false)] out string? problem)
    {
        var top = stack.Count;
        var writer = new LuaPlainState(stack);
        writer.Byte(Version);
        writer.Value(0);
        stack.Pop(stack.Count - top);
        problem = writer._problem is { } found ? $"state{writer._path} {found}" : null;
        if (problem is null && writer.IsTooLarge) problem = $"it is larger than {Limits.HandedStateBytesMax} bytes";
        written = problem is null ? writer._bytes.WrittenSpan.ToArray() : null;
        return problem is null;
    }

    /// <summary>Pushes the value that was written.</summary>
    /// <exception cref="FormatException">It was not written here.</exception>
    public static void Push(LuaStack stack, ReadOnlySpan<byte> written)
    {
        var top = stack.Count;
        stack.PushTable();
        var reader = new Reader(stack, written, lua_gettop(stack.State));
        reader.ReadVersion();
        reader.Value();
        // The list of tables goes, the value stays in its place.
        lua_rotate(stack.State, -2, 1);
        stack.Pop();
        if (stack.Count != top + 1) throw Damaged();
    }

    private bool IsTooLarge => _bytes.WrittenCount > Limits.HandedStateBytesMax;

    private void Value(int depth)
    {
        if (IsTooLarge) return;
        switch (_stack.Kind(-1))
        {
            case LuaKind.Boolean:
                Byte(_stack.Truth(-1) ? True : False);
                break;
            case LuaKind.Number when _stack.IsWhole(-1) && _stack.TryInteger(-1, out var whole):
                Byte(Whole);
                Varint((ulong)((whole << 1) ^ (whole >> 63)));
                break;
            case LuaKind.Number when _stack.TryNumber(-1, out var number):
                Byte(Fraction);
                BinaryPrimitives.WriteDoubleLittleEndian(_bytes.GetSpan(8), number);
                _bytes.Advance(8);
                break;
            case LuaKind.Text when _stack.TryBytes(-1, out var text):
                Byte(Text);
                Varint((ulong)text.Length);
                _bytes.Write(text);
                break;
            case LuaKind.Table when _tables.TryGetValue(lua_topointer(_stack.State, -1), out var known):
                Byte(Known);
                Varint((ulong)known);
                break;
            case LuaKind.Table when depth < DepthMax:
                WriteTable(depth + 1);
                break;
            case LuaKind.Table:
                _problem = "is nested too deeply";
                break;
            default:
                _problem = $"is a {LuaNames.Of(_stack.Kind(-1))}";
                break;
        }
    }

    private void WriteTable(int depth)
    {
        if (lua_getmetatable(_stack.State, -1) != 0)
        {
            _stack.Pop();
            _problem = "has a metatable";
            return;
        }

        _tables.Add(lua_topointer(_stack.State, -1), _tables.Count);
        var keys = Keys();
        if (_problem is not null) return;
        var items = 0;
        while (items < keys.Count && keys[items].Kind == Whole && keys[items].Number == items + 1) items++;
        Byte(Table);
        Varint((ulong)items);
        Varint((ulong)(keys.Count - items));
        for (var at = 0; at < keys.Count && !IsTooLarge; at++)
        {
            keys[at].Push(_stack);
            if (at >= items) Value(DepthMax);
            _stack.PushCopy(-1);
            _ = lua_rawget(_stack.State, -3);
            Value(depth);
            _stack.Pop(2);
            if (_problem is null) continue;
            _path = (keys[at].Kind == Text ? "." + Encoding.UTF8.GetString(keys[at].Bytes!) : $"[{keys[at].Shown()}]") + _path;
            return;
        }
    }

    /// <summary>The keys of the table on top of the stack: whole numbers, other numbers, texts by their bytes, false, true.</summary>
    private List<Key> Keys()
    {
        _stack.EnsureRoom();
        var keys = new List<Key>();
        var at = _stack.Count;
        _stack.PushNil();
        while (_stack.Next(at))
        {
            _stack.Pop();
            if (Key.TryRead(_stack, out var key))
            {
                keys.Add(key);
                continue;
            }

            _problem = $"has a {LuaNames.Of(_stack.Kind(-1))} as a key";
            _stack.Pop();
            return keys;
        }

        keys.Sort(static (one, other) => one.Order(other));
        return keys;
    }

    private void Byte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }

    private void Varint(ulong number)
    {
        while (number >= 0x80)
        {
            Byte((byte)(number | 0x80));
            number >>= 7;
        }

        Byte((byte)number);
    }

    private static FormatException Damaged() => new("a handed over state is damaged");

    /// <summary>A key, away from its table.</summary>
    private readonly record struct Key(byte Kind, long Number, double Fractional, byte[]? Bytes)
    {
        public static bool TryRead(LuaStack stack, out Key key)
        {
            key = stack.Kind(-1) switch
            {
                LuaKind.Number when stack.IsWhole(-1) && stack.TryInteger(-1, out var whole) => new(Whole, whole, 0, null),
                LuaKind.Number when stack.TryNumber(-1, out var number) => new(Fraction, 0, number, null),
                LuaKind.Text when stack.TryBytes(-1, out var text) => new(Text, 0, 0, text.ToArray()),
                LuaKind.Boolean => new(stack.Truth(-1) ? True : False, 0, 0, null),
                _ => new(Table, 0, 0, null),
            };
            return key.Kind != Table;
        }

        public void Push(LuaStack stack)
        {
            stack.EnsureRoom();
            switch (Kind)
            {
                case Whole: stack.Push(Number); break;
                case Fraction: stack.PushFraction(Fractional); break;
                case Text: stack.Push(Bytes); break;
                default: stack.Push(Kind == True); break;
            }
        }

        public string Shown() => Kind switch
        {
            Whole => Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Fraction => Fractional.ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ => Kind == True ? "true" : "false",
        };

        public int Order(Key other)
        {
            if (Rank != other.Rank) return Rank.CompareTo(other.Rank);
            return Kind switch
            {
                Whole => Number.CompareTo(other.Number),
                Fraction => Fractional.CompareTo(other.Fractional),
                Text => Bytes.AsSpan().SequenceCompareTo(other.Bytes),
                _ => 0,
            };
        }

        private int Rank => Kind switch { Whole => 0, Fraction => 1, Text => 2, False => 3, _ => 4 };
    }

    private ref struct Reader(LuaStack stack, ReadOnlySpan<byte> bytes, int tables)
    {
        private readonly ReadOnlySpan<byte> _all = bytes;
        private int _at, _known;

        public void ReadVersion()
        {
            if (Byte() != Version) throw Damaged();
        }

        public void Value()
        {
            stack.EnsureRoom();
            switch (Byte())
            {
                case False: stack.Push(false); break;
                case True: stack.Push(true); break;
                case Whole:
                    var number = Varint();
                    stack.Push((long)(number >> 1) ^ -(long)(number & 1));
                    break;
                case Fraction: stack.PushFraction(BinaryPrimitives.ReadDoubleLittleEndian(Take(8))); break;
                case Text: stack.Push(Take(Count())); break;
                case Known: _ = lua_rawgeti(stack.State, tables, Count() + 1); break;
                case Table: ReadTable(); break;
                default: throw Damaged();
            }
        }

        private void ReadTable()
        {
            var (items, fields) = (Count(), Count());
            stack.PushTable(items, fields);
            stack.PushCopy(-1);
            lua_rawseti(stack.State, tables, ++_known);
            for (var at = 1; at <= items; at++)
            {
                Value();
                stack.SetItem(at);
            }

            for (var at = 0; at < fields; at++)
            {
                Value();
                Value();
                stack.SetPair();
            }
        }

        /// <summary>A number of things to follow, each of which takes a byte at least.</summary>
        private int Count()
        {
            var count = Varint();
            return count <= (ulong)_all.Length ? (int)count : throw Damaged();
        }

        private ulong Varint()
        {
            ulong number = 0;
            for (var shift = 0; shift < 64; shift += 7)
            {
                var part = Byte();
                number |= (ulong)(part & 0x7F) << shift;
                if (part < 0x80) return number;
            }

            throw Damaged();
        }

        private byte Byte() => Take(1)[0];

        private ReadOnlySpan<byte> Take(int count)
        {
            if (count > _all.Length - _at) throw Damaged();
            var taken = _all.Slice(_at, count);
            _at += count;
            return taken;
        }
    }
}
