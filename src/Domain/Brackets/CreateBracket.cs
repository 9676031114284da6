using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Brackets;

/// <summary>The server makes a bracket that players may enter, and enters some. The answer is the bracket.</summary>
/// <param name="BracketId">A fresh lower-case UUID.</param>
/// <param name="Settings">Its rules.</param>
public sealed record CreateBracket(string BracketId, BracketSettings Settings) : Command<Bracket>
{
    /// <summary>Who is in from the beginning; lower-case UUIDs.</summary>
    public IReadOnlyList<string> UserIds { get; init; } = [];

    StreamRef<Bracket> Stream { get; } = Bracket.Kind.New(BracketId);

    public override IReadOnlyList<StreamRef> Streams => [Stream, .. Players];

    IEnumerable<StreamRef<Account>> Players => UserIds.Distinct(StringComparer.Ordinal).Take(Limits.EliminationEntrantsMax + 1).Select(Account.Kind.Of);

    public override Decision<Bracket> Decide(StreamStates states, DecisionContext context)
    {
        var bracket = states.Of(Stream);
        if (bracket.Exists) return BracketFaults.Exists;
        if (!Settings.Checked().IsGranted(out var settings, out var fault)) return fault;
        var players = Players.ToList();
        if (players.Count > settings.SizeMax) return BracketFaults.Full;
        if (players.Exists(player => !states.Of(player).IsAlive)) return BracketFaults.UserNotFound;

        var play = new BracketPlay(Stream, bracket, context);
        play.Add(new BracketCreated(settings));
        foreach (var player in players) play.Add(new BracketEntered(player.Id));
        return play.End();
    }
}
