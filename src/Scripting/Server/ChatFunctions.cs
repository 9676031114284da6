using KaosNet.Domain.Chat;
using KaosNet.Domain.Kernel;
using KaosNet.Modules;
using KaosNet.Modules.Chat;
using KaosNet.Projections.Chat;
using KaosNet.Realtime.Chat;
using ChannelId = KaosNet.Domain.Chat.ChannelId;
using ChannelMessage = KaosNet.Modules.Chat.ChannelMessage;
using ChannelMessageAck = KaosNet.Modules.Chat.ChannelMessageAck;

namespace KaosNet.Scripting.Server;

/// <summary>Chat for modules: they speak on any channel, in anybody's name, without joining it (parity runtime.md section 10).</summary>
internal sealed class ChatFunctions(ServerApi api) : IChatFunctions
{
    public async ValueTask<string> BuildId(Guid? senderId, string target, ChannelType type) =>
        ServerApi.Granted(await api.Get<ChannelTargets>().Find((Protocol.Realtime.ChannelType)type, target, senderId, api.Cancel)).ToString();

    public async ValueTask<ChannelMessageAck> Send(string channelId, JsonText? content, Guid? senderId, string senderUsername, bool persist) =>
        Of(await api.Get<ChatSender>().Send(ChannelOf(channelId), Speaks(senderId, senderUsername), TextOf(content), persist, api.Caller, api.Cancel));

    public async ValueTask<ChannelMessageAck> Update(string channelId, Guid messageId, JsonText? content, Guid? senderId, string senderUsername, bool persist) =>
        Of(await api.Get<ChatSender>().Update(
            ChannelOf(channelId), messageId.ToString(), Speaks(senderId, senderUsername), TextOf(content), persist, api.Caller, api.Cancel));

    public async ValueTask<ChannelMessageAck> Remove(string channelId, Guid messageId, Guid? senderId, string senderUsername, bool persist) =>
        Of(await api.Get<ChatSender>().Remove(ChannelOf(channelId), messageId.ToString(), Speaks(senderId, senderUsername), persist, api.Caller, api.Cancel));

    public async ValueTask<ChannelMessagePage> List(string channelId, int limit, bool forward, string cursor)
    {
        var channel = ChannelOf(channelId);
        var page = ServerApi.Granted(await api.Get<MessageLists>().Page(channel, limit, forward, cursor, api.Cancel));
        return new([.. page.Rows.Select(row => Of(channel, row))], page.Next, page.Previous);
    }

    private static ChannelId ChannelOf(string text) =>
        ChannelId.Parse(text) ?? throw new RefusedException(StatusCode.InvalidArgument, "expects channel ID to be a valid channel identifier");

    /// <summary>In whose name: an id and a name, both of them optional.</summary>
    private static Speaker Speaks(Guid? id, string name) => new(id is { } known && known != Guid.Empty ? known.ToString() : null, name);

    private static string TextOf(JsonText? content) => content?.ToString() ?? "{}";

    private static ChannelMessageAck Of(Answer<Protocol.Realtime.ChannelMessageAck> answer)
    {
        var ack = ServerApi.Granted(answer);
        return new()
        {
            ChannelId = ack.ChannelId,
            MessageId = Guid.Parse(ack.MessageId),
            Code = ack.Code ?? 0,
            Username = ack.Username,
            CreateTime = ack.CreateTime!.Value,
            UpdateTime = ack.UpdateTime!.Value,
            Persistent = ack.Persistent ?? false,
        };
    }

    private static ChannelMessage Of(ChannelId channel, MessageRow row)
    {
        var message = MessageSpelling.Of(channel, row);
        return new()
        {
            ChannelId = message.ChannelId,
            MessageId = row.Id,
            Code = row.Code,
            SenderId = row.SenderId ?? Guid.Empty,
            Username = message.Username,
            Content = message.Content,
            CreateTime = row.CreateTime,
            UpdateTime = row.UpdateTime,
            Persistent = true,
            RoomName = message.RoomName,
            GroupId = message.GroupId,
            UserIdOne = message.UserIdOne,
            UserIdTwo = message.UserIdTwo,
        };
    }
}
