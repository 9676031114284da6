using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api;

/// <summary>A ranking and its rules. Resets are Unix seconds.</summary>
[DataContract]
public sealed class Leaderboard
{
    [DataMember(Name = "id", Order = 1)] public string Id { get; set; } = "";
    [DataMember(Name = "sort_order", Order = 2)] public uint SortOrder { get; set; }
    [DataMember(Name = "operator", Order = 3)] public Operator Operator { get; set; }
    [DataMember(Name = "prev_reset", Order = 4)] public uint PrevReset { get; set; }
    [DataMember(Name = "next_reset", Order = 5)] public uint NextReset { get; set; }
    [DataMember(Name = "metadata", Order = 6)] public string Metadata { get; set; } = "";
    [DataMember(Name = "create_time", Order = 7)] public DateTimeOffset? CreateTime { get; set; }
    [DataMember(Name = "authoritative", Order = 8)] public bool Authoritative { get; set; }
}

/// <summary>A page of rankings.</summary>
[DataContract]
public sealed class LeaderboardList
{
    [DataMember(Name = "leaderboards", Order = 1)] public List<Leaderboard> Leaderboards { get; set; } = [];
    [DataMember(Name = "cursor", Order = 2)] public string Cursor { get; set; } = "";
}

/// <summary>A player's best on a board. In JSON, score, subscore and rank are decimal strings.</summary>
[DataContract]
public sealed class LeaderboardRecord
{
    [DataMember(Name = "leaderboard_id", Order = 1)] public string LeaderboardId { get; set; } = "";
    [DataMember(Name = "owner_id", Order = 2)] public string OwnerId { get; set; } = "";
    [DataMember(Name = "username", Order = 3)] public string? Username { get; set; }
    [DataMember(Name = "score", Order = 4)] public long Score { get; set; }
    [DataMember(Name = "subscore", Order = 5)] public long Subscore { get; set; }
    [DataMember(Name = "num_score", Order = 6)] public int NumScore { get; set; }
    [DataMember(Name = "metadata", Order = 7)] public string Metadata { get; set; } = "";
    [DataMember(Name = "create_time", Order = 8)] public DateTimeOffset? CreateTime { get; set; }
    [DataMember(Name = "update_time", Order = 9)] public DateTimeOffset? UpdateTime { get; set; }
    [DataMember(Name = "expiry_time", Order = 10)] public DateTimeOffset? ExpiryTime { get; set; }
    [DataMember(Name = "rank", Order = 11)] public long Rank { get; set; }
    [DataMember(Name = "max_num_score", Order = 12)] public uint MaxNumScore { get; set; }
}

/// <summary>A page of a board, and the records of the owners asked for.</summary>
[DataContract]
public sealed class LeaderboardRecordList : SharedMessage
{
    [DataMember(Name = "records", Order = 1)] public List<LeaderboardRecord> Records { get; set; } = [];
    [DataMember(Name = "owner_records", Order = 2)] public List<LeaderboardRecord> OwnerRecords { get; set; } = [];
    [DataMember(Name = "next_cursor", Order = 3)] public string NextCursor { get; set; } = "";
    [DataMember(Name = "prev_cursor", Order = 4)] public string PrevCursor { get; set; } = "";
    [DataMember(Name = "rank_count", Order = 5)] public long RankCount { get; set; }
}

/// <summary>How a new score meets the old one; 0 leaves it to the board.</summary>
[DataContract]
public enum Operator
{
    [EnumMember(Value = "NO_OVERRIDE")] NoOverride = 0,
    [EnumMember(Value = "BEST")] Best = 1,
    [EnumMember(Value = "SET")] Set = 2,
    [EnumMember(Value = "INCREMENT")] Increment = 3,
    [EnumMember(Value = "DECREMENT")] Decrement = 4,
}

/// <summary>Hand in a score.</summary>
[DataContract]
public sealed class WriteLeaderboardRecordRequest
{
    [DataMember(Name = "leaderboard_id", Order = 1)] public string LeaderboardId { get; set; } = "";
    [DataMember(Name = "record", Order = 2)] public LeaderboardRecordWrite? Record { get; set; }
}

/// <summary>The score handed in; over HTTP this is the whole body.</summary>
[DataContract(Name = "WriteLeaderboardRecordRequest.LeaderboardRecordWrite")]
public sealed class LeaderboardRecordWrite
{
    [DataMember(Name = "score", Order = 1)] public long Score { get; set; }
    [DataMember(Name = "subscore", Order = 2)] public long Subscore { get; set; }
    [DataMember(Name = "metadata", Order = 3)] public string Metadata { get; set; } = "";
    [DataMember(Name = "operator", Order = 4)] public Operator Operator { get; set; }
}

/// <summary>Take the own record off a board.</summary>
[DataContract]
public sealed class DeleteLeaderboardRecordRequest
{
    [DataMember(Name = "leaderboard_id", Order = 1)] public string LeaderboardId { get; set; } = "";
}

/// <summary>Ask for a page of a board, from the top.</summary>
[DataContract]
public sealed class ListLeaderboardRecordsRequest
{
    [DataMember(Name = "leaderboard_id", Order = 1)] public string LeaderboardId { get; set; } = "";
    [DataMember(Name = "owner_ids", Order = 2)] public List<string> OwnerIds { get; set; } = [];
    [DataMember(Name = "limit", Order = 3)] public int? Limit { get; set; }
    [DataMember(Name = "cursor", Order = 4)] public string Cursor { get; set; } = "";
    [DataMember(Name = "expiry", Order = 5)] public long? Expiry { get; set; }
}

/// <summary>Ask for the part of a board around one player.</summary>
[DataContract]
public sealed class ListLeaderboardRecordsAroundOwnerRequest
{
    [DataMember(Name = "leaderboard_id", Order = 1)] public string LeaderboardId { get; set; } = "";
    [DataMember(Name = "limit", Order = 2)] public uint? Limit { get; set; }
    [DataMember(Name = "owner_id", Order = 3)] public string OwnerId { get; set; } = "";
    [DataMember(Name = "expiry", Order = 4)] public long? Expiry { get; set; }
    [DataMember(Name = "cursor", Order = 5)] public string Cursor { get; set; } = "";
}
