using System.Buffers;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>
/// Messages as functions around operations and realtime messages are given them, and as they give them back (parity runtime.md 4.2): tables of their JSON form, without
/// what is unset or zero. Read back strictly, since a misspelled field must not be lost without a word.
/// </summary>
internal static class HookMessages
{
    /// <summary>A buffer that grew larger than this is not kept.</summary>
    private const int KeptBytesMax = 64 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    /// <summary>The answer to a function that returned what is no such message.</summary>
    public static Fault Unreadable { get; } = Fault.Internal("Could not complete runtime Before function.");

    /// <summary>Pushes a message as a table; tells why it can't.</summary>
    public static string? Push(LuaStack values, object message)
    {
        var json = _buffer ??= new ArrayBufferWriter<byte>(1024);
        json.ResetWrittenCount();
        JsonCodec.Serialize(json, message);
        if (json.Capacity > KeptBytesMax) _buffer = null;
        return values.TryPushJson(json.WrittenSpan, out var problem) ? null : problem;
    }

    /// <summary>Reads the last value into an empty message. False when it is anything but exactly such a message.</summary>
    public static bool TryRead(LuaState state, LuaStack values, object message)
    {
        var into = state.Scratch;
        return values.Kind(-1) == LuaKind.Table && values.TryWriteJson(-1, into, out _)
            && JsonCodec.Deserialize(into.Written, message, JsonRules.Realtime) is null;
    }
}
