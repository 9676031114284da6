using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Brackets;

/// <summary>The server makes a bracket that players may enter. The answer is the bracket.</summary>
/// <param name="BracketId">A fresh lower-case UUID.</param>
/// <param name="Settings">Its rules.</param>
public sealed record CreateBracket(string BracketId, BracketSettings Settings) : StreamCommand<Bracket, Bracket>
{
    public override StreamRef<Bracket> Stream { get; } = Bracket.Kind.New(BracketId);

    protected override Decision<Bracket> Decide(Bracket state, DecisionContext context)
    {
        if (state.Exists) return BracketFaults.Exists;
        if (!Settings.Checked().IsGranted(out var settings, out var fault)) return fault;
        var created = new BracketCreated(settings);
        return Decision.Granted(Bracket.Evolve(state, created, context.Now)).Append(Stream, created);
    }
}
