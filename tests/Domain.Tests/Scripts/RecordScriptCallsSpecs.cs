using KaosNet.Domain.Kernel;
using KaosNet.Domain.Scripts;

namespace KaosNet.Domain.Tests.Scripts;

public class RecordScriptCallsSpecs
{
    const string Id = "2026112312-run";
    static readonly StreamRef<CallHistory> Calls = CallHistory.Kind.Of(Id);

    static ScriptCallsRecorded Piece(int number, int bytes = 1) => new(number, 3, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, new byte[bytes]);

    [Fact]
    public void pieces_follow_each_other()
    {
        var second = Piece(1);
        Specification.Given(Calls, Piece(0)).When(new RecordScriptCalls(Id, second)).Then(second).ThenState(Calls, history => history.Calls.ShouldBe(6));
    }

    [Fact]
    public void a_piece_is_recorded_once() => Specification.Given(Calls, Piece(0)).When(new RecordScriptCalls(Id, Piece(0))).ThenNothing();

    [Fact]
    public void a_gap_is_refused() => Specification.Given(Calls, Piece(0)).When(new RecordScriptCalls(Id, Piece(2)))
        .ThenRefused(FaultCode.FailedPrecondition, "A piece of a record of calls does not follow the one before.");

    [Fact]
    public void a_piece_has_a_bound() => Specification.GivenNothing().When(new RecordScriptCalls(Id, Piece(0, RecordScriptCalls.PackedMax + 1)))
        .ThenRefused(FaultCode.InvalidArgument, "A piece of a record of calls is too large.");
}
