using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Domain.Tournaments;

namespace KaosNet.Domain.Tests.Leaderboards.Disqualifying;

public class DisqualifySpecs
{
    const string Id = "0d000000-0000-4000-8000-000000000001";
    static readonly string Ann = Specification.Player.UserId;
    static readonly StreamRef<ScoreRecord> Record = ScoreRecord.Of("cup", 0, Ann);
    static readonly StreamRef<Disqualification> Stream = Disqualification.Kind.Of(Id);
    static readonly DisqualificationOrdered Ordered = new("mod", "speed hack", new() { OwnerId = Ann }, 99);
    static readonly RecordValues Honest = new(100, 5, 1, 1_000_000, TakesPlace: false, "ann", "{}", Specification.Now, Specification.Now);
    static readonly ScoreSubmitted Good = new(100, 5, ScoreOperator.Best, SortOrder.Descending, null, "ann", Counted: true, 100, 5);
    static readonly ScoreSubmitted Bad = Good with { Score = 900, ScoreAfter = 900 };
    static readonly RecomputedRecord OnlyGood = new(Record, 2, [new(2, 2)], 1, new(Honest, IsWithheld: false));
    static readonly RecomputedRecord NothingLeft = new(Record, 2, [new(1, 2)], 2, new(null, IsWithheld: true));
    static readonly ProposedReversal Prize = new("0e000000-0000-4000-8000-000000000001", Ann, """{"gold":5}""", "reset:cup:0");

    [Fact]
    public void a_score_is_taken_back_in_one_commit() => Specification.Given(Record, Good, Bad)
        .When(new DisqualifyScores(Id, Ordered, [OnlyGood], [Prize]))
        .Then(
            Ordered,
            new ScoresDisqualified(Id, [new(2, 2)], Honest, IsWithheld: false),
            new DisqualificationAdvanced([new("cup", 0, Ann, 1, new(900, 5, 2), new(100, 5, 1))], [Prize], "", IsLast: true))
        .ThenState(Record, record =>
        {
            RecordValues.Of(record).ShouldBe(Honest);
            (record.Version, record.ChangedIn).ShouldBe((3, 3));
        })
        .ThenAnswers(after =>
        {
            (after.Stage, after.Records, after.Submissions, after.Reversals).ShouldBe((DisqualificationStage.Done, 1, 1, 1));
            (after.Author, after.Reason, after.CreateTime).ShouldBe(("mod", "speed hack", Specification.Now));
        });

    [Fact]
    public void a_record_of_which_nothing_is_left_is_gone_and_can_begin_anew() => Specification
        .Given(Leaderboard.Kind.Of("cup"), new LeaderboardCreated(false, SortOrder.Descending, ScoreOperator.Best, null, "{}", EnableRanks: true))
        .And(Record, Good, Bad, new ScoresDisqualified(Id, [new(1, 2)], null, IsWithheld: true))
        .When(new SubmitScore("cup", 0, Ann, 7))
        .Then(new ScoreSubmitted(7, 0, ScoreOperator.Best, SortOrder.Descending, null, null, Counted: true, 7, 0))
        .ThenState(Record, record =>
        {
            (record.Exists, record.IsWithheld, record.Score, record.NumScore, record.Username).ShouldBe((true, false, 7L, 1, null));
            record.Version.ShouldBe(4);
        });

    [Fact]
    public void what_is_withheld_is_told_from_what_was_never_there()
    {
        Specification.Given(Record, Good, new ScoresDisqualified(Id, [new(1, 1)], null, IsWithheld: true))
            .State(Record, record => (record.Exists, record.IsWithheld).ShouldBe((false, true)));
        Specification.Given(Record, Good, new ScoresDisqualified(Id, [new(1, 1)], null, IsWithheld: true), new ScoreRecordDeleted())
            .State(Record, record => (record.Exists, record.IsWithheld).ShouldBe((false, false)));
    }

    [Fact]
    public void the_same_one_twice_is_one() => Specification.Given(Record, Good, Bad)
        .And(Stream, Ordered, new DisqualificationAdvanced([], [], "", IsLast: true))
        .When(new DisqualifyScores(Id, Ordered with { Reason = "other" }, [OnlyGood], []))
        .ThenNothing();

