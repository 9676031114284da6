using CsCheck;
using KaosNet.Domain.Brackets;
using KaosNet.Domain.Kernel;
using static KaosNet.Domain.Tests.Brackets.Arena;

namespace KaosNet.Domain.Tests.Brackets;

/// <summary>Brackets of any size and format, played to the end with results, no-shows, withdrawals and corrections by chance.</summary>
public sealed class BracketProperties
{
    const int PlayersMax = 40;

    [Fact]
    public void a_bracket_comes_to_its_end() => Check.Sample(Gen.ULong, PlaysToItsEnd, iter: 150, threads: 1);

    /// <summary>Brackets that nobody wins, with one player alone at the bottom.</summary>
    [Theory]
    [InlineData(1_780)]
    [InlineData(15_497_939_775)]
    public void a_bracket_that_once_went_wrong_comes_to_its_end(ulong seed) => PlaysToItsEnd(seed);

    [Fact]
    public void without_mischief_everybody_plays_whom_they_must() => Check.Sample(Gen.ULong, seed =>
    {
        var dice = new Dice(seed);
        var format = (BracketFormat)dice.Roll(3);
        var players = 2 + dice.Roll(PlayersMax - 1);
        var game = new Game(Open(Rules(dice, format), players).Now(), dice);
        game.Must(new StartBracket(Id, Seeding.Entry));
        while (game.Bracket.Phase == BracketPhase.Running) game.Report();

        var end = game.Bracket;
        HoldsAtTheEnd(end);
        end.Pairings.ShouldAllBe(pairing => pairing.Outcome == PairingOutcome.Played || pairing.First == 0);
        switch (format)
        {
            case BracketFormat.SingleElimination:
                end.Entrants.Count(entrant => entrant.Losses == 0).ShouldBe(1);
                break;
            case BracketFormat.DoubleElimination:
                foreach (var entrant in end.Entrants.Where(entrant => entrant.Place > 2)) entrant.Losses.ShouldBe(2);
                end.Entrants.Single(entrant => entrant.Place == 1).Losses.ShouldBeLessThanOrEqualTo(1);
                if (end.Settings.GrandFinalReset) end.Entrants.Single(entrant => entrant.Place == 2).Losses.ShouldBe(2);
                break;
            default:
                var games = (players - 1) * end.Settings.Legs;
                end.Entrants.ShouldAllBe(entrant => entrant.Wins + entrant.Draws + entrant.Losses == games);
                break;
        }
    }, iter: 100, threads: 1);

    static void PlaysToItsEnd(ulong seed)
    {
        var dice = new Dice(seed);
        var settings = Rules(dice, (BracketFormat)dice.Roll(3));
        var players = 2 + dice.Roll(PlayersMax - 1);
        var game = new Game(Open(settings, players).Now(), dice);
        game.Must(new StartBracket(Id, Seeding.Random));
        for (var steps = 0; game.Bracket.Phase == BracketPhase.Running; steps++)
        {
            steps.ShouldBeLessThan(20_000);
            game.Step();
            Holds(game.Bracket);
        }

        HoldsAtTheEnd(game.Bracket);
    }

    static BracketSettings Rules(Dice dice, BracketFormat format) => new BracketSettings(format)
    {
        ThirdPlace = format == BracketFormat.SingleElimination && dice.Roll(2) == 0,
        GrandFinalReset = format == BracketFormat.DoubleElimination && dice.Roll(2) == 0,
        Legs = format == BracketFormat.RoundRobin ? 1 + dice.Roll(2) : 1,
        Draws = format == BracketFormat.RoundRobin && dice.Roll(2) == 0,
        CheckInSeconds = dice.Roll(2) * 100,
        PlaySeconds = dice.Roll(2) * 100,
        NoShow = (NoShowRule)dice.Roll(4),
        SelfReport = true,
    }.Checked().Value;

    static void Holds(Bracket bracket)
    {
        // What the standings say is the sum of what the pairings say.
        for (var seed = 1; seed <= bracket.Entrants.Length; seed++)
        {
            var entrant = bracket.Entrants[seed - 1];
            var own = bracket.Pairings.Where(pairing => pairing.IsDecided && pairing.SlotOf(seed) is not null).ToList();
            entrant.Wins.ShouldBe(own.Count(pairing => pairing.Winner == seed));
            entrant.Losses.ShouldBe(own.Count(pairing => pairing.Loser == seed || pairing.Outcome == PairingOutcome.Void));
            (entrant.Wins + entrant.Draws + entrant.Losses).ShouldBe(own.Count);
            // Nobody waits for more than one game at a time, but in a round robin of which an earlier game is open again.
            if (bracket.Settings.Format == BracketFormat.RoundRobin) continue;
            bracket.Pairings.Count(pairing => pairing.IsReady && pairing.SlotOf(seed) is not null).ShouldBeLessThanOrEqualTo(1);
        }

        if (bracket.Phase != BracketPhase.Running) return;
        bracket.Pairings.ShouldContain(pairing => pairing.IsReady, "there is always a game to play until the end");
        bracket.Pairings.Where(pairing => pairing.IsReady).ShouldAllBe(pairing => bracket.IsIn(pairing.First) && bracket.IsIn(pairing.Second));
    }

