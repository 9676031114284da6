using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Brackets;

/// <summary>The server makes a bracket that players may enter. The answer is the bracket.</summary>
/// <param name="Settings">Its rules.</param>
public sealed record CreateBracket(BracketSettings Settings) : Command<Bracket>
{
    public override IReadOnlyList<StreamRef> Streams => [];

    public override Decision<Bracket> Decide(StreamStates states, DecisionContext context)
    {
        if (!Settings.Checked().IsGranted(out var settings, out var fault)) return fault;
        var stream = Bracket.Kind.New(context.Dice.Uuid().ToString());
        var created = new BracketCreated(settings);
        return Decision.Granted(Bracket.Evolve(new() { Id = stream.Id }, created, context.Now)).Append(stream, created);
    }
}
