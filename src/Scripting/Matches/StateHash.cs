using System.Runtime.InteropServices;
using KaosNet.Domain.Matches;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Matches;

/// <summary>
/// Takes a Lua value into a tick's hash. Entries of a table are added up, so that the order in which Lua walks it does not matter and nothing has
/// to be sorted. Functions count by their kind only, metatables not at all. Looking at a state costs as much as many a tick does, so that every 8th tick
/// does: a difference shows some ticks later, or at once in what the match does. A state of more values than a look may cost is told by a mark: a look is at a
/// few hundred, with every 64th tick at some ten thousand, beyond which only what the match does tells replays apart.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal ref struct StateHash
{
    private const int ValuesUsually = 512;
    private const int ValuesAtTimes = 32_768;
    private const int Interval = 8;
    private const int LongInterval = 64;
    private const int DepthMax = 32;
    private const int TooMuch = -7;

    private readonly LuaStack _stack;
    private int _left;

    private StateHash(LuaStack stack, int left)
    {
        _stack = stack;
        _left = left;
    }

    /// <summary>Whether a tick looks at the state.</summary>
    public static bool IsDue(long tick) => tick % Interval == 0;

    /// <summary>Hashes the value on top of the stack.</summary>
    public static void Add(LuaStack stack, long tick, ref MatchHash hash)
    {
        var walk = new StateHash(stack, tick % LongInterval == 0 ? ValuesAtTimes : ValuesUsually);
        var value = walk.Value(0);
        hash.Add(walk._left < 0 ? TooMuch : value);
    }

    private long Value(int depth)
    {
        var hash = default(MatchHash);
        var kind = _stack.Kind(-1);
        hash.Add((int)kind);
        if (--_left < 0) return 0;
        switch (kind)
        {
            case LuaKind.Boolean:
                hash.Add(_stack.Truth(-1) ? 1 : 0);
                break;
            case LuaKind.Number when _stack.TryInteger(-1, out var whole):
                hash.Add(whole);
                break;
            case LuaKind.Number:
                _stack.TryNumber(-1, out var number);
                hash.Add(BitConverter.DoubleToInt64Bits(number));
                break;
            case LuaKind.Text:
                _stack.TryBytes(-1, out var text);
                // A long text pays like many values.
                _left -= text.Length / 64;
                hash.Add(text);
                break;
            case LuaKind.Table:
                hash.Add(depth < DepthMax ? Table(depth) : 0);
                break;
        }

        return (long)hash.Value;
    }

    private long Table(int depth)
    {
        _stack.EnsureRoom();
        var at = _stack.Count;
        long sum = 0;
        _stack.PushNil();
        while (_stack.Next(at))
        {
            var entry = default(MatchHash);
            entry.Add(_left < 0 ? 0 : Value(depth + 1));
            _stack.Pop();
            entry.Add(_left < 0 ? 0 : Key());
            sum += (long)entry.Value;
            if (_left >= 0) continue;
            _stack.Pop();
            break;
        }

        return sum;
    }

    /// <summary>Keys that are tables or functions have nothing that stays the same from run to run but their kind.</summary>
    private long Key() => _stack.Kind(-1) is LuaKind.Table ? (long)LuaKind.Table : Value(DepthMax);
}
