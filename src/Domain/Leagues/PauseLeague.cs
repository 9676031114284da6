using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Leagues;

/// <summary>The server lets a league stand still, or go on. While it stands still there are no scores and no newcomers, and no season ends.</summary>
/// <param name="Id">Which league.</param>
/// <param name="IsPaused">Still, or on.</param>
public sealed record PauseLeague(string Id, bool IsPaused) : StreamCommand<League, Done>
{
    public override StreamRef<League> Stream => League.Kind.Of(Id);

    protected override Decision<Done> Decide(League state, DecisionContext context)
    {
        if (!League.IsId(Id)) return LeagueFaults.InvalidId;
        return state.Exists
            ? Decision.Granted().AppendIf(state.IsPaused != IsPaused, Stream, () => IsPaused ? new LeaguePaused() : new LeagueResumed())
            : LeagueFaults.NotFound;
    }
}

/// <summary>
/// The server deletes a league: it can be found no more. Its places, groups, seasons and boards are taken away after that, piece by piece. None is a success.
/// </summary>
/// <param name="Id">Which league.</param>
public sealed record DeleteLeague(string Id) : StreamCommand<League, Done>
{
    public override StreamRef<League> Stream => League.Kind.Of(Id);

    protected override Decision<Done> Decide(League state, DecisionContext context) =>
        League.IsId(Id) ? Decision.Granted().AppendIf(state.Exists, Stream, () => new LeagueDeleted()) : LeagueFaults.InvalidId;
}
