using KaosNet.Realtime.Parties.Listing;
using KaosNet.Realtime.Parties.Routing;
using KaosNet.Realtime.Presence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KaosNet.Realtime.Parties;

/// <summary>Parties as services. The host may bring <see cref="PartySettings"/>; a cluster brings its <see cref="PartyCluster"/>.</summary>
public static class PartyServices
{
    public static IServiceCollection AddParties(this IServiceCollection services)
    {
        services.TryAddSingleton(new PartySettings());
        services.TryAddSingleton(PartyCluster.Alone);
        services.AddSingleton<PartyIndex>();
        services.AddSingleton<PartyAudience>();
        services.AddSingleton<PartyHost>();
        services.AddSingleton<PartyDesk>();
        services.AddSingleton<IStreamAnnouncer, PartyAnnouncer>();
        services.AddSingleton<PartyList>();
        services.AddHostedService<PartySweep>();
        return services;
    }
}
