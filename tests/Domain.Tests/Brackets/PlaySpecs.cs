using KaosNet.Domain.Brackets;
using KaosNet.Domain.Brackets.Drawing;
using KaosNet.Domain.Kernel;
using static KaosNet.Domain.Tests.Brackets.Arena;

namespace KaosNet.Domain.Tests.Brackets;

public sealed class PlaySpecs
{
    static readonly BracketSettings Single = new(BracketFormat.SingleElimination);
    static readonly BracketSettings Double = new(BracketFormat.DoubleElimination);
    static readonly BracketSettings Robin = new(BracketFormat.RoundRobin);
    static readonly DateTimeOffset Now = Specification.Now;

    [Fact]
    public void a_winner_goes_on_and_the_next_pairing_becomes_ready()
    {
        var first = Running(Single, 4).When(new ReportResult(Id, 1, new(3, 1)) { MatchId = "m.node" }, Server);
        first.Then(new BracketPairingDecided(1, P(1), P(4), PairingOutcome.Played, new(3, 1, Slot.First), new(3, Slot.First), null) { MatchId = "m.node" });
        first.After.When(new ReportResult(Id, 2, new(0, 2)), Server).ThenIn(
            Arena.Cup,
            new BracketPairingDecided(2, P(2), P(3), PairingOutcome.Played, new(0, 2, Slot.Second), new(3, Slot.Second), null),
            new BracketPairingsReady([new(3, P(1), P(3))]));
    }

    [Fact]
    public void the_last_result_ends_it() => Running(Single, 4).Wins((1, Slot.First), (2, Slot.Second)).When(new ReportResult(Id, 3, new(0, 1)), Server).Then(
        new BracketPairingDecided(3, P(1), P(3), PairingOutcome.Played, new(0, 1, Slot.Second), null, null),
        new BracketFinished(P(3), [2, 3, 1, 3]));

    [Fact]
    public void a_match_for_the_third_place_tells_the_third_from_the_fourth() => Running(Single with { ThirdPlace = true }, 4)
        .Wins((1, Slot.First), (2, Slot.First), (3, Slot.Second), (4, Slot.First)).Now().Entrants.Select(entrant => entrant.Place).ShouldBe([1, 2, 3, 4]);

    [Fact]
    public void a_result_is_reported_once()
    {
        var given = Running(Single, 4).Win(1, Slot.First);
        given.When(new ReportResult(Id, 1, new(1, 0)), Server).ThenNothing();
        given.When(new ReportResult(Id, 1, new(0, 1)), Server).ThenRefused(FaultCode.FailedPrecondition, "Pairing is decided.");
        given.When(new ReportResult(Id, 3, new(0, 1)), Server).ThenRefused(FaultCode.FailedPrecondition, "Pairing is not ready.");
        given.When(new ReportResult(Id, 4, new(0, 1)), Server).ThenRefused(FaultCode.NotFound, "Pairing not found.");
        Open(Single, 2).When(new ReportResult(Id, 1, new(0, 1)), Server).ThenRefused(FaultCode.FailedPrecondition, "Bracket is not running.");
        Specification.GivenNothing().When(new ReportResult(Id, 1, new(0, 1)), Server).ThenRefused(FaultCode.NotFound, "Bracket not found.");
    }

