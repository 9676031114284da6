using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leagues;

namespace KaosNet.Domain.Tests.Leagues;

/// <summary>A league of three divisions with groups of five, of which one goes up and two go down, each Monday.</summary>
static class LeagueExamples
{
    public static readonly LeagueRules Rules = new(
        [new("Gold", 5, 0, 2), new("Silver", 5, 1, 2), new("Bronze", 5, 1, 0)],
        "0 0 * * 1", SortOrder.Descending, ScoreOperator.Best, EntryDivision: 0, ActivityMin: 0, InactiveRule.Stay, Authoritative: false, EndTime: null);

    /// <summary>A Sunday; the first season ends twelve hours later.</summary>
    public static readonly DateTimeOffset Now = Specification.Now;

    public static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public static readonly Caller Server = new() { Source = Source.Server, Actor = "http-key", Operation = "Test" };

    public static readonly StreamRef<League> Cup = League.Kind.Of("cup");

    public static string User(int number) => $"0aa0aa00-0000-4000-8000-{number:d12}";

    public static LeagueSeasonStarted Started(LeagueRules? rules = null, DateTimeOffset? start = null, DateTimeOffset? end = null, params int[] players) => new(
        rules ?? Rules, start ?? Now, end ?? Monday, (end ?? Monday).ToUnixTimeSeconds(), 1, players, 0);

    /// <summary>The league in its first season, which is open.</summary>
    public static Specification Open(LeagueRules? rules = null) => Specification
        .Given(Cup, new LeagueCreated("Cup", "{}", rules ?? Rules, Now), new LeagueAdvanced(1, 1))
        .And(LeagueSeason.Of("cup", 1), Started(rules), new LeagueSeasonFormed());

    /// <summary>And these players in a group of it, with these scores; null for none.</summary>
    public static Specification Group(this Specification given, GroupKey group, params (int User, long? Score)[] players)
    {
        var members = players.Select(player => User(player.User)).ToArray();
        var board = group.BoardOf(1);
        given = given.And(group.Stream, new LeagueGroupFormed(board, Monday.ToUnixTimeSeconds(), members))
            .And(Leaderboard.Kind.Of(board), new LeaderboardCreated(true, SortOrder.Descending, ScoreOperator.Best, Rules.Schedule, "{}", true));
        foreach (var (user, score) in players)
        {
            given = given.And(LeagueMember.Of("cup", User(user)), new LeagueJoined(group.Division), new LeagueMemberPlaced(group.Season, group.Division, group.Number));
            if (score is { } points) given = given.And(ScoreRecord.Of(board, Monday.ToUnixTimeSeconds(), User(user)), Scored(points));
        }

        return given;
    }

    public static ScoreSubmitted Scored(long score) =>
        new(score, 0, ScoreOperator.Best, SortOrder.Descending, null, null, Counted: true, score, 0);

    /// <summary>A group as a service sees it that looked before.</summary>
    public static LeagueGroup Seen(this Specification given, GroupKey key)
    {
        LeagueGroup? seen = null;
        given.State(key.Stream, group => seen = group);
        return seen!;
    }
}
