using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Presence;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>Streams and presences as modules name them (parity runtime.md section 10.1).</summary>
internal static class StreamArguments
{
    private const int PresencesMax = 10_000;

    /// <summary>A stream: mode (its low byte, 0 when absent), subject, subcontext, label. Other members are passed over.</summary>
    public static StreamAddress Stream(ref this LuaCall call, int position)
    {
        if (!call.Table(position)) return default;
        var mode = (byte)ModeOf(ref call, position);
        var subject = IdOf(ref call, position, "subject");
        var subcontext = IdOf(ref call, position, "subcontext");
        return new(mode, subject, subcontext, TextOf(ref call, position, "label", "expects stream label to be a string") ?? "");
    }

    /// <summary>A mandatory id that must not be empty.</summary>
    public static Guid Id(ref this LuaCall call, int position, string what)
    {
        var text = call.Text(position);
        if (call.Failed) return default;
        if (text.Length == 0) call.Wrong(position, $"expects {what} id");
        else if (Uuids.TryRead(text, out var id)) return id;
        else call.Wrong(position, $"expects valid {what} id");
        return default;
    }

    /// <summary>The sessions of a list of presences; none for nil.</summary>
    public static List<string> SessionIds(ref this LuaCall call, int position)
    {
        var ids = new List<string>();
        if (call.IsNil(position) || !call.Table(position)) return ids;
        var count = call.Stack.Length(position);
        if (count > PresencesMax) call.Wrong(position, $"expects at most {PresencesMax} presences");
        for (var at = 1; at <= count && !call.Failed; at++)
        {
            if (call.Stack.PushItem(position, at) != LuaKind.Table) call.Wrong(position, "expects a list of presences");
            else ids.Add(MemberId(ref call, position, call.Stack.Count, "session_id").ToString());
            call.Stack.Pop();
        }

        return ids;
    }

    /// <summary>One presence, which must name user and session.</summary>
    public static (Guid UserId, Guid SessionId) Presence(ref this LuaCall call, int position) => call.Table(position)
        ? (MemberId(ref call, position, position, "user_id"), MemberId(ref call, position, position, "session_id"))
        : default;

    private static Guid MemberId(ref LuaCall call, int position, int table, string name)
    {
        call.Stack.PushField(table, System.Text.Encoding.ASCII.GetBytes(name));
        var text = call.Stack.Kind(-1) == LuaKind.Text ? call.Stack.Text(-1) : null;
        call.Stack.Pop();
        if (text is not null && Uuids.TryRead(text, out var id)) return id;
        call.Wrong(position, $"expects each presence to have a valid {name}");
        return default;
    }

    private static long ModeOf(ref LuaCall call, int position)
    {
        var kind = call.Stack.PushField(position, "mode"u8);
        var mode = 0L;
        if (kind is not (LuaKind.Nil or LuaKind.None))
        {
            if (kind == LuaKind.Number && call.Stack.TryNumber(-1, out var number)) mode = LuaNumbers.Truncate(number);
            else call.Wrong(position, "expects stream mode to be a number");
        }

        call.Stack.Pop();
        return mode;
    }

    private static Guid IdOf(ref LuaCall call, int position, string name)
    {
        if (TextOf(ref call, position, name, $"expects stream {name} to be a string") is not { Length: > 0 } text) return Guid.Empty;
        if (!Uuids.TryRead(text, out var id)) call.Wrong(position, $"expects stream {name} to be a valid identifier");
        return id;
    }

    private static string? TextOf(ref LuaCall call, int position, string name, string expectation)
    {
        var kind = call.Stack.PushField(position, System.Text.Encoding.ASCII.GetBytes(name));
        var text = kind == LuaKind.Text ? call.Stack.Text(-1) : null;
        call.Stack.Pop();
        if (text is null && kind is not (LuaKind.Nil or LuaKind.None)) call.Wrong(position, expectation);
        return text;
    }
}
