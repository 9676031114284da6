using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Brackets;

/// <summary>
/// The server takes back a wrong result, as long as nothing that builds on it has been played: what was decided without a game because of it is undone too.
/// Also after the end, which then comes again. The answer is the bracket.
/// </summary>
/// <param name="BracketId">The bracket.</param>
/// <param name="Pairing">Number of the pairing.</param>
/// <param name="Result">What is right; null to have it played again.</param>
/// <param name="Reason">Why, for people to read.</param>
public sealed record CorrectResult(string BracketId, int Pairing, GivenResult? Result, string Reason) : StreamCommand<Bracket, Bracket>
{
    public override StreamRef<Bracket> Stream { get; } = Bracket.Kind.Of(BracketId);

    protected override Decision<Bracket> Decide(Bracket state, DecisionContext context)
    {
        if (!BracketSettings.IsText(Reason, Limits.ReasonLengthMax)) return BracketFaults.ReasonInvalid;
        if (!state.Exists) return BracketFaults.NotFound;
        if (state.Phase is not (BracketPhase.Running or BracketPhase.Finished)) return BracketFaults.NotRunning;
        if (state.Find(Pairing) is not { } pairing) return BracketFaults.PairingNotFound;
        if (!pairing.IsDecided) return BracketFaults.PairingNotDecided;
        // A pairing that nobody won for want of players has no result; one that both players missed has.
        if (pairing.Outcome == PairingOutcome.Walkover
            || (pairing.Outcome == PairingOutcome.Void && !(state.IsIn(pairing.First) && state.IsIn(pairing.Second)))) return BracketFaults.PairingNotPlayed;

        PairingScore? score = null;
        if (Result is not null)
        {
            if (!Result.Checked(state, pairing).IsGranted(out score, out var fault)) return fault;
            if (pairing.Outcome == PairingOutcome.Played && pairing.Score == score) return Decision.Granted(state);
        }

        var undone = new List<int>();
        if (Collect(state, pairing, undone) is { } builtUpon) return BracketFaults.BuiltUpon(builtUpon);
        var play = new BracketPlay(Stream, state, context);
        play.Add(new BracketResultTakenBack(Pairing, undone, Reason));
        if (score is not null) play.Decide(play.Bracket.Find(Pairing)!, PairingOutcome.Played, score);
        else play.Touch(Pairing);
        return play.End();
    }

    /// <summary>Collects what was decided without a game because of a result.</summary>
    /// <returns>The number of a pairing that builds on it and was played; null for none.</returns>
    static int? Collect(Bracket bracket, BracketPairing pairing, List<int> undone)
    {
        foreach (var step in new[] { pairing.WinnerTo, pairing.LoserTo })
        {
            if (step is null || bracket.Find(step.Pairing) is not { IsDecided: true } next || undone.Contains(next.Number)) continue;
            if (next.Outcome is not (PairingOutcome.Walkover or PairingOutcome.Void)) return next.Number;
            if (Collect(bracket, next, undone) is { } builtUpon) return builtUpon;
            undone.Add(next.Number);
        }

        return null;
    }
}
