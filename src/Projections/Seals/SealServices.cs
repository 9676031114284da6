using KaosNet.Store;
using KaosNet.Store.Chain;
using KaosNet.Store.Journal;
using KaosNet.Store.Reading;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Projections.Seals;

/// <summary>Registers what seals the history.</summary>
public static class SealServices
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddSeals(this IServiceCollection services, SealOptions options) => services
        .AddSingleton(options)
        .AddSingleton(provider => new SealMaker(
            provider.GetRequiredService<Database>(), provider.GetRequiredService<SettledEvents>(), provider.GetRequiredService<LanedJournal>()))
        .AddSingleton<SealCopies>()
        .AddHostedService<SealClock>();
}
