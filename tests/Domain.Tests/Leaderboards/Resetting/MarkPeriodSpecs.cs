using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Resetting;

namespace KaosNet.Domain.Tests.Leaderboards.Resetting;

/// <summary>The marks that the game's functions were called.</summary>
public class MarkPeriodSpecs
{
    const long Hour = 3600;
    static readonly long Made = Specification.Now.ToUnixTimeSeconds();
    static readonly DateTimeOffset Later = Specification.Now.AddHours(3);

    static readonly StreamRef<BoardSchedule> Schedule = BoardSchedule.Kind.Of("cup");
    static readonly Specification Hourly = Specification.Given(
        Leaderboard.Kind.Of("cup"), new LeaderboardCreated(false, SortOrder.Descending, ScoreOperator.Best, "0 * * * *", "{}", false));

    [Fact]
    public void a_reset_is_marked_once() => Hourly
        .When(new MarkPeriod("cup", Reset(1)), now: Later).Then(new PeriodReset(0, Made + Hour)).After
        .When(new MarkPeriod("cup", Reset(1)), now: Later).ThenRefused(FaultCode.AlreadyExists, "This end or reset is dealt with.");

    [Fact]
    public void the_next_one_can_be_marked_and_the_one_before_cannot_any_more() => Hourly
        .When(new MarkPeriod("cup", Reset(2)), now: Later).Then(new PeriodReset(0, Made + (2 * Hour))).After
        .When(new MarkPeriod("cup", Reset(1)), now: Later).ThenRefused(FaultCode.AlreadyExists, "This end or reset is dealt with.").After
        .When(new MarkPeriod("cup", Reset(3)), now: Later).Then(new PeriodReset(0, Made + (3 * Hour)));

    [Fact]
    public void a_failure_is_a_mark_too() => Hourly
        .When(new MarkPeriod("cup", Reset(1)) { Failure = new('x', 501), Attempts = 5 }, now: Later)
        .Then(new PeriodResetFailed(0, Made + Hour, new('x', 500), 5)).After
        .When(new MarkPeriod("cup", Reset(1)), now: Later).ThenRefused(FaultCode.AlreadyExists, "This end or reset is dealt with.");

    [Fact]
    public void what_is_no_instant_of_the_board_is_not_marked()
    {
        Hourly.When(new MarkPeriod("cup", new(BoardCallback.LeaderboardReset, Made + 5, 0, Made + 5)), now: Later).ThenRefused(FaultCode.NotFound, "The board has no such end or reset.");
        Hourly.When(new MarkPeriod("other", Reset(1)), now: Later).ThenRefused(FaultCode.NotFound, "The board has no such end or reset.");
        Hourly.When(new MarkPeriod("cup", Reset(0)), now: Later).ThenRefused(FaultCode.NotFound, "The board has no such end or reset.");
        Hourly.And(Leaderboard.Kind.Of("cup"), new LeaderboardDeleted())
            .When(new MarkPeriod("cup", Reset(1)), now: Later).ThenRefused(FaultCode.NotFound, "The board has no such end or reset.");
    }

    [Fact]
    public void what_has_not_come_yet_is_not_marked()
    {
        Hourly.When(new MarkPeriod("cup", Reset(1)), now: Specification.Now.AddSeconds(Hour - 1))
            .ThenRefused(FaultCode.FailedPrecondition, "This end or reset has not come yet.");
        Hourly.When(new MarkPeriod("cup", Reset(1)), now: Specification.Now.AddSeconds(Hour)).Then(new PeriodReset(0, Made + Hour));
    }

    [Fact]
    public void ends_and_resets_of_a_tournament_are_marked_apart()
    {
        var tournament = Specification.Given(
            Leaderboard.Kind.Of("cup"),
            new TournamentCreated(
                true, SortOrder.Descending, ScoreOperator.Best, "0 * * * *", "{}", false, "", "", 0, Made, 0, 600, Limits.UnlimitedSize, Limits.MaxNumScore, false));
        var end = new BoardOccurrence(BoardCallback.TournamentEnd, Made + 600, Made + 600, Made + Hour);
        var reset = new BoardOccurrence(BoardCallback.TournamentReset, Made + Hour, Made + 600, Made + Hour);

        tournament
            .When(new MarkPeriod("cup", end), now: Later).Then(new PeriodEnded(Made + 600, Made + Hour)).After
            .When(new MarkPeriod("cup", end), now: Later).ThenRefused(FaultCode.AlreadyExists, "This end or reset is dealt with.").After
            .When(new MarkPeriod("cup", reset), now: Later).Then(new PeriodReset(Made + 600, Made + Hour)).After
            .When(new MarkPeriod("cup", reset), now: Later).ThenRefused(FaultCode.AlreadyExists, "This end or reset is dealt with.").After
            .State(Schedule, schedule => (schedule.EndedThrough, schedule.ResetThrough).ShouldBe((Made + 600, Made + Hour)));
        tournament.When(new MarkPeriod("cup", end) { Failure = "no", Attempts = 2 }, now: Later).Then(new PeriodEndFailed(Made + 600, Made + Hour, "no", 2));
    }

    [Fact]
    public void what_passes_without_a_function_goes_forward_only() => Specification.GivenNothing()
        .When(new PassPeriods(BoardCallback.LeaderboardReset)).ThenNothing().ThenAnswers(0).After
        .When(new PassPeriods(BoardCallback.LeaderboardReset, 100, 7)).Then(new PeriodsPassed(100, 7)).ThenAnswers(100).After
        .When(new PassPeriods(BoardCallback.LeaderboardReset, 100, 7)).ThenNothing().After
        .When(new PassPeriods(BoardCallback.LeaderboardReset, 90, 7)).ThenNothing().ThenAnswers(100).After
        .When(new PassPeriods(BoardCallback.TournamentEnd)).ThenAnswers(0);

    static BoardOccurrence Reset(int period) => new(BoardCallback.LeaderboardReset, Made + (period * Hour), 0, Made + (period * Hour));
}
