using KaosNet.Domain.Chat;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Sessions.Messages;
using KaosNet.Store;
using Microsoft.Extensions.Logging;
using ChannelId = KaosNet.Domain.Chat.ChannelId;

namespace KaosNet.Realtime.Chat;

/// <summary>Says something on a channel that the session has joined (parity 4.4 of realtime).</summary>
public sealed class ChannelMessageSendHandler(ChatSender sender, PresenceTracker tracker, ILogger<ChatSender> log) : IMessageHandler<ChannelMessageSend>
{
    public ValueTask<Reply> Handle(Session session, ChannelMessageSend message)
    {
        if (ChannelId.Parse(message.ChannelId) is not { } channel) return Speaking.Refused(ChatFaults.InvalidChannel);
        if (tracker.Find(session, ChannelStreams.Of(channel)) is not { } presence)
            return Speaking.Refused(MessageContent.Canonical(message.Content).Fault ?? ChatFaults.NotJoined);
        return Speaking.Answer(
            sender.Send(
                channel, session.AsSpeaker(), message.Content, presence.Meta.Persistence, session.CallerOf<ChannelMessageSend>(), session.Closed),
            "Could not persist message to channel history", log);
    }
}

/// <summary>Says something differently.</summary>
public sealed class ChannelMessageUpdateHandler(ChatSender sender, PresenceTracker tracker, ILogger<ChatSender> log) : IMessageHandler<ChannelMessageUpdate>
{
    public ValueTask<Reply> Handle(Session session, ChannelMessageUpdate message)
    {
        if (!Uuids.TryRead(message.MessageId, out var id)) return Speaking.Refused(ChatFaults.InvalidMessage);
        if (ChannelId.Parse(message.ChannelId) is not { } channel) return Speaking.Refused(ChatFaults.InvalidChannel);
        if (tracker.Find(session, ChannelStreams.Of(channel)) is not { } presence)
            return Speaking.Refused(MessageContent.Canonical(message.Content).Fault ?? ChatFaults.NotJoinedToUpdate);
        return Speaking.Answer(
            sender.Update(
                channel, id.ToString(), session.AsSpeaker(), message.Content, presence.Meta.Persistence, session.CallerOf<ChannelMessageUpdate>(),
                session.Closed),
            "Could not persist message update to channel history", log);
    }
}

/// <summary>Takes something back.</summary>
public sealed class ChannelMessageRemoveHandler(ChatSender sender, PresenceTracker tracker, ILogger<ChatSender> log) : IMessageHandler<ChannelMessageRemove>
{
    public ValueTask<Reply> Handle(Session session, ChannelMessageRemove message)
    {
        if (!Uuids.TryRead(message.MessageId, out var id)) return Speaking.Refused(ChatFaults.InvalidMessage);
        if (ChannelId.Parse(message.ChannelId) is not { } channel) return Speaking.Refused(ChatFaults.InvalidChannel);
        if (tracker.Find(session, ChannelStreams.Of(channel)) is not { } presence) return Speaking.Refused(ChatFaults.NotJoinedToRemove);
        return Speaking.Answer(
            sender.Remove(
                channel, id.ToString(), session.AsSpeaker(), presence.Meta.Persistence, session.CallerOf<ChannelMessageRemove>(), session.Closed),
            "Could not persist message remove to channel history", log);
    }
}

/// <summary>What the three have in common.</summary>
static class Speaking
{
    public static Speaker AsSpeaker(this Session session) => new(session.UserPresence.UserId, session.Opening.Username);

    /// <summary>The player as the caller of one message.</summary>
    public static Caller CallerOf<TMessage>(this Session session) =>
        session.Caller with { Operation = typeof(TMessage).Name, Correlation = TimeOrderedId.OfRequest() };

    public static ValueTask<Reply> Refused(Fault fault) => new(ReplyOf(fault, ""));

    public static async ValueTask<Reply> Answer(ValueTask<Answer<ChannelMessageAck>> speaking, string failed, ILogger log)
    {
        try
        {
            var answer = await speaking;
            return answer.IsGranted(out var ack, out var fault) ? new Envelope { ChannelMessageAck = ack } : ReplyOf(fault, failed);
        }
        catch (Exception failure) when (DatabaseTrouble.IsBehind(failure))
        {
            log.LogTrouble(failure, failed);
            return Reply.Refused(ErrorCode.RuntimeException, failed);
        }
    }

    static Reply ReplyOf(Fault fault, string failed) => fault.Code is FaultCode.InvalidArgument
        ? Reply.Refused(ErrorCode.BadInput, fault.Message)
        : Reply.Refused(ErrorCode.RuntimeException, failed);
}
