using CsCheck;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;

namespace KaosNet.Domain.Tests.Leaderboards;

public class SubmitScoreSpecs
{
    static readonly string Ann = Specification.Player.UserId;
    static readonly StreamRef<Leaderboard> Board = Leaderboard.Kind.Of("cup");
    static readonly StreamRef<ScoreRecord> Record = ScoreRecord.Of("cup", 0, Ann);
    static readonly Caller Script = new() { Source = Source.Script, Actor = "main.lua" };

    /// <summary>Parity section 2.3: the stored record is score 100, subscore 5, num_score 3.</summary>
    [Theory]
    [InlineData(ScoreOperator.Best, SortOrder.Descending, 120, 2, 120, 5, 4)]
    [InlineData(ScoreOperator.Best, SortOrder.Descending, 90, 9, 100, 9, 4)]
    [InlineData(ScoreOperator.Best, SortOrder.Descending, 90, 2, 100, 5, 3)]
    [InlineData(ScoreOperator.Best, SortOrder.Descending, 100, 5, 100, 5, 3)]
    [InlineData(ScoreOperator.Best, SortOrder.Ascending, 90, 9, 90, 5, 4)]
    [InlineData(ScoreOperator.Best, SortOrder.Ascending, 120, 2, 100, 2, 4)]
    [InlineData(ScoreOperator.Best, SortOrder.Ascending, 120, 9, 100, 5, 3)]
    [InlineData(ScoreOperator.Set, SortOrder.Ascending, 40, 0, 40, 0, 4)]
    [InlineData(ScoreOperator.Set, SortOrder.Descending, 100, 5, 100, 5, 3)]
    [InlineData(ScoreOperator.Increment, SortOrder.Descending, 10, 1, 110, 6, 4)]
    [InlineData(ScoreOperator.Increment, SortOrder.Descending, 0, 0, 100, 5, 3)]
    [InlineData(ScoreOperator.Decrement, SortOrder.Descending, 30, 10, 70, 0, 4)]
    [InlineData(ScoreOperator.Decrement, SortOrder.Descending, 500, 0, 0, 5, 4)]
    [InlineData(ScoreOperator.Decrement, SortOrder.Descending, 0, 0, 100, 5, 3)]
    [InlineData(ScoreOperator.Decrement, SortOrder.Descending, -10, 0, 110, 5, 4)]
    public void the_worked_examples(ScoreOperator rule, SortOrder order, long score, long subscore, long after, long subAfter, int numScore) =>
        Specification.Given(Board, OpenBoard(rule, order)).And(Record, Stored())
            .When(new SubmitScore("cup", 0, Ann, score, subscore) { Metadata = """{"new":1}""", Username = "ann2" }, now: Later)
            .Then(new ScoreSubmitted(score, subscore, rule, order, """{"new":1}""", "ann2", numScore == 4, after, subAfter))
            .ThenState(Record, record =>
            {
                (record.Score, record.Subscore, record.NumScore).ShouldBe((after, subAfter, numScore));
                record.CreateTime.ShouldBe(Specification.Now);
                var moved = numScore == 4;
                record.Metadata.ShouldBe(moved ? """{"new":1}""" : """{"old":1}""");
                record.Username.ShouldBe(moved ? "ann2" : "ann");
                record.UpdateTime.ShouldBe(moved ? Later : Specification.Now);
                (record.Version, record.ChangedIn).ShouldBe((4, moved ? 4 : 3));
            });

    [Theory]
    [InlineData(ScoreOperator.Best, 7, 3, 7, 3)]
    [InlineData(ScoreOperator.Set, 7, 3, 7, 3)]
    [InlineData(ScoreOperator.Increment, 7, 3, 7, 3)]
    [InlineData(ScoreOperator.Increment, 0, 0, 0, 0)]
    [InlineData(ScoreOperator.Decrement, 30, 10, 0, 0)]
    [InlineData(ScoreOperator.Decrement, -30, 10, 0, 0)]
    public void a_first_submission_always_counts(ScoreOperator rule, long score, long subscore, long after, long subAfter) =>
        Specification.Given(Board, OpenBoard(rule))
            .When(new SubmitScore("cup", 0, Ann, score, subscore) { Username = "ann" })
            .Then(new ScoreSubmitted(score, subscore, rule, SortOrder.Descending, null, "ann", Counted: true, after, subAfter))
            .ThenAnswers(record =>
            {
                (record.LeaderboardId, record.Expiry, record.OwnerId).ShouldBe(("cup", 0, Ann));
                (record.Score, record.Subscore, record.NumScore, record.MaxNumScore).ShouldBe((after, subAfter, 1, 1_000_000));
                (record.Metadata, record.Username).ShouldBe(("{}", "ann"));
            });

