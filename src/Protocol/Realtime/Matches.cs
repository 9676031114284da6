using System.Runtime.Serialization;

namespace KaosNet.Protocol.Realtime;

/// <summary>The match one has joined.</summary>
[DataContract]
public sealed class Match
{
    [DataMember(Name = "match_id", Order = 1)] public string MatchId { get; set; } = "";
    [DataMember(Name = "authoritative", Order = 2)] public bool Authoritative { get; set; }
    [DataMember(Name = "label", Order = 3)] public string? Label { get; set; }
    [DataMember(Name = "size", Order = 4)] public int Size { get; set; }
    [DataMember(Name = "presences", Order = 5)] public List<UserPresence> Presences { get; set; } = [];
    [DataMember(Name = "self", Order = 6)] public UserPresence? Self { get; set; }
}

/// <summary>Open a relayed match; the same name always leads to the same match.</summary>
[DataContract]
public sealed class MatchCreate
{
    [DataMember(Name = "name", Order = 1)] public string Name { get; set; } = "";
}

/// <summary>Join a match, by its id or by a matchmaker's token.</summary>
[DataContract]
public sealed class MatchJoin
{
    [OneOf("id"), DataMember(Name = "match_id", Order = 1)] public string? MatchId { get; set; }
    [OneOf("id"), DataMember(Name = "token", Order = 2)] public string? Token { get; set; }
    [DataMember(Name = "metadata", Order = 3)] public Dictionary<string, string> Metadata { get; set; } = [];
}

/// <summary>Leave a match.</summary>
[DataContract]
public sealed class MatchLeave
{
    [DataMember(Name = "match_id", Order = 1)] public string MatchId { get; set; } = "";
}

/// <summary>Data from another player or the server's match logic; base64 in JSON.</summary>
[DataContract]
public sealed class MatchData
{
    [DataMember(Name = "match_id", Order = 1)] public string MatchId { get; set; } = "";
    [DataMember(Name = "presence", Order = 2)] public UserPresence? Presence { get; set; }
    [DataMember(Name = "op_code", Order = 3)] public long OpCode { get; set; }
    [DataMember(Name = "data", Order = 4)] public byte[] Data { get; set; } = [];
    [DataMember(Name = "reliable", Order = 5)] public bool Reliable { get; set; }
}

/// <summary>Send data to a match, or to some of its players; base64 in JSON.</summary>
[DataContract]
public sealed class MatchDataSend
{
    [DataMember(Name = "match_id", Order = 1)] public string MatchId { get; set; } = "";
    [DataMember(Name = "op_code", Order = 2)] public long OpCode { get; set; }
    [DataMember(Name = "data", Order = 3)] public byte[] Data { get; set; } = [];
    [DataMember(Name = "presences", Order = 4)] public List<UserPresence> Presences { get; set; } = [];
    [DataMember(Name = "reliable", Order = 5)] public bool Reliable { get; set; }
}

/// <summary>Who came to a match and who left.</summary>
[DataContract]
public sealed class MatchPresenceEvent
{
    [DataMember(Name = "match_id", Order = 1)] public string MatchId { get; set; } = "";
    [DataMember(Name = "joins", Order = 2)] public List<UserPresence> Joins { get; set; } = [];
    [DataMember(Name = "leaves", Order = 3)] public List<UserPresence> Leaves { get; set; } = [];
}
