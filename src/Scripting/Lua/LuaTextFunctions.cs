using System.Buffers;
using static KaosNet.Scripting.Lua.LuaNative;

namespace KaosNet.Scripting.Lua;

/// <summary>string.find, match, gmatch and gsub over <see cref="LuaPattern"/>: every step of a search is paid from the budget.</summary>
internal static class LuaTextFunctions
{
    private const int StepsPerInstruction = 8;

    private static readonly SearchValues<byte> Special = SearchValues.Create("^$*+?.([%-"u8);

    public static LuaResult Find(ref LuaCall call) => Search(ref call, find: true);

    public static LuaResult Match(ref LuaCall call) => Search(ref call, find: false);

    /// <summary>The next match at or after a position that does not end where the last one did: start, end, captures.</summary>
    public static LuaResult Next(ref LuaCall call)
    {
        ReadOnlySpan<byte> text = call.Bytes(1), source = call.Bytes(2);
        var start = (int)call.Integer(3) - 1;
        var last = (int)call.OptionalInteger(4, -1);
        var anchored = call.OptionalBoolean(5, false) && source.StartsWith((byte)'^');
        if (call.Failed) return call.Fail();
        var steps = StepsFor(ref call);
        var pattern = new LuaPattern(text, source, steps);
        for (; start <= text.Length; start++)
        {
            var end = pattern.Match(start, anchored ? 1 : 0);
            if (Ended(ref call, ref pattern, steps)) return call.Fail();
            if (end >= 0 && end != last)
            {
                call.Stack.Push((long)(start + 1));
                call.Stack.Push((long)end);
                var count = PushCaptures(ref call, ref pattern, text, start, end, whole: true);
                Pay(ref call, ref pattern, steps);
                return pattern.Problem is { } problem ? call.Fail(problem) : call.ReturnPushed(2 + count);
            }

            if (anchored) break;
        }

        Pay(ref call, ref pattern, steps);
        return call.Return();
    }

    /// <summary>string.gsub with a replacement text.</summary>
    public static LuaResult Replace(ref LuaCall call)
    {
        ReadOnlySpan<byte> text = call.Bytes(1), source = call.Bytes(2), with = call.Bytes(3);
        var most = call.OptionalInteger(4, long.MaxValue);
        if (call.Failed) return call.Fail();
        var anchored = source.StartsWith((byte)'^');
        var steps = StepsFor(ref call);
        var pattern = new LuaPattern(text, source, steps);
        var result = new ArrayBufferWriter<byte>(Math.Max(16, text.Length));
        int at = 0, last = -1;
        long count = 0;
        while (count < most)
        {
            var end = pattern.Match(at, anchored ? 1 : 0);
            if (Ended(ref call, ref pattern, steps)) return call.Fail();
            if (end >= 0 && end != last)
            {
                count++;
                if (!Substitute(ref pattern, text, with, at, end, result)) return call.Fail(pattern.Problem ?? "invalid use of '%' in replacement string");
                if (result.WrittenCount > call.Owner.Options.MemoryBytes) return call.Fail("not enough memory");
                at = last = end;
            }
            else if (at < text.Length)
            {
                result.GetSpan(1)[0] = text[at++];
                result.Advance(1);
            }
            else
            {
                break;
            }

            if (anchored) break;
        }

        if (at < text.Length) result.Write(text[at..]);
        Pay(ref call, ref pattern, steps);
        call.Stack.Push(result.WrittenSpan);
        call.Stack.Push(count);
        return call.ReturnPushed(2);
    }