    [Fact]
    public void a_record_that_moved_is_worked_out_again() => Specification.Given(Record, Good, Bad, Bad)
        .When(new DisqualifyScores(Id, Ordered, [OnlyGood], []))
        .ThenRefused(FaultCode.Aborted, Moved);

    [Fact]
    public void nothing_to_take_back_is_no_disqualification() => Specification.GivenNothing()
        .When(new DisqualifyScores(Id, Ordered, [], []))
        .ThenRefused(FaultCode.NotFound, "No submission fits the disqualification.");

    public static TheoryData<DisqualificationOrdered, string> Flawed => new()
    {
        { Ordered with { Author = "" }, "Author must have 1 to 128 characters." },
        { Ordered with { Author = new('a', 129) }, "Author must have 1 to 128 characters." },
        { Ordered with { Author = "a\0" }, "Author must have 1 to 128 characters." },
        { Ordered with { Reason = "" }, "Reason must have 1 to 1000 characters." },
        { Ordered with { Reason = new('a', 1001) }, "Reason must have 1 to 1000 characters." },
        { Ordered with { Reason = "\uD800" }, "Reason must have 1 to 1000 characters." },
        { With(new()), "Disqualification expects a leaderboard, an owner, a build or a span of time." },
        { With(new() { LeaderboardId = "" }), "Invalid leaderboard ID." },
        { With(new() { LeaderboardId = new('a', 129) }), "Invalid leaderboard ID." },
        { With(new() { LeaderboardId = "cup", Expiry = -1 }), "Expiry must be the end of a period of the given leaderboard in Unix seconds, or 0." },
        { With(new() { OwnerId = Ann, Expiry = 1 }), "Expiry must be the end of a period of the given leaderboard in Unix seconds, or 0." },
        { With(new() { OwnerId = Ann.ToUpperInvariant() }), "Invalid owner ID provided." },
        { With(new() { OwnerId = "nobody" }), "Invalid owner ID provided." },
        { With(new() { OwnerId = Ann, Submission = 1 }), SubmissionText },
        { With(new() { LeaderboardId = "cup", Expiry = 0, Submission = 1 }), SubmissionText },
        { With(new() { LeaderboardId = "cup", Expiry = 0, OwnerId = Ann, Submission = 0 }), SubmissionText },
        { With(new() { Build = "" }), "Build must have 1 to 64 characters." },
        { With(new() { Build = new('b', 65) }), "Build must have 1 to 64 characters." },
        { With(new() { Since = Specification.Now, Until = Specification.Now }), "Since must be before until." },
    };

    [Theory]
    [MemberData(nameof(Flawed))]
    public void an_order_must_make_sense(DisqualificationOrdered ordered, string refusal)
    {
        Specification.Given(Record, Good, Bad).When(new DisqualifyScores(Id, ordered, [OnlyGood], [])).ThenRefused(FaultCode.InvalidArgument, refusal);
        Specification.GivenNothing().When(new OrderDisqualification(Id, ordered)).ThenRefused(FaultCode.InvalidArgument, refusal);
    }

    [Fact]
    public void the_longest_author_reason_and_build_are_taken() => Specification.GivenNothing()
        .When(new OrderDisqualification(Id, new(new('a', 128), new('r', 1000), new() { Build = new('b', 64) }, 1)))
        .Then(new DisqualificationOrdered(new('a', 128), new('r', 1000), new() { Build = new('b', 64) }, 1));

