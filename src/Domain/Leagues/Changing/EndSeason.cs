using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Leagues.Changing;

/// <summary>The running season takes no more scores: its time is over, or the server ends it now. One that is over already stays so.</summary>
/// <param name="LeagueId">Which league.</param>
/// <param name="Season">The season that is meant, so that asking twice does not end two.</param>
/// <param name="IsByHand">Now, whatever the schedule says.</param>
public sealed record EndSeason(string LeagueId, int Season, bool IsByHand) : Command<Done>
{
    StreamRef<League> Whole => League.Kind.Of(LeagueId);

    StreamRef<LeagueSeason> Running => LeagueSeason.Of(LeagueId, Season);

    public override IReadOnlyList<StreamRef> Streams => [Running, Whole];

    public override Decision<Done> Decide(StreamStates states, DecisionContext context)
    {
        var league = states.Of(Whole);
        if (!league.Exists) return LeagueFaults.NotFound;
        if (league.IsPaused) return LeagueFaults.Paused;
        if (league.Season == 0) return LeagueFaults.NoSeason;
        if (league.Season != Season) return LeagueFaults.Moved;
        var season = states.Of(Running);
        if (season.Phase == SeasonPhase.None) return LeagueFaults.NoSeason;
        // Whoever still waits for a group is to play, too: a season that has just begun can be ended when all are in.
        if (season.Phase == SeasonPhase.Forming) return IsByHand ? LeagueFaults.BetweenSeasons : LeagueFaults.Moved;
        if (season.Phase != SeasonPhase.Open) return Decision.Granted();
        var isDue = season.IsOverAt(context.Now);
        return IsByHand || isDue ? Decision.Granted().Append(Running, new LeagueSeasonEnded(!isDue)) : LeagueFaults.Moved;
    }
}
