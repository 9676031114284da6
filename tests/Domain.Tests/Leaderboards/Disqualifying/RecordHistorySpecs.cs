using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Disqualifying;

namespace KaosNet.Domain.Tests.Leaderboards.Disqualifying;

public class RecordHistorySpecs
{
    static readonly string Ann = Specification.Player.UserId;
    static readonly string Cup = $"cup/0/{Ann}";
    static readonly string First = "0d000000-0000-4000-8000-000000000001";
    static readonly string Second = "0d000000-0000-4000-8000-000000000002";

    [Fact]
    public void the_best_honest_score_comes_back_with_its_metadata_name_and_times()
    {
        var history = Of(
            Submitted(100, 5) with { Metadata = """{"run":1}""", Username = "ann" },
            Submitted(900, 9) with { Metadata = """{"run":2}""", Username = "cheat" },
            Submitted(300, 1) with { Metadata = """{"run":3}""", Username = "anna", Counted = false });

        history.Without([2]).Values.ShouldBe(
            new(300, 5, 2, 1_000_000, TakesPlace: false, "anna", """{"run":3}""", At(1), At(3)));
        history.Without([2, 3]).Values.ShouldBe(new(100, 5, 1, 1_000_000, TakesPlace: false, "ann", """{"run":1}""", At(1), At(1)));
        history.Without([3]).ShouldBe(history.AsItIs());
    }

    [Fact]
    public void score_and_subscore_come_back_each_by_itself() =>
        Of(Submitted(100, 1), Submitted(900, 0), Submitted(50, 7)).Without([2]).Values!.ShouldSatisfyAllConditions(
            values => values.Score.ShouldBe(100), values => values.Subscore.ShouldBe(7), values => values.NumScore.ShouldBe(2));

    [Fact]
    public void on_an_ascending_board_the_lowest_honest_score_comes_back() =>
        Of(SortOrder.Ascending, Submitted(100, 5), Submitted(1, 9), Submitted(80, 6)).Without([2]).Values!.Score.ShouldBe(80);

    [Theory]
    [InlineData(ScoreOperator.Increment, 10, 20, 30, 2, 40)]
    [InlineData(ScoreOperator.Increment, 10, 20, 30, 1, 50)]
    [InlineData(ScoreOperator.Set, 10, 20, 30, 3, 20)]
    [InlineData(ScoreOperator.Set, 10, 20, 30, 2, 30)]
    // The first decrement of a record stores 0 whatever is sent; a negative amount adds.
    [InlineData(ScoreOperator.Decrement, -5, -100, 30, 2, 0)]
    [InlineData(ScoreOperator.Decrement, -5, -100, 30, 3, 100)]
    [InlineData(ScoreOperator.Decrement, -5, -100, 30, 1, 0)]
    public void boards_that_add_up_are_worked_out_again(ScoreOperator rule, long first, long second, long third, long taken, long left) =>
        Of(rule, Submitted(first), Submitted(second), Submitted(third)).Without([taken]).Values!.Score.ShouldBe(left);

    [Fact]
    public void a_submission_keeps_the_operator_of_its_own_call() =>
        Of(Submitted(100), Submitted(40) with { Operator = ScoreOperator.Set }, Submitted(70)).Without([1]).Values!.Score.ShouldBe(70);

    [Fact]
    public void an_addition_that_would_be_too_much_without_what_was_taken_away_stays_out() => Of(
        Submitted(long.MaxValue) with { Operator = ScoreOperator.Set },
        Submitted(10) with { Operator = ScoreOperator.Decrement },
        Submitted(10) with { Operator = ScoreOperator.Increment }).Without([2]).Values!.Score.ShouldBe(long.MaxValue);

    [Fact]
    public void nothing_is_left_when_all_is_taken_back()
    {
        Of(Submitted(100)).Without([1]).ShouldBe(new Recomputation(null, IsWithheld: true));
        Of(Submitted(100), new ScoreRecordDeleted()).Without([1]).ShouldBe(new Recomputation(null, IsWithheld: false));
    }

    [Fact]
    public void what_was_deleted_stays_deleted()
    {
        var history = Of(Submitted(900), new ScoreRecordDeleted(), Submitted(100), Submitted(200));
        history.Without([1]).ShouldBe(history.AsItIs());
        history.Without([4]).Values.ShouldBe(new(100, 0, 1, 1_000_000, TakesPlace: false, null, "{}", At(3), At(3)));
    }

    [Fact]
    public void a_submission_is_out_until_every_disqualification_of_it_is_lifted()
    {
        var twice = Of(
            Submitted(100), Submitted(900),
            new ScoresDisqualified(First, [new(2, 2)], null, false), new ScoresDisqualified(Second, [new(1, 2)], null, false));
        twice.AsItIs().ShouldBe(new Recomputation(null, IsWithheld: true));
        twice.WithoutDisqualification(First).ShouldBe(new Recomputation(null, IsWithheld: true));
        twice.WithoutDisqualification(Second).Values!.Score.ShouldBe(100);
        twice.ThoseThatTakeBack(2).ShouldBe([First, Second]);
        twice.ThoseThatTakeBack(1).ShouldBe([Second]);

        var once = Of(
            Submitted(100), Submitted(900), new ScoresDisqualified(First, [new(2, 2)], null, false), new ScoresDisqualified(Second, [new(1, 2)], null, false),
            new DisqualificationLifted(Second, null, false));
        once.AsItIs().Values!.Score.ShouldBe(100);
        once.IsHitBy(Second).ShouldBeFalse();
        once.WithoutDisqualification(First).Values!.Score.ShouldBe(900);
    }

