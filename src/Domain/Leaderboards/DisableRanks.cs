using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Leaderboards;

/// <summary>A server module has a board show no ranks any more, for good. A tournament stays a tournament (parity section 3).</summary>
/// <param name="Id">The board.</param>
/// <param name="IsTournament">Which kind is meant; one of the other kind is not found.</param>
public sealed record DisableRanks(string Id, bool IsTournament) : StreamCommand<Leaderboard, Done>
{
    public override StreamRef<Leaderboard> Stream => Leaderboard.Kind.Of(Id);

    protected override Decision<Done> Decide(Leaderboard state, DecisionContext context)
    {
        if (!state.Exists || state.IsTournament != IsTournament) return IsTournament ? Tournaments.TournamentFaults.NotFound : LeaderboardFaults.NotFound;
        return Decision.Granted().AppendIf(state.EnableRanks, Stream, () => new LeaderboardRanksDisabled());
    }
}
