using KaosNet.Modules;
using KaosNet.Projections.Leagues;
using InactiveRule = KaosNet.Modules.Leagues.InactiveRule;
using League = KaosNet.Modules.Leagues.League;
using LeagueDivision = KaosNet.Modules.Leagues.LeagueDivision;
using LeagueGroup = KaosNet.Modules.Leagues.LeagueGroup;
using LeagueOutcome = KaosNet.Modules.Leagues.LeagueOutcome;
using LeaguePlace = KaosNet.Modules.Leagues.LeaguePlace;
using LeagueResult = KaosNet.Modules.Leagues.LeagueResult;
using LeagueRules = KaosNet.Modules.Leagues.LeagueRules;
using LeagueSeason = KaosNet.Modules.Leagues.LeagueSeason;
using LeagueStanding = KaosNet.Modules.Leagues.LeagueStanding;
using LeagueStandings = KaosNet.Modules.Leagues.LeagueStandings;
using Played = KaosNet.Domain.Leagues;
using SeasonPhase = KaosNet.Modules.Leagues.SeasonPhase;

namespace KaosNet.Scripting.Server;

/// <summary>Leagues, as modules see them.</summary>
internal static class LeagueValues
{
    /// <summary>Rules that a module gives.</summary>
    /// <exception cref="RefusedException">They name an operator that is none.</exception>
    public static Played.LeagueRules Of(LeagueRules rules) => new(
        [.. rules.Divisions.Select(division => new Played.LeagueDivision(division.Name, division.GroupSize, division.Promoted, division.Relegated))],
        rules.Schedule is { Length: > 0 } schedule ? schedule : null,
        BoardValues.Of(rules.SortOrder),
        BoardValues.Of(rules.Operator) ?? throw new RefusedException(StatusCode.InvalidArgument, "expects operator to be 'best', 'set', 'decr' or 'incr'"),
        rules.EntryDivision,
        rules.ActivityMin,
        (Played.InactiveRule)rules.Inactive,
        rules.Authoritative,
        rules.EndTime > DateTimeOffset.UnixEpoch ? rules.EndTime : null);

    public static League Of(LeagueRow row) => new()
    {
        Id = row.Id,
        Title = row.Title,
        Metadata = row.Metadata,
        Rules = Of(LeagueTables.RulesOf(row.Rules)),
        Paused = row.IsPaused,
        Ended = row.IsOver,
        Season = row.Season,
        StartTime = row.StartTime,
        CreateTime = row.CreateTime,
    };

    public static LeagueSeason Of(LeagueSeasonRow row) => new()
    {
        LeagueId = row.LeagueId,
        Number = row.Number,
        Phase = row.Phase switch
        {
            Played.SeasonPhase.Forming => SeasonPhase.Forming,
            Played.SeasonPhase.Open => SeasonPhase.Open,
            Played.SeasonPhase.Closing => SeasonPhase.Closing,
            _ => SeasonPhase.Closed,
        },
        Rules = Of(LeagueTables.RulesOf(row.Rules)),
        StartTime = row.StartTime,
        EndTime = row.EndTime,
        EndedByHand = row.IsEndedByHand,
        Missed = row.Missed,
    };

    public static LeagueGroup Of(LeagueGroupRow row) => new()
    {
        LeagueId = row.LeagueId,
        Season = row.Season,
        Division = row.Division,
        Group = row.Number,
        LeaderboardId = row.BoardId,
        Expiry = row.Expiry,
        Players = row.Players,
        Settled = row.IsSettled,
    };

    /// <summary>A group that was settled just now, with its results.</summary>
    public static LeagueStandings Of(Played.LeagueGroup group, LeagueSeasonRow season) => new()
    {
        LeagueId = group.Key.LeagueId,
        Season = group.Key.Season,
        Division = group.Key.Division,
        Group = group.Key.Number,
        LeaderboardId = group.BoardId,
        Expiry = group.Expiry,
        DivisionName = NameOf(LeagueTables.RulesOf(season.Rules), group.Key.Division),
        Players = group.Results.Count,
        Settled = true,
        Standings = [.. group.Results.Select(result => Of(result, null, null))],
    };

    public static LeagueStandings Of(LeagueTable table) => new()
    {
        LeagueId = table.Group.LeagueId,
        Season = table.Group.Season,
        Division = table.Group.Division,
        Group = table.Group.Number,
        LeaderboardId = table.Group.BoardId,
        Expiry = table.Group.Expiry,
        DivisionName = NameOf(table.Rules, table.Group.Division),
        Players = table.Group.Players,
        Settled = table.Group.IsSettled,
        Standings = [.. table.Players.Select(player => Of(player.Result, player.Username, player.Record?.Metadata))],
    };

    public static LeaguePlace Of(Projections.Leagues.LeaguePlace place)
    {
        var own = place.Table?.Players.FirstOrDefault(player => player.Result.UserId == place.Member.UserId.ToString())?.Result;
        return new()
        {
            LeagueId = place.Member.LeagueId,
            UserId = place.Member.UserId,
            Division = place.Member.Division,
            DivisionName = NameOf(place.Rules, place.Member.Division),
            MovesTo = place.Member.MovesTo,
            JoinTime = place.Member.JoinTime,
            Season = place.Table?.Group.Season,
            Group = place.Table?.Group.Number,
            LeaderboardId = place.Table?.Group.BoardId,
            Expiry = place.Table?.Group.Expiry,
            Rank = own?.Rank,
            Score = own?.Score,
            Outcome = own is null ? null : (LeagueOutcome)own.Outcome,
        };
    }

    public static LeagueResult Of(LeagueResultRow row) => new()
    {
        Season = row.Season,
        Division = row.Division,
        Group = row.Group,
        Rank = row.Rank,
        Score = row.Score,
        Subscore = row.Subscore,
        NumScore = row.NumScore,
        Outcome = (LeagueOutcome)row.Outcome,
        NextDivision = row.NextDivision,
    };

    private static LeagueRules Of(Played.LeagueRules rules) => new()
    {
        Divisions =
        [
            .. rules.Divisions.Select(division => new LeagueDivision
            {
                Name = division.Name, GroupSize = division.GroupSize, Promoted = division.Promoted, Relegated = division.Relegated,
            }),
        ],
        Schedule = rules.Schedule,
        SortOrder = BoardValues.Of(rules.SortOrder),
        Operator = BoardValues.Of(rules.Operator),
        EntryDivision = rules.EntryDivision,
        ActivityMin = rules.ActivityMin,
        Inactive = (InactiveRule)rules.Inactive,
        Authoritative = rules.Authoritative,
        EndTime = rules.EndTime,
    };

    private static LeagueStanding Of(Played.LeagueResult result, string? username, string? metadata) => new()
    {
        Rank = result.Rank,
        UserId = Guid.Parse(result.UserId),
        Username = username,
        Score = result.Score,
        Subscore = result.Subscore,
        NumScore = result.NumScore,
        Outcome = (LeagueOutcome)result.Outcome,
        NextDivision = result.NextDivision,
        Metadata = metadata is null ? default(JsonText?) : new JsonText(metadata),
    };

    private static string NameOf(Played.LeagueRules rules, int division) => rules.Divisions.Count == 0 ? "" : rules.Divisions[rules.Within(division) - 1].Name;
}
