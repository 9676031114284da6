using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Chat;

/// <summary>
/// A player on a channel, or server code, says something that is kept (parity 4.4 of realtime). Whether a player is on the channel is known to
/// their socket; that nobody else speaks in a conversation of two is known here.
/// </summary>
/// <param name="MessageId">A fresh lower-case UUID.</param>
/// <param name="Channel">Where.</param>
/// <param name="Sender">Who.</param>
/// <param name="Content">A JSON object in any spelling.</param>
public sealed record PostMessage(string MessageId, ChannelId Channel, Speaker Sender, string Content) : StreamCommand<ChannelMessage, ChannelMessage>
{
    public override StreamRef<ChannelMessage> Stream => ChannelMessage.Kind.New(MessageId);

    protected override Decision<ChannelMessage> Decide(ChannelMessage state, DecisionContext context)
    {
        if (Sender.Refusal is { } refusal) return refusal;
        if (context.Caller.Source == Source.Client && !MaySpeak(context.Caller)) return ChatFaults.NotJoined;
        if (!MessageContent.Canonical(Content).IsGranted(out var content, out var fault)) return fault;
        // The id is fresh, so this is the same command once more.
        if (state.Exists) return Decision.Granted(state);

        var sent = new MessageSent(Channel.ToString(), MessageCode.Chat, Sender.UserId, Sender.NameOrNull, content);
        return Decision.Granted(ChannelMessage.Evolve(state, sent, context.Now)).Append(Stream, sent);
    }

    bool MaySpeak(Caller caller) =>
        caller.UserId == Sender.UserId && (Channel.Mode != ChannelMode.DirectMessage || Channel.IsBetween(Guid.Parse(caller.UserId)));
}
