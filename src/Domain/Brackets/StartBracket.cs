using KaosNet.Domain.Brackets.Drawing;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Brackets;

/// <summary>The server closes entry and seeds the bracket; its first pairings become ready. The answer is the bracket.</summary>
/// <param name="BracketId">The bracket.</param>
/// <param name="Seeding">Where the seeds come from.</param>
public sealed record StartBracket(string BracketId, Seeding Seeding) : StreamCommand<Bracket, Bracket>
{
    /// <summary>
    /// With <see cref="Seeding.Given"/> the entrants, with <see cref="Seeding.Board"/> the owners of the board's records, the best first. Entrants who are
    /// not named come after them in the order of their entry.
    /// </summary>
    public IReadOnlyList<string> Order { get; init; } = [];

    /// <summary>The board that gave the order.</summary>
    public string? Board { get; init; }

    /// <summary>The board's period.</summary>
    public long? Expiry { get; init; }

    public override StreamRef<Bracket> Stream { get; } = Bracket.Kind.Of(BracketId);

    protected override Decision<Bracket> Decide(Bracket state, DecisionContext context)
    {
        if (!Enum.IsDefined(Seeding)) return BracketFaults.SeedingInvalid;
        if (!state.Exists) return BracketFaults.NotFound;
        if (state.Phase != BracketPhase.Open) return BracketFaults.Started;
        if (state.Entrants.Length < Limits.EntrantsMin) return BracketFaults.TooFew;
        if (Seeds(state, context.Dice) is not { } seeds) return BracketFaults.SeedsInvalid;

        var play = new BracketPlay(Stream, state, context);
        play.Add(new BracketStarted(seeds, Seeding, BracketLayout.Version)
        {
            Board = Seeding == Seeding.Board ? Board : null,
            Expiry = Seeding == Seeding.Board ? Expiry : null,
        });
        foreach (var pairing in play.Bracket.Pairings) play.Touch(pairing.Number);
        return play.End();
    }

    List<string>? Seeds(Bracket state, Dice dice)
    {
        var seeds = state.Entrants.Select(entrant => entrant.UserId).ToList();
        if (Seeding == Seeding.Random)
        {
            for (var i = seeds.Count - 1; i > 0; i--)
            {
                var other = dice.Roll(i + 1);
                (seeds[i], seeds[other]) = (seeds[other], seeds[i]);
            }
        }

        if (Seeding is not (Seeding.Given or Seeding.Board)) return seeds;
        var entrants = seeds.ToHashSet(StringComparer.Ordinal);
        var first = new List<string>();
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var userId in Order)
        {
            // A board has owners who did not enter; a list that was given means what it says.
            if (entrants.Contains(userId) && named.Add(userId)) first.Add(userId);
            else if (Seeding == Seeding.Given) return null;
        }

        return [.. first, .. seeds.Where(userId => !named.Contains(userId))];
    }
}
