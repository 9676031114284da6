using KaosNet.Domain.Chat;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Sessions.Messages;
using ChannelId = KaosNet.Domain.Chat.ChannelId;

namespace KaosNet.Realtime.Chat;

/// <summary>Leaves a channel; also a success when the session was not on it.</summary>
public sealed class ChannelLeaveHandler(PresenceTracker tracker) : IMessageHandler<ChannelLeave>
{
    public ValueTask<Reply> Handle(Session session, ChannelLeave message)
    {
        if (ChannelId.Parse(message.ChannelId) is not { } channel) return new(Reply.Refused(ErrorCode.BadInput, ChatFaults.InvalidChannel.Message));
        tracker.Untrack(session, ChannelStreams.Of(channel));
        return new(Reply.Acknowledged);
    }
}
