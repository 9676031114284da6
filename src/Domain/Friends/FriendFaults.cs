using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Friends;

/// <summary>Every refusal of friends, in the texts that clients know (parity 4.3 to 4.6).</summary>
public static class FriendFaults
{
    public static readonly Fault AddSelf = Fault.InvalidArgument("Cannot add self as friend.");
    public static readonly Fault DeleteSelf = Fault.InvalidArgument("Cannot delete self.");
    public static readonly Fault BlockSelf = Fault.InvalidArgument("Cannot block self.");
    public static readonly Fault EmptyUsername = Fault.InvalidArgument("Username must not be empty.");
    public static readonly Fault NobodyNamed = Fault.InvalidArgument("No valid ID or username was provided.");
    public static readonly Fault TooManyUsers = Fault.InvalidArgument($"Too many users - at most {Limits.UsersPerCall} in one call.");
    public static readonly Fault MetadataTooLong = Fault.InvalidArgument($"Metadata must be at most {Limits.MetadataBytes} bytes.");

    /// <summary>Not code 13 as in the reference, see docs/decisions/0010-bad-input-is-no-failure.md.</summary>
    public static readonly Fault MetadataNotJson = Fault.InvalidArgument("Error while trying to add friends.");

    /// <summary>A live token of an account that is gone.</summary>
    public static readonly Fault CallerGone = Fault.Unauthenticated("Auth token invalid");

    public static readonly Fault AddFailed = Fault.Internal("Error while trying to add friends.");
    public static readonly Fault DeleteFailed = Fault.Internal("Error while trying to delete friends.");
    public static readonly Fault BlockFailed = Fault.Internal("Error while trying to block friends.");
    public static readonly Fault ListFailed = Fault.Internal("Error while trying to list friends.");
    public static readonly Fault ListFriendsOfFriendsFailed = Fault.Internal("Error while trying to list friends of friends.");
    public static readonly Fault InvalidState = Fault.InvalidArgument("Invalid state - state must be between 0 and 3.");
    public static readonly Fault InvalidPageLimit = Fault.InvalidArgument("Invalid limit - limit must be between 1 and 1000.");
    public static readonly Fault InvalidFriendsOfFriendsLimit = Fault.InvalidArgument("Invalid limit - limit must be between 1 and 100.");
    public static readonly Fault InvalidCursor = Fault.InvalidArgument("Cursor is invalid.");
    public static readonly Fault FacebookTokenMissing = Fault.InvalidArgument("Facebook token is required.");
    public static readonly Fault SteamTokenMissing = Fault.InvalidArgument("Steam token is required.");
    public static readonly Fault FacebookImportFailed = Fault.Internal("Error importing Facebook friends.");
    public static readonly Fault SteamImportFailed = Fault.Internal("Error importing Steam friends.");

    /// <summary>F3.</summary>
    public static Fault InvalidUserId(string given) => Fault.InvalidArgument($"Invalid user ID '{given}'.");
}
