using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Brackets;

/// <summary>
/// Marks that the game's functions were called for what happened to a bracket, up to an event. It is refused for the second time, so that whatever they do is done
/// once, in one transaction with it.
/// </summary>
/// <param name="BracketId">The bracket.</param>
/// <param name="Through">Version of the event in the bracket's stream.</param>
public sealed record MarkBracketCall(string BracketId, long Through) : StreamCommand<Bracket, Bracket>
{
    /// <summary>It is marked already.</summary>
    public static readonly Fault IsMarked = Fault.AlreadyExists("The bracket's functions were called for that.");

    /// <summary>Why the function was given up; null when it ran.</summary>
    public string? Failure { get; init; }

    public override StreamRef<Bracket> Stream { get; } = Bracket.Kind.Of(BracketId);

    protected override Decision<Bracket> Decide(Bracket state, DecisionContext context)
    {
        if (!state.Exists) return BracketFaults.NotFound;
        if (state.CalledThrough >= Through) return IsMarked;
        var failure = Failure is null || Failure.Length <= Limits.ReasonLengthMax ? Failure : Failure[..Limits.ReasonLengthMax];
        var called = new BracketFunctionsCalled(Through) { Failure = failure };
        return Decision.Granted(Bracket.Evolve(state, called, context.Now)).Append(Stream, called);
    }
}
