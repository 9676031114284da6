using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leagues;
using static KaosNet.Domain.Tests.Leagues.LeagueExamples;

namespace KaosNet.Domain.Tests.Leagues;

public class LeagueMemberSpecs
{
    static readonly string Ann = User(1);
    static readonly GroupKey Bronze = new("cup", 1, 3, 1);
    static readonly StreamRef<LeagueMember> Place = LeagueMember.Of("cup", Ann);
    static readonly StreamRef<ScoreRecord> Record = ScoreRecord.Of(Bronze.BoardOf(1), Monday.ToUnixTimeSeconds(), Ann);

    [Fact]
    public void a_newcomer_gets_a_group_at_once_and_the_first_one_its_board() => Alive(Open())
        .When(Join(Bronze))
        .Then(
            new LeagueJoined(3),
            new LeaderboardCreated(true, SortOrder.Descending, ScoreOperator.Best, Rules.Schedule, "{}", true),
            new LeagueGroupFormed("league.cup.1.3.1", Monday.ToUnixTimeSeconds(), []),
            new LeagueGroupJoined(Ann),
            new LeagueMemberPlaced(1, 3, 1))
        .ThenAnswers(member => member.Place.ShouldBe(Bronze))
        .After.When(Join(Bronze)).ThenNothing();

    [Fact]
    public void into_a_group_that_is_there_goes_who_fits() => Alive(Open().Group(Bronze, (2, 10), (3, null)))
        .When(Join(Bronze))
        .Then(new LeagueJoined(3), new LeagueGroupJoined(Ann), new LeagueMemberPlaced(1, 3, 1));

    [Fact]
    public void a_full_group_is_another_look() => Alive(Open().Group(Bronze, (2, 1), (3, 1), (4, 1), (5, 1), (6, 1))).When(Join(Bronze)).ThenRefused(FaultCode.Aborted, "The league has moved on.");

    [Fact]
    public void another_division_than_theirs_is_another_look() => Alive(Open()).When(Join(Bronze with { Division = 2 })).ThenRefused(FaultCode.Aborted, "The league has moved on.");

    [Fact]
    public void between_seasons_they_wait() => Alive(Open()).And(LeagueSeason.Of("cup", 1), new LeagueSeasonEnded(true))
        .When(Join(null)).Then(new LeagueJoined(3)).ThenAnswers(member => member.IsWaiting.ShouldBeTrue())
        .After.When(Join(null)).ThenNothing();

    [Fact]
    public void when_the_time_is_over_they_wait_too() => Alive(Open()).When(Join(null), now: Monday).Then(new LeagueJoined(3));

    [Fact]
    public void while_a_season_runs_nobody_waits() => Alive(Open()).When(Join(null)).ThenRefused(FaultCode.Aborted, "The league has moved on.");

    [Fact]
    public void who_comes_back_starts_no_higher_than_where_they_left() => Alive(Open(Rules with { EntryDivision = 1 }))
        .And(Place, new LeagueJoined(2), new LeagueLeft())
        .When(Join(Bronze with { Division = 2 }))
        .ThenIn(Place, new LeagueJoined(2), new LeagueMemberPlaced(1, 2, 1));

    [Fact]
    public void joining_is_refused()
    {
        Open().When(Join(Bronze)).ThenRefused(FaultCode.NotFound, "User not found.");
        Alive(Specification.GivenNothing()).When(Join(Bronze)).ThenRefused(FaultCode.NotFound, "League not found.");
        Alive(Open()).And(Cup, new LeaguePaused()).When(Join(Bronze)).ThenRefused(FaultCode.FailedPrecondition, "League is paused.");
        Alive(Open()).And(Cup, new LeagueEnded()).When(Join(Bronze)).ThenRefused(FaultCode.FailedPrecondition, "League has ended.");
        Alive(Open()).When(Join(Bronze) with { Season = 0 }).ThenRefused(FaultCode.Aborted, "The league has moved on.");
        Alive(Open()).When(Join(Bronze) with { IsForMembersOnly = true }).ThenRefused(FaultCode.NotFound, "Player is not in the league.");
        Alive(Open()).When(Join(Bronze) with { UserId = "ann" }).ThenRefused(FaultCode.InvalidArgument, "Invalid user ID.");
    }

    [Fact]
    public void who_leaves_takes_their_score_along() => WithGroup()
        .When(new LeaveLeague("cup", Ann, WithGroup().Seen(Bronze)))
        .Then(new LeagueLeft(), new LeagueGroupLeft(Ann), new ScoreRecordDeleted())
        .After.When(new LeaveLeague("cup", Ann, null)).ThenNothing();

