using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leagues;
using KaosNet.Projections.Leagues;
using Kaos = KaosNet.Protocol.Api.Kaos;
using Limits = KaosNet.Domain.Leagues.Limits;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Leagues;

/// <summary>Leagues in the API's words.</summary>
static class LeagueMessages
{
    /// <summary>The rules that a request asks for.</summary>
    public static Answer<LeagueRules> Rules(Kaos.LeagueRules? rules)
    {
        if (rules is null || rules.Divisions.Count > Limits.DivisionsMax) return LeagueFaults.InvalidDivisions;
        if (!Enum.IsDefined(rules.Operator)) return LeagueFaults.InvalidOperator;
        if (rules.Divisions.Contains(null!)) return LeagueFaults.InvalidDivisions;
        return new LeagueRules(
            [.. rules.Divisions.Select(division => new LeagueDivision(division.Name, division.GroupSize, division.Promoted, division.Relegated))],
            rules.Schedule.Length == 0 ? null : rules.Schedule,
            (SortOrder)(rules.SortOrder ?? (int)SortOrder.Descending),
            // The wire's numbers are one higher than ours, since its 0 is "not said".
            rules.Operator == Wire.Operator.NoOverride ? ScoreOperator.Best : (ScoreOperator)((int)rules.Operator - 1),
            rules.EntryDivision, rules.ActivityMin, (InactiveRule)(int)rules.Inactive, rules.Authoritative, rules.EndTime);
    }

    /// <summary>How many items a page has.</summary>
    public static Answer<int> Limit(int? limit) => limit is < 1 or > Limits.PageMax ? LeagueFaults.InvalidLimit : limit ?? Limits.PageMax;

    /// <summary>A player's id as streams spell it.</summary>
    public static Answer<string> UserId(string text) => Uuids.TryRead(text, out var id) ? id.ToString() : LeagueFaults.InvalidUser;

    /// <summary>The league that a request names, or the refusal.</summary>
    public static async ValueTask<Answer<LeagueRow>> Known(string leagueId, OperationCall call)
    {
        if (!League.IsId(leagueId)) return LeagueFaults.InvalidId;
        return await call.Get<LeagueLists>().Find(leagueId, call.Aborted) is { } league ? league : LeagueFaults.NotFound;
    }

    public static Kaos.League Of(LeagueRow row) => new()
    {
        Id = row.Id,
        Title = row.Title,
        Metadata = row.Metadata,
        Rules = Of(LeagueTables.RulesOf(row.Rules)),
        Paused = row.IsPaused,
        Ended = row.IsOver,
        Season = row.Season,
        StartTime = WholeSecond(row.StartTime),
        CreateTime = WholeSecond(row.CreateTime),
        UpdateTime = WholeSecond(row.UpdateTime),
    };

    public static Kaos.League Of(League league) => new()
    {
        Id = league.Id,
        Title = league.Title,
        Metadata = league.Metadata,
        Rules = Of(league.Rules),
        Paused = league.IsPaused,
        Ended = league.IsOver,
        Season = league.Season,
        StartTime = WholeSecond(league.StartTime),
        CreateTime = WholeSecond(league.CreateTime),
        UpdateTime = WholeSecond(league.UpdateTime),
    };

    public static Kaos.LeagueSeason Of(LeagueSeasonRow row) => new()
    {
        LeagueId = row.LeagueId,
        Number = row.Number,
        Phase = (Kaos.LeagueSeasonPhase)(int)row.Phase,
        Rules = Of(LeagueTables.RulesOf(row.Rules)),
        StartTime = WholeSecond(row.StartTime),
        EndTime = row.EndTime is { } end ? WholeSecond(end) : null,
        EndedByHand = row.IsEndedByHand,
        Missed = row.Missed,
    };

    public static Kaos.LeagueGroup Of(LeagueGroupRow row) => new()
    {
        LeagueId = row.LeagueId,
        Season = row.Season,
        Division = row.Division,
        Group = row.Number,
        Players = row.Players,
        Settled = row.IsSettled,
        LeaderboardId = row.BoardId,
        Expiry = row.Expiry,
    };

    public static Kaos.LeagueStandingList Of(LeagueTable table) => new()
    {
        Group = Of(table.Group),
        DivisionName = NameOf(table.Rules, table.Group.Division),
        Standings = [.. table.Players.Select(Of)],
        EndTime = table.Season.EndTime is { } end ? WholeSecond(end) : null,
    };

    public static Kaos.LeagueStanding Of(LeagueStanding standing) => new()
    {
        Rank = standing.Result.Rank,
        UserId = standing.Result.UserId,
        Username = standing.Username,
        Score = standing.Result.Score,
        Subscore = standing.Result.Subscore,
        NumScore = standing.Result.NumScore,
        Outcome = (Kaos.LeagueOutcome)(int)standing.Result.Outcome,
        NextDivision = standing.Result.NextDivision,
        Metadata = standing.Record?.Metadata ?? "",
    };

    public static Kaos.LeagueResult Of(LeagueResultRow row) => new()
    {
        Season = row.Season,
        Division = row.Division,
        Group = row.Group,
        Rank = row.Rank,
        Score = row.Score,
        Subscore = row.Subscore,
        NumScore = row.NumScore,
        Outcome = (Kaos.LeagueOutcome)(int)row.Outcome,
        NextDivision = row.NextDivision,
    };

    public static Kaos.LeaguePlace Of(LeaguePlace place) => new()
    {
        LeagueId = place.Member.LeagueId,
        UserId = place.Member.UserId.ToString(),
        Division = place.Member.Division,
        DivisionName = NameOf(place.Rules, place.Member.Division),
        Group = place.Table is null ? null : Of(place.Table.Group),
        Standing = place.Table?.Players.FirstOrDefault(player => player.Result.UserId == place.Member.UserId.ToString()) is { } own ? Of(own) : null,
        MovesTo = place.Member.MovesTo,
        JoinTime = WholeSecond(place.Member.JoinTime),
    };

    static Kaos.LeagueRules Of(LeagueRules rules) => new()
    {
        Divisions = [.. rules.Divisions.Select(division => new Kaos.LeagueDivision
        {
            Name = division.Name,
            GroupSize = division.GroupSize,
            Promoted = division.Promoted,
            Relegated = division.Relegated,
        })],
        Schedule = rules.Schedule ?? "",
        SortOrder = (int)rules.SortOrder,
        Operator = (Wire.Operator)((int)rules.Operator + 1),
        EntryDivision = rules.EntryDivision,
        ActivityMin = rules.ActivityMin,
        Inactive = (Kaos.LeagueInactive)(int)rules.Inactive,
        Authoritative = rules.Authoritative,
        EndTime = rules.EndTime is { } end ? WholeSecond(end) : null,
    };

    static string NameOf(LeagueRules rules, int division) => rules.Divisions.Count == 0 ? "" : rules.Divisions[rules.Within(division) - 1].Name;

    static DateTimeOffset WholeSecond(DateTimeOffset moment) => DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds());
}
