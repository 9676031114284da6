using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Notifications;

/// <summary>What can happen to one notification.</summary>
public abstract record NotificationEvent;

/// <summary>Somebody was told something, to be kept until they delete it.</summary>
/// <param name="ReceiverId">Who is told; a lower-case UUID.</param>
/// <param name="SenderId">The player behind it, a lower-case UUID; null for the server itself.</param>
/// <param name="Subject">One line.</param>
/// <param name="Content">A JSON object in its canonical spelling.</param>
/// <param name="Code">What it is about: <see cref="NotificationCode"/>, or the game's own.</param>
[EventName("notification_sent")]
public sealed record NotificationSent(
    string ReceiverId, string? SenderId, [property: Personal] string Subject, [property: Personal("{}")] string Content, int Code) : NotificationEvent;

/// <summary>Server code edited it; null keeps what was there.</summary>
/// <param name="Subject">The new line.</param>
/// <param name="Content">The new JSON object in its canonical spelling.</param>
/// <param name="SenderId">The new sender, a lower-case UUID.</param>
[EventName("notification_updated")]
public sealed record NotificationUpdated([property: Personal] string? Subject, [property: Personal] string? Content, string? SenderId) : NotificationEvent;

/// <summary>It was thrown away, by its receiver or with an account.</summary>
[EventName("notification_deleted")]
public sealed record NotificationDeleted : NotificationEvent;

/// <summary>It is as it was before: an edit of it, or that it was thrown away, was undone.</summary>
/// <param name="ReceiverId">Who was told; a lower-case UUID.</param>
/// <param name="SenderId">The player behind it; null for the server itself.</param>
/// <param name="Subject">One line.</param>
/// <param name="Content">A JSON object in its canonical spelling.</param>
/// <param name="Code">What it is about.</param>
/// <param name="CreateTime">When it was sent.</param>
[EventName("notification_restored")]
public sealed record NotificationRestored(
    string ReceiverId, string? SenderId, [property: Personal] string Subject, [property: Personal("{}")] string Content, int Code, DateTimeOffset CreateTime)
    : NotificationEvent;
