using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Friends;

/// <summary>What can happen between two players.</summary>
/// <param name="By">Which of the two did it; a lower-case UUID.</param>
public abstract record FriendshipEvent(string By);

/// <summary>One wants to be a friend of the other.</summary>
/// <param name="By">Who asks.</param>
/// <param name="Position">Where both edges stand in their owners' lists, in nanoseconds since 1970.</param>
/// <param name="Metadata">A JSON object in its canonical spelling, on the asker's edge.</param>
[EventName("friend_invited")]
public sealed record FriendInvited(string By, long Position, [property: Personal("{}")] string Metadata) : FriendshipEvent(By);

/// <summary>The one who was asked wants it too: they are friends.</summary>
/// <param name="By">Who accepted.</param>
/// <param name="Metadata">The metadata of the accepter's edge as it now is; null when the call brought none.</param>
[EventName("friend_accepted")]
public sealed record FriendAccepted(string By, [property: Personal] string? Metadata = null) : FriendshipEvent(By);

/// <summary>One does not want to be a friend any more.</summary>
[EventName("friend_removed")]
public sealed record FriendRemoved(string By) : FriendshipEvent(By);

/// <summary>The one who had asked took it back.</summary>
[EventName("friend_invite_withdrawn")]
public sealed record FriendInviteWithdrawn(string By) : FriendshipEvent(By);

/// <summary>The one who was asked does not want it.</summary>
[EventName("friend_invite_rejected")]
public sealed record FriendInviteRejected(string By) : FriendshipEvent(By);

/// <summary>One blocked the other, or did so once more. Whatever was between them is over but for the other's own block.</summary>
/// <param name="By">Who blocked.</param>
/// <param name="Position">Where the blocker's edge stands when it begins with this, in nanoseconds since 1970.</param>
[EventName("user_blocked")]
public sealed record UserBlocked(string By, long Position) : FriendshipEvent(By);

/// <summary>One lifted the own block.</summary>
[EventName("user_unblocked")]
public sealed record UserUnblocked(string By) : FriendshipEvent(By);

/// <summary>Another network knows them as friends, so they are friends here too.</summary>
/// <param name="By">Who imported the friends.</param>
/// <param name="Position">Where edges that begin with this stand, in nanoseconds since 1970.</param>
/// <param name="Provider">Which network: <c>facebook</c> or <c>steam</c>.</param>
/// <param name="Metadata">The metadata of the importer's edge as it now is, with the provider noted in it.</param>
/// <param name="OtherMetadata">The same for the other's edge.</param>
[EventName("friend_imported")]
public sealed record FriendImported(
    string By, long Position, string Provider, [property: Personal("{}")] string Metadata, [property: Personal("{}")] string OtherMetadata)
    : FriendshipEvent(By);

/// <summary>Server code noted something on one side's edge, in place of what was there.</summary>
/// <param name="By">Whose edge.</param>
/// <param name="Metadata">A JSON object in its canonical spelling.</param>
[EventName("friend_metadata_edited")]
public sealed record FriendMetadataEdited(string By, [property: Personal("{}")] string Metadata) : FriendshipEvent(By);

/// <summary>The account of one of them was deleted, and with it whatever was between them.</summary>
/// <param name="By">Whose account.</param>
[EventName("friendship_ended")]
public sealed record FriendshipEnded(string By) : FriendshipEvent(By);

/// <summary>What somebody did between the two was undone: this is between them, as it was.</summary>
/// <param name="By">Who did what is undone.</param>
/// <param name="First">The edge of the player with the smaller id, or null.</param>
/// <param name="Second">The edge of the player with the larger id, or null.</param>
[EventName("friendship_restored")]
public sealed record FriendshipRestored(string By, FriendEdge? First, FriendEdge? Second) : FriendshipEvent(By);
