using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Notifications;

/// <summary>
/// Server code tells players something that is kept for them: all of it or nothing. What is only pushed to sockets needs no command.
/// </summary>
/// <param name="Drafts">What to send, at most <see cref="Limits.AtOnceMax"/>.</param>
public sealed record SendNotifications(IReadOnlyList<NotificationDraft> Drafts) : Command<Done>
{
    /// <summary>Whether codes from -2000 to -1000 are allowed beside those above 0.</summary>
    public bool AllowsReserved { get; init; }

    /// <summary>Whether receivers without an account (any more) are passed over; else they refuse all of it.</summary>
    public bool SkipsUnknownReceivers { get; init; }

    public override IReadOnlyList<StreamRef> Streams { get; } =
        [.. Drafts.Take(Limits.AtOnceMax).Select(draft => draft.ReceiverId).Distinct(StringComparer.Ordinal).Select(Account.Kind.Of)];

    public override Decision<Done> Decide(StreamStates states, DecisionContext context)
    {
        if (Drafts.Count > Limits.AtOnceMax) return NotificationFaults.TooMany;
        var decision = Decision.Granted();
        foreach (var draft in Drafts)
        {
            if (!draft.Check(AllowsReserved).IsGranted(out var sent, out var fault)) return fault;
            if (states.Of(Account.Kind.Of(draft.ReceiverId)).IsAlive) decision.Append(Notification.Kind.New(context.Dice.Uuid().ToString()), sent);
            else if (!SkipsUnknownReceivers) return NotificationFaults.ReceiverNotFound;
        }

        return decision;
    }
}
