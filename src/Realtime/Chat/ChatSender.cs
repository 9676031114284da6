using KaosNet.Domain.Chat;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Presence;
using KaosNet.Store.Journal;
using KaosNet.Store.Journal.Transactions;
using ChannelMessage = KaosNet.Domain.Chat.ChannelMessage;

namespace KaosNet.Realtime.Chat;

/// <summary>
/// Speaks on channels, for sockets and server code (parity 4.4 of realtime): keeps what is to be kept, then brings it to everybody on the channel and
/// answers the acknowledgement. Whether a player has joined the channel is for the caller to see to.
/// </summary>
public sealed class ChatSender(IJournal journal, StreamRouter router, PushedHere pushed, TimeProvider time)
{
    const string NoContent = "{}";

    /// <summary>Says something.</summary>
    /// <param name="channel">Where.</param>
    /// <param name="speaker">Who.</param>
    /// <param name="content">A JSON object.</param>
    /// <param name="isPersistent">Whether it is kept in the channel's history.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<Answer<ChannelMessageAck>> Send(
        ChannelId channel, Speaker speaker, string content, bool isPersistent, Caller caller, CancellationToken cancel)
    {
        var id = FreshIds.NextText();
        if (!isPersistent) return Passing(channel, id, MessageCode.Chat, speaker, content);
        // Before the commit, which would else be pushed from history, in its canonical spelling.
        pushed.TryClaim(Guid.Parse(id));
        var answer = await journal.Execute(new PostMessage(id, channel, speaker, content), caller, cancel);
        return answer.IsGranted(out var message, out var fault)
            ? Tell(channel, message, MessageCode.Chat, message.Username, content, once: Guid.Parse(id))
            : fault;
    }

    /// <summary>Says it differently. What was not kept is not looked up, so any id will do.</summary>
    public async ValueTask<Answer<ChannelMessageAck>> Update(
        ChannelId channel, string messageId, Speaker speaker, string content, bool isPersistent, Caller caller, CancellationToken cancel)
    {
        if (!isPersistent) return Passing(channel, messageId, MessageCode.Update, speaker, content);
        var answer = await journal.Execute(new EditMessage(messageId, channel, speaker, content), caller, cancel);
        return answer.IsGranted(out var message, out var fault) ? Tell(channel, message, MessageCode.Update, message.Username, content) : fault;
    }

    /// <summary>Takes it back. What was not kept is not looked up, so any id will do.</summary>
    public async ValueTask<Answer<ChannelMessageAck>> Remove(
        ChannelId channel, string messageId, Speaker speaker, bool isPersistent, Caller caller, CancellationToken cancel)
    {
        if (!isPersistent) return Passing(channel, messageId, MessageCode.Remove, speaker, NoContent);
        var answer = await journal.Execute(new RemoveMessage(messageId, channel, speaker), caller, cancel);
        return answer.IsGranted(out var message, out var fault) ? Tell(channel, message, MessageCode.Remove, speaker.Username, NoContent) : fault;
    }

    Answer<ChannelMessageAck> Passing(ChannelId channel, string id, int code, Speaker speaker, string content)
    {
        if (speaker.Refusal is { } refusal) return refusal;
        if (MessageContent.Canonical(content).Fault is { } fault) return fault;
        var now = time.GetUtcNow();
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        return Tell(channel, MessageSpelling.Of(channel, id, code, speaker.UserId, speaker.Username, content, now, now, isPersistent: false));
    }

    // Live copies carry the content as it was submitted; history has its canonical spelling.
    ChannelMessageAck Tell(ChannelId channel, ChannelMessage message, int code, string? username, string content, Guid? once = null) => Tell(
        channel,
        MessageSpelling.Of(
            channel, message.Id, code, message.SenderId, username, content, message.CreateTime, message.UpdateTime, isPersistent: true),
        once);

    // On the speaker's own thread, so that their own socket gets the message before the acknowledgement, and channels do not wait for each other. Servers that are
    // no cluster hear of what was kept from the event feed.
    ChannelMessageAck Tell(ChannelId channel, Protocol.Api.ChannelMessage message, Guid? once = null)
    {
        JournalTransaction.Afterwards(() => router.Send(ChannelStreams.Of(channel), new() { ChannelMessage = message }, once: once));
        return new()
        {
            ChannelId = message.ChannelId,
            MessageId = message.MessageId,
            Code = message.Code,
            Username = message.Username,
            CreateTime = message.CreateTime,
            UpdateTime = message.UpdateTime,
            Persistent = message.Persistent,
            RoomName = message.RoomName,
            GroupId = message.GroupId,
            UserIdOne = message.UserIdOne,
            UserIdTwo = message.UserIdTwo,
        };
    }
}
