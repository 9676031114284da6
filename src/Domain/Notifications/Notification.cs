using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Notifications;

/// <summary>One notification as its events left it.</summary>
public sealed record Notification
{
    /// <summary>Notifications, by their id.</summary>
    public static readonly StreamKind<Notification, NotificationEvent> Kind =
        new("notification", id => new Notification { Id = id }, Evolve, About) { Whose = new() { ByEvent = Between } };

    /// <summary>A lower-case UUID.</summary>
    public required string Id { get; init; }

    /// <summary>Whether it was sent and is not deleted.</summary>
    public bool Exists { get; init; }

    /// <summary>Whose it is; a lower-case UUID.</summary>
    public string ReceiverId { get; init; } = "";

    /// <summary>Who sent it, a lower-case UUID; null for the server.</summary>
    public string? SenderId { get; init; }

    public string Subject { get; init; } = "";

    /// <summary>A JSON object in its canonical spelling.</summary>
    public string Content { get; init; } = "{}";

    public int Code { get; init; }

    public DateTimeOffset CreateTime { get; init; }

    /// <summary>The notification after one more event.</summary>
    public static Notification Evolve(Notification notification, NotificationEvent happened, DateTimeOffset at) => happened switch
    {
        NotificationSent sent => new()
        {
            Id = notification.Id,
            Exists = true,
            ReceiverId = sent.ReceiverId,
            SenderId = sent.SenderId,
            Subject = sent.Subject,
            Content = sent.Content,
            Code = sent.Code,
            CreateTime = at,
        },
        NotificationUpdated updated => notification with
        {
            Subject = updated.Subject ?? notification.Subject,
            Content = updated.Content ?? notification.Content,
            SenderId = updated.SenderId ?? notification.SenderId,
        },
        NotificationDeleted => new() { Id = notification.Id },
        NotificationRestored restored => new()
        {
            Id = notification.Id,
            Exists = true,
            ReceiverId = restored.ReceiverId,
            SenderId = restored.SenderId,
            Subject = restored.Subject,
            Content = restored.Content,
            Code = restored.Code,
            CreateTime = restored.CreateTime,
        },
        _ => notification,
    };

    static IEnumerable<string> About(string id, NotificationEvent happened) => happened switch
    {
        NotificationSent { SenderId: { } sender } sent => [sent.ReceiverId, sender],
        NotificationSent sent => [sent.ReceiverId],
        NotificationRestored restored => [restored.ReceiverId],
        _ => [],
    };

    /// <summary>Its text may name the sender, and tells of the receiver.</summary>
    static IEnumerable<string?> Between(NotificationEvent happened, Notification before) => happened switch
    {
        NotificationSent sent => [sent.ReceiverId, sent.SenderId],
        NotificationRestored restored => [restored.ReceiverId, restored.SenderId],
        NotificationUpdated updated => [before.ReceiverId, before.SenderId, updated.SenderId],
        _ => [before.ReceiverId, before.SenderId],
    };
}
