using JasperFx.Events;
using KaosNet.Domain.Chat;
using KaosNet.Domain.Notifications;
using KaosNet.Projections.Feed;
using KaosNet.Realtime.Chat;
using KaosNet.Realtime.Notifications;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Realtime.Presence;

/// <summary>Something that sockets are told of.</summary>
public sealed record PushFed(IEvent Stored) : FedEvent(Stored);

/// <summary>Tells the sockets of this server what another server's commit told their players; its own commits have told them already.</summary>
public sealed class LivePushFeedHandler : FeedHandler<PushFed>
{
    NotificationPushes? _notifications;
    MessagePushes? _messages;

    public override string Name => "live_pushes";

    public override FeedAudience Audience => FeedAudience.EachServer;

    public override bool HearsOwnServer => false;

    public override IReadOnlyList<Type> EventTypes { get; } = [typeof(NotificationSent), typeof(MessageSent)];

    public override void Connect(IServiceProvider services) =>
        (_notifications, _messages) = (services.GetService<NotificationPushes>(), services.GetService<MessagePushes>());

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
        }

        return ValueTask.CompletedTask;
    }
}
