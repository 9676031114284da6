using KaosNet.Domain.Matches;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Matches;

/// <summary>Presences and messages as match handlers see them.</summary>
internal static class MatchValues
{
    public static void PushPresence(LuaStack stack, MatchPresence presence, bool withReason)
    {
        stack.PushTable(0, withReason ? 5 : 4);
        stack.SetField("user_id"u8, presence.UserId);
        stack.SetField("session_id"u8, presence.SessionId);
        stack.SetField("username"u8, presence.Username);
        stack.SetField("node"u8, presence.Node);
        if (withReason) stack.SetField("reason"u8, (long)presence.Reason);
    }

    public static void PushPresences(LuaStack stack, IReadOnlyList<MatchPresence> presences)
    {
        stack.PushTable(presences.Count);
        for (var at = 0; at < presences.Count; at++)
        {
            PushPresence(stack, presences[at], withReason: true);
            stack.SetItem(at + 1);
        }
    }

    public static void PushMessages(LuaStack stack, IReadOnlyList<MatchMessage> messages)
    {
        stack.PushTable(messages.Count);
        for (var at = 0; at < messages.Count; at++)
        {
            var message = messages[at];
            stack.PushTable(0, 5);
            PushPresence(stack, message.Sender, withReason: false);
            stack.SetField("sender"u8);
            stack.SetField("op_code"u8, message.OpCode);
            if (!message.Data.IsEmpty) stack.SetField("data"u8, message.Data.Span);
            stack.SetField("reliable"u8, message.Reliable);
            stack.SetField("receive_time_ms"u8, message.ReceivedAtMs);
            stack.SetItem(at + 1);
        }
    }
}
