using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api;

/// <summary>A party as the listing shows it. <c>label</c> is JSON text.</summary>
[DataContract]
public sealed class Party
{
    [DataMember(Name = "party_id", Order = 1)] public string PartyId { get; set; } = "";
    [DataMember(Name = "open", Order = 2)] public bool Open { get; set; }
    [DataMember(Name = "hidden", Order = 3)] public bool Hidden { get; set; }
    [DataMember(Name = "max_size", Order = 4)] public int MaxSize { get; set; }
    [DataMember(Name = "label", Order = 5)] public string Label { get; set; } = "";
}

/// <summary>A page of parties.</summary>
[DataContract]
public sealed class PartyList
{
    [DataMember(Name = "parties", Order = 1)] public List<Party> Parties { get; set; } = [];
    [DataMember(Name = "cursor", Order = 2)] public string Cursor { get; set; } = "";
}

/// <summary>Search parties.</summary>
[DataContract]
public sealed class ListPartiesRequest
{
    [DataMember(Name = "limit", Order = 1)] public int? Limit { get; set; }
    [DataMember(Name = "open", Order = 2)] public bool? Open { get; set; }
    [DataMember(Name = "query", Order = 3)] public string? Query { get; set; }
    [DataMember(Name = "cursor", Order = 4)] public string? Cursor { get; set; }
}
