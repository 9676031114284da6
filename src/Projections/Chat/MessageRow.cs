using KaosNet.Domain.Chat;
using KaosNet.Projections.Kernel;
using KaosNet.Store.Tables;

namespace KaosNet.Projections.Chat;

/// <summary>A message in a channel's history.</summary>
/// <param name="ChannelId">The channel, as <see cref="Domain.Chat.ChannelId"/> spells it.</param>
/// <param name="SenderId">Who sent it, or null for the server.</param>
/// <param name="Username">The sender's name when they last touched it, or null.</param>
/// <param name="Content">A JSON object in its canonical spelling.</param>
public sealed record MessageRow(
    Guid Id, string ChannelId, int Code, Guid? SenderId, string? Username, string Content, DateTimeOffset CreateTime, DateTimeOffset UpdateTime)
{
    /// <summary>Where it stands in the channel's history.</summary>
    public ListEdge Edge => new(CreateTime, Id);

    /// <summary>The table: inline, because players read back what they just said.</summary>
    public static readonly StateTable<ChannelMessage, MessageRow> Table = new(
        "channel_messages",
        ChannelMessage.Kind,
        (_, message) => message.Exists ? [Of(message)] : [],
        table => table
            .Uuid("id", row => row.Id)
            .Text("channel_id", row => row.ChannelId)
            .Whole("code", row => row.Code)
            .UuidOrNull("sender_id", row => row.SenderId)
            .TextOrNull("username", row => row.Username)
            .Text("content", row => row.Content)
            .Time("create_time", row => row.CreateTime)
            .Time("update_time", row => row.UpdateTime)
            .Key("id")
            .Index("channel_messages_of_channel", "channel_id, create_time, id")
            .Index("channel_messages_of_sender", "sender_id", where: "sender_id is not null"));

    /// <summary>The row that shows a message.</summary>
    public static MessageRow Of(ChannelMessage message) => new(
        Guid.Parse(message.Id), message.ChannelId, message.Code, message.SenderId is { } sender ? Guid.Parse(sender) : null, message.Username,
        message.Content, message.CreateTime, message.UpdateTime);
}
