using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api.Kaos;

/// <summary>
/// The rules of a bracket. <c>format</c> is <c>single_elimination</c>, <c>double_elimination</c> or <c>round_robin</c>; <c>no_show</c> is
/// <c>better_seed</c>, <c>both_out</c>, <c>random</c> or <c>wait</c>; <c>tie_breaks</c> are <c>head_to_head</c>, <c>score_difference</c>, <c>score_for</c>
/// and <c>wins</c>.
/// </summary>
[DataContract]
public sealed class BracketRules
{
    [DataMember(Name = "format", Order = 1)] public string Format { get; set; } = "";
    [DataMember(Name = "title", Order = 2)] public string Title { get; set; } = "";
    [DataMember(Name = "category", Order = 3)] public int Category { get; set; }
    [DataMember(Name = "metadata", Order = 4)] public string Metadata { get; set; } = "";
    [DataMember(Name = "size_max", Order = 5)] public int SizeMax { get; set; }
    [DataMember(Name = "open_entry", Order = 6)] public bool OpenEntry { get; set; }
    [DataMember(Name = "self_report", Order = 7)] public bool SelfReport { get; set; }
    [DataMember(Name = "best_of", Order = 8)] public int BestOf { get; set; }
    [DataMember(Name = "third_place", Order = 9)] public bool ThirdPlace { get; set; }
    [DataMember(Name = "grand_final_reset", Order = 10)] public bool GrandFinalReset { get; set; }
    [DataMember(Name = "legs", Order = 11)] public int? Legs { get; set; }
    [DataMember(Name = "draws", Order = 12)] public bool Draws { get; set; }
    [DataMember(Name = "win_points", Order = 13)] public int? WinPoints { get; set; }
    [DataMember(Name = "draw_points", Order = 14)] public int? DrawPoints { get; set; }
    [DataMember(Name = "loss_points", Order = 15)] public int? LossPoints { get; set; }
    [DataMember(Name = "tie_breaks", Order = 16)] public List<string> TieBreaks { get; set; } = [];
    [DataMember(Name = "check_in_seconds", Order = 17)] public int CheckInSeconds { get; set; }
    [DataMember(Name = "play_seconds", Order = 18)] public int PlaySeconds { get; set; }
    [DataMember(Name = "no_show", Order = 19)] public string NoShow { get; set; } = "";
}

/// <summary>
/// A bracket. <c>phase</c> is <c>open</c>, <c>running</c>, <c>finished</c> or <c>cancelled</c>; <c>endings</c> counts how often it was finished, which is
/// more than once after a correction.
/// </summary>
[DataContract]
public sealed class Bracket
{
    [DataMember(Name = "id", Order = 1)] public string Id { get; set; } = "";
    [DataMember(Name = "phase", Order = 2)] public string Phase { get; set; } = "";
    [DataMember(Name = "rules", Order = 3)] public BracketRules? Rules { get; set; }
    [DataMember(Name = "entrant_count", Order = 4)] public int EntrantCount { get; set; }
    [DataMember(Name = "seeding", Order = 5)] public string Seeding { get; set; } = "";
    [DataMember(Name = "board", Order = 6)] public string Board { get; set; } = "";
    [DataMember(Name = "board_expiry", Order = 7)] public long BoardExpiry { get; set; }
    [DataMember(Name = "winner_id", Order = 8)] public string WinnerId { get; set; } = "";
    [DataMember(Name = "endings", Order = 9)] public int Endings { get; set; }
    [DataMember(Name = "create_time", Order = 10)] public DateTimeOffset? CreateTime { get; set; }
    [DataMember(Name = "start_time", Order = 11)] public DateTimeOffset? StartTime { get; set; }
    [DataMember(Name = "end_time", Order = 12)] public DateTimeOffset? EndTime { get; set; }
}

/// <summary>
/// A player in a bracket. The seed is 0 before the start and the place 0 before the end; players who came equally far share a place. Who has no account any
/// more has no name.
/// </summary>
[DataContract]
public sealed class BracketEntrant
{
    [DataMember(Name = "user_id", Order = 1)] public string UserId { get; set; } = "";
    [DataMember(Name = "username", Order = 2)] public string Username { get; set; } = "";
    [DataMember(Name = "display_name", Order = 3)] public string DisplayName { get; set; } = "";
    [DataMember(Name = "seed", Order = 4)] public int Seed { get; set; }
    [DataMember(Name = "place", Order = 5)] public int Place { get; set; }
    [DataMember(Name = "is_out", Order = 6)] public bool IsOut { get; set; }
    [DataMember(Name = "has_withdrawn", Order = 7)] public bool HasWithdrawn { get; set; }
    [DataMember(Name = "has_bye", Order = 8)] public bool HasBye { get; set; }
    [DataMember(Name = "wins", Order = 9)] public int Wins { get; set; }
    [DataMember(Name = "draws", Order = 10)] public int Draws { get; set; }
    [DataMember(Name = "losses", Order = 11)] public int Losses { get; set; }
    [DataMember(Name = "points", Order = 12)] public int Points { get; set; }
    [DataMember(Name = "score_for", Order = 13)] public long ScoreFor { get; set; }
    [DataMember(Name = "score_against", Order = 14)] public long ScoreAgainst { get; set; }
}

