using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;

namespace KaosNet.Domain.Tests.Matches;

public class RecordMatchSpecs
{
    const string Id = "0aa0aa00-0000-4000-8000-00000000000a";
    static readonly StreamRef<MatchHistory> Match = MatchHistory.Stream.Of(Id);
    static readonly MatchCreated Created = new("duel", "abc", "kaos", 7, "{}", 10, "", 128);
    static readonly MatchEnded Ended = new(MatchEnding.HandlerStopped, 20, "");

    static MatchInputsRecorded Piece(int number, long from, long to) => new(number, from, to, [1]);

    [Fact]
    public void a_start_is_recorded() => Specification.GivenNothing().When(new RecordMatchStart(Id, Created)).Then(Created);

    [Fact]
    public void a_start_is_recorded_once() => Specification.Given(Match, Created).When(new RecordMatchStart(Id, Created)).ThenNothing();

    [Fact]
    public void pieces_follow_each_other() => Specification.Given(Match, Created, Piece(0, 0, 10))
        .When(new RecordMatchInputs(Id, Piece(1, 10, 20))).Then(Piece(1, 10, 20))
        .ThenState(Match, history => history.Ticks.ShouldBe(20));

    [Fact]
    public void a_piece_is_recorded_once() => Specification.Given(Match, Created, Piece(0, 0, 10))
        .When(new RecordMatchInputs(Id, Piece(0, 0, 10))).ThenNothing();

    [Theory]
    [InlineData(2, 10)]
    [InlineData(1, 11)]
    public void a_gap_is_refused(int piece, long fromTick) => Specification.Given(Match, Created, Piece(0, 0, 10))
        .When(new RecordMatchInputs(Id, Piece(piece, fromTick, 20)))
        .ThenRefused(FaultCode.FailedPrecondition, "A piece of a match record does not follow the one before.");

    [Fact]
    public void a_piece_before_the_start_is_refused() => Specification.GivenNothing()
        .When(new RecordMatchInputs(Id, Piece(0, 0, 10)))
        .ThenRefused(FaultCode.FailedPrecondition, "A piece of a match record does not follow the one before.");

    [Fact]
    public void a_piece_after_the_end_is_refused() => Specification.Given(Match, Created, Ended)
        .When(new RecordMatchInputs(Id, Piece(0, 0, 10)))
        .ThenRefused(FaultCode.FailedPrecondition, "A piece of a match record does not follow the one before.");

    [Theory]
    [InlineData(Limits.PieceBytesMax, false)]
    [InlineData(Limits.PieceBytesMax + 1, true)]
    public void a_piece_has_a_largest_size(int bytes, bool refused)
    {
        var outcome = Specification.Given(Match, Created).When(new RecordMatchInputs(Id, new(0, 0, 1, new byte[bytes])));
        if (refused) outcome.ThenRefused(FaultCode.InvalidArgument, "A piece of a match record is too large.");
        else outcome.ThenState(Match, history => history.Pieces.ShouldBe(1));
    }

    [Fact]
    public void an_end_is_recorded_once() => Specification.Given(Match, Created)
        .When(new RecordMatchEnd(Id, Ended)).Then(Ended)
        .After.When(new RecordMatchEnd(Id, Ended)).ThenNothing();

    [Fact]
    public void what_never_began_cannot_end() => Specification.GivenNothing().When(new RecordMatchEnd(Id, Ended))
        .ThenRefused(FaultCode.FailedPrecondition, "A match that has not begun cannot end.");
}
