using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Sessions.Messages;

namespace KaosNet.Realtime.Statuses;

/// <summary>Follows players no longer. One's own id and ids of nobody are passed over.</summary>
public sealed class StatusUnfollowHandler(StatusFollows follows) : IMessageHandler<StatusUnfollow>
{
    public ValueTask<Reply> Handle(Session session, StatusUnfollow message)
    {
        var userIds = new HashSet<Guid>(message.UserIds.Count);
        foreach (var given in message.UserIds)
        {
            if (!Uuids.TryRead(given, out var userId)) return new(Reply.Refused(ErrorCode.BadInput, "Invalid user identifier"));
            userIds.Add(userId);
        }

        follows.Unfollow(session, userIds);
        return new(Reply.Acknowledged);
    }
}