    [Fact]
    public void scores_must_tell_who_won()
    {
        void Refused(BracketSettings settings, GivenResult result, string text) =>
            Running(settings, 2).When(new ReportResult(Id, 1, result), Server).ThenRefused(FaultCode.InvalidArgument, text);
        Refused(Single, new(1, 1), "A pairing of this bracket needs a winner.");
        Refused(Single, new(-1, 1), "Scores must be between 0 and 1000000.");
        Refused(Single, new(0, 1_000_001), "Scores must be between 0 and 1000000.");
        Refused(Single, new(0, 1, P(3)), "The winner must be one of the two players of the pairing.");
        Refused(Single with { BestOf = 3 }, new(1, 0), "In a best of 3 the winner has 2 games and the loser fewer.");
        Refused(Single with { BestOf = 3 }, new(2, 2), "In a best of 3 the winner has 2 games and the loser fewer.");
        Refused(Single with { BestOf = 3 }, new(3, 0), "In a best of 3 the winner has 2 games and the loser fewer.");
        Refused(Single with { BestOf = 3 }, new(2, 1, P(2)), "The winner must be one of the two players of the pairing.");
        Refused(Single with { BestOf = 3 }, new(0, 0), "A pairing of this bracket needs a winner.");
        Refused(Robin, new(0, 0), "A pairing of this bracket needs a winner.");
        Running(Single, 2).When(new ReportResult(Id, 1, new(1, 0)) { MatchId = new('m', 256) }, Server)
            .ThenRefused(FaultCode.InvalidArgument, "Match ID must be valid text of at most 255 characters.");
    }

    [Fact]
    public void a_named_winner_counts_without_scores()
    {
        PairingScore? Score(BracketSettings settings, GivenResult result) => Running(settings, 2).When(new ReportResult(Id, 1, result), Server).After.Now().Pairings[0].Score;
        Score(Single, new(0, 0, P(2))).ShouldBe(new(0, 0, Slot.Second));
        Score(Single, new(2, 2, P(1))).ShouldBe(new(2, 2, Slot.First));
        Score(Single with { BestOf = 5 }, new(0, 0, P(2))).ShouldBe(new(0, 3, Slot.Second));
        Score(Single with { BestOf = 5 }, new(3, 2)).ShouldBe(new(3, 2, Slot.First));
    }

    [Fact]
    public void who_loses_once_goes_to_the_losers_side()
    {
        var given = Running(Double, 4).Wins((1, Slot.First), (2, Slot.First));
        given.Now().Ready().ShouldBe([3, 4]);
        given.Now().Find(3)!.ShouldSatisfyAllConditions(pairing => pairing.First.ShouldBe(4), pairing => pairing.Second.ShouldBe(3));
        var end = given.Wins((3, Slot.First), (4, Slot.Second), (5, Slot.First), (6, Slot.First)).Now();
        end.Phase.ShouldBe(BracketPhase.Finished);
        end.Entrants.Select(entrant => (entrant.Place, entrant.Losses)).ShouldBe([(2, 2), (1, 0), (4, 2), (3, 2)]);
    }

    [Fact]
    public void a_first_loss_in_the_grand_final_is_not_the_end_where_it_resets()
    {
        var given = Running(Double with { GrandFinalReset = true }, 2).Win(1, Slot.First);
        given.Win(2, Slot.First).Now().Entrants.Select(entrant => entrant.Place).ShouldBe([1, 2]);
        var again = given.Win(2, Slot.Second);
        again.Now().Ready().ShouldBe([3]);
        again.Now().Find(3)!.First.ShouldBe(1);
        again.Win(3, Slot.First).Now().WinnerId.ShouldBe(P(1));
        Running(Double, 2).Win(1, Slot.First).Win(2, Slot.Second).Now().WinnerId.ShouldBe(P(2));
    }

    [Fact]
    public void who_withdraws_loses_what_is_left()
    {
        var out4 = Running(Single, 4).When(new WithdrawEntrant(Id, P(4), true, "home")).Then(
            new BracketEntrantWithdrew(P(4), "home"),
            new BracketPairingDecided(1, P(1), P(4), PairingOutcome.Walkover, new(0, 0, Slot.First), new(3, Slot.First), null));
        out4.After.When(new WithdrawEntrant(Id, P(4), true, "")).ThenNothing();
        // Who waits for an opponent loses when one comes.
        out4.After.When(new WithdrawEntrant(Id, P(1), false, ""), Server).Then(new BracketEntrantWithdrew(P(1), "")).After
            .When(new ReportResult(Id, 2, new(1, 0)), Server).Then(
                new BracketPairingDecided(2, P(2), P(3), PairingOutcome.Played, new(1, 0, Slot.First), new(3, Slot.Second), null),
                new BracketPairingDecided(3, P(1), P(2), PairingOutcome.Walkover, new(0, 0, Slot.Second), null, null),
                new BracketFinished(P(2), [2, 1, 3, 3]));
    }

