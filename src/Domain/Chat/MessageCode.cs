namespace KaosNet.Domain.Chat;

/// <summary>What kind of message (parity 6.3).</summary>
public static class MessageCode
{
    /// <summary>Somebody said something.</summary>
    public const int Chat = 0;

    /// <summary>Live only: somebody said it differently.</summary>
    public const int Update = 1;

    /// <summary>Live only: somebody took it back.</summary>
    public const int Remove = 2;

    /// <summary>Somebody joined an open group.</summary>
    public const int GroupJoin = 3;

    /// <summary>Somebody was added to a group, or let in.</summary>
    public const int GroupAdd = 4;

    /// <summary>Somebody left a group.</summary>
    public const int GroupLeave = 5;

    /// <summary>Somebody was kicked out of a group.</summary>
    public const int GroupKick = 6;

    /// <summary>Somebody was promoted in a group.</summary>
    public const int GroupPromote = 7;

    /// <summary>Somebody was banned from a group.</summary>
    public const int GroupBan = 8;

    /// <summary>Somebody was demoted in a group.</summary>
    public const int GroupDemote = 9;
}
