using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api.Kaos;

/// <summary>Ask for a page of a board as it was. <c>at</c> is an RFC 3339 time or the sequence number of an event; empty for now.</summary>
[DataContract]
public sealed class ListLeaderboardRecordsAtRequest
{
    [DataMember(Name = "leaderboard_id", Order = 1)] public string LeaderboardId { get; set; } = "";
    [DataMember(Name = "at", Order = 2)] public string At { get; set; } = "";
    [DataMember(Name = "expiry", Order = 3)] public long? Expiry { get; set; }
    [DataMember(Name = "limit", Order = 4)] public int? Limit { get; set; }
    [DataMember(Name = "cursor", Order = 5)] public string Cursor { get; set; } = "";
}

/// <summary>A page of a board as it was, with the board's rules of that time.</summary>
[DataContract]
public sealed class LeaderboardRecordListAt
{
    [DataMember(Name = "leaderboard", Order = 1)] public Leaderboard? Leaderboard { get; set; }
    [DataMember(Name = "at", Order = 2)] public DateTimeOffset? At { get; set; }
    [DataMember(Name = "expiry", Order = 3)] public long Expiry { get; set; }
    [DataMember(Name = "records", Order = 4)] public List<LeaderboardRecord> Records { get; set; } = [];
    [DataMember(Name = "next_cursor", Order = 5)] public string NextCursor { get; set; } = "";
    [DataMember(Name = "prev_cursor", Order = 6)] public string PrevCursor { get; set; } = "";
    [DataMember(Name = "rank_count", Order = 7)] public long RankCount { get; set; }
}

/// <summary>
/// Ask for an owner's record as it was: at a moment as above, or as its own event of that <c>version</c> left it (from 1), in the period that ends at
/// <c>expiry</c>.
/// </summary>
[DataContract]
public sealed class GetLeaderboardRecordAtRequest
{
    [DataMember(Name = "leaderboard_id", Order = 1)] public string LeaderboardId { get; set; } = "";
    [DataMember(Name = "owner_id", Order = 2)] public string OwnerId { get; set; } = "";
    [DataMember(Name = "at", Order = 3)] public string At { get; set; } = "";
    [DataMember(Name = "version", Order = 4)] public long? Version { get; set; }
    [DataMember(Name = "expiry", Order = 5)] public long? Expiry { get; set; }
}

/// <summary>An owner's record as it was, with its rank among so many, and the event that had made it so.</summary>
[DataContract]
public sealed class LeaderboardRecordAt
{
    [DataMember(Name = "record", Order = 1)] public LeaderboardRecord? Record { get; set; }
    [DataMember(Name = "rank_count", Order = 2)] public long RankCount { get; set; }
    [DataMember(Name = "version", Order = 3)] public long Version { get; set; }
    [DataMember(Name = "sequence", Order = 4)] public long Sequence { get; set; }
}
