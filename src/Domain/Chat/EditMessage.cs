using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Chat;

/// <summary>The sender of a message, or server code in their name, says it differently. The answer is the message as it is then.</summary>
/// <param name="MessageId">Which; a lower-case UUID.</param>
/// <param name="Channel">The channel it must be in.</param>
/// <param name="Sender">Who must have sent it.</param>
/// <param name="Content">A JSON object in any spelling.</param>
public sealed record EditMessage(string MessageId, ChannelId Channel, Speaker Sender, string Content) : StreamCommand<ChannelMessage, ChannelMessage>
{
    public override StreamRef<ChannelMessage> Stream => ChannelMessage.Kind.Of(MessageId);

    protected override Decision<ChannelMessage> Decide(ChannelMessage state, DecisionContext context)
    {
        if (Sender.Refusal is { } refusal) return refusal;
        if (!MessageContent.Canonical(Content).IsGranted(out var content, out var fault)) return fault;
        if (!state.IsOf(Sender, Channel, context.Caller)) return ChatFaults.NothingToUpdate;

        var edited = new MessageEdited(content, Sender.NameOrNull);
        return Decision.Granted(ChannelMessage.Evolve(state, edited, context.Now)).Append(Stream, edited);
    }
}
