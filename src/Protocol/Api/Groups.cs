using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api;

/// <summary>A group of players: a guild, a clan. <c>open</c> is set even when false.</summary>
[DataContract]
public sealed class Group
{
    [DataMember(Name = "id", Order = 1)] public string Id { get; set; } = "";
    [DataMember(Name = "creator_id", Order = 2)] public string CreatorId { get; set; } = "";
    [DataMember(Name = "name", Order = 3)] public string Name { get; set; } = "";
    [DataMember(Name = "description", Order = 4)] public string Description { get; set; } = "";
    [DataMember(Name = "lang_tag", Order = 5)] public string LangTag { get; set; } = "";
    [DataMember(Name = "metadata", Order = 6)] public string Metadata { get; set; } = "";
    [DataMember(Name = "avatar_url", Order = 7)] public string AvatarUrl { get; set; } = "";
    [DataMember(Name = "open", Order = 8)] public bool? Open { get; set; }
    [DataMember(Name = "edge_count", Order = 9)] public int EdgeCount { get; set; }
    [DataMember(Name = "max_count", Order = 10)] public int MaxCount { get; set; }
    [DataMember(Name = "create_time", Order = 11)] public DateTimeOffset? CreateTime { get; set; }
    [DataMember(Name = "update_time", Order = 12)] public DateTimeOffset? UpdateTime { get; set; }
}

/// <summary>A page of groups.</summary>
[DataContract]
public sealed class GroupList
{
    [DataMember(Name = "groups", Order = 1)] public List<Group> Groups { get; set; } = [];
    [DataMember(Name = "cursor", Order = 2)] public string Cursor { get; set; } = "";
}

/// <summary>A page of a group's members.</summary>
[DataContract]
public sealed class GroupUserList
{
    [DataMember(Name = "group_users", Order = 1)] public List<GroupUser> GroupUsers { get; set; } = [];
    [DataMember(Name = "cursor", Order = 2)] public string Cursor { get; set; } = "";
}

/// <summary>A member and the rank in the group; set even when it is 0, the highest.</summary>
[DataContract(Name = "GroupUserList.GroupUser")]
public sealed class GroupUser
{
    [DataMember(Name = "user", Order = 1)] public User? User { get; set; }
    [DataMember(Name = "state", Order = 2)] public int? State { get; set; }
}

/// <summary>A member's rank in the group.</summary>
[DataContract(Name = "GroupUserList.GroupUser.State")]
public enum GroupUserState
{
    [EnumMember(Value = "SUPERADMIN")] Superadmin = 0,
    [EnumMember(Value = "ADMIN")] Admin = 1,
    [EnumMember(Value = "MEMBER")] Member = 2,
    [EnumMember(Value = "JOIN_REQUEST")] JoinRequest = 3,
}

/// <summary>A page of the groups a player is in.</summary>
[DataContract]
public sealed class UserGroupList
{
    [DataMember(Name = "user_groups", Order = 1)] public List<UserGroup> UserGroups { get; set; } = [];
    [DataMember(Name = "cursor", Order = 2)] public string Cursor { get; set; } = "";
}

/// <summary>A group and the player's rank in it; set even when it is 0, the highest.</summary>
[DataContract(Name = "UserGroupList.UserGroup")]
public sealed class UserGroup
{
    [DataMember(Name = "group", Order = 1)] public Group? Group { get; set; }
    [DataMember(Name = "state", Order = 2)] public int? State { get; set; }
}

/// <summary>A player's rank in a group of theirs.</summary>
[DataContract(Name = "UserGroupList.UserGroup.State")]
public enum UserGroupState
{
    [EnumMember(Value = "SUPERADMIN")] Superadmin = 0,
    [EnumMember(Value = "ADMIN")] Admin = 1,
    [EnumMember(Value = "MEMBER")] Member = 2,
    [EnumMember(Value = "JOIN_REQUEST")] JoinRequest = 3,
}

/// <summary>Found a group; its founder becomes super-admin.</summary>
[DataContract]
public sealed class CreateGroupRequest
{
    [DataMember(Name = "name", Order = 1)] public string Name { get; set; } = "";
    [DataMember(Name = "description", Order = 2)] public string Description { get; set; } = "";
    [DataMember(Name = "lang_tag", Order = 3)] public string LangTag { get; set; } = "";
    [DataMember(Name = "avatar_url", Order = 4)] public string AvatarUrl { get; set; } = "";
    [DataMember(Name = "open", Order = 5)] public bool Open { get; set; }
    [DataMember(Name = "max_count", Order = 6)] public int MaxCount { get; set; }
}

/// <summary>Edit a group: an unset field stays as it is.</summary>
[DataContract]
public sealed class UpdateGroupRequest
{
    [DataMember(Name = "group_id", Order = 1)] public string GroupId { get; set; } = "";
    [DataMember(Name = "name", Order = 2)] public string? Name { get; set; }
    [DataMember(Name = "description", Order = 3)] public string? Description { get; set; }
    [DataMember(Name = "lang_tag", Order = 4)] public string? LangTag { get; set; }
    [DataMember(Name = "avatar_url", Order = 5)] public string? AvatarUrl { get; set; }
    [DataMember(Name = "open", Order = 6)] public bool? Open { get; set; }
}

/// <summary>Disband a group.</summary>
[DataContract]
public sealed class DeleteGroupRequest
{
    [DataMember(Name = "group_id", Order = 1)] public string GroupId { get; set; } = "";
}

/// <summary>Search groups by name, language, size or openness.</summary>
[DataContract]
public sealed class ListGroupsRequest
{
    [DataMember(Name = "name", Order = 1)] public string Name { get; set; } = "";
    [DataMember(Name = "cursor", Order = 2)] public string Cursor { get; set; } = "";
    [DataMember(Name = "limit", Order = 3)] public int? Limit { get; set; }
    [DataMember(Name = "lang_tag", Order = 4)] public string LangTag { get; set; } = "";
    [DataMember(Name = "members", Order = 5)] public int? Members { get; set; }
    [DataMember(Name = "open", Order = 6)] public bool? Open { get; set; }
}