    private static LuaResult Search(ref LuaCall call, bool find)
    {
        ReadOnlySpan<byte> text = call.Bytes(1), source = call.Bytes(2);
        var first = call.OptionalInteger(3, 1);
        if (call.Failed) return call.Fail();
        if (first < 0) first = Math.Max(1, text.Length + first + 1);
        if (first == 0) first = 1;
        if (first > text.Length + 1) return Nothing(ref call);
        var start = (int)first - 1;
        if (find && ((call.Count >= 4 && call.Stack.Truth(4)) || source.IndexOfAny(Special) < 0))
        {
            var found = text[start..].IndexOf(source);
            call.Charge(text.Length / 64);
            if (found < 0) return Nothing(ref call);
            call.Stack.Push((long)(start + found + 1));
            call.Stack.Push((long)(start + found + source.Length));
            return call.ReturnPushed(2);
        }

        var anchored = source.StartsWith((byte)'^');
        var steps = StepsFor(ref call);
        var pattern = new LuaPattern(text, source, steps);
        for (; start <= text.Length; start++)
        {
            var end = pattern.Match(start, anchored ? 1 : 0);
            if (Ended(ref call, ref pattern, steps)) return call.Fail();
            if (end >= 0)
            {
                var count = find ? 2 : 0;
                if (find)
                {
                    call.Stack.Push((long)(start + 1));
                    call.Stack.Push((long)end);
                }

                count += PushCaptures(ref call, ref pattern, text, start, end, whole: !find);
                Pay(ref call, ref pattern, steps);
                return pattern.Problem is { } problem ? call.Fail(problem) : call.ReturnPushed(count);
            }

            if (anchored) break;
        }

        Pay(ref call, ref pattern, steps);
        return Nothing(ref call);
    }

    private static long StepsFor(ref LuaCall call) =>
        Math.Min(call.Owner.InstructionsLeft, long.MaxValue / StepsPerInstruction) * StepsPerInstruction;

    private static bool Ended(ref LuaCall call, ref LuaPattern pattern, long steps)
    {
        if (pattern.Problem is { } problem)
        {
            call.Fail(problem);
            return true;
        }

        if (pattern.StepsLeft >= 0) return false;
        Pay(ref call, ref pattern, steps);
        call.Charge(call.Owner.InstructionsLeft);
        call.Fail("pattern takes too long to match");
        return true;
    }

    private static void Pay(ref LuaCall call, ref LuaPattern pattern, long steps) =>
        call.Charge((steps - pattern.StepsLeft) / StepsPerInstruction);

    private static LuaResult Nothing(ref LuaCall call)
    {
        call.Stack.PushNil();
        return call.ReturnPushed(1);
    }

    private static int PushCaptures(ref LuaCall call, ref LuaPattern pattern, ReadOnlySpan<byte> text, int from, int to, bool whole)
    {
        var count = pattern.Captures == 0 && whole ? 1 : pattern.Captures;
        if (lua_checkstack(call.Stack.State, count + 4) == 0) throw new ScriptException("stack overflow");
        for (var index = 0; index < count; index++)
        {
            var (start, length) = pattern.Capture(index, from, to);
            if (length < 0) call.Stack.Push((long)(start + 1));
            else call.Stack.Push(text.Slice(start, length));
        }

        return count;
    }

    /// <summary>Writes the replacement, in which %1 to %9 are captures, %0 the match and %% a percent sign.</summary>
    private static bool Substitute(
        ref LuaPattern pattern, ReadOnlySpan<byte> text, ReadOnlySpan<byte> with, int from, int to, ArrayBufferWriter<byte> result)
    {
        while (!with.IsEmpty)
        {
            var percent = with.IndexOf((byte)'%');
            if (percent < 0)
            {
                result.Write(with);
                return true;
            }

            result.Write(with[..percent]);
            if (percent + 1 == with.Length) return false;
            var name = with[percent + 1];
            with = with[(percent + 2)..];
            if (name == '%') result.Write("%"u8);
            else if (name == '0') result.Write(text[from..to]);
            else if (name is < (byte)'1' or > (byte)'9') return false;
            else if (!Captured(ref pattern, text, name - '1', from, to, result)) return false;
        }

        return true;
    }

    private static bool Captured(
        ref LuaPattern pattern, ReadOnlySpan<byte> text, int index, int from, int to, ArrayBufferWriter<byte> result)
    {
        var (start, length) = pattern.Capture(index, from, to);
        if (pattern.Problem is not null) return false;
        if (length >= 0) result.Write(text.Slice(start, length));
        else result.Advance(LuaNumbers.Print(start + 1, result.GetSpan(48)));
        return true;
    }
}
