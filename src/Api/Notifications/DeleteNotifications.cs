using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Notifications;
using Deletion = KaosNet.Domain.Notifications.DeleteNotifications;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Notifications;

/// <summary>The caller throws notifications away; unknown ones and those of others are passed over (parity 7.2).</summary>
public static class DeleteNotifications
{
    public static readonly Operation Operation = Operation
        .Named("DeleteNotifications", "Delete notifications of the caller.")
        .Delete("/v2/notification")
        .ForPlayers<Wire.DeleteNotificationsRequest, Wire.Empty>(Handle);

    static async ValueTask<Answer<Wire.Empty>> Handle(Wire.DeleteNotificationsRequest request, OperationCall call)
    {
        if (request.Ids.Count == 0)
        {
            call.SkipsAfterHook = true;
            return new Wire.Empty();
        }

        var deleted = new List<DeletedNotification>(request.Ids.Count);
        foreach (var text in request.Ids)
        {
            if (!Uuids.TryRead(text, out var id)) return NotificationFaults.InvalidIds;
            deleted.Add(new(id.ToString(), call.Caller.UserId));
        }

        // A request is bounded by its bytes; more ids than one commit takes go with several.
        foreach (var some in deleted.Chunk(Limits.AtOnceMax))
        {
            if (!(await call.Execute(new Deletion(some))).IsGranted(out _, out var fault)) return fault;
        }

        return new Wire.Empty();
    }
}
