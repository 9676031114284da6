using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel.Undoing;

namespace KaosNet.Domain.Notifications;

/// <summary>How what happened to a notification is undone. That somebody has read it is not.</summary>
public static class NotificationReversals
{
    /// <summary>The rules.</summary>
    public static readonly StreamReversals Rules = new StreamReversals<Notification, NotificationEvent>(Notification.Kind, Of);

    static Reversal Of(Happening<Notification, NotificationEvent> past, UndoWorld world)
    {
        var (before, now) = (past.Before, past.Now);
        if (past.Event is NotificationDeleted)
        {
            if (!before.Exists) return Reversal.Refused("there was no notification to delete");
            if (now.Exists) return Reversal.Later("the notification is there");
        }
        else if (!now.Exists)
        {
            return Reversal.Later("the notification was deleted since");
        }
        else if (now != past.After)
        {
            return Reversal.Later("the notification was edited since");
        }

        if (!before.Exists) return past.By(new NotificationDeleted());
        return world.IsGone(before.ReceiverId)
            ? Reversal.Refused("the receiver's account is deleted")
            : past.By(new NotificationRestored(before.ReceiverId, before.SenderId, before.Subject, before.Content, before.Code, before.CreateTime));
    }
}