/// <summary>A seat of a pairing. Without a player it waits for one, or, if <c>is_empty</c>, nobody comes any more.</summary>
[DataContract]
public sealed class BracketSeat
{
    [DataMember(Name = "user_id", Order = 1)] public string UserId { get; set; } = "";
    [DataMember(Name = "seed", Order = 2)] public int Seed { get; set; }
    [DataMember(Name = "is_empty", Order = 3)] public bool IsEmpty { get; set; }
    [DataMember(Name = "score", Order = 4)] public int Score { get; set; }
    [DataMember(Name = "checked_in", Order = 5)] public bool CheckedIn { get; set; }
    [DataMember(Name = "claim", Order = 6)] public BracketResult? Claim { get; set; }
}

/// <summary>How a pairing ended: the scores of its first and its second player, and who won, if the scores don't tell.</summary>
[DataContract]
public sealed class BracketResult
{
    [DataMember(Name = "first_score", Order = 1)] public int FirstScore { get; set; }
    [DataMember(Name = "second_score", Order = 2)] public int SecondScore { get; set; }
    [DataMember(Name = "winner_id", Order = 3)] public string WinnerId { get; set; } = "";
}

/// <summary>
/// Two players against each other. <c>side</c> is <c>main</c>, <c>losers</c>, <c>grand_final</c>, <c>reset</c> or <c>third_place</c>; <c>state</c> is
/// <c>pending</c>, <c>ready</c> or <c>decided</c>; <c>outcome</c> is <c>none</c>, <c>played</c>, <c>no_show</c>, <c>walkover</c> or <c>void</c>.
/// <c>winner_to</c> and <c>loser_to</c> are the numbers of the pairings that they go to, 0 for none.
/// </summary>
[DataContract]
public sealed class BracketPairing
{
    [DataMember(Name = "number", Order = 1)] public int Number { get; set; }
    [DataMember(Name = "side", Order = 2)] public string Side { get; set; } = "";
    [DataMember(Name = "round", Order = 3)] public int Round { get; set; }
    [DataMember(Name = "position", Order = 4)] public int Position { get; set; }
    [DataMember(Name = "state", Order = 5)] public string State { get; set; } = "";
    [DataMember(Name = "first", Order = 6)] public BracketSeat? First { get; set; }
    [DataMember(Name = "second", Order = 7)] public BracketSeat? Second { get; set; }
    [DataMember(Name = "outcome", Order = 8)] public string Outcome { get; set; } = "";
    [DataMember(Name = "winner_id", Order = 9)] public string WinnerId { get; set; } = "";
    [DataMember(Name = "match_id", Order = 10)] public string MatchId { get; set; } = "";
    [DataMember(Name = "is_disputed", Order = 11)] public bool IsDisputed { get; set; }
    [DataMember(Name = "ready_time", Order = 12)] public DateTimeOffset? ReadyTime { get; set; }
    [DataMember(Name = "deadline", Order = 13)] public DateTimeOffset? Deadline { get; set; }
    [DataMember(Name = "decide_time", Order = 14)] public DateTimeOffset? DecideTime { get; set; }
    [DataMember(Name = "winner_to", Order = 15)] public int WinnerTo { get; set; }
    [DataMember(Name = "loser_to", Order = 16)] public int LoserTo { get; set; }
}

/// <summary>All of a bracket: entrants in the order of the standings, pairings by number.</summary>
[DataContract]
public sealed class BracketSheet
{
    [DataMember(Name = "bracket", Order = 1)] public Bracket? Bracket { get; set; }
    [DataMember(Name = "entrants", Order = 2)] public List<BracketEntrant> Entrants { get; set; } = [];
    [DataMember(Name = "pairings", Order = 3)] public List<BracketPairing> Pairings { get; set; } = [];
}

/// <summary>A page of brackets.</summary>
[DataContract]
public sealed class BracketList
{
    [DataMember(Name = "brackets", Order = 1)] public List<Bracket> Brackets { get; set; } = [];
    [DataMember(Name = "cursor", Order = 2)] public string Cursor { get; set; } = "";
}
