using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Projections.Tournaments;

/// <summary>Registers the tournaments' read side; boards, records and ranks are the leaderboards'.</summary>
public static class TournamentServices
{
    /// <summary>Adds sizes, lists and what players and modules do in tournaments.</summary>
    public static IServiceCollection AddTournaments(this IServiceCollection services) => services
        .AddSingleton<TournamentSizes>()
        .AddSingleton<TournamentLists>()
        .AddSingleton<TournamentScores>();
}
