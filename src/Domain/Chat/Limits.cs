namespace KaosNet.Domain.Chat;

/// <summary>The bounds of chat.</summary>
public static class Limits
{
    /// <summary>UTF-8 bytes of a room's name.</summary>
    public const int RoomNameBytes = 64;

    /// <summary>UTF-8 bytes of a message's content.</summary>
    public const int ContentBytes = 64 * 1024;

    /// <summary>UTF-8 bytes of a sender's name.</summary>
    public const int UsernameBytes = 128;

    /// <summary>Messages of one page of history.</summary>
    public const int PageMax = 100;
}
