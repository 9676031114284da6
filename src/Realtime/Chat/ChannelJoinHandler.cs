using KaosNet.Domain.Chat;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Sessions.Messages;
using KaosNet.Store.Journal;
using Microsoft.Extensions.Logging;
using ChannelId = KaosNet.Domain.Chat.ChannelId;

namespace KaosNet.Realtime.Chat;

/// <summary>Joins a room, a conversation of two or a group's channel (parity 4.2 and 4.3 of realtime).</summary>
public sealed class ChannelJoinHandler(
    ChannelTargets targets, ChannelExits exits, PresenceTracker tracker, StreamRoster roster, IJournal journal, ILogger<ChannelJoinHandler> log)
    : IMessageHandler<ChannelJoin>
{
    static readonly Reply Closing = Reply.Refused(ErrorCode.RuntimeException, "Error joining channel");

    public async ValueTask<Reply> Handle(Session session, ChannelJoin message)
    {
        StreamAddress? entered = null;
        try
        {
            var before = exits.Count;
            if (!(await Find(session, message)).IsGranted(out var channel, out var fault)) return Reply.Refused(ErrorCode.BadInput, fault.Message);
            var stream = ChannelStreams.Of(channel);
            var meta = new PresenceMeta(message.Hidden ?? false, message.Persistence ?? true);
            var tracking = tracker.Track(session, stream, meta);
            if (tracking == Tracking.Refused) return Closing;
            if (tracking == Tracking.Tracked) entered = stream;

            if (exits.Count != before && (await Find(session, message)).Fault is { } outside)
            {
                tracker.Untrack(session, stream);
                return Reply.Refused(ErrorCode.BadInput, outside.Message);
            }

            return await Joined(session, channel, meta, isNew: tracking == Tracking.Tracked);
        }
        catch (Exception failure) when (DatabaseTrouble.IsBehind(failure))
        {
            if (entered is { } stream) tracker.Untrack(session, stream);
            log.LogTrouble(failure, "Whether a channel may be joined could not be looked up");
            return Reply.Refused(
                ErrorCode.RuntimeException,
                message.Type == (int)ChannelType.Group ? "Failed to look up group membership" : "Failed to look up user ID");
        }
    }

    ValueTask<Answer<ChannelId>> Find(Session session, ChannelJoin message) =>
        targets.Find((ChannelType)message.Type, message.Target, session.UserId, session.Closed);

    async ValueTask<Reply> Joined(Session session, ChannelId channel, PresenceMeta meta, bool isNew)
    {
        if (isNew && channel.Mode == ChannelMode.DirectMessage) await Announce(session, channel);
        // As late as can be: who leaves from here on is told of after the answer.
        var members = Members(channel);
        var joined = new Channel
        {
            Id = channel.ToString(),
            // Who joins once more is listed too, as ever.
            Presences = [.. members.Where(member => !isNew || member.SessionId != session.Id).Select(member => member.Wire)],
            // As asked for this time, though a second joining changes nothing.
            Self = new()
            {
                UserId = session.UserPresence.UserId,
                SessionId = session.UserPresence.SessionId,
                Username = session.UserPresence.Username,
                Persistence = meta.Persistence,
            },
        };
        switch (channel.Mode)
        {
            case ChannelMode.Room:
                joined.RoomName = channel.Label;
                break;
            case ChannelMode.Group:
                joined.GroupId = channel.Subject.ToString();
                break;
            case ChannelMode.DirectMessage:
                joined.UserIdOne = channel.Subject.ToString();
                joined.UserIdTwo = channel.Subcontext.ToString();
                break;
        }

        return new Envelope { Channel = joined };
    }

    IEnumerable<StreamMember> Members(ChannelId channel) => roster.MembersOf(ChannelStreams.Of(channel)).Where(member => !member.Meta.Hidden);

    /// <summary>Tells the other one that somebody wants to talk, unless they are there to see it. What fails here does not fail the joining.</summary>
    async ValueTask Announce(Session session, ChannelId channel)
    {
        var other = channel.Subject == session.UserId ? channel.Subcontext : channel.Subject;
        if (Members(channel).Any(member => member.UserId == other)) return;
        try
        {
            await journal.Execute(new RequestConversation(other.ToString(), session.Opening.Username), session.CallerOf<ChannelJoin>(), session.Closed);
        }
        catch (Exception failure) when (DatabaseTrouble.IsBehind(failure))
        {
            log.LogTrouble(failure, "A player could not be told of a conversation");
        }
    }
}
