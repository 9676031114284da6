using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api.Kaos;

/// <summary>One division of a league. The bands are those of a full group; a smaller one sends as large a part up and down.</summary>
[DataContract]
public sealed class LeagueDivision
{
    [DataMember(Name = "name", Order = 1)] public string Name { get; set; } = "";
    [DataMember(Name = "group_size", Order = 2)] public int GroupSize { get; set; }
    [DataMember(Name = "promoted", Order = 3)] public int Promoted { get; set; }
    [DataMember(Name = "relegated", Order = 4)] public int Relegated { get; set; }
}

/// <summary>What becomes of players who were not active enough in a season.</summary>
[DataContract]
public enum LeagueInactive
{
    [EnumMember(Value = "STAY")] Stay = 0,
    [EnumMember(Value = "RELEGATE")] Relegate = 1,
    [EnumMember(Value = "LEAVE")] Leave = 2,
}

/// <summary>
/// How a league is played: divisions from the top, when seasons end (a schedule like a leaderboard's; empty for by hand), 0 or 1 for the lowest or the highest
/// score first (default 1), how scores meet, where newcomers start (from 1; 0 for the lowest), how many submissions must count in a season.
/// </summary>
[DataContract]
public sealed class LeagueRules
{
    [DataMember(Name = "divisions", Order = 1)] public List<LeagueDivision> Divisions { get; set; } = [];
    [DataMember(Name = "schedule", Order = 2)] public string Schedule { get; set; } = "";
    [DataMember(Name = "sort_order", Order = 3)] public int? SortOrder { get; set; }
    [DataMember(Name = "operator", Order = 4)] public Operator Operator { get; set; }
    [DataMember(Name = "entry_division", Order = 5)] public int EntryDivision { get; set; }
    [DataMember(Name = "activity_min", Order = 6)] public int ActivityMin { get; set; }
    [DataMember(Name = "inactive", Order = 7)] public LeagueInactive Inactive { get; set; }
    [DataMember(Name = "authoritative", Order = 8)] public bool Authoritative { get; set; }
    [DataMember(Name = "end_time", Order = 9)] public DateTimeOffset? EndTime { get; set; }
}

/// <summary>A league, with the rules of its next season and the number of the one that began last.</summary>
[DataContract]
public sealed class League
{
    [DataMember(Name = "id", Order = 1)] public string Id { get; set; } = "";
    [DataMember(Name = "title", Order = 2)] public string Title { get; set; } = "";
    [DataMember(Name = "metadata", Order = 3)] public string Metadata { get; set; } = "";
    [DataMember(Name = "rules", Order = 4)] public LeagueRules? Rules { get; set; }
    [DataMember(Name = "paused", Order = 5)] public bool Paused { get; set; }
    [DataMember(Name = "ended", Order = 6)] public bool Ended { get; set; }
    [DataMember(Name = "season", Order = 7)] public int Season { get; set; }
    [DataMember(Name = "start_time", Order = 8)] public DateTimeOffset? StartTime { get; set; }
    [DataMember(Name = "create_time", Order = 9)] public DateTimeOffset? CreateTime { get; set; }
    [DataMember(Name = "update_time", Order = 10)] public DateTimeOffset? UpdateTime { get; set; }
}

/// <summary>A page of leagues.</summary>
[DataContract]
public sealed class LeagueList
{
    [DataMember(Name = "leagues", Order = 1)] public List<League> Leagues { get; set; } = [];
    [DataMember(Name = "cursor", Order = 2)] public string Cursor { get; set; } = "";
}

/// <summary>Where a season is in its life.</summary>
[DataContract]
public enum LeagueSeasonPhase
{
    [EnumMember(Value = "NONE")] None = 0,
    [EnumMember(Value = "FORMING")] Forming = 1,
    [EnumMember(Value = "OPEN")] Open = 2,
    [EnumMember(Value = "CLOSING")] Closing = 3,
    [EnumMember(Value = "CLOSED")] Closed = 4,
}

/// <summary>A season with the rules that it keeps. <c>missed</c> seasons before it could not be played, since there was no server.</summary>
[DataContract]
public sealed class LeagueSeason
{
    [DataMember(Name = "league_id", Order = 1)] public string LeagueId { get; set; } = "";
    [DataMember(Name = "number", Order = 2)] public int Number { get; set; }
    [DataMember(Name = "phase", Order = 3)] public LeagueSeasonPhase Phase { get; set; }
    [DataMember(Name = "rules", Order = 4)] public LeagueRules? Rules { get; set; }
    [DataMember(Name = "start_time", Order = 5)] public DateTimeOffset? StartTime { get; set; }
    [DataMember(Name = "end_time", Order = 6)] public DateTimeOffset? EndTime { get; set; }
    [DataMember(Name = "ended_by_hand", Order = 7)] public bool EndedByHand { get; set; }
    [DataMember(Name = "missed", Order = 8)] public int Missed { get; set; }
}

/// <summary>A page of seasons, the latest first.</summary>
[DataContract]
public sealed class LeagueSeasonList
{
    [DataMember(Name = "seasons", Order = 1)] public List<LeagueSeason> Seasons { get; set; } = [];
    [DataMember(Name = "cursor", Order = 2)] public string Cursor { get; set; } = "";
}

