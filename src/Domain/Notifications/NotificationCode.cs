namespace KaosNet.Domain.Notifications;

/// <summary>What a notification is about (parity 7.3).</summary>
public static class NotificationCode
{
    /// <summary>Somebody opened a conversation that the receiver is not in.</summary>
    public const int DirectMessageRequest = -1;

    /// <summary>Somebody wants to be a friend.</summary>
    public const int FriendRequest = -2;

    /// <summary>Somebody accepted the receiver's friend request.</summary>
    public const int FriendAccept = -3;

    /// <summary>The receiver was added to a group, or their request was accepted.</summary>
    public const int GroupAdd = -4;

    /// <summary>Somebody asks to join a group that the receiver runs.</summary>
    public const int GroupJoinRequest = -5;

    /// <summary>A friend from another network joined the game.</summary>
    public const int FriendJoinedGame = -6;

    /// <summary>A newer socket took this one's place; never kept.</summary>
    public const int SingleSocket = -7;

    /// <summary>The receiver was banned; never kept.</summary>
    public const int Banned = -8;

    /// <summary>A friend was removed, or an invite cancelled or rejected.</summary>
    public const int FriendRemove = -9;

    /// <summary>A pairing of a bracket waits for the receiver; ours.</summary>
    public const int BracketPairingReady = -101;

    /// <summary>Server code may say what is above 0, or from here down to <see cref="ReservedForModulesLast"/>.</summary>
    public const int ReservedForModulesFirst = -1000;

    /// <summary>See <see cref="ReservedForModulesFirst"/>.</summary>
    public const int ReservedForModulesLast = -2000;

    /// <summary>Whether server code may use a code in a call that allows all that it may.</summary>
    public static bool IsForModules(int code) => code is > 0 or (<= ReservedForModulesFirst and >= ReservedForModulesLast);
}
