using System.Text;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Sessions.Messages;

namespace KaosNet.Realtime.Statuses;

/// <summary>Shows a status, which also shows the player online; without one the socket shows nothing any more.</summary>
public sealed class StatusUpdateHandler(PresenceTracker tracker) : IMessageHandler<StatusUpdate>
{
    /// <summary>UTF-8 bytes of a status.</summary>
    public const int StatusBytesMax = 2048;

    public ValueTask<Reply> Handle(Session session, StatusUpdate message) => new(Change(session, message.Status));

    Reply Change(Session session, string? status)
    {
        var stream = StatusStreams.Of(session.UserId);
        if (status is null)
        {
            tracker.Untrack(session, stream);
            return Reply.Acknowledged;
        }

        if (Encoding.UTF8.GetByteCount(status) > StatusBytesMax) return Reply.Refused(ErrorCode.BadInput, "Status must be 2048 characters or less");
        return tracker.Update(session, stream, new(Status: status))
            ? Reply.Acknowledged
            : Reply.Refused(ErrorCode.RuntimeException, "Error tracking status update");
    }
}
