using KaosNet.Domain.Kernel;
using KaosNet.Domain.Notifications;
using KaosNet.Realtime.Presence;
using KaosNet.Store.Journal;
using KaosNet.Store.Journal.Transactions;

namespace KaosNet.Realtime.Notifications;

/// <summary>How server code sends notifications: those that are kept go through the Journal, which pushes them too; the others are only pushed.</summary>
public sealed class NotificationSender(
    IJournal journal, NotificationPushes pushes, NotificationsToAll toAll, StreamRouter router, TimeProvider time)
{
    /// <summary>Sends them all or none.</summary>
    /// <param name="drafts">At most <see cref="Limits.AtOnceMax"/>.</param>
    /// <param name="allowsReserved">Whether codes from -2000 to -1000 are allowed beside those above 0.</param>
    /// <param name="caller">Who sends.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<Answer<Done>> Send(
        IReadOnlyList<NotificationDraft> drafts, bool allowsReserved, Caller caller, CancellationToken cancel)
    {
        if (drafts.Count > Limits.AtOnceMax) return NotificationFaults.TooMany;
        var passing = new List<(string Id, NotificationSent Sent)>();
        foreach (var draft in drafts)
        {
            if (!draft.Check(allowsReserved).IsGranted(out var sent, out var fault)) return fault;
            if (!draft.IsPersistent) passing.Add((FreshIds.NextText(), sent));
        }

        var kept = drafts.Where(draft => draft.IsPersistent).ToList();
        if (kept.Count > 0)
        {
            var answer = await journal.Execute(new SendNotifications(kept) { AllowsReserved = allowsReserved }, caller, cancel);
            if (answer.Fault is { } refusal) return refusal;
        }

        if (passing.Count > 0) JournalTransaction.Afterwards(() => pushes.PushPassing(passing, time.GetUtcNow()));
        return Done.Value;
    }

    /// <summary>
    /// Tells everybody: every account when it is kept, which goes on in the background; else every socket.
    /// </summary>
    /// <param name="code">Above 0.</param>
    /// <param name="subject">One line.</param>
    /// <param name="content">A JSON object in any spelling.</param>
    /// <param name="isPersistent">Whether it is kept.</param>
    /// <param name="caller">Who sends.</param>
    public Answer<Done> SendToAll(int code, string subject, string content, bool isPersistent, Caller caller)
    {
        var draft = new NotificationDraft(Guid.Empty.ToString(), code, subject, content) { IsPersistent = isPersistent };
        if (!draft.Check(allowsReserved: false).IsGranted(out var sent, out var fault)) return fault;
        if (isPersistent && JournalTransaction.Current is null) return toAll.Begin(draft, caller);
        if (isPersistent) JournalTransaction.Afterwards(() => toAll.Begin(draft, caller));
        else JournalTransaction.Afterwards(() => Tell(sent));
        return Done.Value;
    }

    void Tell(NotificationSent sent)
    {
        var told = NotificationPushes.Spelled(FreshIds.NextText(), sent, time.GetUtcNow(), isKept: false);
        router.SendToAll(new() { Notifications = new() { Entries = [told] } });
    }
}
