using KaosNet.Domain.Brackets.Drawing;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Brackets;

/// <summary>
/// A player says how their pairing ended. When the other one says the same, it is the result; until then both may change their word, and the server may
/// decide. The answer is the bracket.
/// </summary>
/// <param name="BracketId">The bracket.</param>
/// <param name="Pairing">Number of the pairing.</param>
/// <param name="UserId">Who says so; a lower-case UUID.</param>
/// <param name="Result">How it ended.</param>
public sealed record ClaimResult(string BracketId, int Pairing, string UserId, GivenResult Result) : StreamCommand<Bracket, Bracket>
{
    public override StreamRef<Bracket> Stream { get; } = Bracket.Kind.Of(BracketId);

    protected override Decision<Bracket> Decide(Bracket state, DecisionContext context)
    {
        if (!state.Exists) return BracketFaults.NotFound;
        if (!state.Settings.SelfReport) return BracketFaults.NoSelfReport;
        if (state.Find(Pairing) is not { } pairing) return state.Phase == BracketPhase.Running ? BracketFaults.PairingNotFound : BracketFaults.NotRunning;
        if (pairing.SlotOf(state.SeedOf(UserId)) is not { } slot) return BracketFaults.NotInPairing;
        if (!Result.Checked(state, pairing).IsGranted(out var score, out var fault)) return fault;
        if (pairing.IsDecided)
            return pairing.Outcome == PairingOutcome.Played && pairing.Score == score ? Decision.Granted(state) : BracketFaults.PairingDecided;
        if (state.Phase != BracketPhase.Running) return BracketFaults.NotRunning;
        if (!pairing.IsReady) return BracketFaults.PairingNotReady;

        var (own, others) = slot == Slot.First ? (pairing.FirstClaim, pairing.SecondClaim) : (pairing.SecondClaim, pairing.FirstClaim);
        if (own == score) return Decision.Granted(state);
        var play = new BracketPlay(Stream, state, context);
        play.Add(new BracketResultClaimed(Pairing, UserId, score));
        if (others == score) play.Decide(play.Bracket.Find(Pairing)!, PairingOutcome.Played, score);
        return play.End();
    }
}
