using System.Buffers;
using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Presence;
using KaosNet.Scripting.Lua;
using KaosNet.Store.Journal.Transactions;

namespace KaosNet.Scripting.Nk;

/// <summary>Streams for modules: who is on them, who comes and goes, what is sent (parity runtime.md section 10, realtime.md 3.6).</summary>
internal static class StreamFunctions
{
    private const string List = "stream_user_list";
    private const string Get = "stream_user_get";
    private const string Join = "stream_user_join";
    private const string Update = "stream_user_update";
    private const string Leave = "stream_user_leave";
    private const string Kick = "stream_user_kick";
    private const string Count = "stream_count";
    private const string Close = "stream_close";
    private const string Send = "stream_send";
    private const string SendRaw = "stream_send_raw";

    public static LuaLibrary AddStreams(this LuaLibrary library, NkServer server) => library
        .Add(List, (ref LuaCall call) => ListUsers(ref call, server))
        .Add(Get, (ref LuaCall call) => GetUser(ref call, server))
        .Add(Join, (ref LuaCall call) => JoinUser(ref call, server))
        .Add(Update, (ref LuaCall call) => UpdateUser(ref call, server))
        .Add(Leave, (ref LuaCall call) => LeaveUser(ref call, server))
        .Add(Kick, (ref LuaCall call) => KickUser(ref call, server))
        .Add(Count, (ref LuaCall call) => CountUsers(ref call, server))
        .Add(Close, (ref LuaCall call) => CloseStream(ref call, server))
        .Add(Send, (ref LuaCall call) => SendText(ref call, server))
        .Add(SendRaw, (ref LuaCall call) => SendEnvelope(ref call, server));

