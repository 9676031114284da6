using JasperFx.Events;
using KaosNet.Domain.Chat;
using KaosNet.Domain.Friends;
using KaosNet.Domain.Groups;
using KaosNet.Domain.Notifications;
using KaosNet.Projections.Feed;
using KaosNet.Projections.Groups;
using KaosNet.Realtime.Chat;
using KaosNet.Realtime.Groups;
using KaosNet.Realtime.Notifications;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Realtime.Presence;

/// <summary>Something that sockets are told of.</summary>
public sealed record PushFed(IEvent Stored) : FedEvent(Stored);

/// <summary>
/// Tells the sockets of this server what another server's commit told their players, and takes them off the channels that they are put out of there; its
/// own commits have done so already.
/// </summary>
public sealed class LivePushFeedHandler : FeedHandler<PushFed>
{
    NotificationPushes? _notifications;
    MessagePushes? _messages;
    GroupChannelExits? _groups;
    ConversationExits? _conversations;
    IGroupMemberships? _memberships;

    public override string Name => "live_pushes";

    public override FeedAudience Audience => FeedAudience.EachServer;

    public override bool HearsOwnServer => false;

    public override IReadOnlyList<Type> EventTypes { get; } =
    [
        typeof(NotificationSent), typeof(MessageSent), typeof(UserBlocked), typeof(GroupDeleted), typeof(GroupLeft), typeof(GroupMemberKicked),
        typeof(GroupMemberBanned), typeof(GroupMemberLost),
    ];

    public override void Connect(IServiceProvider services)
    {
        (_notifications, _messages) = (services.GetService<NotificationPushes>(), services.GetService<MessagePushes>());
        (_groups, _conversations) = (services.GetService<GroupChannelExits>(), services.GetService<ConversationExits>());
        _memberships = services.GetService<IGroupMemberships>();
    }

    protected override PushFed Wrap(IEvent stored) => new(stored);

    protected override ValueTask Handle(IEvent stored, CancellationToken cancel)
    {
        switch (stored.Data)
        {
            case NotificationSent sent:
                _notifications?.Push(Notification.Kind.IdOf(stored.StreamKey!), sent, stored.Timestamp);
                break;
            case MessageSent sent:
                _messages?.Push(ChannelMessage.Kind.IdOf(stored.StreamKey!), sent, stored.Timestamp);
                break;
            case UserBlocked:
                _conversations?.Close(new Friendship(Friendship.Kind.IdOf(stored.StreamKey!)));
                break;
            case GroupDeleted:
                _groups?.Close(Guid.Parse(Group.Kind.IdOf(stored.StreamKey!)));
                break;
            case GroupMemberEvent gone:
                return Leave(Guid.Parse(Group.Kind.IdOf(stored.StreamKey!)), Guid.Parse(gone.UserId), cancel);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Unless they are in again by the time that this is heard of.</summary>
    async ValueTask Leave(Guid groupId, Guid userId, CancellationToken cancel)
    {
        if (_groups is null || (_memberships is not null && await _memberships.StateOf(groupId, userId, cancel) is >= 0 and <= 2)) return;
        _groups.Leave(groupId, userId);
    }
}
