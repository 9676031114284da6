using System.Runtime.Serialization;

namespace KaosNet.Protocol.Realtime;

/// <summary>The party one is in. <c>label</c> and <c>hidden</c> only travel in the answer to its creation.</summary>
[DataContract]
public sealed class Party
{
    [DataMember(Name = "party_id", Order = 1)] public string PartyId { get; set; } = "";
    [DataMember(Name = "open", Order = 2)] public bool Open { get; set; }
    [DataMember(Name = "hidden", Order = 3)] public bool Hidden { get; set; }
    [DataMember(Name = "max_size", Order = 4)] public int MaxSize { get; set; }
    [DataMember(Name = "self", Order = 5)] public UserPresence? Self { get; set; }
    [DataMember(Name = "leader", Order = 6)] public UserPresence? Leader { get; set; }
    [DataMember(Name = "presences", Order = 7)] public List<UserPresence> Presences { get; set; } = [];
    [DataMember(Name = "label", Order = 8)] public string Label { get; set; } = "";
}

/// <summary>Start a party.</summary>
[DataContract]
public sealed class PartyCreate
{
    [DataMember(Name = "open", Order = 1)] public bool Open { get; set; }
    [DataMember(Name = "max_size", Order = 2)] public int MaxSize { get; set; }
    [DataMember(Name = "label", Order = 3)] public string Label { get; set; } = "";
    [DataMember(Name = "hidden", Order = 4)] public bool Hidden { get; set; }
}

/// <summary>Change a party's label, openness or visibility; both the wish and the news of it.</summary>
[DataContract]
public sealed class PartyUpdate
{
    [DataMember(Name = "party_id", Order = 1)] public string PartyId { get; set; } = "";
    [DataMember(Name = "label", Order = 2)] public string Label { get; set; } = "";
    [DataMember(Name = "open", Order = 3)] public bool Open { get; set; }
    [DataMember(Name = "hidden", Order = 4)] public bool Hidden { get; set; }
}

/// <summary>Join a party, or ask to be let in.</summary>
[DataContract]
public sealed class PartyJoin
{
    [DataMember(Name = "party_id", Order = 1)] public string PartyId { get; set; } = "";
}

/// <summary>Leave a party.</summary>
[DataContract]
public sealed class PartyLeave
{
    [DataMember(Name = "party_id", Order = 1)] public string PartyId { get; set; } = "";
}

/// <summary>End a party; also tells members that it is over for them.</summary>
[DataContract]
public sealed class PartyClose
{
    [DataMember(Name = "party_id", Order = 1)] public string PartyId { get; set; } = "";
}

/// <summary>Who came to a party and who left.</summary>
[DataContract]
public sealed class PartyPresenceEvent
{
    [DataMember(Name = "party_id", Order = 1)] public string PartyId { get; set; } = "";
    [DataMember(Name = "joins", Order = 2)] public List<UserPresence> Joins { get; set; } = [];
    [DataMember(Name = "leaves", Order = 3)] public List<UserPresence> Leaves { get; set; } = [];
}

/// <summary>The party has a new leader.</summary>
[DataContract]
public sealed class PartyLeader
{
    [DataMember(Name = "party_id", Order = 1)] public string PartyId { get; set; } = "";
    [DataMember(Name = "presence", Order = 2)] public UserPresence? Presence { get; set; }
}

/// <summary>Make another member the leader.</summary>
[DataContract]
public sealed class PartyPromote
{
    [DataMember(Name = "party_id", Order = 1)] public string PartyId { get; set; } = "";
    [DataMember(Name = "presence", Order = 2)] public UserPresence? Presence { get; set; }
}

/// <summary>Let a player in.</summary>
[DataContract]
public sealed class PartyAccept
{
    [DataMember(Name = "party_id", Order = 1)] public string PartyId { get; set; } = "";
    [DataMember(Name = "presence", Order = 2)] public UserPresence? Presence { get; set; }
}

/// <summary>Put a member out, or turn a player away.</summary>
[DataContract]
public sealed class PartyRemove
{
    [DataMember(Name = "party_id", Order = 1)] public string PartyId { get; set; } = "";
    [DataMember(Name = "presence", Order = 2)] public UserPresence? Presence { get; set; }
}

/// <summary>Players who ask to be let in.</summary>
[DataContract]
public sealed class PartyJoinRequest
{
    [DataMember(Name = "party_id", Order = 1)] public string PartyId { get; set; } = "";
    [DataMember(Name = "presences", Order = 2)] public List<UserPresence> Presences { get; set; } = [];
}

/// <summary>Ask who waits to be let in.</summary>
[DataContract]
public sealed class PartyJoinRequestList
{
    [DataMember(Name = "party_id", Order = 1)] public string PartyId { get; set; } = "";
}

/// <summary>Data from a member; base64 in JSON.</summary>
[DataContract]
public sealed class PartyData
{
    [DataMember(Name = "party_id", Order = 1)] public string PartyId { get; set; } = "";
    [DataMember(Name = "presence", Order = 2)] public UserPresence? Presence { get; set; }
    [DataMember(Name = "op_code", Order = 3)] public long OpCode { get; set; }
    [DataMember(Name = "data", Order = 4)] public byte[] Data { get; set; } = [];
}

/// <summary>Send data to the party; base64 in JSON.</summary>
[DataContract]
public sealed class PartyDataSend
{
    [DataMember(Name = "party_id", Order = 1)] public string PartyId { get; set; } = "";
    [DataMember(Name = "op_code", Order = 2)] public long OpCode { get; set; }
    [DataMember(Name = "data", Order = 3)] public byte[] Data { get; set; } = [];
}
