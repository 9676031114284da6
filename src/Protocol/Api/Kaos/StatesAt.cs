using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api.Kaos;

/// <summary>
/// Ask for what a user has as it was: <c>at</c> is an RFC 3339 time or the sequence number of an event, empty for now; <c>version</c> in its place is the
/// number of the thing's own event, from 1.
/// </summary>
[DataContract]
public sealed class GetUserStateAtRequest
{
    [DataMember(Name = "user_id", Order = 1)] public string UserId { get; set; } = "";
    [DataMember(Name = "at", Order = 2)] public string At { get; set; } = "";
    [DataMember(Name = "version", Order = 3)] public long? Version { get; set; }
}

/// <summary>Ask for something that has an id as it was.</summary>
[DataContract]
public sealed class GetStateAtRequest
{
    [DataMember(Name = "id", Order = 1)] public string Id { get; set; } = "";
    [DataMember(Name = "at", Order = 2)] public string At { get; set; } = "";
    [DataMember(Name = "version", Order = 3)] public long? Version { get; set; }
}

/// <summary>Ask for a stored object as it was.</summary>
[DataContract]
public sealed class GetStorageObjectAtRequest
{
    [DataMember(Name = "collection", Order = 1)] public string Collection { get; set; } = "";
    [DataMember(Name = "key", Order = 2)] public string Key { get; set; } = "";
    [DataMember(Name = "user_id", Order = 3)] public string UserId { get; set; } = "";
    [DataMember(Name = "at", Order = 4)] public string At { get; set; } = "";
    [DataMember(Name = "version", Order = 5)] public long? Version { get; set; }
}

/// <summary>Ask what two users were to each other.</summary>
[DataContract]
public sealed class GetFriendshipAtRequest
{
    [DataMember(Name = "user_id", Order = 1)] public string UserId { get; set; } = "";
    [DataMember(Name = "friend_id", Order = 2)] public string FriendId { get; set; } = "";
    [DataMember(Name = "at", Order = 3)] public string At { get; set; } = "";
    [DataMember(Name = "version", Order = 4)] public long? Version { get; set; }
}

/// <summary>Ask what all others were to a user.</summary>
[DataContract]
public sealed class ListFriendsAtRequest
{
    [DataMember(Name = "user_id", Order = 1)] public string UserId { get; set; } = "";
    [DataMember(Name = "at", Order = 2)] public string At { get; set; } = "";
}

/// <summary>
/// Something as it was at a moment. <c>state</c> is a JSON object as text; <c>version</c> and <c>sequence</c> name the last event by then, in its own stream
/// and among all events.
/// </summary>
[DataContract]
public sealed class StateAt
{
    [DataMember(Name = "kind", Order = 1)] public string Kind { get; set; } = "";
    [DataMember(Name = "at", Order = 2)] public DateTimeOffset? At { get; set; }
    [DataMember(Name = "version", Order = 3)] public long Version { get; set; }
    [DataMember(Name = "sequence", Order = 4)] public long Sequence { get; set; }
    [DataMember(Name = "change_time", Order = 5)] public DateTimeOffset? ChangeTime { get; set; }
    [DataMember(Name = "state", Order = 6)] public string State { get; set; } = "";
}

/// <summary>Ask for everything about a user.</summary>
[DataContract]
public sealed class ExportUserRequest
{
    [DataMember(Name = "user_id", Order = 1)] public string UserId { get; set; } = "";
}

/// <summary>
/// Everything about a user, for the user: <c>document</c> is a JSON object as text, with a list of rows for each section. <c>forget_time</c> is when the person was
/// forgotten.
/// </summary>
[DataContract]
public sealed class UserExport
{
    [DataMember(Name = "user_id", Order = 1)] public string UserId { get; set; } = "";
    [DataMember(Name = "export_time", Order = 2)] public DateTimeOffset? ExportTime { get; set; }
    [DataMember(Name = "forget_time", Order = 3)] public DateTimeOffset? ForgetTime { get; set; }
    [DataMember(Name = "document", Order = 4)] public string Document { get; set; } = "";
}
