using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api;

/// <summary>Another player and how one stands to them. <c>state</c> is set even when it is 0, a mutual friend.</summary>
[DataContract]
public sealed class Friend
{
    [DataMember(Name = "user", Order = 1)] public User? User { get; set; }
    [DataMember(Name = "state", Order = 2)] public int? State { get; set; }
    [DataMember(Name = "update_time", Order = 3)] public DateTimeOffset? UpdateTime { get; set; }
    [DataMember(Name = "metadata", Order = 4)] public string Metadata { get; set; } = "";
}

/// <summary>How a player stands to another.</summary>
[DataContract(Name = "Friend.State")]
public enum FriendState
{
    [EnumMember(Value = "FRIEND")] Friend = 0,
    [EnumMember(Value = "INVITE_SENT")] InviteSent = 1,
    [EnumMember(Value = "INVITE_RECEIVED")] InviteReceived = 2,
    [EnumMember(Value = "BLOCKED")] Blocked = 3,
}

/// <summary>A page of friends.</summary>
[DataContract]
public sealed class FriendList
{
    [DataMember(Name = "friends", Order = 1)] public List<Friend> Friends { get; set; } = [];
    [DataMember(Name = "cursor", Order = 2)] public string Cursor { get; set; } = "";
}

/// <summary>A page of the friends of one's friends.</summary>
[DataContract]
public sealed class FriendsOfFriendsList
{
    [DataMember(Name = "friends_of_friends", Order = 1)] public List<FriendOfFriend> FriendsOfFriends { get; set; } = [];
    [DataMember(Name = "cursor", Order = 2)] public string Cursor { get; set; } = "";
}

/// <summary>A player one knows through a friend, and which friend.</summary>
[DataContract(Name = "FriendsOfFriendsList.FriendOfFriend")]
public sealed class FriendOfFriend
{
    [DataMember(Name = "referrer", Order = 1)] public string Referrer { get; set; } = "";
    [DataMember(Name = "user", Order = 2)] public User? User { get; set; }
}

/// <summary>Invite players, or accept their invitations.</summary>
[DataContract]
public sealed class AddFriendsRequest
{
    [DataMember(Name = "ids", Order = 1)] public List<string> Ids { get; set; } = [];
    [DataMember(Name = "usernames", Order = 2)] public List<string> Usernames { get; set; } = [];
    [DataMember(Name = "metadata", Order = 3)] public string Metadata { get; set; } = "";
}

/// <summary>Block players.</summary>
[DataContract]
public sealed class BlockFriendsRequest
{
    [DataMember(Name = "ids", Order = 1)] public List<string> Ids { get; set; } = [];
    [DataMember(Name = "usernames", Order = 2)] public List<string> Usernames { get; set; } = [];
}

/// <summary>End friendships, take invitations back or unblock.</summary>
[DataContract]
public sealed class DeleteFriendsRequest
{
    [DataMember(Name = "ids", Order = 1)] public List<string> Ids { get; set; } = [];
    [DataMember(Name = "usernames", Order = 2)] public List<string> Usernames { get; set; } = [];
}

/// <summary>Befriend everybody one knows from Facebook.</summary>
[DataContract]
public sealed class ImportFacebookFriendsRequest
{
    [DataMember(Name = "account", Order = 1)] public AccountFacebook? Account { get; set; }
    [DataMember(Name = "reset", Order = 2)] public bool? Reset { get; set; }
}

/// <summary>Befriend everybody one knows from Steam.</summary>
[DataContract]
public sealed class ImportSteamFriendsRequest
{
    [DataMember(Name = "account", Order = 1)] public AccountSteam? Account { get; set; }
    [DataMember(Name = "reset", Order = 2)] public bool? Reset { get; set; }
}

/// <summary>Ask for a page of friends, of one state or of all.</summary>
[DataContract]
public sealed class ListFriendsRequest
{
    [DataMember(Name = "limit", Order = 1)] public int? Limit { get; set; }
    [DataMember(Name = "state", Order = 2)] public int? State { get; set; }
    [DataMember(Name = "cursor", Order = 3)] public string Cursor { get; set; } = "";
}

/// <summary>Ask for a page of friends of friends.</summary>
[DataContract]
public sealed class ListFriendsOfFriendsRequest
{
    [DataMember(Name = "limit", Order = 1)] public int? Limit { get; set; }
    [DataMember(Name = "cursor", Order = 2)] public string Cursor { get; set; } = "";
}
