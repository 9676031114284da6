using KaosNet.Domain.Notifications;
using KaosNet.Projections.Kernel;
using KaosNet.Store.Tables;

namespace KaosNet.Projections.Notifications;

/// <summary>A notification that is kept for its receiver.</summary>
/// <param name="SenderId">Who sent it, or null for the server.</param>
/// <param name="Content">A JSON object in its canonical spelling.</param>
public sealed record NotificationRow(
    Guid Id, Guid ReceiverId, Guid? SenderId, int Code, string Subject, string Content, DateTimeOffset CreateTime)
{
    /// <summary>Where it stands in its receiver's list.</summary>
    public ListEdge Edge => new(CreateTime, Id);

    /// <summary>The table: inline, because a player who was just told of something finds it in the list.</summary>
    public static readonly StateTable<Notification, NotificationRow> Table = new(
        "notifications",
        Notification.Kind,
        (_, notification) => notification.Exists ? [Of(notification)] : [],
        table => table
            .Uuid("id", row => row.Id)
            .Uuid("receiver_id", row => row.ReceiverId)
            .UuidOrNull("sender_id", row => row.SenderId)
            .Whole("code", row => row.Code)
            .Text("subject", row => row.Subject)
            .Text("content", row => row.Content)
            .Time("create_time", row => row.CreateTime)
            .Key("id")
            .Index("notifications_of_receiver", "receiver_id, create_time, id"));

    static NotificationRow Of(Notification notification) => new(
        Guid.Parse(notification.Id), Guid.Parse(notification.ReceiverId), notification.SenderId is { } sender ? Guid.Parse(sender) : null,
        notification.Code, notification.Subject, notification.Content, notification.CreateTime);
}
