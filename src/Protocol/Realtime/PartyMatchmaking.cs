using System.Runtime.Serialization;

namespace KaosNet.Protocol.Realtime;

/// <summary>Look for opponents as a party.</summary>
[DataContract]
public sealed class PartyMatchmakerAdd
{
    [DataMember(Name = "party_id", Order = 1)] public string PartyId { get; set; } = "";
    [DataMember(Name = "min_count", Order = 2)] public int MinCount { get; set; }
    [DataMember(Name = "max_count", Order = 3)] public int MaxCount { get; set; }
    [DataMember(Name = "query", Order = 4)] public string Query { get; set; } = "";
    [DataMember(Name = "string_properties", Order = 5)] public Dictionary<string, string> StringProperties { get; set; } = [];
    [DataMember(Name = "numeric_properties", Order = 6)] public Dictionary<string, double> NumericProperties { get; set; } = [];
    [DataMember(Name = "count_multiple", Order = 7)] public int? CountMultiple { get; set; }
}

/// <summary>Stop looking.</summary>
[DataContract]
public sealed class PartyMatchmakerRemove
{
    [DataMember(Name = "party_id", Order = 1)] public string PartyId { get; set; } = "";
    [DataMember(Name = "ticket", Order = 2)] public string Ticket { get; set; } = "";
}

/// <summary>The receipt for a party's search, to all members.</summary>
[DataContract]
public sealed class PartyMatchmakerTicket
{
    [DataMember(Name = "party_id", Order = 1)] public string PartyId { get; set; } = "";
    [DataMember(Name = "ticket", Order = 2)] public string Ticket { get; set; } = "";
}