    [Fact]
    public void when_both_are_out_nobody_goes_on()
    {
        var given = Running(Double with { CheckInSeconds = 10, NoShow = NoShowRule.BothOut }, 4);
        var passed = given.When(new PassDeadline(Id, 1), Server, Now.AddSeconds(10)).ThenIn(
            Arena.Cup,
            new BracketEntrantWithdrew(P(1), "no-show"),
            new BracketEntrantWithdrew(P(4), "no-show"),
            new BracketPairingDecided(1, P(1), P(4), PairingOutcome.Void, new(0, 0, null), new(4, Slot.First), new(3, Slot.First)));
        var end = passed.After.Wins((2, Slot.First));
        // The other semi-final's winner has nobody left to play, its loser neither, and they meet in the grand final.
        end.Now().Ready().ShouldBe([6]);
        end.Win(6, Slot.First).Now().Entrants.Select(entrant => entrant.Place).ShouldBe([3, 1, 2, 3]);
    }

    [Fact]
    public void when_the_last_two_are_out_nobody_wins() => Running(Single with { PlaySeconds = 5, NoShow = NoShowRule.BothOut }, 2)
        .When(new PassDeadline(Id, 1), Server, Now.AddSeconds(5)).After.Now().ShouldSatisfyAllConditions(
            bracket => bracket.Phase.ShouldBe(BracketPhase.Finished),
            bracket => bracket.WinnerId.ShouldBeNull(),
            bracket => bracket.Entrants.Select(entrant => entrant.Place).ShouldBe([2, 2]));

    [Fact]
    public void when_nobody_wins_the_first_place_is_empty_and_the_others_stand_where_they_did()
    {
        Specification Missed(Specification given, int pairing) => given.When(new PassDeadline(Id, pairing), Server, Now.AddSeconds(5)).After;
        int[] Places(Specification given) => [.. given.Now().Entrants.Select(entrant => entrant.Place)];
        var rules = Single with { PlaySeconds = 5, NoShow = NoShowRule.BothOut };
        // Two finalists are second, and the one who lost before them is third of three.
        Places(Missed(Running(rules, 3).Win(1, Slot.First), 2)).ShouldBe([2, 2, 3]);
        // One finalist alone is second: those who went out before the final come next, and the last of five is fifth.
        var finalist = Running(rules, 5).Wins((1, Slot.First), (2, Slot.First)).When(new WithdrawEntrant(Id, P(1), false, ""), Server).After;
        Places(Missed(finalist, 3)).ShouldBe([2, 3, 3, 3, 5]);
    }

    [Fact]
    public void players_check_in()
    {
        var given = Running(Single with { CheckInSeconds = 10, PlaySeconds = 60 }, 4);
        var first = given.When(new CheckIn(Id, 0, P(4))).Then(new BracketCheckedIn(1, P(4), Now.AddSeconds(10))).After;
        first.When(new CheckIn(Id, 1, P(4))).ThenNothing();
        first.When(new CheckIn(Id, 1, P(1)), now: Now.AddSeconds(5)).Then(new BracketCheckedIn(1, P(1), Now.AddSeconds(65)));
        given.When(new CheckIn(Id, 1, P(2))).ThenRefused(FaultCode.PermissionDenied, "Only its two players may do this to a pairing.");
        given.When(new CheckIn(Id, 3, P(2))).ThenRefused(FaultCode.PermissionDenied, "Only its two players may do this to a pairing.");
        given.When(new CheckIn(Id, 9, P(2))).ThenRefused(FaultCode.NotFound, "Pairing not found.");
        given.When(new CheckIn(Id, 0, P(5))).ThenRefused(FaultCode.NotFound, "The user is not in this bracket.");
        given.Win(1, Slot.First).When(new CheckIn(Id, 0, P(1))).ThenRefused(FaultCode.FailedPrecondition, "The user has no pairing that is ready.");
        given.Win(1, Slot.First).When(new CheckIn(Id, 1, P(1))).ThenRefused(FaultCode.FailedPrecondition, "Pairing is decided.");
        given.Win(1, Slot.First).When(new CheckIn(Id, 3, P(1))).ThenRefused(FaultCode.FailedPrecondition, "Pairing is not ready.");
        Running(Single, 2).When(new CheckIn(Id, 1, P(1))).ThenRefused(FaultCode.FailedPrecondition, "Bracket has no check-in.");
        Open(Single with { CheckInSeconds = 1 }, 2).When(new CheckIn(Id, 0, P(1))).ThenRefused(FaultCode.FailedPrecondition, "Bracket is not running.");
        Specification.GivenNothing().When(new CheckIn(Id, 0, P(1))).ThenRefused(FaultCode.NotFound, "Bracket not found.");
    }

