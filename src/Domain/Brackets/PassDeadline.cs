using KaosNet.Domain.Brackets.Drawing;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Brackets;

/// <summary>
/// The deadline of a pairing has passed, as far as whoever asks knows: too early, too late or once more it does nothing. Who checked in goes on against who
/// did not; a result that only one of them claimed counts; else the bracket's rule decides. The answer is the bracket.
/// </summary>
/// <param name="BracketId">The bracket.</param>
/// <param name="Pairing">Number of the pairing.</param>
public sealed record PassDeadline(string BracketId, int Pairing) : StreamCommand<Bracket, Bracket>
{
    const string NoShow = "no-show";

    public override StreamRef<Bracket> Stream { get; } = Bracket.Kind.Of(BracketId);

    protected override Decision<Bracket> Decide(Bracket state, DecisionContext context)
    {
        if (state.Phase != BracketPhase.Running || state.Find(Pairing) is not { IsDecided: false, DeadlineAt: { } deadline } pairing || deadline > context.Now)
            return Decision.Granted(state);

        var play = new BracketPlay(Stream, state, context);
        var isCheckIn = state.Settings.CheckInSeconds > 0 && !(pairing.FirstIsIn && pairing.SecondIsIn);
        if (isCheckIn && pairing.FirstIsIn != pairing.SecondIsIn)
            play.Decide(pairing, PairingOutcome.NoShow, PairingScore.Unplayed(pairing.FirstIsIn ? Slot.First : Slot.Second));
        else if ((pairing.FirstClaim is null) != (pairing.SecondClaim is null))
            play.Decide(pairing, PairingOutcome.Played, (pairing.FirstClaim ?? pairing.SecondClaim)!);
        else
            ByRule(play, pairing, context.Dice);
        return play.End();
    }

    static void ByRule(BracketPlay play, BracketPairing pairing, Dice dice)
    {
        var bracket = play.Bracket;
        switch (bracket.Settings.NoShow)
        {
            case NoShowRule.BetterSeed:
                play.Decide(pairing, PairingOutcome.NoShow, PairingScore.Unplayed(pairing.First < pairing.Second ? Slot.First : Slot.Second));
                break;
            case NoShowRule.Random:
                play.Decide(pairing, PairingOutcome.NoShow, PairingScore.Unplayed(dice.Roll(2) == 0 ? Slot.First : Slot.Second));
                break;
            case NoShowRule.BothOut when bracket.Settings.Format == BracketFormat.RoundRobin:
                play.Decide(pairing, PairingOutcome.Void, PairingScore.Unplayed(null));
                break;
            case NoShowRule.BothOut:
                play.Withdraw(bracket.At(pairing.First)!.UserId, NoShow);
                play.Withdraw(bracket.At(pairing.Second)!.UserId, NoShow);
                break;
            default:
                play.Add(new BracketDeadlinePassed(pairing.Number));
                break;
        }
    }
}
