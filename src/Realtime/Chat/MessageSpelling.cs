using KaosNet.Domain.Chat;
using KaosNet.Projections.Chat;
using ChannelId = KaosNet.Domain.Chat.ChannelId;

namespace KaosNet.Realtime.Chat;

/// <summary>Messages in the client API's words, in history and live.</summary>
public static class MessageSpelling
{
    /// <summary>The server itself, where a sender is due (parity I3).</summary>
    static readonly string System = Guid.Empty.ToString();

    /// <summary>A message of a channel's history.</summary>
    public static Protocol.Api.ChannelMessage Of(ChannelId channel, MessageRow row) => Of(
        channel, row.Id.ToString(), row.Code, row.SenderId?.ToString(), row.Username, row.Content, row.CreateTime, row.UpdateTime, isPersistent: true);

    /// <summary>A message of any kind.</summary>
    public static Protocol.Api.ChannelMessage Of(
        ChannelId channel, string id, int code, string? senderId, string? username, string content, DateTimeOffset createTime, DateTimeOffset updateTime,
        bool isPersistent)
    {
        var message = new Protocol.Api.ChannelMessage
        {
            ChannelId = channel.ToString(),
            MessageId = id,
            Code = code,
            SenderId = senderId ?? System,
            Username = username ?? "",
            Content = content,
            CreateTime = createTime,
            UpdateTime = updateTime,
            Persistent = isPersistent,
        };
        switch (channel.Mode)
        {
            case ChannelMode.Room:
                message.RoomName = channel.Label;
                break;
            case ChannelMode.Group:
                message.GroupId = channel.Subject.ToString();
                break;
            case ChannelMode.DirectMessage:
                message.UserIdOne = channel.Subject.ToString();
                message.UserIdTwo = channel.Subcontext.ToString();
                break;
        }

        return message;
    }
}
