using System.Globalization;
using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leagues;
using KaosNet.Store.Tables;

namespace KaosNet.Projections.Leagues;

/// <summary>A league as its table shows it.</summary>
public sealed record LeagueRow(
    string Id, string Title, string Metadata, string Rules, bool IsPaused, bool IsOver, bool IsErasing, int Season, DateTimeOffset StartTime,
    DateTimeOffset CreateTime, DateTimeOffset UpdateTime);

/// <summary>A season as its table shows it.</summary>
public sealed record LeagueSeasonRow(
    string LeagueId, int Number, SeasonPhase Phase, string Rules, DateTimeOffset StartTime, DateTimeOffset? EndTime, bool IsEndedByHand, long Expiry,
    int Generation, int Missed, string Players)
{
    /// <summary>Players that were to be put into groups when it began, by division from the top.</summary>
    public IReadOnlyList<int> PlayerCounts =>
        Players.Length == 0 ? [] : [.. Players.Split(' ').Select(count => int.Parse(count, NumberStyles.None, CultureInfo.InvariantCulture))];
}

/// <summary>A group as its table shows it.</summary>
public sealed record LeagueGroupRow(
    string LeagueId, int Season, int Division, int Number, string BoardId, long Expiry, int Players, bool IsSettled);

/// <summary>A player's place as its table shows it.</summary>
public sealed record LeagueMemberRow(
    string LeagueId, Guid UserId, int Division, int Season, int Group, long Lot, int MovesTo, DateTimeOffset JoinTime);

/// <summary>A player's result of a season as its table shows it.</summary>
public sealed record LeagueResultRow(
    string LeagueId, int Season, int Division, int Group, Guid UserId, int Rank, long Score, long Subscore, int NumScore, LeagueOutcome Outcome,
    int NextDivision);

/// <summary>The inline tables of leagues: inline, because who joins sees the own place at once, and because the season's change goes by them.</summary>
public static class LeagueTables
{
    public static readonly StateTable<League, LeagueRow> Leagues = new(
        "leagues",
        League.Kind,
        (_, league) => league.Exists || league.IsErasing
            ? [new(
                league.Id, league.Title, league.Metadata, TextOf(league.Rules), league.IsPaused, league.IsOver, league.IsErasing, league.Season,
                league.StartTime, league.CreateTime, league.UpdateTime)]
            : [],
        table => table
            .Text("id", row => row.Id)
            .Text("title", row => row.Title)
            .Text("metadata", row => row.Metadata)
            .Text("rules", row => row.Rules)
            .Boolean("is_paused", row => row.IsPaused)
            .Boolean("is_over", row => row.IsOver)
            .Boolean("is_erasing", row => row.IsErasing)
            .Whole("season", row => row.Season)
            .Time("start_time", row => row.StartTime)
            .Time("create_time", row => row.CreateTime)
            .Time("update_time", row => row.UpdateTime)
            .Key("id")
            .Index("leagues_created", """create_time, id collate "C" """, "not is_erasing")
            .Index("leagues_running", "id", "is_erasing or not (is_paused or is_over)"));

    public static readonly StateTable<LeagueSeason, LeagueSeasonRow> Seasons = new(
        "league_seasons",
        LeagueSeason.Kind,
        (_, season) => season.Phase == SeasonPhase.None
            ? []
            : [new(
                season.LeagueId, season.Number, season.Phase, TextOf(season.Rules), season.StartTime, season.EndTime, season.IsEndedByHand, season.Expiry,
                season.Generation, season.Missed, string.Join(' ', season.Players))],
        table => table
            .Text("league_id", row => row.LeagueId)
            .Whole("number", row => row.Number)
            .Whole("phase", row => (int)row.Phase)
            .Text("rules", row => row.Rules)
            .Time("start_time", row => row.StartTime)
            .TimeOrNull("end_time", row => row.EndTime)
            .Boolean("is_ended_by_hand", row => row.IsEndedByHand)
            .Bigint("expiry", row => row.Expiry)
            .Whole("generation", row => row.Generation)
            .Whole("missed", row => row.Missed)
            .Text("players", row => row.Players)
            .Key("league_id", "number"));

    public static readonly StateTable<LeagueGroup, LeagueGroupRow> Groups = new(
        "league_groups",
        LeagueGroup.Kind,
        (_, group) => group.Exists
            ? [new(
                group.Key.LeagueId, group.Key.Season, group.Key.Division, group.Key.Number, group.BoardId, group.Expiry, group.Members.Count,
                group.IsSettled)]
            : [],
        table => table
            .Text("league_id", row => row.LeagueId)
            .Whole("season", row => row.Season)
            .Whole("division", row => row.Division)
            .Whole("number", row => row.Number)
            .Text("board_id", row => row.BoardId)
            .Bigint("expiry", row => row.Expiry)
            .Whole("players", row => row.Players)
            .Boolean("is_settled", row => row.IsSettled)
            .Key("league_id", "season", "division", "number")
            .Index("league_groups_open", "league_id, season, division, players, number", "not is_settled"));

    public static readonly StateTable<LeagueMember, LeagueMemberRow> Members = new(
        "league_members",
        LeagueMember.Kind,
        (_, member) => member.IsIn
            ? [new(
                member.LeagueId, Guid.Parse(member.UserId), member.Division, member.Season, member.Group, member.Lot, member.MovesTo, member.JoinTime)]
            : [],
        table => table
            .Text("league_id", row => row.LeagueId)
            .Uuid("user_id", row => row.UserId)
            .Whole("division", row => row.Division)
            .Whole("season", row => row.Season)
            .Whole("group_number", row => row.Group)
            .Bigint("lot", row => row.Lot)
            .Whole("moves_to", row => row.MovesTo)
            .Time("join_time", row => row.JoinTime)
            .Key("league_id", "user_id")
            .Index("league_members_of_user", "user_id, league_id")
            .Index("league_members_of_group", "league_id, season, division, group_number, user_id")
            .Index("league_members_waiting", "league_id, division, lot, user_id", "group_number = 0"));

    public static readonly StateTable<LeagueGroup, LeagueResultRow> Results = new(
        "league_results",
        LeagueGroup.Kind,
        (_, group) => group.Results.Select(result => new LeagueResultRow(
            group.Key.LeagueId, group.Key.Season, group.Key.Division, group.Key.Number, Guid.Parse(result.UserId), result.Rank, result.Score,
            result.Subscore, result.NumScore, result.Outcome, result.NextDivision)),
        table => table
            .Text("league_id", row => row.LeagueId)
            .Whole("season", row => row.Season)
            .Whole("division", row => row.Division)
            .Whole("group_number", row => row.Group)
            .Uuid("user_id", row => row.UserId)
            .Whole("rank", row => row.Rank)
            .Bigint("score", row => row.Score)
            .Bigint("subscore", row => row.Subscore)
            .Whole("num_score", row => row.NumScore)
            .Whole("outcome", row => (int)row.Outcome)
            .Whole("next_division", row => row.NextDivision)
            .Key("league_id", "season", "division", "group_number", "user_id")
            .Index("league_results_of_user", "user_id, league_id, season"));

    /// <summary>Rules as tables keep them; read back with <see cref="RulesOf"/>.</summary>
    static string TextOf(LeagueRules rules) => JsonSerializer.Serialize(rules, EventJson.Options);

    /// <summary>Rules from a table.</summary>
    public static LeagueRules RulesOf(string text) => JsonSerializer.Deserialize<LeagueRules>(text, EventJson.Options) ?? LeagueRules.None;
}
