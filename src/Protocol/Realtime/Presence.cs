using System.Runtime.Serialization;

namespace KaosNet.Protocol.Realtime;

/// <summary>A player's session somewhere. <c>status</c> only travels in status events, <c>persistence</c> only in chat.</summary>
[DataContract]
public sealed class UserPresence
{
    [DataMember(Name = "user_id", Order = 1)] public string UserId { get; set; } = "";
    [DataMember(Name = "session_id", Order = 2)] public string SessionId { get; set; } = "";
    [DataMember(Name = "username", Order = 3)] public string Username { get; set; } = "";
    [DataMember(Name = "persistence", Order = 4)] public bool Persistence { get; set; }
    [DataMember(Name = "status", Order = 5)] public string? Status { get; set; }
}

/// <summary>Who of the followed is online.</summary>
[DataContract]
public sealed class Status
{
    [DataMember(Name = "presences", Order = 1)] public List<UserPresence> Presences { get; set; } = [];
}

/// <summary>Follow players' status.</summary>
[DataContract]
public sealed class StatusFollow
{
    [DataMember(Name = "user_ids", Order = 1)] public List<string> UserIds { get; set; } = [];
    [DataMember(Name = "usernames", Order = 2)] public List<string> Usernames { get; set; } = [];
}

/// <summary>Follow them no longer.</summary>
[DataContract]
public sealed class StatusUnfollow
{
    [DataMember(Name = "user_ids", Order = 1)] public List<string> UserIds { get; set; } = [];
}

/// <summary>Set the own status; unset means to go invisible, empty is a status.</summary>
[DataContract]
public sealed class StatusUpdate
{
    [DataMember(Name = "status", Order = 1)] public string? Status { get; set; }
}

/// <summary>Followed players came, went or changed their status.</summary>
[DataContract]
public sealed class StatusPresenceEvent
{
    [DataMember(Name = "joins", Order = 2)] public List<UserPresence> Joins { get; set; } = [];
    [DataMember(Name = "leaves", Order = 3)] public List<UserPresence> Leaves { get; set; } = [];
}
