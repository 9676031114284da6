using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api.Kaos;

/// <summary>Ask for ranks of a period: the current one without an <c>expiry</c>, or any by its end in Unix seconds.</summary>
[DataContract]
public sealed class ListLeaderboardRanksRequest
{
    [DataMember(Name = "leaderboard_id", Order = 1)] public string LeaderboardId { get; set; } = "";
    [DataMember(Name = "owner_ids", Order = 2)] public List<string> OwnerIds { get; set; } = [];
    [DataMember(Name = "expiry", Order = 3)] public long? Expiry { get; set; }
}

/// <summary>Ranks of owners in a period, as of one moment; who has no record in it is left out.</summary>
[DataContract]
public sealed class LeaderboardRankList
{
    [DataMember(Name = "ranks", Order = 1)] public List<LeaderboardRank> Ranks { get; set; } = [];
    [DataMember(Name = "rank_count", Order = 2)] public long RankCount { get; set; }
    [DataMember(Name = "expiry", Order = 3)] public long Expiry { get; set; }
}

/// <summary>An owner's rank.</summary>
[DataContract]
public sealed class LeaderboardRank
{
    [DataMember(Name = "owner_id", Order = 1)] public string OwnerId { get; set; } = "";
    [DataMember(Name = "rank", Order = 2)] public long Rank { get; set; }
}
