using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Brackets;

/// <summary>The server calls a bracket off, before or after its start. The answer is the bracket.</summary>
/// <param name="BracketId">The bracket.</param>
/// <param name="Reason">Why, for people to read.</param>
public sealed record CancelBracket(string BracketId, string Reason) : StreamCommand<Bracket, Bracket>
{
    public override StreamRef<Bracket> Stream { get; } = Bracket.Kind.Of(BracketId);

    protected override Decision<Bracket> Decide(Bracket state, DecisionContext context)
    {
        if (!BracketSettings.IsText(Reason, Limits.ReasonLengthMax)) return BracketFaults.ReasonInvalid;
        if (!state.Exists) return BracketFaults.NotFound;
        if (state.Phase == BracketPhase.Cancelled) return Decision.Granted(state);
        if (state.Phase == BracketPhase.Finished) return BracketFaults.Over;
        var play = new BracketPlay(Stream, state, context);
        play.Add(new BracketCancelled(Reason));
        return play.End();
    }
}
