using System.Collections.Concurrent;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Parties.Deciding;
using KaosNet.Realtime.Parties.Listing;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Parties.Routing;

/// <summary>
/// Parties across servers by Orleans. While this server is alone nothing of it is used. When a server dies its sockets leave the parties of this one, and its
/// parties are over for the sockets here.
/// </summary>
public sealed class OrleansParties(IServiceProvider services, NodeName node, TimeProvider time, ILogger<OrleansParties> log)
    : PartyCluster, IHostedService, ISiloStatusListener
{
    /// <summary>How long a list waits for another server.</summary>
    static readonly TimeSpan ListPatience = TimeSpan.FromSeconds(5);

    readonly ConcurrentDictionary<string, PartyOutbox> _outboxes = new(StringComparer.Ordinal);
    readonly Guid _run = Guid.CreateVersion7();
    IGrainFactory? _grains;
    ISiloStatusOracle? _oracle;
    volatile string[] _others = [];

    /// <summary>The names of the other servers.</summary>
    public IReadOnlyList<string> Others => _others;

    public override async ValueTask<Envelope?> Ask(string node, PartyMember who, Envelope request)
    {
        if (!IsThere(node)) return null;
        try
        {
            var answer = await GrainOf(node).Ask(who, PartyAudience.Packed(request));
            var envelope = new Envelope();
            return SocketFormat.Protobuf.Codec.Read(new(answer), envelope) is null ? envelope : null;
        }
        catch (Exception unreachable) when (unreachable is OrleansException or TimeoutException)
        {
            log.LogWarning(unreachable, "Server {Node} does not answer for its parties", node);
            return null;
        }
    }

    public override async ValueTask<Tracking> Track(PartyMember who, PartyKey party)
    {
        if (!IsThere(who.Node)) return Tracking.Refused;
        try
        {
            return await GrainOf(who.Node).Track(who, party);
        }
        catch (Exception unreachable) when (unreachable is OrleansException or TimeoutException)
        {
            log.LogWarning(unreachable, "Server {Node} does not answer for a socket of its own", who.Node);
            // It may have done so all the same; then it takes it back.
            Post(who.Node, new ExitPost(party, who));
            return Tracking.Refused;
        }
    }

    public override void Post(string node, PartyPost post)
    {
        if (!IsThere(node)) return;
        _outboxes.GetOrAdd(node, static (name, parties) => parties.OutboxOf(name), this).Post(post);
    }

    public override async ValueTask<IReadOnlyList<ListedParty>> Find(PartyFilter filter)
    {
        var found = await Task.WhenAll(_others.Select(async other =>
        {
            try
            {
                return await GrainOf(other).Find(filter).WaitAsync(ListPatience, time);
            }
            catch (Exception unreachable) when (unreachable is OrleansException or TimeoutException)
            {
                log.LogWarning(unreachable, "Server {Node} does not list its parties", other);
                return [];
            }
        }));
        return [.. found.SelectMany(parties => parties)];
    }

    /// <summary>After the silo has started.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _grains = services.GetRequiredService<IGrainFactory>();
        _oracle = services.GetRequiredService<ISiloStatusOracle>();
        _oracle.SubscribeToSiloStatusEvents(this);
        Look();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _oracle?.UnSubscribeFromSiloStatusEvents(this);
        _others = [];
        return Task.CompletedTask;
    }

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        Look();
        if (status != SiloStatus.Dead || !_oracle!.TryGetSiloName(updatedSilo, out var gone) || gone == node.Name || IsThere(gone)) return;
        // Not on the thread that all of the cluster's news waits for.
        _ = Task.Run(() => Lose(gone));
    }

    void Look() => _others =
    [
        .. _oracle!.GetApproximateSiloStatuses(onlyActive: true).Keys
            .Select(silo => _oracle.TryGetSiloName(silo, out var name) ? name : node.Name).Where(name => name != node.Name).Distinct(StringComparer.Ordinal),
    ];

    void Lose(string gone)
    {
        try
        {
            services.GetRequiredService<PartyHost>().Lose(gone);
            var (tracker, router) = (services.GetRequiredService<PresenceTracker>(), services.GetRequiredService<StreamRouter>());
            foreach (var stream in tracker.Streams.Where(stream => stream.Mode == StreamMode.Party && stream.Label == gone).ToArray())
            {
                router.Deliver(stream, new() { PartyClose = new() { PartyId = PartyKey.Of(stream).ToString() } });
                tracker.Close(stream);
            }
        }
        catch (Exception bug)
        {
            log.LogError(bug, "The parties of server {Node}, which is gone, could not be ended", gone);
        }
    }

    bool IsThere(string name) => Array.IndexOf(_others, name) >= 0;

    PartyOutbox OutboxOf(string name) =>
        new(name, (number, batch) => GrainOf(name).Post(node.Name, _run, number, batch), () => IsThere(name), time, log);

    IPartyNodeGrain GrainOf(string name) => _grains!.GetGrain<IPartyNodeGrain>(name);
}
