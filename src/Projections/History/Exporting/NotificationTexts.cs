using KaosNet.Domain.Notifications;

namespace KaosNet.Projections.History.Exporting;

/// <summary>
/// Whether a notification's text goes into a person's export. Strictly: not where another player stands behind it, as it has their words or their name; and not
/// where the receiver is somebody else, unless a rule of the game worded it with nothing but the sender's own name.
/// </summary>
static class NotificationTexts
{
    /// <summary>Codes whose texts name a player.</summary>
    static readonly HashSet<int> Naming =
    [
        NotificationCode.DirectMessageRequest, NotificationCode.FriendRequest, NotificationCode.FriendAccept, NotificationCode.GroupJoinRequest,
        NotificationCode.FriendJoinedGame, NotificationCode.FriendRemove,
    ];

    public static bool MaySee(NotificationSent sent, string user) => MaySee(sent.ReceiverId, sent.SenderId, sent.Code, user);

    /// <summary>Whether the text of an edited notification may be seen.</summary>
    public static bool MaySee(ExportedEvent edited, string user) =>
        edited.First<NotificationSent>() is { } sent && MaySee(sent.ReceiverId, ((NotificationUpdated)edited.Happened).SenderId ?? sent.SenderId, sent.Code, user);

    public static bool MaySee(string receiverId, string? senderId, int code, string user) => receiverId == user
        ? senderId == user || (senderId is null && !Naming.Contains(code))
        : senderId == user && Naming.Contains(code);
}
