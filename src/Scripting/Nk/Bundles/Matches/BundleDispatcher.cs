using Jint.Native;
using Jint.Native.Object;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches;
using KaosNet.Scripting.JavaScript;

namespace KaosNet.Scripting.Nk.Bundles.Matches;

/// <summary>What a match handler's dispatcher can do (parity matches section 1.5).</summary>
internal static class BundleDispatcher
{
    private const int PresencesMax = 4096;

    public static JavaScriptLibrary Library { get; } = new JavaScriptLibrary("dispatcher")
        .Add("broadcastMessage", static (ref JavaScriptCall call) => Broadcast(ref call, isDeferred: false))
        .Add("broadcastMessageDeferred", static (ref JavaScriptCall call) => Broadcast(ref call, isDeferred: true))
        .Add("matchKick", static (ref JavaScriptCall call) => Kick(ref call))
        .Add("matchLabelUpdate", static (ref JavaScriptCall call) => UpdateLabel(ref call));

    private static JsValue Broadcast(ref JavaScriptCall call, bool isDeferred)
    {
        var opCode = call.Integer(1);
        var data = default(ReadOnlySpan<byte>);
        if (!call.IsNothing(2) && !JavaScriptBytes.TryRead(call.Value(2), out data)) call.Wrong("expects data to be an ArrayBuffer, a string or nil");
        var presences = Presences(ref call, 3, needsUser: false, "expects an array of presences or nil");
        var sender = Sender(ref call);
        var reliable = call.OptionalBoolean(5, true);
        if (call.Failed) return call.Fail();
        var host = HostOf(ref call);
        return Finish(ref call, isDeferred
            ? host.BroadcastDeferred(opCode, data, presences, sender, reliable)
            : host.Broadcast(opCode, data, presences, sender, reliable));
    }

    private static JsValue Kick(ref JavaScriptCall call)
    {
        var presences = Presences(ref call, 1, needsUser: true, "expects an array of presence objects") ?? [];
        if (call.Failed) return call.Fail();
        return presences.Count == 0 ? call.Return() : Finish(ref call, HostOf(ref call).Kick(presences));
    }

    private static JsValue UpdateLabel(ref JavaScriptCall call)
    {
        var label = call.Text(1);
        return call.Failed ? call.Fail() : Finish(ref call, HostOf(ref call).UpdateLabel(label));
    }

    private static IMatchHost HostOf(ref JavaScriptCall call) => ((MatchScene)BundleScene.Of(ref call)).Host;

    private static JsValue Finish(ref JavaScriptCall call, Fault? refusal) => refusal is null ? call.Return() : call.Fail(refusal.Message);

    /// <summary>A list of presences: null when absent.</summary>
    private static List<MatchPresence>? Presences(ref JavaScriptCall call, int position, bool needsUser, string expectation)
    {
        if (call.IsNothing(position)) return null;
        if (call.Value(position) is not JsArray items)
        {
            call.Wrong(expectation);
            return null;
        }

        if (items.Length > PresencesMax) call.Wrong($"expects at most {PresencesMax} presences");
        var list = new List<MatchPresence>();
        for (uint at = 0; at < items.Length && !call.Failed; at++)
        {
            if (items[at] is not ObjectInstance item) call.Wrong(expectation);
            else list.Add(new(needsUser ? Id(ref call, item, "userId") : "", Id(ref call, item, "sessionId"), "", Text(ref call, item, "node")));
        }

        return list;
    }

    private static MatchPresence? Sender(ref JavaScriptCall call)
    {
        if (call.Failed || call.IsNothing(4)) return null;
        if (call.Value(4) is not ObjectInstance sender)
        {
            call.Wrong("expects sender to be an object");
            return null;
        }

        var (user, session, username) = (Id(ref call, sender, "userId"), Id(ref call, sender, "sessionId"), Text(ref call, sender, "username"));
        return call.Failed ? null : new(user, session, username, sender.Get("node") is JsString node ? node.ToString() : "");
    }

    private static string Id(ref JavaScriptCall call, ObjectInstance item, string name)
    {
        var text = Text(ref call, item, name);
        if (!call.Failed && !Guid.TryParse(text, out _)) call.Wrong($"expects presence to contain a valid '{name}'");
        return text;
    }

    private static string Text(ref JavaScriptCall call, ObjectInstance item, string name)
    {
        if (item.Get(name) is JsString { Length: > 0 } text) return text.ToString();
        call.Wrong($"expects presence to contain a '{name}' string");
        return "";
    }
}
