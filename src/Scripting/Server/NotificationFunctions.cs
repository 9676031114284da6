using KaosNet.Domain.Notifications;
using KaosNet.Modules;
using KaosNet.Modules.Notifications;
using KaosNet.Projections.Notifications;
using KaosNet.Realtime.Notifications;
using Notification = KaosNet.Modules.Notifications.Notification;
using NotificationPage = KaosNet.Modules.Notifications.NotificationPage;

namespace KaosNet.Scripting.Server;

/// <summary>What modules tell players (parity runtime.md section 10).</summary>
internal sealed class NotificationFunctions(ServerApi api) : INotificationFunctions
{
    public ValueTask Send(Guid userId, string subject, JsonText content, int code, Guid? senderId, bool persistent) =>
        SendMany([new() { UserId = userId, Subject = subject, Content = content, Code = code, SenderId = senderId, Persistent = persistent }]);

    public async ValueTask SendMany(IReadOnlyList<NotificationToSend> notifications)
    {
        List<NotificationDraft> drafts = [.. notifications.Select(told => new NotificationDraft(told.UserId.ToString(), told.Code, told.Subject, told.Content.ToString())
        {
            SenderId = told.SenderId?.ToString(),
            IsPersistent = told.Persistent,
        })];
        ServerApi.Granted(await api.Get<NotificationSender>().Send(drafts, allowsReserved: true, api.Caller, api.Cancel));
    }

    public ValueTask SendAll(string subject, JsonText content, int code, bool persistent)
    {
        ServerApi.Granted(api.Get<NotificationSender>().SendToAll(code, subject, content.ToString(), persistent, api.Caller));
        return default;
    }

    public async ValueTask<NotificationPage> List(Guid userId, int limit, string cursor)
    {
        var page = ServerApi.Granted(await api.Get<NotificationLists>().Page(userId, limit, cursor, api.Cancel));
        return new([.. page.Rows.Select(Listed)], page.CacheableCursor);
    }

    public async ValueTask<IReadOnlyList<Notification>> Of(IReadOnlyList<Guid>? notificationIds, Guid? userId) =>
        notificationIds is null or [] ? [] : [.. (await api.Get<NotificationLists>().Find([.. notificationIds], userId, api.Cancel)).Select(Of)];

    public async ValueTask Update(IReadOnlyList<NotificationUpdate> updates)
    {
        if (updates.Count == 0) return;
        await api.Execute(new UpdateNotifications([.. updates.Select(update => new NotificationEdit(update.Id.ToString())
        {
            Content = update.Content?.Text,
            Subject = update.Subject,
            SenderId = update.Sender?.ToString(),
        })]));
    }

    public ValueTask Delete(IReadOnlyList<NotificationToDelete> notifications) =>
        Delete([.. notifications.Select(notification => new DeletedNotification(notification.NotificationId.ToString(), notification.UserId.ToString()))]);

    public ValueTask DeleteById(IReadOnlyList<Guid>? notificationIds, Guid? userId) =>
        Delete([.. (notificationIds ?? []).Select(id => new DeletedNotification(id.ToString(), userId?.ToString()))]);

    private async ValueTask Delete(List<DeletedNotification> deleted)
    {
        if (deleted.Count > 0) await api.Execute(new DeleteNotifications(deleted));
    }

    private static ListedNotification Listed(NotificationRow row) => new()
    {
        Id = row.Id,
        Subject = row.Subject,
        Content = row.Content,
        Code = row.Code,
        SenderId = row.SenderId?.ToString() ?? "",
        CreateTime = row.CreateTime,
        Persistent = true,
    };

    /// <summary>The reference leaves out the id in Lua, which nobody can mean.</summary>
    private static Notification Of(NotificationRow row) => new()
    {
        Id = row.Id,
        UserId = row.ReceiverId,
        Subject = row.Subject,
        Content = row.Content,
        Code = row.Code,
        SenderId = row.SenderId,
        CreateTime = row.CreateTime,
        Persistent = true,
    };
}
