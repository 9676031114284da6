using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leagues;
using KaosNet.Projections.Leagues;
using KaosNet.Projections.Leagues.Changing;
using KaosNet.Scripting.Server;

namespace KaosNet.Scripting.CSharp;

/// <summary>The function of C# modules for the end of a league's season, called once for each group; what it changes is committed together with the results.</summary>
public sealed class CSharpLeagueFunctions(CSharpModules modules) : ILeagueFunctions
{
    private const string Name = "league_season_end";

    public bool HasSettled => modules.Functions.SeasonEnd is not null;

    public async ValueTask<Fault?> Settled(LeagueRow league, LeagueSeasonRow season, LeagueGroup group, Caller caller, CancellationToken cancel)
    {
        var cause = caller.Cause ?? "";
        var answer = await modules.Call(
            static (functions, _) => functions.SeasonEnd, (league: LeagueValues.Of(league), season: LeagueValues.Of(season), group: LeagueValues.Of(group, season)),
            new(Name, cause, $"{Name} for {cause}", new() { Source = Source.Script, Operation = Name, Cause = cause }, cancel),
            static async (function, context, call) =>
            {
                await function(context, call.league, call.season, call.group);
                return Done.Value;
            });
        return answer?.Fault;
    }
}