    [Theory]
    [InlineData(ScoreOperator.Best, -1, 0)]
    [InlineData(ScoreOperator.Set, 0, -1)]
    [InlineData(ScoreOperator.Increment, -1, 0)]
    [InlineData(ScoreOperator.Increment, long.MaxValue, 0)]
    [InlineData(ScoreOperator.Increment, 0, long.MaxValue)]
    [InlineData(ScoreOperator.Decrement, long.MinValue, 0)]
    [InlineData((ScoreOperator)4, 1, 0)]
    [InlineData((ScoreOperator)(-1), 1, 0)]
    public void numbers_out_of_range_are_refused(ScoreOperator rule, long score, long subscore) =>
        Specification.Given(Board, OpenBoard(ScoreOperator.Best)).And(Record, Stored())
            .When(new SubmitScore("cup", 0, Ann, score, subscore) { Override = rule })
            .ThenRefused(FaultCode.InvalidArgument, "Error writing score to leaderboard.");

    [Fact]
    public void the_call_may_bring_its_own_operator() => Specification
        .Given(Board, OpenBoard(ScoreOperator.Best)).And(Record, Stored())
        .When(new SubmitScore("cup", 0, Ann, 1) { Override = ScoreOperator.Set })
        .Then(new ScoreSubmitted(1, 0, ScoreOperator.Set, SortOrder.Descending, null, null, Counted: true, 1, 0))
        .ThenAnswers(record => (record.Username, record.Metadata).ShouldBe(("ann", """{"old":1}""")));

    [Fact]
    public void an_unknown_board_is_refused_after_bad_metadata()
    {
        Specification.GivenNothing().When(new SubmitScore("cup", 0, Ann, 1)).ThenRefused(FaultCode.NotFound, "Leaderboard not found.");
        Specification.GivenNothing().When(new SubmitScore("cup", 0, Ann, 1) { Metadata = "[1]" })
            .ThenRefused(FaultCode.InvalidArgument, "Metadata value must be JSON, if provided.");
    }

    [Theory]
    [InlineData("{}", true)]
    [InlineData(""" { "a": [1, {"b": null}] } """, true)]
    [InlineData("", true)]
    [InlineData("null", false)]
    [InlineData("\"{}\"", false)]
    [InlineData("{", false)]
    [InlineData("{} {}", false)]
    [InlineData("{'a':1}", false)]
    public void metadata_is_one_json_object(string metadata, bool granted)
    {
        var outcome = Specification.Given(Board, OpenBoard(ScoreOperator.Best)).When(new SubmitScore("cup", 0, Ann, 1) { Metadata = metadata });
        if (granted) outcome.Result.Metadata.ShouldBe(metadata.Length == 0 ? "{}" : metadata);
        else outcome.ThenRefused(FaultCode.InvalidArgument, "Metadata value must be JSON, if provided.");
    }

    [Fact]
    public void only_the_server_writes_to_an_authoritative_board()
    {
        var cup = Specification.Given(Board, OpenBoard(ScoreOperator.Best) with { Authoritative = true });
        cup.When(new SubmitScore("cup", 0, Ann, 1))
            .ThenRefused(FaultCode.PermissionDenied, "Leaderboard only allows authoritative score submissions.");
        cup.When(new SubmitScore("cup", 0, Ann, 1), Script).Result.Score.ShouldBe(1);
    }