    [Fact]
    public void a_place_in_a_tournament_goes_with_the_record_and_comes_back_with_it()
    {
        var places = TournamentPlaces.Of("cup", 0);
        var values = Honest with { TakesPlace = true };
        var gone = new RecomputedRecord(Record, 2, [new(2, 2)], 1, new(null, IsWithheld: true)) { Before = values };
        var without = Specification.Given(places, new TournamentPlaceTaken(Ann)).And(Record, new TournamentEntered(3, TakesPlace: true), Good)
            .When(new DisqualifyScores(Id, Ordered, [gone], []))
            .ThenIn(places, new TournamentPlaceLeft(Ann))
            .ThenState(places, left => left.Taken.ShouldBe(0)).After;

        var back = new RecomputedRecord(Record, 3, [], 1, new(values, IsWithheld: false));
        without.When(new UndoDisqualification(Id, 2, "boss", "lag", [back]))
            .ThenIn(places, new TournamentPlaceTaken(Ann))
            .ThenState(places, left => left.Taken.ShouldBe(1))
            .ThenState(Record, record => record.TakesPlace.ShouldBeTrue());

        // Who came in again meanwhile has the place already.
        without.And(places, new TournamentPlaceTaken(Ann)).And(Record, new TournamentEntered(3, TakesPlace: true), Good)
            .When(new UndoDisqualification(Id, 2, "boss", "lag", [back with { Version = 5, Before = values }]))
            .ThenIn(places);
    }

    [Fact]
    public void many_records_go_in_steps() => Specification.Given(Record, Good, Bad).And(Stream, Ordered)
        .When(new AdvanceDisqualification(Id, 1, [OnlyGood], [Prize], "17", IsLast: false))
        .Then(
            new ScoresDisqualified(Id, [new(2, 2)], Honest, IsWithheld: false),
            new DisqualificationAdvanced([new("cup", 0, Ann, 1, new(900, 5, 2), new(100, 5, 1))], [Prize], "17", IsLast: false))
        .ThenAnswers(after => (after.Stage, after.Position, after.Version).ShouldBe((DisqualificationStage.Underway, "17", 2)));

    [Fact]
    public void a_step_leaves_records_that_moved_to_the_next_one()
    {
        var other = ScoreRecord.Of("cup", 0, "0aa0aa00-0000-4000-8000-000000000002");
        Specification.Given(Record, Good, Bad).And(other, Good, Bad, Bad).And(Stream, Ordered)
            .When(new AdvanceDisqualification(Id, 1, [OnlyGood, OnlyGood with { Record = other }], [Prize], "17", IsLast: true))
            .Then(
                new ScoresDisqualified(Id, [new(2, 2)], Honest, IsWithheld: false),
                new DisqualificationAdvanced([new("cup", 0, Ann, 1, new(900, 5, 2), new(100, 5, 1))], [Prize], "", IsLast: false));
    }

    [Fact]
    public void a_step_is_taken_once()
    {
        var given = Specification.Given(Record, Good, Bad).And(Stream, Ordered, new DisqualificationAdvanced([], [], "17", IsLast: false));
        given.When(new AdvanceDisqualification(Id, 1, [OnlyGood], [], "17", IsLast: false)).ThenRefused(FaultCode.Aborted, Taken);
        given.And(Stream, new DisqualificationAdvanced([], [], "17", IsLast: true))
            .When(new AdvanceDisqualification(Id, 3, [OnlyGood], [], "18", IsLast: false)).ThenRefused(FaultCode.Aborted, Taken);
        given.And(Stream, new DisqualificationUndoOrdered("mod", "no"))
            .When(new AdvanceDisqualification(Id, 3, [OnlyGood], [], "18", IsLast: false)).ThenRefused(FaultCode.Aborted, Taken);
        Specification.Given(Record, Bad).And(Stream, Ordered).When(new AdvanceDisqualification(Id, 1, [OnlyGood], [], "1", IsLast: false))
            .ThenRefused(FaultCode.Aborted, Moved);
    }

    [Fact]
    public void undoing_brings_everything_back() => Disqualified()
        .When(new UndoDisqualification(Id, 2, "boss", "it was lag", [Back]))
        .Then(new DisqualificationUndoOrdered("boss", "it was lag"), new DisqualificationLifted(Id, All, IsWithheld: false), new DisqualificationUndoAdvanced(1, 2, IsLast: true))
        .ThenState(Record, record => RecordValues.Of(record).ShouldBe(All))
        .ThenAnswers(after =>
        {
            (after.Stage, after.UndoAuthor, after.UndoReason).ShouldBe((DisqualificationStage.Undone, "boss", "it was lag"));
            after.UndoTime.ShouldBe(Specification.Now);
        });

