using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Chat;

/// <summary>What can happen to one message.</summary>
public abstract record MessageEvent;

/// <summary>Something was said, or happened to a group, and is kept in the channel's history.</summary>
/// <param name="ChannelId">The channel, as <see cref="Chat.ChannelId"/> spells it.</param>
/// <param name="Code">What kind of message, see <see cref="MessageCode"/>.</param>
/// <param name="SenderId">Who, a lower-case UUID; null for the server itself.</param>
/// <param name="Username">The sender's name at that time; null when there is none.</param>
/// <param name="Content">A JSON object in its canonical spelling.</param>
[EventName("message_sent")]
public sealed record MessageSent(
    string ChannelId, int Code, string? SenderId, [property: Personal] string? Username, [property: Personal("{}")] string Content) : MessageEvent;

/// <summary>The sender said it differently.</summary>
/// <param name="Content">A JSON object in its canonical spelling.</param>
/// <param name="Username">The sender's name by now; null when there is none.</param>
[EventName("message_edited")]
public sealed record MessageEdited([property: Personal("{}")] string Content, [property: Personal] string? Username) : MessageEvent;

/// <summary>The sender took it back, or the sender's account was deleted.</summary>
[EventName("message_removed")]
public sealed record MessageRemoved : MessageEvent;

/// <summary>It reads as it did before: an edit of it, or that it was removed, was undone.</summary>
/// <param name="ChannelId">The channel, as <see cref="Chat.ChannelId"/> spells it.</param>
/// <param name="Code">What kind of message, see <see cref="MessageCode"/>.</param>
/// <param name="SenderId">Who, a lower-case UUID; null for the server itself.</param>
/// <param name="Username">The sender's name at that time; null when there is none.</param>
/// <param name="Content">A JSON object in its canonical spelling.</param>
/// <param name="CreateTime">When it was sent.</param>
/// <param name="UpdateTime">When it was last edited.</param>
[EventName("message_restored")]
public sealed record MessageRestored(
    string ChannelId, int Code, string? SenderId, [property: Personal] string? Username, [property: Personal("{}")] string Content,
    DateTimeOffset CreateTime, DateTimeOffset UpdateTime) : MessageEvent;
