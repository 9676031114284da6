using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;

namespace KaosNet.Domain.Tests.Matches;

public class RecordMatchSpecs
{
    const string Id = "0aa0aa00-0000-4000-8000-00000000000a";
    const string Run = "run1";
    static readonly StreamRef<MatchHistory> Match = MatchHistory.Stream.Of(Id);
    static readonly MatchCreated Created = new("duel", "abc", "kaos", 7, "{}", 10, "", 128, Run);
    static readonly MatchEnded Ended = new(MatchEnding.HandlerStopped, 20, "");

    static readonly MatchResumed Resumed = new("run2", 10, "def");

    static MatchInputsRecorded Piece(int number, long from, long to) => new(number, from, to, [1]);

    [Fact]
    public void a_start_is_recorded() => Specification.GivenNothing().When(new RecordMatchStart(Id, Created)).Then(Created);

    [Fact]
    public void a_start_is_recorded_once() => Specification.Given(Match, Created).When(new RecordMatchStart(Id, Created)).ThenNothing();

    [Fact]
    public void pieces_follow_each_other() => Specification.Given(Match, Created, Piece(0, 0, 10))
        .When(new RecordMatchInputs(Id, Run, Piece(1, 10, 20))).Then(Piece(1, 10, 20))
        .ThenState(Match, history => history.Ticks.ShouldBe(20));

    [Fact]
    public void a_piece_is_recorded_once() => Specification.Given(Match, Created, Piece(0, 0, 10))
        .When(new RecordMatchInputs(Id, Run, Piece(0, 0, 10))).ThenNothing();

    [Theory]
    [InlineData(2, 10)]
    [InlineData(1, 11)]
    public void a_gap_is_refused(int piece, long fromTick) => Specification.Given(Match, Created, Piece(0, 0, 10))
        .When(new RecordMatchInputs(Id, Run, Piece(piece, fromTick, 20)))
        .ThenRefused(FaultCode.FailedPrecondition, "A piece of a match record does not follow the one before.");

    [Fact]
    public void a_piece_before_the_start_is_refused() => Specification.GivenNothing()
        .When(new RecordMatchInputs(Id, Run, Piece(0, 0, 10)))
        .ThenRefused(FaultCode.FailedPrecondition, "A piece of a match record does not follow the one before.");

    [Fact]
    public void a_piece_after_the_end_is_refused() => Specification.Given(Match, Created, Ended)
        .When(new RecordMatchInputs(Id, Run, Piece(0, 0, 10)))
        .ThenRefused(FaultCode.FailedPrecondition, "A piece of a match record does not follow the one before.");

    [Theory]
    [InlineData(Limits.PieceBytesMax, false)]
    [InlineData(Limits.PieceBytesMax + 1, true)]
    public void a_piece_has_a_largest_size(int bytes, bool refused)
    {
        var outcome = Specification.Given(Match, Created).When(new RecordMatchInputs(Id, Run, new(0, 0, 1, new byte[bytes])));
        if (refused) outcome.ThenRefused(FaultCode.InvalidArgument, "A piece of a match record is too large.");
        else outcome.ThenState(Match, history => history.Pieces.ShouldBe(1));
    }

    [Fact]
    public void a_change_of_code_is_recorded_once_and_after_the_piece_before() => Specification.Given(Match, Created, Piece(0, 0, 10))
        .When(new RecordMatchCodeChange(Id, Run, new(1, 10, "def", [1]))).Then(new MatchCodeChanged(1, 10, "def", [1]))
        .After.When(new RecordMatchCodeChange(Id, Run, new(1, 10, "def", [1]))).ThenNothing()
        .After.When(new RecordMatchInputs(Id, Run, Piece(1, 10, 20))).Then(Piece(1, 10, 20));

    [Theory]
    [InlineData(1, 11)]
    [InlineData(2, 10)]
    public void a_change_of_code_that_does_not_follow_is_refused(int pieces, long tick) => Specification.Given(Match, Created, Piece(0, 0, 10))
        .When(new RecordMatchCodeChange(Id, Run, new(pieces, tick, "def", [1])))
        .ThenRefused(FaultCode.FailedPrecondition, "A change of a match's code does not follow the piece before.");