    [Fact]
    public void who_waits_just_leaves() => Open().And(Place, new LeagueJoined(3)).When(new LeaveLeague("cup", Ann, null)).Then(new LeagueLeft());

    [Fact]
    public void leaving_from_another_group_is_another_look() => WithGroup().When(new LeaveLeague("cup", Ann, null)).ThenRefused(FaultCode.Aborted, "The league has moved on.");

    [Fact]
    public void a_player_is_moved_from_the_next_season_on() => WithGroup()
        .When(new MoveMember("cup", Ann, 1), Server)
        .Then(new LeagueMemberMoved(1))
        .ThenAnswers(member => (member.Division, member.MovesTo).ShouldBe((3, 1)))
        .After.When(new MoveMember("cup", Ann, 1), Server).ThenNothing();

    [Fact]
    public void who_waits_is_moved_at_once() => Open().And(Place, new LeagueJoined(3)).When(new MoveMember("cup", Ann, 2)).ThenAnswers(member => (member.Division, member.MovesTo).ShouldBe((2, 0)));

    [Fact]
    public void moving_is_refused()
    {
        WithGroup().When(new MoveMember("cup", Ann, 0)).ThenRefused(FaultCode.InvalidArgument, "The league has no such division.");
        WithGroup().When(new MoveMember("cup", Ann, 4)).ThenRefused(FaultCode.InvalidArgument, "The league has no such division.");
        WithGroup().When(new MoveMember("cup", User(9), 1)).ThenRefused(FaultCode.NotFound, "Player is not in the league.");
        WithGroup().When(new MoveMember("cap", Ann, 1)).ThenRefused(FaultCode.NotFound, "League not found.");
        WithGroup().When(new MoveMember("cup", "ann", 1)).ThenRefused(FaultCode.InvalidArgument, "Invalid user ID.");
    }

    [Fact]
    public void a_score_goes_to_the_board_of_the_group() => WithGroup()
        .When(Submit(700))
        .Then(new ScoreSubmitted(700, 0, ScoreOperator.Best, SortOrder.Descending, null, "ann", Counted: true, 700, 0))
        .ThenAnswers(record => (record.LeaderboardId, record.Score, record.NumScore).ShouldBe(("league.cup.1.3.1", 700, 2)));

    [Fact]
    public void a_score_is_taken_to_the_last_moment_of_a_season()
    {
        WithGroup().When(Submit(700), now: Monday.AddMicroseconds(-1)).Result.Score.ShouldBe(700);
        WithGroup().When(Submit(700), now: Monday).ThenRefused(FaultCode.FailedPrecondition, "League season is over and the next one is being prepared.");
    }

    [Fact]
    public void a_score_is_refused()
    {
        WithGroup().And(Cup, new LeaguePaused()).When(Submit(1)).ThenRefused(FaultCode.FailedPrecondition, "League is paused.");
        WithGroup().And(Cup, new LeagueDeleted()).When(Submit(1)).ThenRefused(FaultCode.NotFound, "League not found.");
        WithGroup().And(Place, new LeagueLeft()).When(Submit(1)).ThenRefused(FaultCode.FailedPrecondition, "Must join league before attempting to write value.");
        WithGroup().And(Place, new LeagueMemberPlaced(1, 3, 2)).When(Submit(1)).ThenRefused(FaultCode.Aborted, "The league has moved on.");
        WithGroup().And(LeagueSeason.Of("cup", 1), new LeagueSeasonEnded(true)).When(Submit(1))
            .ThenRefused(FaultCode.FailedPrecondition, "League season is over and the next one is being prepared.");
        WithGroup().When(Submit(-1)).ThenRefused(FaultCode.InvalidArgument, "Error writing score to leaderboard.");
        WithGroup().When(Submit(1) with { Metadata = "[]" }).ThenRefused(FaultCode.InvalidArgument, "Metadata value must be JSON, if provided.");
    }

    [Fact]
    public void only_the_server_scores_in_an_authoritative_league()
    {
        var given = Open(Rules with { Authoritative = true }).Group(Bronze, (1, 10));
        given.When(Submit(1)).ThenRefused(FaultCode.PermissionDenied, "League only allows authoritative score submissions.");
        given.When(Submit(90), Server).Result.Score.ShouldBe(90);
    }

    static Specification Alive(Specification given) => given.And(Account.Kind.Of(Ann), new AccountCreated("ann", IdentityKind.Device, "device"));

    static Specification WithGroup() => Open().Group(Bronze, (1, 100), (2, 90));

    static JoinLeague Join(GroupKey? group) => new("cup", Ann, group) { Season = 1, Generation = 1 };

    static SubmitLeagueScore Submit(long score) => new("cup", Ann, score, 0, WithGroup().Seen(Bronze)) { Username = "ann" };
}