    [Fact]
    public void who_checked_in_wins_against_who_did_not()
    {
        var given = Running(Single with { CheckInSeconds = 10 }, 4).When(new CheckIn(Id, 0, P(4))).After;
        given.When(new PassDeadline(Id, 1), Server, Now.AddSeconds(9.999)).ThenNothing();
        given.When(new PassDeadline(Id, 3), Server, Now.AddSeconds(10)).ThenNothing();
        given.When(new PassDeadline(Id, 9), Server, Now.AddSeconds(10)).ThenNothing();
        given.When(new PassDeadline(Id, 1), Server, Now.AddSeconds(10))
            .Then(new BracketPairingDecided(1, P(1), P(4), PairingOutcome.NoShow, new(0, 0, Slot.Second), new(3, Slot.First), null))
            .After.When(new PassDeadline(Id, 1), Server, Now.AddSeconds(10)).ThenNothing();
    }

    [Theory]
    [InlineData(NoShowRule.BetterSeed)]
    [InlineData(NoShowRule.Random)]
    [InlineData(NoShowRule.Wait)]
    public void a_rule_decides_when_nobody_checked_in(NoShowRule rule)
    {
        var passed = Running(Single with { CheckInSeconds = 10, NoShow = rule }, 4).When(new PassDeadline(Id, 1), Server, Now.AddSeconds(10), seed: 3).After;
        var pairing = passed.Now().Find(1)!;
        if (rule == NoShowRule.BetterSeed) pairing.Winner.ShouldBe(1);
        if (rule == NoShowRule.Random) pairing.Winner.ShouldBeOneOf(1, 4);
        if (rule != NoShowRule.Wait) return;
        pairing.ShouldSatisfyAllConditions(waiting => waiting.IsReady.ShouldBeTrue(), waiting => waiting.DeadlineAt.ShouldBeNull());
        passed.Win(1, Slot.Second).Now().Find(3)!.First.ShouldBe(4);
    }

    [Fact]
    public void both_lose_a_round_robin_game_that_both_missed()
    {
        var missed = Running(Robin with { CheckInSeconds = 10, NoShow = NoShowRule.BothOut }, 3).When(new PassDeadline(Id, 1), Server, Now.AddSeconds(10)).After.Now();
        missed.Find(1)!.Outcome.ShouldBe(PairingOutcome.Void);
        missed.Entrants.Count(entrant => entrant is { Losses: 1, HasWithdrawn: false }).ShouldBe(2);
        missed.Ready().Count.ShouldBe(1);
    }

    [Fact]
    public void a_claim_that_nobody_answered_in_time_counts()
    {
        var given = Running(Single with { SelfReport = true, PlaySeconds = 60 }, 2).When(new ClaimResult(Id, 1, P(2), new(0, 2))).After;
        given.When(new PassDeadline(Id, 1), Server, Now.AddSeconds(60)).After.Now().WinnerId.ShouldBe(P(2));
        // Two that differ do not: the rule decides.
        given.When(new ClaimResult(Id, 1, P(1), new(2, 0))).After.When(new PassDeadline(Id, 1), Server, Now.AddSeconds(60)).After.Now().WinnerId.ShouldBe(P(1));
    }