    private static LuaResult ListUsers(ref LuaCall call, NkServer server)
    {
        var stream = call.Stream(1);
        var (withHidden, withVisible) = (call.OptionalBoolean(2, true), call.OptionalBoolean(3, true));
        if (call.Failed) return call.Fail();
        return call.ReturnJson(call.Perform(List, "stream user list failed: ", (_, _) => new(NkJson.Write(json =>
        {
            json.WriteStartArray();
            foreach (var presence in server.Get<GameStreams>().List(stream, withHidden, withVisible))
            {
                json.WriteStartObject();
                json.WriteString("user_id"u8, presence.Plain.UserId);
                json.WriteString("session_id"u8, presence.Plain.SessionId);
                json.WriteString("node"u8, presence.Who.Node);
                WriteMeta(json, presence);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }))));
    }

    private static LuaResult GetUser(ref LuaCall call, NkServer server)
    {
        var (userId, sessionId, stream) = User(ref call);
        if (call.Failed) return call.Fail();
        return call.ReturnJson(call.Perform(Get, "stream user get failed: ", (_, _) => new(NkJson.Write(json =>
        {
            if (server.Get<GameStreams>().Get(userId, sessionId, stream) is not { } presence)
            {
                json.WriteNullValue();
                return;
            }

            json.WriteStartObject();
            WriteMeta(json, presence);
            json.WriteEndObject();
        }))));
    }

    private static LuaResult JoinUser(ref LuaCall call, NkServer server)
    {
        var (userId, sessionId, stream) = User(ref call);
        var meta = Meta(ref call);
        if (call.Failed) return call.Fail();
        return call.ReturnJson(call.Perform(Join, "stream user join failed: ", async (_, cancel) =>
        {
            var answer = await server.Get<GameStreams>().Join(userId, sessionId, stream, meta, cancel);
            return answer.IsGranted(out var isNew, out var fault) ? NkJson.Write(json => json.WriteBooleanValue(isNew)) : fault;
        }));
    }

    private static LuaResult UpdateUser(ref LuaCall call, NkServer server)
    {
        var (userId, sessionId, stream) = User(ref call);
        var meta = Meta(ref call);
        if (call.Failed) return call.Fail();
        return Done(ref call, Update, "stream user update failed: ", cancel => server.Get<GameStreams>().Update(userId, sessionId, stream, meta, cancel));
    }

    private static LuaResult LeaveUser(ref LuaCall call, NkServer server)
    {
        var (userId, sessionId, stream) = User(ref call);
        if (call.Failed) return call.Fail();
        return Done(ref call, Leave, "stream user leave failed: ", _ => new(server.Get<GameStreams>().Leave(userId, sessionId, stream)));
    }

    private static LuaResult KickUser(ref LuaCall call, NkServer server)
    {
        var (userId, sessionId) = call.Presence(1);
        var stream = call.Stream(2);
        if (call.Failed) return call.Fail();
        return Done(ref call, Kick, "stream user kick failed: ", _ => new(server.Get<GameStreams>().Leave(userId, sessionId, stream)));
    }

    private static LuaResult CountUsers(ref LuaCall call, NkServer server)
    {
        var stream = call.Stream(1);
        if (call.Failed) return call.Fail();
        return call.ReturnJson(call.Perform(Count, "stream count failed: ", (_, _) =>
            new(NkJson.Write(json => json.WriteNumberValue(server.Get<GameStreams>().Count(stream))))));
    }

    private static LuaResult CloseStream(ref LuaCall call, NkServer server)
    {
        var stream = call.Stream(1);
        if (call.Failed) return call.Fail();
        return Afterwards(ref call, Close, () => server.Get<GameStreams>().Close(stream));
    }

    private static LuaResult SendText(ref LuaCall call, NkServer server)
    {
        var stream = call.Stream(1);
        var data = call.Text(2);
        var sessionIds = call.SessionIds(3);
        var reliable = call.OptionalBoolean(4, true);
        if (call.Failed) return call.Fail();
        return Afterwards(ref call, Send, () => server.Get<GameStreams>().Send(stream, data, reliable, sessionIds));
    }

    private static LuaResult SendEnvelope(ref LuaCall call, NkServer server)
    {
        var stream = call.Stream(1);
        var envelope = Envelope(ref call, 2);
        var sessionIds = call.SessionIds(3);
        // Sockets make no difference.
        call.OptionalBoolean(4, true);
        if (call.Failed) return call.Fail();
        return Afterwards(ref call, SendRaw, () => server.Get<GameStreams>().Send(stream, envelope, sessionIds));
    }

    private static Envelope Envelope(ref LuaCall call, int position)
    {
        var envelope = new Envelope();
        if (!call.Table(position)) return envelope;
        var into = call.Owner.Scratch;
        if (!call.Stack.TryWriteJson(position, into, out var problem)) call.Wrong(position, "not a valid envelope: " + problem);
        else if (Codecs.Json.Read(new ReadOnlySequence<byte>(into.Written.ToArray()), envelope) is { } refusal)
            call.Wrong(position, "not a valid envelope: " + refusal);
        return envelope;
    }

    private static (Guid UserId, Guid SessionId, StreamAddress Stream) User(ref LuaCall call) => (call.Id(1, "user"), call.Id(2, "session"), call.Stream(3));

    private static PresenceMeta Meta(ref LuaCall call) => new(call.OptionalBoolean(4, false), call.OptionalBoolean(5, true), call.OptionalText(6, ""));

    private static void WriteMeta(Utf8JsonWriter json, StreamMember presence)
    {
        json.WriteBoolean("hidden"u8, presence.Meta.Hidden);
        json.WriteBoolean("persistence"u8, presence.Meta.Persistence);
        json.WriteString("username"u8, presence.Plain.Username);
        json.WriteString("status"u8, presence.Meta.Status ?? "");
    }

    private static LuaResult Done(ref LuaCall call, string function, string failure, Func<CancellationToken, ValueTask<Answer<Done>>> act) =>
        call.ReturnJson(call.Perform(function, failure, async (_, cancel) => (await act(cancel)).Fault is { } fault ? fault : NkJson.Nothing));

    /// <summary>What cannot be taken back waits for the commit of the transaction that the call is part of.</summary>
    internal static LuaResult Afterwards(ref LuaCall call, string function, Action act) => call.ReturnJson(call.Perform(function, "", (_, _) =>
    {
        JournalTransaction.Afterwards(act);
        return new(NkJson.Nothing);
    }));
}
