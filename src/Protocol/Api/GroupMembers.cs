using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api;

/// <summary>Join an open group, or ask to be let into a closed one.</summary>
[DataContract]
public sealed class JoinGroupRequest
{
    [DataMember(Name = "group_id", Order = 1)] public string GroupId { get; set; } = "";
}

/// <summary>Leave a group.</summary>
[DataContract]
public sealed class LeaveGroupRequest
{
    [DataMember(Name = "group_id", Order = 1)] public string GroupId { get; set; } = "";
}

/// <summary>Let players in: invited or asking.</summary>
[DataContract]
public sealed class AddGroupUsersRequest
{
    [DataMember(Name = "group_id", Order = 1)] public string GroupId { get; set; } = "";
    [DataMember(Name = "user_ids", Order = 2)] public List<string> UserIds { get; set; } = [];
}

/// <summary>Put members out.</summary>
[DataContract]
public sealed class KickGroupUsersRequest
{
    [DataMember(Name = "group_id", Order = 1)] public string GroupId { get; set; } = "";
    [DataMember(Name = "user_ids", Order = 2)] public List<string> UserIds { get; set; } = [];
}

/// <summary>Put members out for good.</summary>
[DataContract]
public sealed class BanGroupUsersRequest
{
    [DataMember(Name = "group_id", Order = 1)] public string GroupId { get; set; } = "";
    [DataMember(Name = "user_ids", Order = 2)] public List<string> UserIds { get; set; } = [];
}

/// <summary>Raise members by one rank.</summary>
[DataContract]
public sealed class PromoteGroupUsersRequest
{
    [DataMember(Name = "group_id", Order = 1)] public string GroupId { get; set; } = "";
    [DataMember(Name = "user_ids", Order = 2)] public List<string> UserIds { get; set; } = [];
}

/// <summary>Lower members by one rank.</summary>
[DataContract]
public sealed class DemoteGroupUsersRequest
{
    [DataMember(Name = "group_id", Order = 1)] public string GroupId { get; set; } = "";
    [DataMember(Name = "user_ids", Order = 2)] public List<string> UserIds { get; set; } = [];
}

/// <summary>Ask for a page of a group's members.</summary>
[DataContract]
public sealed class ListGroupUsersRequest
{
    [DataMember(Name = "group_id", Order = 1)] public string GroupId { get; set; } = "";
    [DataMember(Name = "limit", Order = 2)] public int? Limit { get; set; }
    [DataMember(Name = "state", Order = 3)] public int? State { get; set; }
    [DataMember(Name = "cursor", Order = 4)] public string Cursor { get; set; } = "";
}

/// <summary>Ask for a page of a player's groups.</summary>
[DataContract]
public sealed class ListUserGroupsRequest
{
    [DataMember(Name = "user_id", Order = 1)] public string UserId { get; set; } = "";
    [DataMember(Name = "limit", Order = 2)] public int? Limit { get; set; }
    [DataMember(Name = "state", Order = 3)] public int? State { get; set; }
    [DataMember(Name = "cursor", Order = 4)] public string Cursor { get; set; } = "";
}
