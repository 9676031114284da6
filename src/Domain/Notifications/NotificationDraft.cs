using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Notifications;

/// <summary>A notification that server code wants to send.</summary>
/// <param name="ReceiverId">Who is told; a lower-case UUID.</param>
/// <param name="Code">What it is about.</param>
/// <param name="Subject">One line.</param>
/// <param name="Content">A JSON object in any spelling.</param>
public sealed record NotificationDraft(string ReceiverId, int Code, string Subject, string Content)
{
    /// <summary>In whose name, a lower-case UUID; null for the server itself.</summary>
    public string? SenderId { get; init; }

    /// <summary>Whether it is kept until the receiver deletes it, or only pushed to sockets.</summary>
    public bool IsPersistent { get; init; }

    /// <summary>What is sent of it, or why it cannot be.</summary>
    /// <param name="allowsReserved">Whether codes from -2000 to -1000 are allowed here beside those above 0.</param>
    public Answer<NotificationSent> Check(bool allowsReserved)
    {
        if (!(allowsReserved ? NotificationCode.IsForModules(Code) : Code > 0))
            return allowsReserved ? NotificationFaults.InvalidCode : NotificationFaults.CodeNotPositive;
        if (!NotificationText.IsUser(ReceiverId) || (SenderId is not null && !NotificationText.IsUser(SenderId))) return NotificationFaults.InvalidUser;
        if (NotificationText.SubjectRefusal(Subject) is { } refusal) return refusal;
        return NotificationText.Content(Content).IsGranted(out var content, out var fault)
            ? new NotificationSent(ReceiverId, SenderId, Subject, content, Code)
            : fault;
    }
}
