using System.Buffers;
using System.Buffers.Binary;

namespace KaosNet.Scripting.Lua;

/// <summary>Values of Lua as bytes, from one state to another: what JSON would lose of them is kept, bytes in strings, kinds of numbers and any keys of tables.</summary>
internal static class LuaValues
{
    private const int DepthMax = 128;
    private const int BytesMax = 16 << 20;

    private enum Tag : byte
    {
        False,
        True,
        Whole,
        Fraction,
        Text,
        Table,
        End,
    }

    /// <summary>A value's bytes; null if it holds what cannot leave its state, or too much.</summary>
    public static byte[]? TryWrite(LuaStack stack, int position, out string problem)
    {
        var into = new ArrayBufferWriter<byte>(64);
        problem = "";
        stack.PushCopy(position);
        Write(stack, into, 0, ref problem);
        stack.Pop();
        return problem.Length == 0 ? into.WrittenSpan.ToArray() : null;
    }

    /// <summary>Pushes the value that bytes stand for, with tables of its own.</summary>
    public static void Push(LuaStack stack, ReadOnlySpan<byte> bytes) => PushNext(stack, ref bytes);

    private static void Write(LuaStack stack, ArrayBufferWriter<byte> into, int depth, ref string problem)
    {
        if (into.WrittenCount > BytesMax) problem = "value is too large";
        if (problem.Length > 0) return;
        switch (stack.Kind(-1))
        {
            case LuaKind.Boolean:
                Put(into, stack.Truth(-1) ? Tag.True : Tag.False, []);
                break;
            case LuaKind.Number when stack.IsWhole(-1) && stack.TryInteger(-1, out var whole):
                Put(into, Tag.Whole, whole);
                break;
            case LuaKind.Number:
                stack.TryNumber(-1, out var fraction);
                Put(into, Tag.Fraction, BitConverter.DoubleToInt64Bits(fraction));
                break;
            case LuaKind.Text:
                stack.TryBytes(-1, out var text);
                Put(into, Tag.Text, text.Length);
                into.Write(text);
                break;
            case LuaKind.Table when depth < DepthMax:
                stack.EnsureRoom();
                Put(into, Tag.Table, []);
                var table = stack.Count;
                stack.Complete(table);
                stack.PushNil();
                while (stack.Next(table))
                {
                    stack.PushCopy(-2);
                    Write(stack, into, depth + 1, ref problem);
                    stack.Pop();
                    Write(stack, into, depth + 1, ref problem);
                    stack.Pop();
                    if (problem.Length == 0) continue;
                    stack.Pop();
                    return;
                }

                Put(into, Tag.End, []);
                break;
            case LuaKind.Table:
                problem = "value is nested too deeply or endlessly";
                break;
            default:
                problem = "value holds a function or something else that cannot be kept";
                break;
        }
    }

    private static bool PushNext(LuaStack stack, ref ReadOnlySpan<byte> bytes)
    {
        var tag = (Tag)bytes[0];
        bytes = bytes[1..];
        switch (tag)
        {
            case Tag.False or Tag.True:
                stack.Push(tag == Tag.True);
                break;
            case Tag.Whole:
                stack.Push(Take(ref bytes));
                break;
            case Tag.Fraction:
                stack.PushFraction(BitConverter.Int64BitsToDouble(Take(ref bytes)));
                break;
            case Tag.Text:
                var length = (int)Take(ref bytes);
                stack.Push(bytes[..length]);
                bytes = bytes[length..];
                break;
            case Tag.Table:
                stack.PushTable();
                while (PushNext(stack, ref bytes))
                {
                    PushNext(stack, ref bytes);
                    stack.SetPair();
                }

                break;
            default:
                return false;
        }

        return true;
    }

    private static void Put(ArrayBufferWriter<byte> into, Tag tag, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        Put(into, tag, bytes);
    }

    private static void Put(ArrayBufferWriter<byte> into, Tag tag, ReadOnlySpan<byte> bytes)
    {
        into.GetSpan(1)[0] = (byte)tag;
        into.Advance(1);
        into.Write(bytes);
    }

    private static long Take(ref ReadOnlySpan<byte> bytes)
    {
        var number = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        bytes = bytes[sizeof(long)..];
        return number;
    }
}