    [Fact]
    public void undoing_twice_is_undoing_once()
    {
        var undone = Disqualified().And(Stream, new DisqualificationUndoOrdered("boss", "lag"), new DisqualificationUndoAdvanced(1, 2, IsLast: true));
        undone.When(new UndoDisqualification(Id, 4, "boss", "again", [])).ThenNothing();
        undone.When(new OrderUndo(Id, "boss", "again")).ThenNothing();
    }

    [Fact]
    public void an_undo_names_a_disqualification_an_author_and_a_reason()
    {
        Specification.GivenNothing().When(new UndoDisqualification(Id, 0, "boss", "lag", []))
            .ThenRefused(FaultCode.NotFound, "Disqualification not found.");
        Specification.GivenNothing().When(new OrderUndo(Id, "boss", "lag")).ThenRefused(FaultCode.NotFound, "Disqualification not found.");
        Disqualified().When(new UndoDisqualification(Id, 2, "", "lag", [Back])).ThenRefused(FaultCode.InvalidArgument, "Author must have 1 to 128 characters.");
        Disqualified().When(new OrderUndo(Id, "boss", "")).ThenRefused(FaultCode.InvalidArgument, "Reason must have 1 to 1000 characters.");
    }

    [Fact]
    public void an_undo_of_records_that_moved_is_worked_out_again()
    {
        Disqualified().When(new UndoDisqualification(Id, 2, "boss", "lag", [Back with { Version = 2 }])).ThenRefused(FaultCode.Aborted, Moved);
        Disqualified().When(new UndoDisqualification(Id, 1, "boss", "lag", [Back])).ThenRefused(FaultCode.Aborted, Taken);
    }

    [Fact]
    public void an_undo_of_many_records_goes_in_steps()
    {
        var undoing = Disqualified().And(Stream, new DisqualificationUndoOrdered("boss", "lag"));
        undoing.When(new AdvanceUndo(Id, 3, [Back], 2, IsLast: false))
            .Then(new DisqualificationLifted(Id, All, IsWithheld: false), new DisqualificationUndoAdvanced(1, 2, IsLast: false))
            .ThenAnswers(after => (after.Stage, after.UndoneThrough).ShouldBe((DisqualificationStage.Undoing, 2)));
        undoing.When(new AdvanceUndo(Id, 2, [Back], 2, IsLast: false)).ThenRefused(FaultCode.Aborted, Taken);
        undoing.When(new AdvanceUndo(Id, 3, [Back with { Version = 9 }], 2, IsLast: false)).ThenRefused(FaultCode.Aborted, Moved);
        Disqualified().When(new AdvanceUndo(Id, 2, [Back], 2, IsLast: false)).ThenRefused(FaultCode.Aborted, Taken);
    }

    [Fact]
    public void a_disqualification_that_is_underway_can_be_undone() => Specification.Given(Record, Good, Bad).And(Stream, Ordered)
        .When(new OrderUndo(Id, "boss", "wrong board"))
        .Then(new DisqualificationUndoOrdered("boss", "wrong board"));

    const string Taken = "The disqualification was taken a step further meanwhile.";
    const string Moved = "The records moved while the disqualification was worked out; try again.";
    const string SubmissionText = "Submission must be the number of a submission of the given owner's record, of the given leaderboard and expiry.";

    static readonly RecordValues All = Honest with { Score = 900, NumScore = 2 };

    static readonly RecomputedRecord Back = new(Record, 3, [], 1, new(All, IsWithheld: false));

    static DisqualificationOrdered With(DisqualificationCriteria criteria) => Ordered with { Criteria = criteria };

    static Specification Disqualified() => Specification.Given(Record, Good, Bad, new ScoresDisqualified(Id, [new(2, 2)], Honest, IsWithheld: false))
        .And(Stream, Ordered, new DisqualificationAdvanced([new("cup", 0, Ann, 1, new(900, 5, 2), new(100, 5, 1))], [], "", IsLast: true));
}
