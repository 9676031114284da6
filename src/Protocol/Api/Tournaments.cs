using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api;

/// <summary>A ranking with a beginning, an end and rounds. Times in seconds.</summary>
[DataContract]
public sealed class Tournament
{
    [DataMember(Name = "id", Order = 1)] public string Id { get; set; } = "";
    [DataMember(Name = "title", Order = 2)] public string Title { get; set; } = "";
    [DataMember(Name = "description", Order = 3)] public string Description { get; set; } = "";
    [DataMember(Name = "category", Order = 4)] public uint Category { get; set; }
    [DataMember(Name = "sort_order", Order = 5)] public uint SortOrder { get; set; }
    [DataMember(Name = "size", Order = 6)] public uint Size { get; set; }
    [DataMember(Name = "max_size", Order = 7)] public uint MaxSize { get; set; }
    [DataMember(Name = "max_num_score", Order = 8)] public uint MaxNumScore { get; set; }
    [DataMember(Name = "can_enter", Order = 9)] public bool CanEnter { get; set; }
    [DataMember(Name = "end_active", Order = 10)] public uint EndActive { get; set; }
    [DataMember(Name = "next_reset", Order = 11)] public uint NextReset { get; set; }
    [DataMember(Name = "metadata", Order = 12)] public string Metadata { get; set; } = "";
    [DataMember(Name = "create_time", Order = 13)] public DateTimeOffset? CreateTime { get; set; }
    [DataMember(Name = "start_time", Order = 14)] public DateTimeOffset? StartTime { get; set; }
    [DataMember(Name = "end_time", Order = 15)] public DateTimeOffset? EndTime { get; set; }
    [DataMember(Name = "duration", Order = 16)] public uint Duration { get; set; }
    [DataMember(Name = "start_active", Order = 17)] public uint StartActive { get; set; }
    [DataMember(Name = "prev_reset", Order = 18)] public uint PrevReset { get; set; }
    [DataMember(Name = "operator", Order = 19)] public Operator Operator { get; set; }
    [DataMember(Name = "authoritative", Order = 20)] public bool Authoritative { get; set; }
    [DataMember(Name = "join_required", Order = 21)] public bool JoinRequired { get; set; }
}

/// <summary>A page of tournaments.</summary>
[DataContract]
public sealed class TournamentList
{
    [DataMember(Name = "tournaments", Order = 1)] public List<Tournament> Tournaments { get; set; } = [];
    [DataMember(Name = "cursor", Order = 2)] public string Cursor { get; set; } = "";
}

/// <summary>A page of a tournament's ranking, and the records of the owners asked for.</summary>
[DataContract]
public sealed class TournamentRecordList : SharedMessage
{
    [DataMember(Name = "records", Order = 1)] public List<LeaderboardRecord> Records { get; set; } = [];
    [DataMember(Name = "owner_records", Order = 2)] public List<LeaderboardRecord> OwnerRecords { get; set; } = [];
    [DataMember(Name = "next_cursor", Order = 3)] public string NextCursor { get; set; } = "";
    [DataMember(Name = "prev_cursor", Order = 4)] public string PrevCursor { get; set; } = "";
    [DataMember(Name = "rank_count", Order = 5)] public long RankCount { get; set; }
}

/// <summary>Enter a tournament.</summary>
[DataContract]
public sealed class JoinTournamentRequest
{
    [DataMember(Name = "tournament_id", Order = 1)] public string TournamentId { get; set; } = "";
}

/// <summary>Hand in a score of a tournament.</summary>
[DataContract]
public sealed class WriteTournamentRecordRequest
{
    [DataMember(Name = "tournament_id", Order = 1)] public string TournamentId { get; set; } = "";
    [DataMember(Name = "record", Order = 2)] public TournamentRecordWrite? Record { get; set; }
}

/// <summary>The score handed in; over HTTP this is the whole body.</summary>
[DataContract(Name = "WriteTournamentRecordRequest.TournamentRecordWrite")]
public sealed class TournamentRecordWrite
{
    [DataMember(Name = "score", Order = 1)] public long Score { get; set; }
    [DataMember(Name = "subscore", Order = 2)] public long Subscore { get; set; }
    [DataMember(Name = "metadata", Order = 3)] public string Metadata { get; set; } = "";
    [DataMember(Name = "operator", Order = 4)] public Operator Operator { get; set; }
}

/// <summary>Take the own record off a tournament.</summary>
[DataContract]
public sealed class DeleteTournamentRecordRequest
{
    [DataMember(Name = "tournament_id", Order = 1)] public string TournamentId { get; set; } = "";
}

/// <summary>Ask for a page of tournaments; times in Unix seconds.</summary>
[DataContract]
public sealed class ListTournamentsRequest
{
    [DataMember(Name = "category_start", Order = 1)] public uint? CategoryStart { get; set; }
    [DataMember(Name = "category_end", Order = 2)] public uint? CategoryEnd { get; set; }
    [DataMember(Name = "start_time", Order = 3)] public uint? StartTime { get; set; }
    [DataMember(Name = "end_time", Order = 4)] public uint? EndTime { get; set; }
    [DataMember(Name = "limit", Order = 6)] public int? Limit { get; set; }
    [DataMember(Name = "cursor", Order = 8)] public string Cursor { get; set; } = "";
}

/// <summary>Ask for a page of a tournament's ranking, from the top.</summary>
[DataContract]
public sealed class ListTournamentRecordsRequest
{
    [DataMember(Name = "tournament_id", Order = 1)] public string TournamentId { get; set; } = "";
    [DataMember(Name = "owner_ids", Order = 2)] public List<string> OwnerIds { get; set; } = [];
    [DataMember(Name = "limit", Order = 3)] public int? Limit { get; set; }
    [DataMember(Name = "cursor", Order = 4)] public string Cursor { get; set; } = "";
    [DataMember(Name = "expiry", Order = 5)] public long? Expiry { get; set; }
}

/// <summary>Ask for the part of a tournament's ranking around one player.</summary>
[DataContract]
public sealed class ListTournamentRecordsAroundOwnerRequest
{
    [DataMember(Name = "tournament_id", Order = 1)] public string TournamentId { get; set; } = "";
    [DataMember(Name = "limit", Order = 2)] public uint? Limit { get; set; }
    [DataMember(Name = "owner_id", Order = 3)] public string OwnerId { get; set; } = "";
    [DataMember(Name = "expiry", Order = 4)] public long? Expiry { get; set; }
    [DataMember(Name = "cursor", Order = 5)] public string Cursor { get; set; } = "";
}
