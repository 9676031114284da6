using KaosNet.Domain.Brackets;
using KaosNet.Domain.Brackets.Drawing;
using KaosNet.Domain.Kernel;
using static KaosNet.Domain.Tests.Brackets.Arena;

namespace KaosNet.Domain.Tests.Brackets;

public sealed class CorrectionSpecs
{
    static readonly BracketSettings Single = new(BracketFormat.SingleElimination);

    [Fact]
    public void a_wrong_result_is_set_right()
    {
        var right = Running(Single, 4).Wins((1, Slot.First), (2, Slot.First)).When(new CorrectResult(Id, 1, new(0, 1), "typing error"), Server);
        right.ThenIn(
            Arena.Cup,
            new BracketResultTakenBack(1, [], "typing error"),
            new BracketPairingDecided(1, P(1), P(4), PairingOutcome.Played, new(0, 1, Slot.Second), new(3, Slot.First), null),
            new BracketPairingsReady([new(3, P(4), P(2))]));
        right.After.Now().Entrants.Select(entrant => (entrant.Wins, entrant.Losses)).ShouldBe([(0, 1), (1, 0), (0, 1), (1, 0)]);
        right.After.When(new CorrectResult(Id, 1, new(0, 1), "again"), Server).ThenNothing();
    }

    [Fact]
    public void what_others_built_upon_stays()
    {
        var given = Running(Single, 4).Wins((1, Slot.First), (2, Slot.First), (3, Slot.First));
        given.When(new CorrectResult(Id, 1, new(0, 1), ""), Server)
            .ThenRefused(FaultCode.FailedPrecondition, "Pairing 3 builds on this result and has been decided. Reopen it first.");
        // From the end backwards it can be done.
        var reopened = given.When(new CorrectResult(Id, 3, null, "replay"), Server);
        reopened.ThenIn(Arena.Cup, new BracketResultTakenBack(3, [], "replay"), new BracketPairingsReady([new(3, P(1), P(2))]));
        reopened.After.Now().Phase.ShouldBe(BracketPhase.Running);
        reopened.After.When(new CorrectResult(Id, 1, new(0, 1), ""), Server).After.Win(3, Slot.First).Now().WinnerId.ShouldBe(P(4));
    }

    [Fact]
    public void the_last_result_is_set_right_after_the_end()
    {
        var given = Running(Single, 2).Win(1, Slot.First);
        given.Now().Endings.ShouldBe(1);
        var right = given.When(new CorrectResult(Id, 1, new(0, 1), ""), Server).After.Now();
        (right.Phase, right.WinnerId, right.Endings).ShouldBe((BracketPhase.Finished, P(2), 2));
        right.Entrants.Select(entrant => entrant.Place).ShouldBe([2, 1]);
    }

    [Fact]
    public void what_followed_without_a_game_is_undone_with_it()
    {
        // 3 withdraws, so 2 is in the final, where 1 withdraws: 2 has won it all before 4 was shown to have beaten 1.
        var given = Running(Single, 4).Win(1, Slot.First)
            .When(new WithdrawEntrant(Id, P(1), false, ""), Server).After
            .When(new WithdrawEntrant(Id, P(3), false, ""), Server).After;
        given.Now().WinnerId.ShouldBe(P(2));
        given.When(new CorrectResult(Id, 1, new(0, 1), "wrong"), Server).ThenIn(
            Arena.Cup,
            new BracketResultTakenBack(1, [3], "wrong"),
            new BracketPairingDecided(1, P(1), P(4), PairingOutcome.Played, new(0, 1, Slot.Second), new(3, Slot.First), null),
            new BracketPairingsReady([new(3, P(4), P(2))]));
    }

    [Fact]
    public void what_was_not_played_has_no_result_to_correct()
    {
        var given = Running(Single, 4).When(new WithdrawEntrant(Id, P(1), false, ""), Server).After;
        given.When(new CorrectResult(Id, 1, new(1, 0), ""), Server)
            .ThenRefused(FaultCode.FailedPrecondition, "Pairing was not played, so there is no result to correct.");
        given.When(new CorrectResult(Id, 2, new(1, 0), ""), Server).ThenRefused(FaultCode.FailedPrecondition, "Pairing is not decided.");
        given.When(new CorrectResult(Id, 9, new(1, 0), ""), Server).ThenRefused(FaultCode.NotFound, "Pairing not found.");
        given.Win(2, Slot.First).When(new CorrectResult(Id, 2, new(1, 1), ""), Server)
            .ThenRefused(FaultCode.InvalidArgument, "A pairing of this bracket needs a winner.");
        given.When(new CorrectResult(Id, 1, null, new('x', 256)), Server)
            .ThenRefused(FaultCode.InvalidArgument, "Reason must be valid text of at most 255 characters.");
        Specification.GivenNothing().When(new CorrectResult(Id, 1, null, ""), Server).ThenRefused(FaultCode.NotFound, "Bracket not found.");
        Open(Single, 2).When(new CorrectResult(Id, 1, null, ""), Server).ThenRefused(FaultCode.FailedPrecondition, "Bracket is not running.");
    }

    [Fact]
    public void a_missed_game_can_be_given_its_result_after_all()
    {
        var given = Running(Single with { CheckInSeconds = 10 }, 4).When(new PassDeadline(Id, 1), Server, Specification.Now.AddSeconds(10)).After;
        given.When(new CorrectResult(Id, 1, new(0, 1), "they were there"), Server).After.Now().Find(3)!.First.ShouldBe(4);
    }

    [Fact]
    public void a_reset_that_a_correction_brings_or_takes_away()
    {
        var given = Running(new(BracketFormat.DoubleElimination) { GrandFinalReset = true }, 2).Win(1, Slot.First);
        var reset = given.Win(2, Slot.First).When(new CorrectResult(Id, 2, new(0, 1), ""), Server).After;
        reset.Now().Ready().ShouldBe([3]);
        var none = reset.When(new CorrectResult(Id, 2, new(1, 0), ""), Server).After.Now();
        (none.Phase, none.WinnerId, none.Endings).ShouldBe((BracketPhase.Finished, P(1), 2));
    }
}
