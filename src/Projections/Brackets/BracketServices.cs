using KaosNet.Projections.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Projections.Brackets;

/// <summary>Registers the read side of brackets.</summary>
public static class BracketServices
{
    /// <summary>Adds lists, seeds by boards, deadlines, and what goes with an account.</summary>
    public static IServiceCollection AddBrackets(this IServiceCollection services) => services
        .AddSingleton<BracketLists>()
        .AddSingleton<BoardSeeds>()
        .AddHostedService<BracketDeadlines>()
        .AddSingleton<IOwnedByAccount, OwnedBrackets>();
}
