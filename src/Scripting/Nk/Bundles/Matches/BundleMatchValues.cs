using Jint.Native;
using Jint.Native.Object;
using KaosNet.Domain.Matches;
using KaosNet.Scripting.JavaScript;

namespace KaosNet.Scripting.Nk.Bundles.Matches;

/// <summary>Presences and messages as match handlers see them (parity matches section 1.2), and what handlers return.</summary>
internal static class BundleMatchValues
{
    public static ObjectInstance Presence(JavaScriptState state, MatchPresence presence)
    {
        var made = state.NewObject();
        made.FastSetDataProperty("userId", JsString.Create(presence.UserId));
        made.FastSetDataProperty("sessionId", JsString.Create(presence.SessionId));
        made.FastSetDataProperty("username", JsString.Create(presence.Username));
        made.FastSetDataProperty("node", JsString.Create(presence.Node));
        return made;
    }

    /// <summary>Those who joined or left, with their reasons.</summary>
    public static JsValue Presences(JavaScriptState state, IReadOnlyList<MatchPresence> presences)
    {
        var items = new JsValue[presences.Count];
        for (var at = 0; at < items.Length; at++)
        {
            var made = Presence(state, presences[at]);
            made.FastSetDataProperty("reason", JsNumber.Create((int)presences[at].Reason));
            items[at] = made;
        }

        return state.NewList(items);
    }

    public static JsValue Messages(JavaScriptState state, IReadOnlyList<MatchMessage> messages)
    {
        var items = new JsValue[messages.Count];
        for (var at = 0; at < items.Length; at++)
        {
            var message = messages[at];
            var made = state.NewObject();
            made.FastSetDataProperty("sender", Presence(state, message.Sender));
            made.FastSetDataProperty("opCode", JsNumber.Create(message.OpCode));
            made.FastSetDataProperty("data", message.Data.IsEmpty ? JsValue.Null : state.Binary(message.Data.Span));
            made.FastSetDataProperty("reliable", message.Reliable ? JsBoolean.True : JsBoolean.False);
            made.FastSetDataProperty("receiveTimeMs", JsNumber.Create(message.ReceivedAtMs));
            items[at] = made;
        }

        return state.NewList(items);
    }

    public static bool IsNothing(JsValue value) => value.Type is Jint.Runtime.Types.Undefined or Jint.Runtime.Types.Null;

    /// <summary>Whether a value is an object that is neither list, function, proxy nor anything else with a nature of its own.</summary>
    public static bool IsPlain(JsValue value) => value is JsObject;

    /// <summary>An object's own data under a name, without running any of the script's code; null where there is none.</summary>
    public static JsValue? Member(JsValue value, string name) => IsPlain(value) && ((ObjectInstance)value).GetOwnProperty(JsString.Create(name)) is { } found
        && found.IsDataDescriptor() ? found.Value : null;
}
