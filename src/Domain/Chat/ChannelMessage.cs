using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Chat;

/// <summary>One message as its events left it.</summary>
public sealed record ChannelMessage
{
    /// <summary>Messages, by their id.</summary>
    public static readonly StreamKind<ChannelMessage, MessageEvent> Kind =
        new("message", id => new ChannelMessage { Id = id }, Evolve, About)
        {
            Whose = new() { ByEvent = (happened, before) => [happened switch
            {
                MessageSent sent => sent.SenderId,
                MessageRestored restored => restored.SenderId,
                _ => before.SenderId,
            }] },
        };

    /// <summary>A lower-case UUID.</summary>
    public required string Id { get; init; }

    /// <summary>Whether it was sent and is not removed.</summary>
    public bool Exists { get; init; }

    /// <summary>The channel, as <see cref="Chat.ChannelId"/> spells it.</summary>
    public string ChannelId { get; init; } = "";

    /// <summary>See <see cref="MessageCode"/>.</summary>
    public int Code { get; init; }

    /// <summary>Who sent it, a lower-case UUID; null for the server.</summary>
    public string? SenderId { get; init; }

    /// <summary>The sender's name when they last touched it.</summary>
    public string? Username { get; init; }

    /// <summary>A JSON object in its canonical spelling.</summary>
    public string Content { get; init; } = "{}";

    public DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset UpdateTime { get; init; }

    /// <summary>
    /// Whether it is there, in that channel, and the sender's own to change. Comparing the channel repairs the reference, which lets a sender change a
    /// message by way of another channel. Notices of groups are nobody's to change.
    /// </summary>
    internal bool IsOf(Speaker sender, ChannelId channel, Caller caller) =>
        Exists && Code == MessageCode.Chat && SenderId == sender.UserId && ChannelId == channel.ToString()
        && (caller.Source != Source.Client || caller.UserId == sender.UserId);

    /// <summary>The message after one more event.</summary>
    public static ChannelMessage Evolve(ChannelMessage message, MessageEvent happened, DateTimeOffset at) => happened switch
    {
        MessageSent sent => new()
        {
            Id = message.Id,
            Exists = true,
            ChannelId = sent.ChannelId,
            Code = sent.Code,
            SenderId = sent.SenderId,
            Username = sent.Username,
            Content = sent.Content,
            CreateTime = TimeOf(sent, at),
            UpdateTime = TimeOf(sent, at),
        },
        MessageEdited edited => message with { Content = edited.Content, Username = edited.Username ?? message.Username, UpdateTime = at },
        MessageRemoved => new() { Id = message.Id },
        MessageRestored restored => new()
        {
            Id = message.Id,
            Exists = true,
            ChannelId = restored.ChannelId,
            Code = restored.Code,
            SenderId = restored.SenderId,
            Username = restored.Username,
            Content = restored.Content,
            CreateTime = restored.CreateTime,
            UpdateTime = restored.UpdateTime,
        },
        _ => message,
    };

    /// <summary>Notices of groups stand in history to the second, as the reference keeps them (parity 5.7).</summary>
    static DateTimeOffset TimeOf(MessageSent sent, DateTimeOffset at) =>
        sent.Code >= MessageCode.GroupJoin ? DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds()) : at;

    static IEnumerable<string> About(string id, MessageEvent happened)
    {
        var (senderId, channelId) = happened switch
        {
            MessageSent sent => (sent.SenderId, sent.ChannelId),
            MessageRestored restored => (restored.SenderId, restored.ChannelId),
            _ => (null, null),
        };
        if (channelId is null) yield break;
        if (senderId is { } sender) yield return sender;
        if (Chat.ChannelId.Parse(channelId) is not { Mode: ChannelMode.DirectMessage } conversation) yield break;
        yield return conversation.Subject.ToString();
        if (conversation.Subcontext != conversation.Subject) yield return conversation.Subcontext.ToString();
    }
}