    [Fact]
    public void a_run_that_the_match_was_taken_from_changes_no_code() => Specification.Given(Match, Created, Piece(0, 0, 10), Resumed)
        .When(new RecordMatchCodeChange(Id, Run, new(1, 10, "def", [1])))
        .ThenRefused(FaultCode.FailedPrecondition, "The match goes on in another run of its server.");

    [Theory]
    [InlineData(Limits.PieceBytesMax, false)]
    [InlineData(Limits.PieceBytesMax + 1, true)]
    public void a_change_of_code_has_a_largest_size(int bytes, bool refused)
    {
        var outcome = Specification.Given(Match, Created, Piece(0, 0, 10)).When(new RecordMatchCodeChange(Id, Run, new(1, 10, "def", new byte[bytes])));
        if (refused) outcome.ThenRefused(FaultCode.InvalidArgument, "A change of a match's code is too large.");
        else outcome.ThenState(Match, history => history.CodeChangedAt.ShouldBe(10));
    }

    [Fact]
    public void an_end_is_recorded_once() => Specification.Given(Match, Created)
        .When(new RecordMatchEnd(Id, Run, Ended)).Then(Ended)
        .After.When(new RecordMatchEnd(Id, Run, Ended)).ThenNothing();

    [Fact]
    public void what_never_began_cannot_end() => Specification.GivenNothing().When(new RecordMatchEnd(Id, Run, Ended))
        .ThenRefused(FaultCode.FailedPrecondition, "A match that has not begun cannot end.");

    [Fact]
    public void another_run_goes_on_with_the_record_and_the_one_before_may_not() => Specification.Given(Match, Created, Piece(0, 0, 10))
        .When(new ResumeMatch(Id, Run, 1, Resumed)).Then(Resumed)
        .After.When(new RecordMatchInputs(Id, Run, Piece(1, 10, 20)))
        .ThenRefused(FaultCode.FailedPrecondition, "The match goes on in another run of its server.")
        .After.When(new RecordMatchEnd(Id, Run, Ended))
        .ThenRefused(FaultCode.FailedPrecondition, "The match goes on in another run of its server.")
        .After.When(new RecordMatchInputs(Id, "run2", Piece(1, 10, 20))).Then(Piece(1, 10, 20))
        .After.When(new RecordMatchEnd(Id, "run2", Ended)).Then(Ended);

    [Fact]
    public void a_match_is_resumed_once() => Specification.Given(Match, Created, Piece(0, 0, 10), Resumed)
        .When(new ResumeMatch(Id, Run, 1, Resumed)).ThenNothing()
        .After.When(new ResumeMatch(Id, Run, 1, Resumed with { Run = "run3" }))
        .ThenRefused(FaultCode.FailedPrecondition, "The match has gone on or ended meanwhile.");

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 9)]
    public void a_match_that_has_gone_on_since_it_was_read_is_not_resumed(int pieces, long tick) => Specification.Given(Match, Created, Piece(0, 0, 10))
        .When(new ResumeMatch(Id, Run, pieces, Resumed with { Tick = tick }))
        .ThenRefused(FaultCode.FailedPrecondition, "The match has gone on or ended meanwhile.");

    [Fact]
    public void a_match_that_has_ended_is_not_resumed() => Specification.Given(Match, Created, Piece(0, 0, 10), Ended)
        .When(new ResumeMatch(Id, Run, 1, Resumed))
        .ThenRefused(FaultCode.FailedPrecondition, "The match has gone on or ended meanwhile.");

    [Fact]
    public void what_never_began_is_not_resumed() => Specification.GivenNothing()
        .When(new ResumeMatch(Id, "", 0, new("run2", 0, "abc")))
        .ThenRefused(FaultCode.FailedPrecondition, "The match has gone on or ended meanwhile.");
}