    [Fact]
    public void what_both_players_say_is_the_result()
    {
        var given = Running(Single with { SelfReport = true }, 2);
        var one = given.When(new ClaimResult(Id, 1, P(1), new(2, 1))).Then(new BracketResultClaimed(1, P(1), new(2, 1, Slot.First))).After;
        one.When(new ClaimResult(Id, 1, P(1), new(2, 1))).ThenNothing();
        var disputed = one.When(new ClaimResult(Id, 1, P(2), new(1, 2))).Then(new BracketResultClaimed(1, P(2), new(1, 2, Slot.Second))).After;
        disputed.Now().Find(1)!.IsDisputed.ShouldBeTrue();
        var agreed = disputed.When(new ClaimResult(Id, 1, P(2), new(2, 1)));
        agreed.ThenIn(
            Arena.Cup,
            new BracketResultClaimed(1, P(2), new(2, 1, Slot.First)),
            new BracketPairingDecided(1, P(1), P(2), PairingOutcome.Played, new(2, 1, Slot.First), null, null),
            new BracketFinished(P(1), [1, 2]));
        agreed.After.When(new ClaimResult(Id, 1, P(2), new(2, 1))).ThenNothing();
        agreed.After.When(new ClaimResult(Id, 1, P(2), new(1, 2))).ThenRefused(FaultCode.FailedPrecondition, "Pairing is decided.");
    }

    [Fact]
    public void a_claim_that_is_none_of_theirs_is_refused()
    {
        var given = Running(Single with { SelfReport = true }, 4);
        given.When(new ClaimResult(Id, 1, P(2), new(1, 0))).ThenRefused(FaultCode.PermissionDenied, "Only its two players may do this to a pairing.");
        given.When(new ClaimResult(Id, 9, P(2), new(1, 0))).ThenRefused(FaultCode.NotFound, "Pairing not found.");
        given.When(new ClaimResult(Id, 1, P(1), new(1, 1))).ThenRefused(FaultCode.InvalidArgument, "A pairing of this bracket needs a winner.");
        given.Win(1, Slot.First).When(new ClaimResult(Id, 3, P(1), new(1, 0))).ThenRefused(FaultCode.FailedPrecondition, "Pairing is not ready.");
        Running(Single, 2).When(new ClaimResult(Id, 1, P(1), new(1, 0))).ThenRefused(FaultCode.PermissionDenied, "Bracket does not let players report results.");
        Open(Single with { SelfReport = true }, 2).When(new ClaimResult(Id, 1, P(1), new(1, 0))).ThenRefused(FaultCode.FailedPrecondition, "Bracket is not running.");
        Specification.GivenNothing().When(new ClaimResult(Id, 1, P(1), new(1, 0))).ThenRefused(FaultCode.NotFound, "Bracket not found.");
    }

    [Fact]
    public void a_deleted_account_withdraws_and_others_go_on()
    {
        Closing(Running(Single, 4), 4).ShouldBe([
            new BracketEntrantWithdrew(P(4), "account deleted"),
            new BracketPairingDecided(1, P(1), P(4), PairingOutcome.Walkover, new(0, 0, Slot.First), new(3, Slot.First), null),
        ]);
        Closing(Open(Single, 2), 2).ShouldBe([new BracketEntryWithdrawn(P(2))]);
        Closing(Open(Single, 2), 3).ShouldBeEmpty();
        Closing(Running(Single, 2).Win(1, Slot.First), 2).ShouldBeEmpty();
    }

    static List<object> Closing(Specification given, int player) =>
        [.. WithdrawEntrant.OfAccount(Id, P(player)).Close(new Only(given.Now()), new(Server, Now, new Dice(1))).Select(closing => closing.Event)];

    sealed class Only(Bracket bracket) : StreamStates
    {
        public override TState Of<TState>(StreamRef<TState> stream) => (TState)(object)bracket;
    }
}
