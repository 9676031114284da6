using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Unicode;
using static KaosNet.Scripting.Lua.LuaNative;

namespace KaosNet.Scripting.Lua;

/// <summary>JSON to script values without a detour: null leaves its key out, arrays and objects are tables.</summary>
internal static class LuaJsonReader
{
    private const int FewFields = 4;

    public static bool TryPush(LuaStack stack, ReadOnlySpan<byte> json, out string? problem)
    {
        var top = lua_gettop(stack.State);
        var scratch = ArrayPool<byte>.Shared.Rent(Math.Max(16, json.Length));
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = LuaJsonWriter.DepthMax });
            reader.Read();
            Value(stack, ref reader, scratch);
            reader.Read();
            problem = null;
            return true;
        }
        catch (JsonException error)
        {
            problem = $"invalid JSON at byte {error.BytePositionInLine} of line {error.LineNumber + 1}";
        }
        catch (InvalidOperationException)
        {
            problem = "invalid JSON: text is not UTF-8";
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }

        lua_settop(stack.State, top);
        return false;
    }

    private static void Value(LuaStack stack, ref Utf8JsonReader reader, byte[] scratch)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.True:
                stack.Push(true);
                break;
            case JsonTokenType.False:
                stack.Push(false);
                break;
            case JsonTokenType.Number:
                if (reader.TryGetInt64(out var whole)) stack.Push(whole);
                else stack.Push(reader.GetDouble());
                break;
            case JsonTokenType.String:
                Text(stack, ref reader, scratch);
                break;
            case JsonTokenType.StartArray:
                Items(stack, ref reader, scratch);
                break;
            case JsonTokenType.StartObject:
                Fields(stack, ref reader, scratch);
                break;
            default:
                stack.PushNil();
                break;
        }
    }

    private static void Items(LuaStack stack, ref Utf8JsonReader reader, byte[] scratch)
    {
        stack.PushTable();
        for (long index = 1; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            if (reader.TokenType == JsonTokenType.Null) continue;
            Value(stack, ref reader, scratch);
            stack.SetItem(index);
        }
    }

    private static void Fields(LuaStack stack, ref Utf8JsonReader reader, byte[] scratch)
    {
        // Most objects have a few fields at least; a table that grows from nothing is laid out anew three times on the way to them.
        stack.PushTable(0, FewFields);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            Text(stack, ref reader, scratch);
            reader.Read();
            Value(stack, ref reader, scratch);
            lua_rawset(stack.State, -3);
        }
    }

    private static void Text(LuaStack stack, ref Utf8JsonReader reader, byte[] scratch)
    {
        if (!reader.ValueIsEscaped) stack.Push(reader.ValueSpan);
        else if (Utf8.IsValid(reader.ValueSpan)) stack.Push((ReadOnlySpan<byte>)scratch.AsSpan(0, reader.CopyString(scratch)));
        else stack.Push((ReadOnlySpan<byte>)scratch.AsSpan(0, CopyBytes(reader.ValueSpan, scratch)));
    }

    /// <summary>Bytes that are no text: the server's own answers hold such, with the few characters escaped that must be.</summary>
    private static int CopyBytes(ReadOnlySpan<byte> escaped, Span<byte> into)
    {
        var length = 0;
        while (escaped.IndexOf((byte)'\\') is var at and >= 0)
        {
            escaped[..at].CopyTo(into[length..]);
            length += at;
            escaped = escaped[at..];
            if (!escaped.StartsWith("\\u00"u8) || !Utf8Parser.TryParse(escaped[4..6], out byte code, out _, 'x')) throw new InvalidOperationException("text is not UTF-8");
            into[length++] = code;
            escaped = escaped[6..];
        }

        escaped.CopyTo(into[length..]);
        return length + escaped.Length;
    }
}
