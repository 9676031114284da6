using System.Text;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Notifications;

/// <summary>Lets any decision tell a player about itself: the notification is committed with the change, or not at all.</summary>
public static class Notifying
{
    /// <summary>Sends one of the game's own notifications in the name of the player who asks.</summary>
    /// <param name="decision">What has happened so far.</param>
    /// <param name="context">Of the decision: its dice make the notification's id.</param>
    /// <param name="receiverId">Who is told; a lower-case UUID.</param>
    /// <param name="notice">What.</param>
    public static Decision<TResult> Notify<TResult>(this Decision<TResult> decision, DecisionContext context, string receiverId, Notice notice) =>
        decision.Notify(context, receiverId, notice.Code, notice.Subject, notice.Content);

    /// <summary>Sends one of the game's own notifications in somebody's name, e.g. of a player for whom server code acts.</summary>
    /// <param name="decision">What has happened so far.</param>
    /// <param name="context">Of the decision: its dice make the notification's id.</param>
    /// <param name="receiverId">Who is told; a lower-case UUID.</param>
    /// <param name="notice">What.</param>
    /// <param name="senderId">In whose name, a lower-case UUID.</param>
    public static Decision<TResult> Notify<TResult>(
        this Decision<TResult> decision, DecisionContext context, string receiverId, Notice notice, string senderId) =>
        decision.Notify(context, receiverId, notice.Code, notice.Subject, notice.Content, senderId);

    /// <summary>Sends a notification in the name of the player who asks.</summary>
    /// <param name="decision">What has happened so far.</param>
    /// <param name="context">Of the decision: its dice make the notification's id.</param>
    /// <param name="receiverId">Who is told; a lower-case UUID.</param>
    /// <param name="code">What it is about.</param>
    /// <param name="subject">One line; cut to what a subject may hold.</param>
    /// <param name="content">A JSON object in its canonical spelling.</param>
    public static Decision<TResult> Notify<TResult>(
        this Decision<TResult> decision, DecisionContext context, string receiverId, int code, string subject, string content) =>
        decision.Notify(context, receiverId, code, subject, content, context.Caller.UserId.Length == 0 ? null : context.Caller.UserId);

    /// <summary>Sends a notification in somebody's name.</summary>
    /// <param name="decision">What has happened so far.</param>
    /// <param name="context">Of the decision: its dice make the notification's id.</param>
    /// <param name="receiverId">Who is told; a lower-case UUID.</param>
    /// <param name="code">What it is about.</param>
    /// <param name="subject">One line; cut to what a subject may hold.</param>
    /// <param name="content">A JSON object in its canonical spelling.</param>
    /// <param name="senderId">In whose name, a lower-case UUID; null for the server itself.</param>
    public static Decision<TResult> Notify<TResult>(
        this Decision<TResult> decision, DecisionContext context, string receiverId, int code, string subject, string content, string? senderId) =>
        decision.Append(
            Notification.Kind.New(context.Dice.Uuid().ToString()), new NotificationSent(receiverId, senderId, Cut(subject), content, code));

    /// <summary>A long group name must not cost the receiver the notification, so what is over is left out.</summary>
    static string Cut(string subject)
    {
        if (subject.Length <= Limits.SubjectCharacters) return subject;
        var cut = new StringBuilder(Limits.SubjectCharacters);
        foreach (var rune in subject.EnumerateRunes().Take(Limits.SubjectCharacters)) cut.Append(rune);
        return cut.ToString();
    }
}
