using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Brackets;

/// <summary>The server, or the match that it was played in, says how a pairing ended. The answer is the bracket after all that follows from it.</summary>
/// <param name="BracketId">The bracket.</param>
/// <param name="Pairing">Number of the pairing.</param>
/// <param name="Result">How it ended.</param>
public sealed record ReportResult(string BracketId, int Pairing, GivenResult Result) : StreamCommand<Bracket, Bracket>
{
    /// <summary>The match that it was played in.</summary>
    public string? MatchId { get; init; }

    public override StreamRef<Bracket> Stream { get; } = Bracket.Kind.Of(BracketId);

    protected override Decision<Bracket> Decide(Bracket state, DecisionContext context)
    {
        if (MatchId is not null && !BracketSettings.IsText(MatchId, Limits.MatchIdLengthMax)) return BracketFaults.MatchIdInvalid;
        if (!state.Exists) return BracketFaults.NotFound;
        if (state.Find(Pairing) is not { } pairing) return state.Phase == BracketPhase.Running ? BracketFaults.PairingNotFound : BracketFaults.NotRunning;
        if (!Result.Checked(state, pairing).IsGranted(out var score, out var fault)) return fault;
        if (pairing.IsDecided)
        {
            // A match that reports twice, or a server that asks again because the answer got lost.
            return pairing.Outcome == PairingOutcome.Played && pairing.Score == score ? Decision.Granted(state) : BracketFaults.PairingDecided;
        }

        if (state.Phase != BracketPhase.Running) return BracketFaults.NotRunning;
        if (!pairing.IsReady) return BracketFaults.PairingNotReady;
        var play = new BracketPlay(Stream, state, context);
        play.Decide(pairing, PairingOutcome.Played, score, MatchId);
        return play.End();
    }
}
