using KaosNet.Projections.Kernel;
using KaosNet.Projections.Leagues.Changing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KaosNet.Projections.Leagues;

/// <summary>Registers leagues: places, lists, standings and the change of seasons.</summary>
public static class LeagueServices
{
    /// <summary>Adds all of it but the clock, <see cref="LeagueClock"/>, which is to begin after the game's functions are there.</summary>
    public static IServiceCollection AddLeagues(this IServiceCollection services)
    {
        services.TryAddSingleton<ILeagueFunctions, NoLeagueFunctions>();
        return services
            .AddSingleton<LeagueWork>()
            .AddSingleton<LeagueLists>()
            .AddSingleton<LeaguePlaces>()
            .AddSingleton<LeagueStandings>()
            .AddSingleton<LeagueControl>()
            .AddSingleton<LeagueErasing>()
            .AddSingleton<LeagueSeasons>()
            .AddSingleton<IOwnedByAccount, OwnedLeagueParts>();
    }
}