    [Fact]
    public void a_submission_for_a_period_that_is_over_is_sent_back()
    {
        var midnight = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
        var expiry = midnight.ToUnixTimeSeconds();
        var daily = Specification.Given(Board, OpenBoard(ScoreOperator.Best) with { ResetSchedule = "@daily" });
        daily.When(new SubmitScore("cup", expiry, Ann, 1), now: midnight.AddTicks(-10)).Result.Expiry.ShouldBe(expiry);
        daily.When(new SubmitScore("cup", expiry, Ann, 1), now: midnight)
            .ThenRefused(FaultCode.Aborted, "The leaderboard has started a new period.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("ann")]
    [InlineData("0AA0AA00-0000-4000-8000-000000000001")]
    public void an_owner_is_a_lower_case_uuid(string owner)
    {
        var cup = Specification.Given(Board, OpenBoard(ScoreOperator.Best));
        cup.When(new SubmitScore("cup", 0, owner, 1), Script).ThenRefused(FaultCode.InvalidArgument, "Invalid owner ID provided.");
        cup.When(new DeleteScoreRecord("cup", 0, owner), Script).ThenRefused(FaultCode.InvalidArgument, "Invalid owner ID provided.");
    }

    [Fact]
    public void submitting_twice_adds_twice() => Specification.Given(Board, OpenBoard(ScoreOperator.Increment))
        .When(new SubmitScore("cup", 0, Ann, 5))
        .After.When(new SubmitScore("cup", 0, Ann, 5))
        .ThenAnswers(record => (record.Score, record.NumScore).ShouldBe((10, 2)));

    [Fact]
    public void a_record_can_be_deleted_and_starts_from_nothing() => Specification
        .Given(Board, OpenBoard(ScoreOperator.Increment)).And(Record, Stored())
        .When(new DeleteScoreRecord("cup", 0, Ann))
        .ThenIn(Record, new ScoreRecordDeleted())
        .After.When(new DeleteScoreRecord("cup", 0, Ann)).ThenNothing()
        .After.When(new SubmitScore("cup", 0, Ann, 5))
        .ThenAnswers(record => (record.Score, record.NumScore, record.Metadata, record.Version).ShouldBe((5, 1, "{}", 5)));

    [Fact]
    public void deletions_are_refused_where_submissions_are()
    {
        Specification.GivenNothing().When(new DeleteScoreRecord("cup", 0, Ann)).ThenRefused(FaultCode.NotFound, "Leaderboard not found.");
        var cup = Specification.Given(Board, OpenBoard(ScoreOperator.Best) with { Authoritative = true }).And(Record, Stored());
        cup.When(new DeleteScoreRecord("cup", 0, Ann))
            .ThenRefused(FaultCode.PermissionDenied, "Leaderboard only allows authoritative score deletions.");
        cup.When(new DeleteScoreRecord("cup", 0, Ann), Script).Then(new ScoreRecordDeleted());
        cup.When(new DeleteScoreRecord("cup", 7, Ann), Script)
            .ThenRefused(FaultCode.Aborted, "The leaderboard has started a new period.");
    }

    [Fact]
    public void board_ids_may_hold_slashes_and_dashes()
    {
        var record = (ScoreRecord)ScoreRecord.Kind.Initial(ScoreRecord.Of("a/b-c/9", 12, Ann).Id);
        (record.LeaderboardId, record.Expiry, record.OwnerId).ShouldBe(("a/b-c/9", 12, Ann));
        ((ScoreRecord)ScoreRecord.Kind.Initial("nonsense")).Exists.ShouldBeFalse();
    }

    [Fact]
    public void a_record_never_leaves_its_range()
    {
        var submission = Gen.Select(
            Gen.Enum<ScoreOperator>(), Gen.OneOf(Gen.Long, Gen.Long[-3, 20]), Gen.OneOf(Gen.Long, Gen.Long[-3, 20]), Gen.Bool);
        submission.Array[0, 30].Sample(submissions =>
        {
            var cup = Specification.Given(Board, OpenBoard(ScoreOperator.Best));
            foreach (var (rule, score, subscore, delete) in submissions)
            {
                cup = delete
                    ? cup.When(new DeleteScoreRecord("cup", 0, Ann)).After
                    : cup.When(new SubmitScore("cup", 0, Ann, score, subscore) { Override = rule }).After;
                cup.State(Record, record =>
                {
                    record.Score.ShouldBeGreaterThanOrEqualTo(0);
                    record.Subscore.ShouldBeGreaterThanOrEqualTo(0);
                    record.ChangedIn.ShouldBeLessThanOrEqualTo(record.Version);
                    if (record.Exists) record.NumScore.ShouldBeGreaterThan(0);
                });
            }
        }, iter: 300);
    }

    static readonly DateTimeOffset Later = Specification.Now.AddHours(1);

    static LeaderboardCreated OpenBoard(ScoreOperator rule, SortOrder order = SortOrder.Descending) =>
        new(Authoritative: false, order, rule, null, "{}", EnableRanks: true);

    /// <summary>Score 100, subscore 5 after three submissions that counted.</summary>
    static object[] Stored() =>
    [
        new ScoreSubmitted(1, 1, ScoreOperator.Set, SortOrder.Descending, """{"old":1}""", "ann", true, 1, 1),
        new ScoreSubmitted(2, 2, ScoreOperator.Set, SortOrder.Descending, null, null, true, 2, 2),
        new ScoreSubmitted(100, 5, ScoreOperator.Set, SortOrder.Descending, null, null, true, 100, 5),
    ];
}
