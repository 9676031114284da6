using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Brackets;

/// <summary>Players enter a bracket, or are entered by the server; who is in already stays where they are. The answer is the bracket.</summary>
/// <param name="BracketId">The bracket.</param>
/// <param name="UserIds">Who; lower-case UUIDs. All of them enter or none.</param>
/// <param name="ByThemselves">Whether a player asks, who may only where the bracket lets players enter.</param>
public sealed record EnterBracket(string BracketId, IReadOnlyList<string> UserIds, bool ByThemselves) : Command<Bracket>
{
    StreamRef<Bracket> Stream { get; } = Bracket.Kind.Of(BracketId);

    StreamRef<Account>[] Players { get; } = [.. UserIds.Distinct(StringComparer.Ordinal).Take(Limits.EliminationEntrantsMax + 1).Select(Account.Kind.Of)];

    public override IReadOnlyList<StreamRef> Streams => [Stream, .. Players];

    public override Decision<Bracket> Decide(StreamStates states, DecisionContext context)
    {
        var bracket = states.Of(Stream);
        if (Players.Length > Limits.EliminationEntrantsMax) return BracketFaults.TooManyUsers;
        if (!bracket.Exists) return BracketFaults.NotFound;
        if (ByThemselves && !bracket.Settings.OpenEntry) return BracketFaults.EntryNotOpen;
        var coming = Players.Where(player => bracket.SeedOf(player.Id) == 0).ToList();
        if (coming.Count == 0) return Decision.Granted(bracket);
        if (coming.Exists(player => !states.Of(player).IsAlive)) return BracketFaults.UserNotFound;
        if (bracket.Phase != BracketPhase.Open) return BracketFaults.Started;
        if (bracket.Entrants.Length + coming.Count > bracket.Settings.SizeMax) return BracketFaults.Full;

        var play = new BracketPlay(Stream, bracket, context);
        foreach (var player in coming) play.Add(new BracketEntered(player.Id));
        return play.End();
    }
}