    static void HoldsAtTheEnd(Bracket bracket)
    {
        bracket.Phase.ShouldBe(BracketPhase.Finished);
        bracket.Entrants.ShouldAllBe(entrant => entrant.Place >= 1 && entrant.Place <= Math.Max(2, bracket.Entrants.Length));
        var winners = bracket.Entrants.Where(entrant => entrant.Place == 1).ToList();
        if (bracket.Settings.Format == BracketFormat.RoundRobin)
        {
            bracket.Entrants.Select(entrant => entrant.Place).Order().ShouldBe(Enumerable.Range(1, bracket.Entrants.Length));
            return;
        }

        winners.Count.ShouldBeLessThanOrEqualTo(1);
        bracket.WinnerId.ShouldBe(winners.SingleOrDefault()?.UserId);
        if (winners.Count == 0) bracket.Entrants.Where(entrant => entrant.Place == 2).ShouldAllBe(entrant => entrant.HasWithdrawn);
        // Whoever shares a place stands where the first of them would, or next to those above where they had to leave the first place empty.
        var (above, last) = (0, winners.Count == 0 ? 1 : 0);
        foreach (var level in bracket.Entrants.GroupBy(entrant => entrant.Place).OrderBy(level => level.Key))
        {
            level.Key.ShouldBe(Math.Max(above, last) + 1);
            above += level.Count();
            last = level.Key;
        }

        if (bracket.Settings.Format != BracketFormat.DoubleElimination) return;
        // Only those who left are out before two losses, or whom the one grand final has made the second.
        foreach (var entrant in bracket.Entrants.Where(entrant => !entrant.HasWithdrawn && entrant.Place > 1))
            (entrant.Losses == 2 || (entrant.Place == 2 && !bracket.Settings.GrandFinalReset)).ShouldBeTrue();
    }

    /// <summary>Plays on one bracket, decision by decision, as the Journal does.</summary>
    sealed class Game(Bracket start, Dice dice)
    {
        DateTimeOffset _now = Specification.Now;

        public Bracket Bracket { get; private set; } = start;

        public void Step()
        {
            switch (dice.Roll(12))
            {
                case 0:
                    Must(new WithdrawEntrant(Id, Anybody(), false, ""));
                    break;
                case 1:
                    _now = _now.AddSeconds(150);
                    foreach (var due in Bracket.Pairings.Where(pairing => pairing.DeadlineAt <= _now).Select(pairing => pairing.Number).ToList()) Must(new PassDeadline(Id, due));
                    break;
                case 2 when Bracket.Settings.CheckInSeconds > 0:
                    May(new CheckIn(Id, 0, Anybody()), FaultCode.FailedPrecondition);
                    break;
                case 3:
                    var claimed = Ready();
                    Must(new ClaimResult(Id, claimed.Number, Bracket.At(dice.Roll(2) == 0 ? claimed.First : claimed.Second)!.UserId, Result()));
                    break;
                case 4 or 5:
                    May(new CorrectResult(Id, 1 + dice.Roll(Bracket.Pairings.Length), dice.Roll(3) == 0 ? null : Result(), ""), FaultCode.FailedPrecondition);
                    break;
                default:
                    Report();
                    break;
            }
        }

        public void Report() => Must(new ReportResult(Id, Ready().Number, Result()));

        public void Must<T>(Command<T> command) => Decide(command).Fault.ShouldBeNull();

        void May<T>(Command<T> command, FaultCode refusal) => (Decide(command).Fault?.Code ?? refusal).ShouldBe(refusal);

        BracketPairing Ready()
        {
            var ready = Bracket.Ready();
            return Bracket.Find(ready[dice.Roll(ready.Count)])!;
        }

        string Anybody() => Bracket.Entrants[dice.Roll(Bracket.Entrants.Length)].UserId;

        GivenResult Result()
        {
            var first = dice.Roll(5);
            var second = Bracket.Settings.Draws ? dice.Roll(5) : (first + 1 + dice.Roll(4)) % 5;
            return new(first, second);
        }

        Decision<T> Decide<T>(Command<T> command)
        {
            var decision = command.Decide(new States(Bracket), new(Server, _now, dice));
            foreach (var appended in decision.Events.Where(appended => appended.Stream.Equals(Arena.Cup)))
                Bracket = Bracket.Evolve(Bracket, (BracketEvent)appended.Event, _now);
            return decision;
        }
    }

    sealed class States(Bracket bracket) : StreamStates
    {
        public override TState Of<TState>(StreamRef<TState> stream) => (TState)(object)bracket;
    }
}
