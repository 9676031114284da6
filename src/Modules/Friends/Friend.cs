using KaosNet.Modules.Accounts;

namespace KaosNet.Modules.Friends;

/// <summary>How two players stand to each other, seen by one of them.</summary>
public enum FriendState
{
    /// <summary>Friends.</summary>
    Friend = 0,

    /// <summary>This player asked the other.</summary>
    InviteSent = 1,

    /// <summary>The other one asked.</summary>
    InviteReceived = 2,

    /// <summary>This player blocked the other.</summary>
    Blocked = 3,
}

/// <summary>Somebody in a player's list of friends.</summary>
/// <param name="User">Who.</param>
/// <param name="State">How they stand to each other.</param>
/// <param name="UpdateTime">Since when; a number of seconds in scripts.</param>
/// <param name="Metadata">What the game keeps about the two.</param>
public sealed record Friend(User User, FriendState State, DateTimeOffset UpdateTime, JsonText Metadata);

/// <summary>A page of a list of friends.</summary>
/// <param name="Friends">The friends.</param>
/// <param name="Cursor">Where the next page begins; null on the last.</param>
public sealed record FriendPage(IReadOnlyList<Friend> Friends, string? Cursor);

/// <summary>A friend of a friend.</summary>
/// <param name="Referrer">The friend that they have in common.</param>
/// <param name="User">Who it is.</param>
public sealed record FriendOfFriend(Guid Referrer, User User);

/// <summary>A page of friends of friends.</summary>
/// <param name="FriendsOfFriends">They.</param>
/// <param name="Cursor">Where the next page begins; null on the last.</param>
public sealed record FriendOfFriendPage(IReadOnlyList<FriendOfFriend> FriendsOfFriends, string? Cursor);
