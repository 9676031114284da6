namespace KaosNet.Domain.Friends;

/// <summary>The bounds of friends (parity 4). The reference bounds a call by the size of its request alone.</summary>
public static class Limits
{
    /// <summary>Users that one call adds, removes or blocks.</summary>
    public const int UsersPerCall = 1000;

    /// <summary>Friends on another network that one import brings.</summary>
    public const int ImportedUsers = 5000;

    /// <summary>Friends whom one import with a reset takes off.</summary>
    public const int ResetUsers = 10_000;

    /// <summary>UTF-8 bytes of an edge's metadata in its canonical spelling.</summary>
    public const int MetadataBytes = 64 * 1024;

    /// <summary>Friends on a page, and the default.</summary>
    public const int PageMax = 1000;

    /// <summary>Friends of friends on a page that a player asks for.</summary>
    public const int FriendsOfFriendsPageMax = 100;

    /// <summary>Friends of friends on a page that server code asks for.</summary>
    public const int FriendsOfFriendsScriptPageMax = 1000;
}
