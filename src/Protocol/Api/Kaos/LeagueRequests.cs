using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api.Kaos;

/// <summary>Set a league up. Without a start time its first season begins at once.</summary>
[DataContract]
public sealed class CreateLeagueRequest
{
    [DataMember(Name = "id", Order = 1)] public string Id { get; set; } = "";
    [DataMember(Name = "title", Order = 2)] public string Title { get; set; } = "";
    [DataMember(Name = "metadata", Order = 3)] public string Metadata { get; set; } = "";
    [DataMember(Name = "rules", Order = 4)] public LeagueRules? Rules { get; set; }
    [DataMember(Name = "start_time", Order = 5)] public DateTimeOffset? StartTime { get; set; }
}

/// <summary>Edit a league; what is missing stays. Rules are given as a whole and are those of the next season.</summary>
[DataContract]
public sealed class UpdateLeagueRequest
{
    [DataMember(Name = "league_id", Order = 1)] public string LeagueId { get; set; } = "";
    [DataMember(Name = "title", Order = 2)] public string? Title { get; set; }
    [DataMember(Name = "metadata", Order = 3)] public string? Metadata { get; set; }
    [DataMember(Name = "rules", Order = 4)] public LeagueRules? Rules { get; set; }
}

/// <summary>Name a league.</summary>
[DataContract]
public sealed class LeagueRequest
{
    [DataMember(Name = "league_id", Order = 1)] public string LeagueId { get; set; } = "";
}

/// <summary>Name a player of a league.</summary>
[DataContract]
public sealed class LeagueMemberRequest
{
    [DataMember(Name = "league_id", Order = 1)] public string LeagueId { get; set; } = "";
    [DataMember(Name = "user_id", Order = 2)] public string UserId { get; set; } = "";
}

/// <summary>Put a player into another division, from the next season on.</summary>
[DataContract]
public sealed class MoveLeagueMemberRequest
{
    [DataMember(Name = "league_id", Order = 1)] public string LeagueId { get; set; } = "";
    [DataMember(Name = "user_id", Order = 2)] public string UserId { get; set; } = "";
    [DataMember(Name = "division", Order = 3)] public int Division { get; set; }
}

/// <summary>A score handed in in a league; metadata is a JSON object and keeps the record's when empty.</summary>
[DataContract]
public sealed class LeagueScore
{
    [DataMember(Name = "score", Order = 1)] public long Score { get; set; }
    [DataMember(Name = "subscore", Order = 2)] public long Subscore { get; set; }
    [DataMember(Name = "metadata", Order = 3)] public string Metadata { get; set; } = "";
}

/// <summary>Hand in a score in a league.</summary>
[DataContract]
public sealed class WriteLeagueScoreRequest
{
    [DataMember(Name = "league_id", Order = 1)] public string LeagueId { get; set; } = "";
    [DataMember(Name = "record", Order = 2)] public LeagueScore? Record { get; set; }
}

/// <summary>Hand in a score for a player of a league.</summary>
[DataContract]
public sealed class WriteLeagueMemberScoreRequest
{
    [DataMember(Name = "league_id", Order = 1)] public string LeagueId { get; set; } = "";
    [DataMember(Name = "user_id", Order = 2)] public string UserId { get; set; } = "";
    [DataMember(Name = "record", Order = 3)] public LeagueScore? Record { get; set; }
}

/// <summary>Ask for leagues; 1 to 100 of them, 100 unless said.</summary>
[DataContract]
public sealed class ListLeaguesRequest
{
    [DataMember(Name = "limit", Order = 1)] public int? Limit { get; set; }
    [DataMember(Name = "cursor", Order = 2)] public string Cursor { get; set; } = "";
}

/// <summary>Ask for the seasons of a league, or for the caller's results in them.</summary>
[DataContract]
public sealed class ListLeagueSeasonsRequest
{
    [DataMember(Name = "league_id", Order = 1)] public string LeagueId { get; set; } = "";
    [DataMember(Name = "limit", Order = 2)] public int? Limit { get; set; }
    [DataMember(Name = "cursor", Order = 3)] public string Cursor { get; set; } = "";
}

/// <summary>Ask for the groups of a season; the latest, and all divisions, unless said.</summary>
[DataContract]
public sealed class ListLeagueGroupsRequest
{
    [DataMember(Name = "league_id", Order = 1)] public string LeagueId { get; set; } = "";
    [DataMember(Name = "season", Order = 2)] public int? Season { get; set; }
    [DataMember(Name = "division", Order = 3)] public int? Division { get; set; }
    [DataMember(Name = "limit", Order = 4)] public int? Limit { get; set; }
    [DataMember(Name = "cursor", Order = 5)] public string Cursor { get; set; } = "";
}

/// <summary>Ask for the standings of a group; without a division and a group, of the caller's own.</summary>
[DataContract]
public sealed class ListLeagueStandingsRequest
{
    [DataMember(Name = "league_id", Order = 1)] public string LeagueId { get; set; } = "";
    [DataMember(Name = "season", Order = 2)] public int? Season { get; set; }
    [DataMember(Name = "division", Order = 3)] public int? Division { get; set; }
    [DataMember(Name = "group", Order = 4)] public int? Group { get; set; }
}
