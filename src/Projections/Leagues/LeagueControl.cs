using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leagues;
using KaosNet.Domain.Leagues.Changing;
using KaosNet.Store.Journal;

namespace KaosNet.Projections.Leagues;

/// <summary>What servers do with leagues, for operations and server modules alike.</summary>
public sealed class LeagueControl(IJournal journal, TimeProvider time)
{
    /// <summary>What this server remembers of a league may be old; a command that is refused for it brings the memory up to date.</summary>
    const int LooksMax = 3;

    /// <summary>Sets a league up; its first season begins at once unless it is to begin later. The answer is the league, new or as it was.</summary>
    public async ValueTask<Answer<League>> Create(CreateLeague command, Caller caller, CancellationToken cancel = default)
    {
        var answer = await journal.Execute(command, caller, cancel);
        if (!answer.IsGranted(out var league, out var fault)) return fault;
        if (league.StartTime > time.GetUtcNow() || league.IsPaused || league.IsOver) return league;
        var season = await journal.Load(league.SeasonStream, cancel);
        if (season.Phase != SeasonPhase.None) return league;
        // Nobody can have joined yet. Should it not come through, the clock sees to it.
        await journal.Execute(new OpenSeason(league.Id, league.Season + 1, []), caller, cancel);
        return await journal.Load(League.Kind.Of(league.Id), cancel);
    }

    /// <summary>Ends the season that runs now; its groups are settled within moments.</summary>
    public async ValueTask<Answer<Done>> EndSeason(string leagueId, Caller caller, CancellationToken cancel = default)
    {
        if (!League.IsId(leagueId)) return LeagueFaults.InvalidId;
        for (var look = 0; look < LooksMax; look++)
        {
            var league = await journal.Load(League.Kind.Of(leagueId), cancel);
            var answer = await journal.Execute(new EndSeason(leagueId, league.Season, IsByHand: true), caller, cancel);
            if (answer.Fault != LeagueFaults.Moved) return answer;
        }

        return LeagueFaults.Busy;
    }
}
