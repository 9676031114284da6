using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;

namespace KaosNet.Domain.Tests.Leaderboards;

public class LeaderboardSpecs
{
    static readonly StreamRef<Leaderboard> Board = Leaderboard.Kind.Of("weekly");

    static readonly LeaderboardCreated Created = new(
        Authoritative: true, SortOrder.Ascending, ScoreOperator.Set, "0 0 * * *", """{"a":1}""", EnableRanks: true);

    [Fact]
    public void a_board_is_set_up() => Specification.GivenNothing()
        .When(new CreateLeaderboard("weekly")
        {
            Authoritative = true,
            SortOrder = SortOrder.Ascending,
            Operator = ScoreOperator.Set,
            ResetSchedule = "0 0 * * *",
            Metadata = """{"a":1}""",
            EnableRanks = true,
        })
        .Then(Created)
        .ThenAnswers(board => (board.Exists, board.CreateTime, board.IsTournament).ShouldBe((true, Specification.Now, false)));

    [Fact]
    public void without_a_word_a_board_is_open_descending_best_and_shows_no_ranks() => Specification.GivenNothing()
        .When(new CreateLeaderboard("weekly"))
        .Then(new LeaderboardCreated(Authoritative: false, SortOrder.Descending, ScoreOperator.Best, null, "{}", EnableRanks: false));

    [Fact]
    public void a_second_creation_succeeds_and_changes_nothing() => Specification.Given(Board, Created)
        .When(new CreateLeaderboard("weekly") { Operator = ScoreOperator.Increment, ResetSchedule = "@hourly" })
        .ThenNothing()
        .ThenAnswers(board => (board.Operator, board.ResetSchedule).ShouldBe((ScoreOperator.Set, "0 0 * * *")));

    [Fact]
    public void an_id_has_1_to_128_characters()
    {
        Specification.GivenNothing().When(new CreateLeaderboard("")).ThenRefused(FaultCode.InvalidArgument, "Invalid leaderboard ID.");
        Specification.GivenNothing().When(new CreateLeaderboard(new string('x', 128))).Result.Exists.ShouldBeTrue();
        Specification.GivenNothing().When(new CreateLeaderboard(new string('x', 129)))
            .ThenRefused(FaultCode.InvalidArgument, "Invalid leaderboard ID.");
    }

    [Fact]
    public void what_makes_no_sense_is_refused()
    {
        Specification.GivenNothing().When(new CreateLeaderboard("weekly") { ResetSchedule = "soon" })
            .ThenRefused(FaultCode.InvalidArgument, "Invalid reset schedule: missing field(s)");
        Specification.GivenNothing().When(new CreateLeaderboard("weekly") { ResetSchedule = "* * * * *" + new string(' ', 56) })
            .ThenRefused(FaultCode.InvalidArgument, "Invalid reset schedule: too long.");
        Specification.GivenNothing().When(new CreateLeaderboard("weekly") { Metadata = "[]" })
            .ThenRefused(FaultCode.InvalidArgument, "Metadata value must be JSON, if provided.");
        Specification.GivenNothing().When(new CreateLeaderboard("weekly") { SortOrder = (SortOrder)2 })
            .ThenRefused(FaultCode.InvalidArgument, "Invalid sort order.");
        Specification.GivenNothing().When(new CreateLeaderboard("weekly") { Operator = (ScoreOperator)4 })
            .ThenRefused(FaultCode.InvalidArgument, "Invalid operator.");
    }

    [Fact]
    public void resets_are_the_schedules_instants_around_now() => Specification.Given(Board, Created).State(Board, board =>
    {
        board.ExpiryAt(Specification.Now).ShouldBe(Day(2));
        board.ExpiryAt(DateTimeOffset.FromUnixTimeSeconds(Day(2))).ShouldBe(Day(3));
        // Not clamped to the creation: a board made at noon reports that day's midnight.
        board.PreviousResetAt(Specification.Now).ShouldBe(Day(1));
        board.PreviousResetAt(Specification.Now.AddSeconds(-1)).ShouldBe(0);
    });

    [Fact]
    public void without_a_schedule_there_are_no_resets() => Specification.Given(Board, Created with { ResetSchedule = null })
        .State(Board, board => (board.ExpiryAt(Specification.Now), board.PreviousResetAt(Specification.Now)).ShouldBe((0, 0)));

    static long Day(int day) => new DateTimeOffset(2026, 3, day, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
}
