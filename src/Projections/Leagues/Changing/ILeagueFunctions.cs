using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leagues;

namespace KaosNet.Projections.Leagues.Changing;

/// <summary>The game's own function for what the change of seasons does.</summary>
public interface ILeagueFunctions
{
    /// <summary>Whether there is one.</summary>
    bool HasSettled { get; }

    /// <summary>
    /// A group's season is over, and these are its results. It runs in the transaction that settles the group: what it changes is committed with it or not at
    /// all, and it may be called again for a group when that did not come through.
    /// </summary>
    /// <param name="league">The league.</param>
    /// <param name="season">The season.</param>
    /// <param name="group">The group with its results.</param>
    /// <param name="caller">In whose name it runs; its cause names the group.</param>
    /// <param name="cancel">The server stops.</param>
    /// <returns>Why it failed; null when it did not.</returns>
    ValueTask<Fault?> Settled(LeagueRow league, LeagueSeasonRow season, LeagueGroup group, Caller caller, CancellationToken cancel);
}

/// <summary>There is none.</summary>
public sealed class NoLeagueFunctions : ILeagueFunctions
{
    public bool HasSettled => false;

    public ValueTask<Fault?> Settled(LeagueRow league, LeagueSeasonRow season, LeagueGroup group, Caller caller, CancellationToken cancel) => new((Fault?)null);
}
