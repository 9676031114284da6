using KaosNet.Domain.Chat;
using KaosNet.Realtime.Presence;
using KaosNet.Store.Journal;
using ChannelMessage = KaosNet.Domain.Chat.ChannelMessage;

namespace KaosNet.Realtime.Chat;

/// <summary>
/// Brings what was committed to a channel's history to everybody there: the notices that changes of groups leave (parity 5.7), and what players said
/// on other servers. What they say on this one goes out through <see cref="ChatSender"/>.
/// </summary>
public sealed class MessagePushes(StreamPushes pushes, PushedHere pushed) : ICommitObserver
{
    public void Committed(IReadOnlyList<CommittedStream> changes)
    {
        foreach (var change in changes)
        {
            if (change.Stream.Kind != ChannelMessage.Kind) continue;
            foreach (var happened in change.Events)
            {
                if (happened.Event is MessageSent sent) Push(change.Stream.Id, sent, happened.At);
            }
        }
    }

    /// <summary>Tells the sockets of this server, unless they were told already.</summary>
    internal void Push(string id, MessageSent sent, DateTimeOffset at)
    {
        if (!pushed.TryClaim(Guid.Parse(id)) || ChannelId.Parse(sent.ChannelId) is not { } channel) return;
        // The live copy of a notice knows the moment better than history does.
        var message = MessageSpelling.Of(channel, id, sent.Code, sent.SenderId, sent.Username, sent.Content, at, at, isPersistent: true);
        pushes.Push(ChannelStreams.Of(channel), new() { ChannelMessage = message }, PushReach.ThisServer);
    }
}
