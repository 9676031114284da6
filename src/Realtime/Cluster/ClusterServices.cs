using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using KaosNet.Realtime.Matches.Routing;
using KaosNet.Realtime.Matchmaking;
using KaosNet.Realtime.Parties.Routing;
using KaosNet.Realtime.Presence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace KaosNet.Realtime.Cluster;

/// <summary>Hosts Orleans in this process.</summary>
public static class ClusterServices
{
    /// <summary>As a cluster of one on loopback ports that nobody else uses.</summary>
    /// <param name="services">The host's.</param>
    /// <param name="ports">Silo and gateway port; null for free ones. A second node in the same process of tests names the first.</param>
    /// <param name="first">The node that keeps the list of nodes; null when it is this one.</param>
    public static IServiceCollection AddCluster(this IServiceCollection services, (int Silo, int Gateway)? ports = null, IPEndPoint? first = null)
    {
        var (silo, gateway) = ports ?? FreePorts();
        services.AddOrleans(orleans => orleans.UseLocalhostClustering(silo, gateway, first, serviceId: "kaosnet", clusterId: "kaosnet"));
        return services.AddNode();
    }

    /// <summary>As one server of several on the game's database, where they find each other.</summary>
    /// <param name="services">The host's.</param>
    /// <param name="address">Where the others reach this server.</param>
    /// <param name="port">The port for them; 0 for a free one.</param>
    public static IServiceCollection AddSharedCluster(this IServiceCollection services, IPAddress address, int port)
    {
        services.AddOrleans(orleans =>
        {
            orleans.Configure<ClusterOptions>(cluster => (cluster.ServiceId, cluster.ClusterId) = ("kaosnet", "kaosnet"));
            orleans.Configure<EndpointOptions>(ends =>
                (ends.AdvertisedIPAddress, ends.SiloPort, ends.GatewayPort) = (address, port > 0 ? port : FreePorts().Silo, 0));
            orleans.Configure<ClusterMembershipOptions>(members =>
            {
                // So that one that was killed is known to be dead, and out of the way of those that start, after some 15 s.
                members.ProbeTimeout = TimeSpan.FromSeconds(3);
                members.NumMissedProbesLimit = 3;
                members.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
                members.TableRefreshTimeout = TimeSpan.FromSeconds(10);
            });
            orleans.Services.AddSingleton<IMembershipTable, ClusterTable>();
        });
        return services.AddNode();
    }

    static IServiceCollection AddNode(this IServiceCollection services)
    {
        // Whether a node lives is a matter of real time, also where the game's clock is moved: by one moved ahead a node that starts has been silent for days.
        services.AddKeyedSingleton(KeyedService.AnyKey, TimeProvider.System);
        services.AddOptions<SiloOptions>().Configure<NodeName>((silo, node) => silo.SiloName = node.Name);
        services.AddPlacementDirector<OnNamedNode, NamedNodeDirector>();
        // It takes any pause of the whole process for a lock-up of its own, and wants a heap for each core, where one is meant (docs/operate/speed.md).
        services.AddLogging(logging => logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error).AddFilter("Orleans.Runtime.Silo", LogLevel.Error));
        services.AddSingleton<OrleansStreams>();
        services.AddSingleton<ClusterStreams>(provider => provider.GetRequiredService<OrleansStreams>());
        services.AddSingleton<INodePart>(provider => provider.GetRequiredService<OrleansStreams>());
        services.AddSingleton<OrleansMatches>();
        services.AddSingleton<ClusterMatches>(provider => provider.GetRequiredService<OrleansMatches>());
        services.AddSingleton<INodePart>(provider => provider.GetRequiredService<OrleansMatches>());
        services.AddSingleton<OrleansMatchmaker>();
        services.AddSingleton<ClusterMatchmaker>(provider => provider.GetRequiredService<OrleansMatchmaker>());
        services.AddHostedService(provider => provider.GetRequiredService<OrleansMatchmaker>());
        services.AddSingleton<OrleansParties>();
        services.AddSingleton<PartyCluster>(provider => provider.GetRequiredService<OrleansParties>());
        services.AddSingleton<INodePart>(provider => provider.GetRequiredService<OrleansParties>());
        services.AddSingleton<ClusterNodes>();
        services.AddHostedService(provider => provider.GetRequiredService<ClusterNodes>());
        return services;
    }

    /// <summary>Two ports that were free a moment ago, and that this process has not been told before.</summary>
    public static (int Silo, int Gateway) FreePorts() => (FreePort(), FreePort());

    static readonly ConcurrentDictionary<int, bool> Told = new();

    static int FreePort()
    {
        while (true)
        {
            // Below the ports that the system gives to connections going out: one of those may be taken before the silo has started.
            var port = RandomNumberGenerator.GetInt32(12_000, 32_000);
            if (!Told.TryAdd(port, true)) continue;
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody listens there: the next one.
            }
        }
    }
}
