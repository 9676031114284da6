using System.Text.Json;
using KaosNet.Domain.Chat;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Chat;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Chat;
using KaosNet.Scripting.Lua;
using ChannelId = KaosNet.Domain.Chat.ChannelId;

namespace KaosNet.Scripting.Nk;

/// <summary>Chat for modules: they speak on any channel, in anybody's name, without joining it (parity runtime.md section 10).</summary>
internal static class ChatFunctions
{
    private const string Build = "channel_id_build";
    private const string Send = "channel_message_send";
    private const string Update = "channel_message_update";
    private const string Remove = "channel_message_remove";
    private const string List = "channel_messages_list";
    private const string ChannelExpected = "expects channel ID to be a valid channel identifier";
    private const string MessageExpected = "expects message ID to be a valid identifier";

    public static LuaLibrary AddChat(this LuaLibrary library, NkServer server) => library
        .Add(Build, (ref LuaCall call) => BuildId(ref call, server))
        .Add(Send, (ref LuaCall call) => SendMessage(ref call, server))
        .Add(Update, (ref LuaCall call) => UpdateMessage(ref call, server))
        .Add(Remove, (ref LuaCall call) => RemoveMessage(ref call, server))
        .Add(List, (ref LuaCall call) => ListMessages(ref call, server));

    private static LuaResult BuildId(ref LuaCall call, NkServer server)
    {
        var sender = call.OptionalId(1, "expects sender ID to either be not set, empty string or a valid ID");
        var target = call.Text(2);
        var type = call.Integer(3);
        if (type is < 1 or > 3) call.Wrong(3, "expects channel type to be 1, 2 or 3");
        if (call.Failed) return call.Fail();
        return call.ReturnJson(call.Perform(Build, "error building channel ID: ", async (_, cancel) =>
        {
            var answer = await server.Get<ChannelTargets>().Find((ChannelType)type, target, sender, cancel);
            return answer.IsGranted(out var channel, out var fault) ? NkJson.Write(json => json.WriteStringValue(channel.ToString())) : fault;
        }));
    }

    private static LuaResult SendMessage(ref LuaCall call, NkServer server)
    {
        var channel = Channel(ref call);
        var content = call.OptionalObject(2, "error encoding content") ?? "{}";
        var speaker = Speaker(ref call, 3);
        var isPersistent = call.OptionalBoolean(5, false);
        if (call.Failed) return call.Fail();
        return Acknowledged(ref call, Send, "failed to send channel message: ", (caller, cancel) =>
            server.Get<ChatSender>().Send(channel!, speaker, content, isPersistent, caller, cancel));
    }

    private static LuaResult UpdateMessage(ref LuaCall call, NkServer server)
    {
        var channel = Channel(ref call);
        var message = call.Uuid(2, MessageExpected).ToString();
        var content = call.OptionalObject(3, "error encoding content") ?? "{}";
        var speaker = Speaker(ref call, 4);
        var isPersistent = call.OptionalBoolean(6, false);
        if (call.Failed) return call.Fail();
        return Acknowledged(ref call, Update, "failed to update channel message: ", (caller, cancel) =>
            server.Get<ChatSender>().Update(channel!, message, speaker, content, isPersistent, caller, cancel));
    }

    private static LuaResult RemoveMessage(ref LuaCall call, NkServer server)
    {
        var channel = Channel(ref call);
        var message = call.Uuid(2, MessageExpected).ToString();
        var speaker = Speaker(ref call, 3);
        var isPersistent = call.OptionalBoolean(5, false);
        if (call.Failed) return call.Fail();
        return Acknowledged(ref call, Remove, "failed to remove channel message: ", (caller, cancel) =>
            server.Get<ChatSender>().Remove(channel!, message, speaker, isPersistent, caller, cancel));
    }

    private static LuaResult ListMessages(ref LuaCall call, NkServer server)
    {
        var channel = Channel(ref call);
        var limit = call.OptionalInteger(2, Limits.PageMax);
        var isForward = call.OptionalBoolean(3, true);
        var cursor = call.OptionalText(4, "")!;
        if (limit is < 1 or > Limits.PageMax) call.Wrong(2, $"expects limit to be 1-{Limits.PageMax}");
        if (call.Failed) return call.Fail();
        var page = call.Perform(List, "failed to list channel messages: ", async (_, cancel) =>
        {
            var answer = await server.Get<MessageLists>().Page(channel!, (int)limit, isForward, cursor, cancel);
            return answer.IsGranted(out var found, out var fault) ? NkJson.Write(json => Write(json, channel!, found)) : fault;
        });
        return call.ReturnItems(page, 3);
    }

    private static ChannelId? Channel(ref LuaCall call)
    {
        var channel = ChannelId.Parse(call.Text(1));
        if (channel is null) call.Wrong(1, ChannelExpected);
        return channel;
    }

    /// <summary>In whose name: an id and a name, both of them optional.</summary>
    private static Speaker Speaker(ref LuaCall call, int position) => new(
        call.OptionalId(position, "expects sender ID to either be not set, empty string or a valid ID") is { } id && id != Guid.Empty ? id.ToString() : null,
        call.OptionalText(position + 1, ""));

    private static LuaResult Acknowledged(
        ref LuaCall call, string function, string failure, Func<Caller, CancellationToken, ValueTask<Answer<ChannelMessageAck>>> perform) =>
        call.ReturnJson(call.Perform(function, failure, async (caller, cancel) =>
        {
            var answer = await perform(caller, cancel);
            return answer.IsGranted(out var ack, out var fault) ? NkJson.Write(json => Write(json, ack)) : fault;
        }));

    private static void Write(Utf8JsonWriter json, ChannelMessageAck ack)
    {
        json.WriteStartObject();
        json.WriteString("channelId"u8, ack.ChannelId);
        json.WriteString("messageId"u8, ack.MessageId);
        json.WriteNumber("code"u8, ack.Code ?? 0);
        json.WriteString("username"u8, ack.Username);
        json.WriteNumber("createTime"u8, ack.CreateTime!.Value.ToUnixTimeSeconds());
        json.WriteNumber("updateTime"u8, ack.UpdateTime!.Value.ToUnixTimeSeconds());
        json.WriteBoolean("persistent"u8, ack.Persistent ?? false);
        json.WriteEndObject();
    }

    /// <summary>A page in the words of modules: messages with their contents as text, and both cursors.</summary>
    private static void Write(Utf8JsonWriter json, ChannelId channel, MessagePage page)
    {
        json.WriteStartArray();
        json.WriteStartArray();
        foreach (var row in page.Rows)
        {
            var message = MessageSpelling.Of(channel, row);
            json.WriteStartObject();
            json.WriteString("channelId"u8, message.ChannelId);
            json.WriteString("messageId"u8, message.MessageId);
            json.WriteNumber("code"u8, row.Code);
            json.WriteString("senderId"u8, message.SenderId);
            json.WriteString("username"u8, message.Username);
            json.WriteString("content"u8, message.Content);
            json.WriteNumber("createTime"u8, row.CreateTime.ToUnixTimeSeconds());
            json.WriteNumber("updateTime"u8, row.UpdateTime.ToUnixTimeSeconds());
            json.WriteBoolean("persistent"u8, true);
            json.WriteString("roomName"u8, message.RoomName);
            json.WriteString("groupId"u8, message.GroupId);
            json.WriteString("userIdOne"u8, message.UserIdOne);
            json.WriteString("userIdTwo"u8, message.UserIdTwo);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStringValue(page.Next);
        json.WriteStringValue(page.Previous);
        json.WriteEndArray();
    }
}