/// <summary>A group of a season: its records are those of the leaderboard with that id, in the period that ends at the expiry.</summary>
[DataContract]
public sealed class LeagueGroup
{
    [DataMember(Name = "league_id", Order = 1)] public string LeagueId { get; set; } = "";
    [DataMember(Name = "season", Order = 2)] public int Season { get; set; }
    [DataMember(Name = "division", Order = 3)] public int Division { get; set; }
    [DataMember(Name = "group", Order = 4)] public int Group { get; set; }
    [DataMember(Name = "players", Order = 5)] public int Players { get; set; }
    [DataMember(Name = "settled", Order = 6)] public bool Settled { get; set; }
    [DataMember(Name = "leaderboard_id", Order = 7)] public string LeaderboardId { get; set; } = "";
    [DataMember(Name = "expiry", Order = 8)] public long Expiry { get; set; }
}

/// <summary>A page of groups, from the top division down.</summary>
[DataContract]
public sealed class LeagueGroupList
{
    [DataMember(Name = "groups", Order = 1)] public List<LeagueGroup> Groups { get; set; } = [];
    [DataMember(Name = "cursor", Order = 2)] public string Cursor { get; set; } = "";
}

/// <summary>How a season went for a player, or would if it ended now.</summary>
[DataContract]
public enum LeagueOutcome
{
    [EnumMember(Value = "STAYED")] Stayed = 0,
    [EnumMember(Value = "PROMOTED")] Promoted = 1,
    [EnumMember(Value = "RELEGATED")] Relegated = 2,
    [EnumMember(Value = "DROPPED")] Dropped = 3,
    [EnumMember(Value = "MOVED")] Moved = 4,
}

/// <summary>A player in the standings of a group; without a score <c>num_score</c> is 0. <c>next_division</c> is 0 for who loses the place.</summary>
[DataContract]
public sealed class LeagueStanding
{
    [DataMember(Name = "rank", Order = 1)] public int Rank { get; set; }
    [DataMember(Name = "user_id", Order = 2)] public string UserId { get; set; } = "";
    [DataMember(Name = "username", Order = 3)] public string Username { get; set; } = "";
    [DataMember(Name = "score", Order = 4)] public long Score { get; set; }
    [DataMember(Name = "subscore", Order = 5)] public long Subscore { get; set; }
    [DataMember(Name = "num_score", Order = 6)] public int NumScore { get; set; }
    [DataMember(Name = "outcome", Order = 7)] public LeagueOutcome Outcome { get; set; }
    [DataMember(Name = "next_division", Order = 8)] public int NextDivision { get; set; }
    [DataMember(Name = "metadata", Order = 9)] public string Metadata { get; set; } = "";
}

/// <summary>The standings of a group, best first; all of its players.</summary>
[DataContract]
public sealed class LeagueStandingList
{
    [DataMember(Name = "group", Order = 1)] public LeagueGroup? Group { get; set; }
    [DataMember(Name = "division_name", Order = 2)] public string DivisionName { get; set; } = "";
    [DataMember(Name = "standings", Order = 3)] public List<LeagueStanding> Standings { get; set; } = [];
    [DataMember(Name = "end_time", Order = 4)] public DateTimeOffset? EndTime { get; set; }
}

/// <summary>A player's place. <c>group</c> is missing while they wait for one; <c>moves_to</c> is where an operator wants them next.</summary>
[DataContract]
public sealed class LeaguePlace
{
    [DataMember(Name = "league_id", Order = 1)] public string LeagueId { get; set; } = "";
    [DataMember(Name = "user_id", Order = 2)] public string UserId { get; set; } = "";
    [DataMember(Name = "division", Order = 3)] public int Division { get; set; }
    [DataMember(Name = "division_name", Order = 4)] public string DivisionName { get; set; } = "";
    [DataMember(Name = "group", Order = 5)] public LeagueGroup? Group { get; set; }
    [DataMember(Name = "standing", Order = 6)] public LeagueStanding? Standing { get; set; }
    [DataMember(Name = "moves_to", Order = 7)] public int MovesTo { get; set; }
    [DataMember(Name = "join_time", Order = 8)] public DateTimeOffset? JoinTime { get; set; }
}

/// <summary>A player's result of a season that is over.</summary>
[DataContract]
public sealed class LeagueResult
{
    [DataMember(Name = "season", Order = 1)] public int Season { get; set; }
    [DataMember(Name = "division", Order = 2)] public int Division { get; set; }
    [DataMember(Name = "group", Order = 3)] public int Group { get; set; }
    [DataMember(Name = "rank", Order = 4)] public int Rank { get; set; }
    [DataMember(Name = "score", Order = 5)] public long Score { get; set; }
    [DataMember(Name = "subscore", Order = 6)] public long Subscore { get; set; }
    [DataMember(Name = "num_score", Order = 7)] public int NumScore { get; set; }
    [DataMember(Name = "outcome", Order = 8)] public LeagueOutcome Outcome { get; set; }
    [DataMember(Name = "next_division", Order = 9)] public int NextDivision { get; set; }
}

/// <summary>A page of a player's results, the latest season first.</summary>
[DataContract]
public sealed class LeagueResultList
{
    [DataMember(Name = "results", Order = 1)] public List<LeagueResult> Results { get; set; } = [];
    [DataMember(Name = "cursor", Order = 2)] public string Cursor { get; set; } = "";
}
