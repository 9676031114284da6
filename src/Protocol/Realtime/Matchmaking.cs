using System.Runtime.Serialization;

namespace KaosNet.Protocol.Realtime;

/// <summary>Look for opponents.</summary>
[DataContract]
public sealed class MatchmakerAdd
{
    [DataMember(Name = "min_count", Order = 1)] public int MinCount { get; set; }
    [DataMember(Name = "max_count", Order = 2)] public int MaxCount { get; set; }
    [DataMember(Name = "query", Order = 3)] public string Query { get; set; } = "";
    [DataMember(Name = "string_properties", Order = 4)] public Dictionary<string, string> StringProperties { get; set; } = [];
    [DataMember(Name = "numeric_properties", Order = 5)] public Dictionary<string, double> NumericProperties { get; set; } = [];
    [DataMember(Name = "count_multiple", Order = 6)] public int? CountMultiple { get; set; }
}

/// <summary>The receipt for a search.</summary>
[DataContract]
public sealed class MatchmakerTicket
{
    [DataMember(Name = "ticket", Order = 1)] public string Ticket { get; set; } = "";
}

/// <summary>Stop looking.</summary>
[DataContract]
public sealed class MatchmakerRemove
{
    [DataMember(Name = "ticket", Order = 1)] public string Ticket { get; set; } = "";
}

/// <summary>Opponents found, and where to meet: a match id, or a token for a relayed match.</summary>
[DataContract]
public sealed class MatchmakerMatched
{
    [DataMember(Name = "ticket", Order = 1)] public string Ticket { get; set; } = "";
    [OneOf("id"), DataMember(Name = "match_id", Order = 2)] public string? MatchId { get; set; }
    [OneOf("id"), DataMember(Name = "token", Order = 3)] public string? Token { get; set; }
    [DataMember(Name = "users", Order = 4)] public List<MatchmakerUser> Users { get; set; } = [];
    [DataMember(Name = "self", Order = 5)] public MatchmakerUser? Self { get; set; }
}

/// <summary>One of the players matched, with the properties they searched with.</summary>
[DataContract(Name = "MatchmakerMatched.MatchmakerUser")]
public sealed class MatchmakerUser
{
    [DataMember(Name = "presence", Order = 1)] public UserPresence? Presence { get; set; }
    [DataMember(Name = "party_id", Order = 2)] public string PartyId { get; set; } = "";
    [DataMember(Name = "string_properties", Order = 5)] public Dictionary<string, string> StringProperties { get; set; } = [];
    [DataMember(Name = "numeric_properties", Order = 6)] public Dictionary<string, double> NumericProperties { get; set; } = [];
}
