using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel.Undoing;

namespace KaosNet.Domain.Chat;

/// <summary>How what happened to a message is undone. That somebody has read it is not.</summary>
public static class MessageReversals
{
    /// <summary>The rules.</summary>
    public static readonly StreamReversals Rules = new StreamReversals<ChannelMessage, MessageEvent>(ChannelMessage.Kind, Of);

    static Reversal Of(Happening<ChannelMessage, MessageEvent> past, UndoWorld world)
    {
        var (before, now) = (past.Before, past.Now);
        if (past.Event is MessageRemoved)
        {
            if (!before.Exists) return Reversal.Refused("there was no message to remove");
            if (now.Exists) return Reversal.Later("the message is there");
        }
        else if (!now.Exists)
        {
            return Reversal.Later("the message was removed since");
        }
        else if (now != past.After)
        {
            return Reversal.Later("the message was edited since");
        }

        if (!before.Exists) return past.By(new MessageRemoved());
        return before.SenderId is { } sender && world.IsGone(sender)
            ? Reversal.Refused("the sender's account is deleted")
            : past.By(new MessageRestored(
                before.ChannelId, before.Code, before.SenderId, before.Username, before.Content, before.CreateTime, before.UpdateTime));
    }
}