    [Fact]
    public void a_player_who_only_joined_keeps_the_place() =>
        Of(new TournamentJoined("ann", 3, TakesPlace: true), Submitted(900)).Without([2]).Values.ShouldBe(
            new(0, 0, 0, 3, TakesPlace: true, "ann", "{}", At(1), At(1)));

    [Fact]
    public void a_player_who_entered_by_a_score_loses_the_place_with_it() =>
        Of(new TournamentEntered(3, TakesPlace: true), Submitted(900)).Without([2]).ShouldBe(new Recomputation(null, IsWithheld: true));

    [Fact]
    public void every_accepted_submission_of_a_tournament_counts()
    {
        var history = Of(new TournamentEntered(5, TakesPlace: false), Submitted(100), Submitted(900), Submitted(50));
        history.AsItIs().Values!.NumScore.ShouldBe(3);
        history.Without([3]).Values!.ShouldSatisfyAllConditions(
            values => values.Score.ShouldBe(100), values => values.NumScore.ShouldBe(2), values => values.UpdateTime.ShouldBe(At(4)));
    }

    [Fact]
    public void attempts_are_given_back_and_those_that_were_given_stay()
    {
        var history = Of(
            new TournamentEntered(2, TakesPlace: false), Submitted(100), new AttemptsAdded(3, 5), Submitted(200), Submitted(300));
        history.Without([2]).Values!.ShouldSatisfyAllConditions(values => values.NumScore.ShouldBe(2), values => values.MaxNumScore.ShouldBe(5));
    }

    [Fact]
    public void a_submission_past_the_last_attempt_counts_once_an_attempt_before_it_is_taken_back()
    {
        var history = Of(new TournamentJoined("ann", 1, TakesPlace: false), Submitted(900), Submitted(50) with { Counted = false });
        history.AsItIs().Values!.Score.ShouldBe(900);
        history.Without([2]).Values!.ShouldSatisfyAllConditions(values => values.Score.ShouldBe(50), values => values.NumScore.ShouldBe(1));
    }

    [Fact]
    public void entering_again_after_all_was_taken_back_leaves_the_given_attempts_when_that_is_undone()
    {
        var history = Of(
            new TournamentEntered(2, TakesPlace: true), Submitted(100), new AttemptsAdded(3, 5), new ScoresDisqualified(First, [new(2, 2)], null, true),
            new TournamentEntered(2, TakesPlace: true), Submitted(80));
        history.AsItIs().Values!.NumScore.ShouldBe(1);
        history.WithoutDisqualification(First).Values.ShouldBe(new(100, 0, 2, 5, TakesPlace: true, null, "{}", At(2), At(6)));
    }

    [Fact]
    public void submissions_are_told_as_ranges_whatever_happened_between_them()
    {
        var history = Of(Submitted(1), Submitted(2), new ScoreRecordDeleted(), Submitted(3), Submitted(4), Submitted(5));
        history.RangesOf([1, 2, 4, 6]).ShouldBe([new(1, 4), new(6, 6)]);
        history.RangesOf([]).ShouldBeEmpty();
    }

    [Fact]
    public void the_criteria_all_have_to_fit()
    {
        var history = new RecordHistory($"a/b/7/{Ann}", [
            new(1, 10, Submitted(1), At(1), "1.0"), new(2, 20, Submitted(2), At(2), "1.1"), new(3, 30, Submitted(3), At(3), null)]);
        long[] Hits(DisqualificationCriteria criteria, long horizon = 100) => [.. history.Hits(criteria, First, horizon)];

        Hits(new() { LeaderboardId = "a/b" }).ShouldBe([1, 2, 3]);
        Hits(new() { LeaderboardId = "a" }).ShouldBeEmpty();
        Hits(new() { LeaderboardId = "a/b", Expiry = 7 }).ShouldBe([1, 2, 3]);
        Hits(new() { LeaderboardId = "a/b", Expiry = 0 }).ShouldBeEmpty();
        Hits(new() { OwnerId = Ann }, horizon: 20).ShouldBe([1, 2]);
        Hits(new() { OwnerId = Second }).ShouldBeEmpty();
        Hits(new() { LeaderboardId = "a/b", Expiry = 7, OwnerId = Ann, Submission = 2 }).ShouldBe([2]);
        Hits(new() { Build = "1.1" }).ShouldBe([2]);
        Hits(new() { Since = At(2) }).ShouldBe([2, 3]);
        Hits(new() { Since = At(1), Until = At(3) }).ShouldBe([1, 2]);
    }

    static DateTimeOffset At(int version) => Specification.Now.AddMinutes(version);

    static ScoreSubmitted Submitted(long score, long subscore = 0) =>
        new(score, subscore, ScoreOperator.Best, SortOrder.Descending, null, null, Counted: true, score, subscore);

    static RecordHistory Of(ScoreOperator rule, params ScoreSubmitted[] events) => Of([.. events.Select(one => one with { Operator = rule })]);

    static RecordHistory Of(SortOrder order, params ScoreSubmitted[] events) => Of([.. events.Select(one => one with { SortOrder = order })]);

    static RecordHistory Of(params ScoreRecordEvent[] events) =>
        new(Cup, [.. events.Select((happened, place) => new RecordedScore(place + 1, place + 1, happened, At(place + 1), null))]);
}
