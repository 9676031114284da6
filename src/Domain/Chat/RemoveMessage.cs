using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Chat;

/// <summary>The sender of a message, or server code in their name, takes it back. The answer is the message as it was.</summary>
/// <param name="MessageId">Which; a lower-case UUID.</param>
/// <param name="Channel">The channel it must be in.</param>
/// <param name="Sender">Who must have sent it.</param>
public sealed record RemoveMessage(string MessageId, ChannelId Channel, Speaker Sender) : StreamCommand<ChannelMessage, ChannelMessage>
{
    public override StreamRef<ChannelMessage> Stream => ChannelMessage.Kind.Of(MessageId);

    protected override Decision<ChannelMessage> Decide(ChannelMessage state, DecisionContext context)
    {
        if (Sender.Refusal is { } refusal) return refusal;
        return state.IsOf(Sender, Channel, context.Caller)
            ? Decision.Granted(state).Append(Stream, new MessageRemoved())
            : ChatFaults.NothingToRemove;
    }
}
