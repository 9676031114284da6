using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api;

/// <summary>A player's own account, as only that player sees it: profile, wallet (JSON text), sign-in methods.</summary>
[DataContract]
public sealed class Account
{
    [DataMember(Name = "user", Order = 1)] public User? User { get; set; }
    [DataMember(Name = "wallet", Order = 2)] public string Wallet { get; set; } = "";
    [DataMember(Name = "email", Order = 3)] public string Email { get; set; } = "";
    [DataMember(Name = "devices", Order = 4)] public List<AccountDevice> Devices { get; set; } = [];
    [DataMember(Name = "custom_id", Order = 5)] public string CustomId { get; set; } = "";
    [DataMember(Name = "verify_time", Order = 6)] public DateTimeOffset? VerifyTime { get; set; }
    [DataMember(Name = "disable_time", Order = 7)] public DateTimeOffset? DisableTime { get; set; }
}

/// <summary>A player as everybody sees them. <c>metadata</c> is JSON text inside a string.</summary>
[DataContract]
public sealed class User
{
    [DataMember(Name = "id", Order = 1)] public string Id { get; set; } = "";
    [DataMember(Name = "username", Order = 2)] public string Username { get; set; } = "";
    [DataMember(Name = "display_name", Order = 3)] public string DisplayName { get; set; } = "";
    [DataMember(Name = "avatar_url", Order = 4)] public string AvatarUrl { get; set; } = "";
    [DataMember(Name = "lang_tag", Order = 5)] public string LangTag { get; set; } = "";
    [DataMember(Name = "location", Order = 6)] public string Location { get; set; } = "";
    [DataMember(Name = "timezone", Order = 7)] public string Timezone { get; set; } = "";
    [DataMember(Name = "metadata", Order = 8)] public string Metadata { get; set; } = "";
    [DataMember(Name = "facebook_id", Order = 9)] public string FacebookId { get; set; } = "";
    [DataMember(Name = "google_id", Order = 10)] public string GoogleId { get; set; } = "";
    [DataMember(Name = "gamecenter_id", Order = 11)] public string GamecenterId { get; set; } = "";
    [DataMember(Name = "steam_id", Order = 12)] public string SteamId { get; set; } = "";
    [DataMember(Name = "online", Order = 13)] public bool Online { get; set; }
    [DataMember(Name = "edge_count", Order = 14)] public int EdgeCount { get; set; }
    [DataMember(Name = "create_time", Order = 15)] public DateTimeOffset? CreateTime { get; set; }
    [DataMember(Name = "update_time", Order = 16)] public DateTimeOffset? UpdateTime { get; set; }
    [DataMember(Name = "facebook_instant_game_id", Order = 17)] public string FacebookInstantGameId { get; set; } = "";
    [DataMember(Name = "apple_id", Order = 18)] public string AppleId { get; set; } = "";
}

/// <summary>Players found by id, username or Facebook id.</summary>
[DataContract]
public sealed class Users
{
    [DataMember(Name = "users", Order = 1)] public List<User> Entries { get; set; } = [];
}

/// <summary>Look players up; unknown ids are left out of the answer.</summary>
[DataContract]
public sealed class GetUsersRequest
{
    [DataMember(Name = "ids", Order = 1)] public List<string> Ids { get; set; } = [];
    [DataMember(Name = "usernames", Order = 2)] public List<string> Usernames { get; set; } = [];
    [DataMember(Name = "facebook_ids", Order = 3)] public List<string> FacebookIds { get; set; } = [];
}

/// <summary>A player edits the own profile: an unset field stays as it is, a set empty one is cleared.</summary>
[DataContract]
public sealed class UpdateAccountRequest
{
    [DataMember(Name = "username", Order = 1)] public string? Username { get; set; }
    [DataMember(Name = "display_name", Order = 2)] public string? DisplayName { get; set; }
    [DataMember(Name = "avatar_url", Order = 3)] public string? AvatarUrl { get; set; }
    [DataMember(Name = "lang_tag", Order = 4)] public string? LangTag { get; set; }
    [DataMember(Name = "location", Order = 5)] public string? Location { get; set; }
    [DataMember(Name = "timezone", Order = 6)] public string? Timezone { get; set; }
}
