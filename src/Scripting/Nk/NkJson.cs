using System.Buffers;
using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>Answers of server functions: JSON, since that is what a match's record can hold.</summary>
internal static class NkJson
{
    /// <summary>The answer of a function that returns nothing.</summary>
    public static Answer<byte[]> Nothing { get; } = Array.Empty<byte>();

    public static Answer<byte[]> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer)) write(json);
        return buffer.WrittenSpan.ToArray();
    }
}

/// <summary>Kinds of arguments that server functions share.</summary>
internal static class NkArguments
{
    /// <summary>A mandatory UUID.</summary>
    public static Guid Uuid(ref this LuaCall call, int position, string expectation)
    {
        if (Guid.TryParse(call.Text(position), out var id)) return id;
        call.Wrong(position, expectation);
        return default;
    }

    /// <summary>A list of UUIDs, or null.</summary>
    public static Guid[]? OptionalUuids(ref this LuaCall call, int position, string expectation)
    {
        if (call.IsNil(position) || !call.Table(position)) return null;
        var ids = new Guid[Math.Min(call.Stack.Length(position), ListMax)];
        for (var at = 0; at < ids.Length; at++)
        {
            call.Stack.PushItem(position, at + 1);
            var text = call.Stack.Text(-1);
            call.Stack.Pop();
            if (Guid.TryParse(text, out ids[at])) continue;
            call.Wrong(position, expectation);
            return null;
        }

        return ids;
    }

    private const int ListMax = 10_000;
}
