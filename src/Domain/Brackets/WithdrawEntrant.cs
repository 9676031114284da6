using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Brackets;

/// <summary>
/// A player leaves a bracket, or is taken out of it by the server. Before the start the entry is gone; later whoever meets them wins, and results that are
/// there stay. The answer is the bracket.
/// </summary>
/// <param name="BracketId">The bracket.</param>
/// <param name="UserId">Who; a lower-case UUID.</param>
/// <param name="ByThemselves">Whether the player asks; before the start they may only where the bracket lets players enter.</param>
/// <param name="Reason">Why, for people to read.</param>
public sealed record WithdrawEntrant(string BracketId, string UserId, bool ByThemselves, string Reason) : StreamCommand<Bracket, Bracket>
{
    /// <summary>The reason of who is out because an account was deleted.</summary>
    internal const string AccountDeleted = "account deleted";

    public override StreamRef<Bracket> Stream { get; } = Bracket.Kind.Of(BracketId);

    /// <summary>A player's part in a bracket, which ends with the account; what follows for others follows in the same commit.</summary>
    public static OwnedStream OfAccount(string bracketId, string userId) => new Part(new(bracketId, userId, ByThemselves: false, AccountDeleted));

    protected override Decision<Bracket> Decide(Bracket state, DecisionContext context)
    {
        if (!BracketSettings.IsText(Reason, Limits.ReasonLengthMax)) return BracketFaults.ReasonInvalid;
        if (!state.Exists) return BracketFaults.NotFound;
        if (ByThemselves && !state.Settings.OpenEntry && state.Phase == BracketPhase.Open) return BracketFaults.EntryNotOpen;
        var seed = state.SeedOf(UserId);
        if (seed == 0) return BracketFaults.EntrantNotFound;
        if (state.Phase is BracketPhase.Finished or BracketPhase.Cancelled) return BracketFaults.Over;
        if (!state.IsIn(seed)) return Decision.Granted(state);

        var play = new BracketPlay(Stream, state, context);
        if (state.Phase == BracketPhase.Open) play.Add(new BracketEntryWithdrawn(UserId));
        else play.Withdraw(UserId, Reason);
        return play.End();
    }

    sealed class Part(WithdrawEntrant command) : OwnedStream
    {
        public override StreamRef Stream => command.Stream;

        // A refusal means that there is nothing to leave (any more).
        public override IEnumerable<StreamEvent> Close(StreamStates states, DecisionContext context) =>
            command.Decide(states.Of(command.Stream), context) is { Fault: null } decision ? decision.Events : [];
    }
}
