using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KaosNet.Scripting.Lua;

/// <summary>
/// Lua's patterns, matched with a count of steps. The native matcher backtracks inside one instruction, out of reach of every
/// bound, so <c>("a*"):rep(20) .. "b"</c> would hold a server for years; here each step is paid for and the last one ends the
/// script.
/// </summary>
internal ref struct LuaPattern
{
    private const int CapturesMax = 32;

    /// <summary>Length of a capture that marks a position, and of one not closed yet.</summary>
    private const int Position = -2, Open = -1;

    private const int DepthMax = 200;

    private readonly ReadOnlySpan<byte> _text;
    private readonly ReadOnlySpan<byte> _pattern;
    private Places _starts;
    private Places _lengths;
    private int _depth;

    public LuaPattern(ReadOnlySpan<byte> text, ReadOnlySpan<byte> pattern, long steps)
    {
        _text = text;
        _pattern = pattern;
        StepsLeft = steps;
    }

    /// <summary>Steps that the script may still pay for; negative when there were too few.</summary>
    public long StepsLeft { get; private set; }

    public int Captures { get; private set; }

    /// <summary>What is wrong with the pattern, if anything.</summary>
    public string? Problem { get; private set; }

    private bool Stopped => Problem is not null || StepsLeft < 0;

    /// <summary>Matches at one place and tells where the match ends, or -1.</summary>
    public int Match(int at, int pattern)
    {
        Captures = 0;
        _depth = 0;
        var end = Step(at, pattern);
        return Stopped ? -1 : end;
    }

    /// <summary>Start and length of a capture, -1 as length for a position. Without captures the first is the whole match.</summary>
    public (int Start, int Length) Capture(int index, int from, int to)
    {
        if (index >= Captures)
        {
            if (index != 0) Problem ??= $"invalid capture index %{index + 1}";
            return (from, to - from);
        }

        if (_lengths[index] == Open) Problem ??= "unfinished capture";
        return (_starts[index], _lengths[index] == Position ? -1 : _lengths[index]);
    }

    private int Step(int at, int pattern)
    {
        if (++_depth > DepthMax) return Fault("pattern too complex");
        while (!Stopped)
        {
            StepsLeft--;
            if (pattern == _pattern.Length) return Leave(at);
            switch (_pattern[pattern])
            {
                case (byte)'(':
                    return Leave(pattern + 1 < _pattern.Length && _pattern[pattern + 1] == ')'
                        ? StartCapture(at, pattern + 2, Position)
                        : StartCapture(at, pattern + 1, Open));
                case (byte)')':
                    return Leave(EndCapture(at, pattern + 1));
                case (byte)'$' when pattern + 1 == _pattern.Length:
                    return Leave(at == _text.Length ? at : -1);
                case (byte)'%' when pattern + 1 < _pattern.Length && _pattern[pattern + 1] == 'b':
                    at = Balanced(at, pattern + 2);
                    pattern += 4;
                    if (at < 0) return Leave(-1);
                    continue;
                case (byte)'%' when pattern + 1 < _pattern.Length && _pattern[pattern + 1] == 'f':
                    if (!Frontier(at, pattern + 2, out pattern)) return Leave(-1);
                    continue;
                case (byte)'%' when pattern + 1 < _pattern.Length && _pattern[pattern + 1] is >= (byte)'0' and <= (byte)'9':
                    at = Again(at, _pattern[pattern + 1] - '1');
                    pattern += 2;
                    if (at < 0) return Leave(-1);
                    continue;
            }

            var end = ClassEnd(pattern);
            if (end < 0) return Leave(-1);
            var suffix = end < _pattern.Length ? _pattern[end] : (byte)0;
            switch (suffix)
            {
                case (byte)'?':
                    if (Single(at, pattern, end))
                    {
                        var taken = Step(at + 1, end + 1);
                        if (taken >= 0 || Stopped) return Leave(taken);
                    }

                    pattern = end + 1;
                    continue;
                case (byte)'+':
                    return Leave(Single(at, pattern, end) ? Longest(at + 1, pattern, end) : -1);
                case (byte)'*':
                    return Leave(Longest(at, pattern, end));
                case (byte)'-':
                    return Leave(Shortest(at, pattern, end));
            }

            if (!Single(at, pattern, end)) return Leave(-1);
            at++;
            pattern = end;
        }

        return Leave(-1);
    }

    private int Leave(int result)
    {
        _depth--;
        return result;
    }

    private int Longest(int at, int pattern, int end)
    {
        var count = 0;
        while (Single(at + count, pattern, end)) count++;
        StepsLeft -= count;
        for (; count >= 0 && !Stopped; count--)
        {
            var result = Step(at + count, end + 1);
            if (result >= 0) return result;
        }

        return -1;
    }

    private int Shortest(int at, int pattern, int end)
    {
        while (!Stopped)
        {
            var result = Step(at, end + 1);
            if (result >= 0) return result;
            if (!Single(at, pattern, end)) return -1;
            at++;
        }

        return -1;
    }

    private int StartCapture(int at, int pattern, int kind)
    {
        if (Captures >= CapturesMax) return Fault("too many captures");
        _starts[Captures] = at;
        _lengths[Captures] = kind;
        Captures++;
        var result = Step(at, pattern);
        if (result < 0) Captures--;
        return result;
    }

    private int EndCapture(int at, int pattern)
    {
        var open = Captures - 1;
        while (open >= 0 && _lengths[open] != Open) open--;
        if (open < 0) return Fault("invalid pattern capture");
        _lengths[open] = at - _starts[open];
        var result = Step(at, pattern);
        if (result < 0) _lengths[open] = Open;
        return result;
    }

    private int Balanced(int at, int pattern)
    {
        if (pattern + 1 >= _pattern.Length) return Fault("malformed pattern (missing arguments to '%b')");
        if (at >= _text.Length || _text[at] != _pattern[pattern]) return -1;
        byte opens = _pattern[pattern], closes = _pattern[pattern + 1];
        var depth = 1;
        for (var here = at + 1; here < _text.Length; here++)
        {
            StepsLeft--;
            if (_text[here] == closes)
            {
                if (--depth == 0) return here + 1;
            }
            else if (_text[here] == opens)
            {
                depth++;
            }
        }

        return -1;
    }

    private bool Frontier(int at, int pattern, out int after)
    {
        after = pattern;
        if (pattern >= _pattern.Length || _pattern[pattern] != '[')
        {
            Fault("missing '[' after '%f' in pattern");
            return false;
        }

        after = ClassEnd(pattern);
        if (after < 0) return false;
        var before = at == 0 ? (byte)0 : _text[at - 1];
        var here = at < _text.Length ? _text[at] : (byte)0;
        return !InSet(before, pattern, after - 1) && InSet(here, pattern, after - 1);
    }

    private int Again(int at, int index)
    {
        if (index < 0 || index >= Captures || _lengths[index] == Open) return Fault($"invalid capture index %{index + 1}");
        var length = _lengths[index];
        if (length == Position) return -1;
        StepsLeft -= length / 16;
        return _text[at..].StartsWith(_text.Slice(_starts[index], length)) ? at + length : -1;
    }

    /// <summary>Where the single-character class that starts here ends.</summary>
    private int ClassEnd(int pattern)
    {
        var first = _pattern[pattern++];
        if (first == '%')
        {
            return pattern < _pattern.Length ? pattern + 1 : Fault("malformed pattern (ends with '%')");
        }

        if (first != '[') return pattern;
        if (pattern < _pattern.Length && _pattern[pattern] == '^') pattern++;
        do
        {
            if (pattern >= _pattern.Length) return Fault("malformed pattern (missing ']')");
            if (_pattern[pattern++] == '%') pattern++;
        }
        while (pattern >= _pattern.Length || _pattern[pattern] != ']');

        return pattern + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool Single(int at, int pattern, int end)
    {
        if ((uint)at >= (uint)_text.Length) return false;
        var symbol = _text[at];
        return _pattern[pattern] switch
        {
            (byte)'.' => true,
            (byte)'%' => InClass(symbol, _pattern[pattern + 1]),
            (byte)'[' => InSet(symbol, pattern, end - 1),
            var literal => literal == symbol,
        };
    }

    /// <summary>Is the character in the set from the opening bracket to the closing one?</summary>
    private readonly bool InSet(byte symbol, int pattern, int last)
    {
        var found = true;
        pattern++;
        if (_pattern[pattern] == '^')
        {
            found = false;
            pattern++;
        }

        for (; pattern < last; pattern++)
        {
            if (_pattern[pattern] == '%')
            {
                pattern++;
                if (InClass(symbol, _pattern[pattern])) return found;
            }
            else if (_pattern[pattern + 1] == '-' && pattern + 2 < last)
            {
                if (_pattern[pattern] <= symbol && symbol <= _pattern[pattern + 2]) return found;
                pattern += 2;
            }
            else if (_pattern[pattern] == symbol)
            {
                return found;
            }
        }

        return !found;
    }

    private static bool InClass(byte symbol, byte name)
    {
        var inside = (char)(name | 0x20) switch
        {
            'a' => IsLetter(symbol),
            'd' => IsDigit(symbol),
            'l' => symbol is >= (byte)'a' and <= (byte)'z',
            's' => symbol is 32 or (>= 9 and <= 13),
            'u' => symbol is >= (byte)'A' and <= (byte)'Z',
            'w' => IsLetter(symbol) || IsDigit(symbol),
            'x' => IsDigit(symbol) || (symbol | 0x20) is >= 'a' and <= 'f',
            'p' => symbol is > 32 and < 127 && !IsLetter(symbol) && !IsDigit(symbol),
            'c' => symbol is < 32 or 127,
            'g' => symbol is > 32 and < 127,
            'z' => symbol == 0,
            _ => (bool?)null,
        };
        if (inside is null || !IsLetter(name)) return name == symbol;
        return (name & 0x20) != 0 ? inside.Value : !inside.Value;
    }

    private static bool IsLetter(byte symbol) => (symbol | 0x20) is >= 'a' and <= 'z';

    private static bool IsDigit(byte symbol) => symbol is >= (byte)'0' and <= (byte)'9';

    private int Fault(string problem)
    {
        Problem ??= problem;
        return -1;
    }

    [InlineArray(CapturesMax)]
    [StructLayout(LayoutKind.Auto)]
    private struct Places
    {
        private int _first;
    }
}
