using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches;
using KaosNet.Scripting.Lua;
using KaosNet.Scripting.Nk;

namespace KaosNet.Scripting.Matches;

/// <summary>What a match handler's dispatcher can do (parity matches section 1.5).</summary>
internal static class DispatcherFunctions
{
    /// <summary>The name under which a match state finds it.</summary>
    public const string Name = "kaos.dispatcher";

    private const int PresencesMax = 4096;

    public static LuaLibrary Library { get; } = new LuaLibrary(Name)
        .Add("broadcast_message", static (ref LuaCall call) => Broadcast(ref call, isDeferred: false))
        .Add("broadcast_message_deferred", static (ref LuaCall call) => Broadcast(ref call, isDeferred: true))
        .Add("match_kick", static (ref LuaCall call) => Kick(ref call))
        .Add("match_label_update", static (ref LuaCall call) => UpdateLabel(ref call));

    private static LuaResult Broadcast(ref LuaCall call, bool isDeferred)
    {
        var opCode = OpCode(ref call);
        var data = call.IsNil(2) ? default : call.Kind(2) == LuaKind.Text ? call.Bytes(2) : Data(ref call);
        var presences = Presences(ref call, 3, needsUser: false);
        var sender = Sender(ref call);
        var reliable = call.OptionalBoolean(5, true);
        if (call.Failed) return call.Fail();
        var host = HostOf(ref call);
        return Finish(ref call, isDeferred
            ? host.BroadcastDeferred(opCode, data, presences, sender, reliable)
            : host.Broadcast(opCode, data, presences, sender, reliable));
    }

    private static LuaResult Kick(ref LuaCall call)
    {
        var presences = Presences(ref call, 1, needsUser: true) ?? [];
        if (call.Failed) return call.Fail();
        return presences.Count == 0 ? call.Return() : Finish(ref call, HostOf(ref call).Kick(presences));
    }

    private static LuaResult UpdateLabel(ref LuaCall call)
    {
        var label = call.OptionalText(1, "")!;
        return call.Failed ? call.Fail() : Finish(ref call, HostOf(ref call).UpdateLabel(label));
    }

    private static IMatchHost HostOf(ref LuaCall call) =>
        ScriptScene.Of(ref call) is MatchScene { IsLoading: false } scene ? scene.Host : throw new ScriptException("the dispatcher belongs to match callbacks");

    private static LuaResult Finish(ref LuaCall call, Fault? refusal) => refusal is null ? call.Return() : call.Fail(refusal.Message);

    private static long OpCode(ref LuaCall call)
    {
        if (call.Count >= 1 && call.Stack.TryInteger(1, out var whole)) return whole;
        var number = call.Integer(1);
        if (!call.Failed) call.Wrong(1, "expects an integer op code");
        return number;
    }

    private static ReadOnlySpan<byte> Data(ref LuaCall call)
    {
        call.Wrong(2, "expects data to be a string or nil");
        return default;
    }

    /// <summary>A list of presences: null when absent.</summary>
    private static List<MatchPresence>? Presences(ref LuaCall call, int position, bool needsUser)
    {
        if (call.IsNil(position) || !call.Table(position)) return null;
        var count = (int)Math.Min(call.Stack.Length(position), PresencesMax + 1);
        if (count > PresencesMax) call.Wrong(position, $"expects at most {PresencesMax} presences");
        var list = new List<MatchPresence>(count);
        for (var at = 1; at <= count && !call.Failed; at++)
        {
            if (call.Stack.PushItem(position, at) != LuaKind.Table)
            {
                call.Wrong(position, "expects a list of presences");
                break;
            }

            var session = Field(ref call, "session_id"u8);
            var node = Field(ref call, "node"u8);
            var user = Field(ref call, "user_id"u8);
            if (!Guid.TryParse(session, out _)) call.Wrong(position, "expects each presence to have a valid session_id");
            if (string.IsNullOrEmpty(node)) call.Wrong(position, "expects each presence to have a non-empty node");
            if ((needsUser || count == 1) && !Guid.TryParse(user, out _)) call.Wrong(position, "expects each presence to have a valid user_id");
            list.Add(new(user ?? "", session ?? "", "", node ?? ""));
            call.Stack.Pop();
        }

        return list;
    }

    private static MatchPresence? Sender(ref LuaCall call)
    {
        if (call.IsNil(4) || !call.Table(4)) return null;
        call.Stack.PushCopy(4);
        var user = Field(ref call, "user_id"u8);
        var session = Field(ref call, "session_id"u8);
        var username = Field(ref call, "username"u8);
        var node = Field(ref call, "node"u8);
        call.Stack.Pop();
        if (!Guid.TryParse(user, out _)) call.Wrong(4, "expects sender to have a valid user_id");
        if (!Guid.TryParse(session, out _)) call.Wrong(4, "expects sender to have a valid session_id");
        if (string.IsNullOrEmpty(username)) call.Wrong(4, "expects sender to have a non-empty username");
        return call.Failed ? null : new(user!, session!, username!, node ?? "");
    }

    /// <summary>A text field of the table on top of the stack.</summary>
    private static string? Field(ref LuaCall call, ReadOnlySpan<byte> name)
    {
        call.Stack.PushField(-1, name);
        var text = call.Stack.Kind(-1) == LuaKind.Text ? call.Stack.Text(-1) : null;
        call.Stack.Pop();
        return text;
    }
}
