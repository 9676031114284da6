using KaosNet.Realtime.Scripts;
using KaosNet.Realtime.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KaosNet.Realtime.Matchmaking;

/// <summary>The matchmaker as services.</summary>
static class MatchmakerServices
{
    /// <summary>Adds it, alone unless a cluster was added before, with the default rules unless there are others.</summary>
    public static IServiceCollection AddMatchmaker(this IServiceCollection services)
    {
        services.TryAddSingleton(new MatchmakerRules());
        services.TryAddSingleton(ClusterMatchmaker.Alone);
        services.TryAddSingleton<IMatchmakerFunctions, NoMatchmakerFunctions>();
        services.AddSingleton<MatchmakerMetrics>();
        services.AddSingleton<MatchmakerPasses>();
        services.AddSingleton<Matchmaker>();
        services.AddSingleton<IMatchmaker>(provider => provider.GetRequiredService<Matchmaker>());
        services.AddSingleton<ISessionWatcher>(provider => provider.GetRequiredService<Matchmaker>());
        services.AddHostedService<MatchmakerClock>();
        return services;
    }
}
