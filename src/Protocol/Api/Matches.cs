using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api;

/// <summary>A running match as the listing shows it.</summary>
[DataContract]
public sealed class Match
{
    [DataMember(Name = "match_id", Order = 1)] public string MatchId { get; set; } = "";
    [DataMember(Name = "authoritative", Order = 2)] public bool Authoritative { get; set; }
    [DataMember(Name = "label", Order = 3)] public string? Label { get; set; }
    [DataMember(Name = "size", Order = 4)] public int Size { get; set; }
    [DataMember(Name = "tick_rate", Order = 5)] public int TickRate { get; set; }
    [DataMember(Name = "handler_name", Order = 6)] public string HandlerName { get; set; } = "";
}

/// <summary>The matches found.</summary>
[DataContract]
public sealed class MatchList
{
    [DataMember(Name = "matches", Order = 1)] public List<Match> Matches { get; set; } = [];
}

/// <summary>Search running matches by size, label or query.</summary>
[DataContract]
public sealed class ListMatchesRequest
{
    [DataMember(Name = "limit", Order = 1)] public int? Limit { get; set; }
    [DataMember(Name = "authoritative", Order = 2)] public bool? Authoritative { get; set; }
    [DataMember(Name = "label", Order = 3)] public string? Label { get; set; }
    [DataMember(Name = "min_size", Order = 4)] public int? MinSize { get; set; }
    [DataMember(Name = "max_size", Order = 5)] public int? MaxSize { get; set; }
    [DataMember(Name = "query", Order = 6)] public string? Query { get; set; }
}

/// <summary>How busy the matchmaker is.</summary>
[DataContract]
public sealed class MatchmakerStats
{
    [DataMember(Name = "ticket_count", Order = 1)] public int TicketCount { get; set; }
    [DataMember(Name = "oldest_ticket_create_time", Order = 2)] public DateTimeOffset? OldestTicketCreateTime { get; set; }
    [DataMember(Name = "completions", Order = 3)] public List<MatchmakerCompletionStats> Completions { get; set; } = [];
}

/// <summary>When a ticket came in and when it was matched.</summary>
[DataContract]
public sealed class MatchmakerCompletionStats
{
    [DataMember(Name = "create_time", Order = 1)] public DateTimeOffset? CreateTime { get; set; }
    [DataMember(Name = "complete_time", Order = 2)] public DateTimeOffset? CompleteTime { get; set; }
}
