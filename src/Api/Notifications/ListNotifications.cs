using KaosNet.Api.Errors;
using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Notifications;
using KaosNet.Projections.Notifications;
using Npgsql;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Notifications;

/// <summary>What the caller was told and has not deleted, oldest first (parity 7.1).</summary>
public static class ListNotifications
{
    public static readonly Operation Operation = Operation
        .Named("ListNotifications", "List the caller's notifications, oldest first.")
        .Get("/v2/notification")
        .ForPlayers<Wire.ListNotificationsRequest, Wire.NotificationList>(Handle);

    static async ValueTask<Answer<Wire.NotificationList>> Handle(Wire.ListNotificationsRequest request, OperationCall call)
    {
        if (request.Limit is < 1 or > Limits.PageMax) return NotificationFaults.InvalidPageLimit;
        try
        {
            var answer = await call.Get<NotificationLists>()
                .Page(Guid.Parse(call.Caller.UserId), request.Limit ?? 1, request.CacheableCursor, call.Aborted);
            return answer.IsGranted(out var page, out var fault) ? Spelled(page) : fault;
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            call.Get<ILogger<NotificationsFeature>>().LogFailure(failure, "Notifications could not be read");
            return NotificationFaults.ListFailed;
        }
    }

    static Wire.NotificationList Spelled(NotificationPage page)
    {
        var list = new Wire.NotificationList { Notifications = new(page.Rows.Count), CacheableCursor = page.CacheableCursor };
        foreach (var row in page.Rows)
        {
            list.Notifications.Add(new()
            {
                Id = row.Id.ToString(),
                Subject = row.Subject,
                Content = row.Content,
                Code = row.Code,
                SenderId = row.SenderId?.ToString() ?? "",
                CreateTime = DateTimeOffset.FromUnixTimeSeconds(row.CreateTime.ToUnixTimeSeconds()),
                Persistent = true,
            });
        }

        return list;
    }
}
