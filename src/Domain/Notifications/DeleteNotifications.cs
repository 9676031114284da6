using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Notifications;

/// <summary>A notification to delete.</summary>
/// <param name="Id">Which; a lower-case UUID.</param>
/// <param name="ReceiverId">Whose it must be, or null for whoever's it is.</param>
public sealed record DeletedNotification(string Id, string? ReceiverId);

/// <summary>
/// A player, or server code, throws notifications away (parity 7.2). Unknown ones, deleted ones and those of others are passed over.
/// </summary>
/// <param name="Deleted">Which, at most <see cref="Limits.AtOnceMax"/>.</param>
public sealed record DeleteNotifications(IReadOnlyList<DeletedNotification> Deleted) : Command<Done>
{
    public override IReadOnlyList<StreamRef> Streams { get; } =
        [.. Deleted.Take(Limits.AtOnceMax).Select(one => one.Id).Distinct(StringComparer.Ordinal).Select(Notification.Kind.Of)];

    public override Decision<Done> Decide(StreamStates states, DecisionContext context)
    {
        if (Deleted.Count > Limits.AtOnceMax) return NotificationFaults.TooMany;
        var decision = Decision.Granted();
        var gone = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (id, receiverId) in Deleted)
        {
            var stream = Notification.Kind.Of(id);
            var state = states.Of(stream);
            var isTheirs = receiverId is null || state.ReceiverId == receiverId;
            if (state.Exists && isTheirs && gone.Add(id)) decision.Append(stream, new NotificationDeleted());
        }

        return decision;
    }
}
