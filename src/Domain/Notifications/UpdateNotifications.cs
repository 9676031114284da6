using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Notifications;

/// <summary>How server code edits a notification; null keeps what is there.</summary>
/// <param name="Id">Which; a lower-case UUID.</param>
public sealed record NotificationEdit(string Id)
{
    /// <summary>A JSON object in any spelling.</summary>
    public string? Content { get; init; }

    /// <summary>One line.</summary>
    public string? Subject { get; init; }

    /// <summary>In whose name, a lower-case UUID.</summary>
    public string? SenderId { get; init; }
}

/// <summary>Server code edits notifications that are kept: all of them or none. Unknown and deleted ones are passed over.</summary>
/// <param name="Edits">At most <see cref="Limits.AtOnceMax"/>.</param>
public sealed record UpdateNotifications(IReadOnlyList<NotificationEdit> Edits) : Command<Done>
{
    public override IReadOnlyList<StreamRef> Streams { get; } =
        [.. Edits.Take(Limits.AtOnceMax).Select(one => one.Id).Distinct(StringComparer.Ordinal).Select(Notification.Kind.Of)];

    public override Decision<Done> Decide(StreamStates states, DecisionContext context)
    {
        if (Edits.Count > Limits.AtOnceMax) return NotificationFaults.TooMany;
        var decision = Decision.Granted();
        foreach (var edit in Edits)
        {
            if (edit.Subject is not null && NotificationText.SubjectRefusal(edit.Subject) is { } refusal) return refusal;
            if (edit.SenderId is not null && !NotificationText.IsUser(edit.SenderId)) return NotificationFaults.InvalidUser;
            string? content = null;
            if (edit.Content is not null && !NotificationText.Content(edit.Content).IsGranted(out content, out var fault)) return fault;

            var stream = Notification.Kind.Of(edit.Id);
            var state = states.Of(stream);
            var updated = new NotificationUpdated(
                Difference(edit.Subject, state.Subject), Difference(content, state.Content), Difference(edit.SenderId, state.SenderId));
            decision.AppendIf(state.Exists && updated != Unchanged, stream, () => updated);
        }

        return decision;
    }

    static readonly NotificationUpdated Unchanged = new(null, null, null);

    static string? Difference(string? wanted, string? current) => string.Equals(wanted, current, StringComparison.Ordinal) ? null : wanted;
}
