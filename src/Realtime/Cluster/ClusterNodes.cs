using System.Collections.Frozen;
using KaosNet.Realtime.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Cluster;

/// <summary>
/// The other nodes, and the one way to each of them that streams, matches and parties share: an ordered queue for what needs no answer, and calls with a
/// deadline for what does. Nodes know each other before either of them has sockets; whoever speaks to this one is known from then on.
/// </summary>
public sealed class ClusterNodes(IServiceProvider services, NodeName node, TimeProvider time, ILogger<ClusterNodes> log) : IHostedService, ISiloStatusListener
{
    /// <summary>How long others may take to look something up.</summary>
    public static readonly TimeSpan LookUp = TimeSpan.FromSeconds(2);

    static readonly TimeSpan Greeting = TimeSpan.FromSeconds(5);

    readonly Lock _gate = new();
    INodePart[] _parts = [];
    IGrainFactory? _grains;
    ISiloStatusOracle? _oracle;
    volatile OtherNode[] _all = [];
    bool _hasStopped;
    FrozenDictionary<string, OtherNode> _byName = FrozenDictionary<string, OtherNode>.Empty;
    FrozenDictionary<ulong, OtherNode> _bySession = FrozenDictionary<ulong, OtherNode>.Empty;

    /// <summary>Whether there is no other node.</summary>
    public bool IsAlone => _all.Length == 0;

    /// <summary>All others, in no order.</summary>
    public IReadOnlyList<OtherNode> All => _all;

    /// <summary>The node of a name; null when it is not there or this one.</summary>
    public OtherNode? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The node that gave a session its id; null when it is not there or this one.</summary>
    public OtherNode? Of(Guid sessionId) => _all.Length == 0 ? null : _bySession.GetValueOrDefault(SessionIds.NodePartOf(sessionId));

    /// <summary>The grain of a kind that lives on a node.</summary>
    public TGrain Grain<TGrain>(OtherNode node)
        where TGrain : IGrainWithStringKey => _grains!.GetGrain<TGrain>(node.Name);

    /// <summary>Sends something to a node if it is there.</summary>
    public void Send(string name, NodeMail mail) => Find(name)?.Send(mail);

    /// <summary>Sends something to all others.</summary>
    public void SendToAll(NodeMail mail)
    {
        foreach (var other in _all) other.Send(mail);
    }

    /// <summary>Asks all others at once; one that has not answered within <see cref="LookUp"/> is left out.</summary>
    public Task<TAnswer[]> AskAll<TGrain, TAnswer>(Func<TGrain, Task<TAnswer>> ask, TAnswer otherwise, CancellationToken cancel)
        where TGrain : IGrainWithStringKey => Task.WhenAll(_all.Select(other => Ask(other, ask(Grain<TGrain>(other)), LookUp, otherwise, cancel)));

    /// <summary>Waits for another node, but not for ever; a node that cannot be reached has nothing to say.</summary>
    public async Task<T> Ask<T>(OtherNode other, Task<T> call, TimeSpan deadline, T otherwise, CancellationToken cancel)
    {
        try
        {
            return await call.WaitAsync(deadline, time, cancel);
        }
        catch (Exception lost) when (IsLost(lost, other.Name))
        {
            return otherwise;
        }
    }

    /// <summary>Whether a call failed because its node cannot be reached, which is told to the log.</summary>
    public bool IsLost(Exception failure, string name)
    {
        if (failure is not (TimeoutException or OrleansException)) return false;
        log.LogWarning(failure, "Node {Node} cannot be reached", name);
        return true;
    }

    /// <summary>After the silo has started.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _parts = [.. services.GetServices<INodePart>()];
        _grains = services.GetRequiredService<IGrainFactory>();
        _oracle = services.GetRequiredService<ISiloStatusOracle>();
        _oracle.SubscribeToSiloStatusEvents(this);
        Look();
        // Whoever is to have sockets must be known to all that may send to them.
        await Task.WhenAll(_all.Select(async other =>
            await Ask(other, Greet(Grain<IClusterNode>(other)), Greeting, otherwise: false, cancellationToken)));
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _oracle?.UnSubscribeFromSiloStatusEvents(this);
        lock (_gate)
        {
            _hasStopped = true;
            var all = _all;
            Know([]);
            foreach (var other in all) other.Close();
        }

        return Task.CompletedTask;
    }

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status) => Look();

    /// <summary>A node tells that it is there.</summary>
    internal void Greeted(SiloAddress from, string name)
    {
        if (_oracle is null) throw new SiloUnavailableException("This node is not ready.");
        Meet(from, name);
    }

    /// <summary>Hears a batch of another node.</summary>
    internal void Hear(SiloAddress from, string name, SiloAddress to, long number, IReadOnlyList<NodeMail> mail)
    {
        if (_oracle is not { } oracle || !oracle.SiloAddress.Equals(to)) throw new SiloUnavailableException($"This is not the node {to}, or not ready.");
        Meet(from, name)?.Hear(number, mail, Hear);
    }

    void Hear(OtherNode from, NodeMail mail)
    {
        try
        {
            foreach (var part in _parts)
                if (part.Hear(from, mail)) return;
            log.LogError("Node {Node} says what nobody understands: {Mail}", from.Name, mail.GetType().Name);
        }
        catch (Exception bug)
        {
            // It would fail again; what comes after it must not wait for ever.
            log.LogError(bug, "What node {Node} says could not be done: {Mail}", from.Name, mail.GetType().Name);
        }
    }

    async Task<bool> Greet(IClusterNode other)
    {
        await other.Greet(_oracle!.SiloAddress, node.Name);
        return true;
    }

    /// <summary>The node, which is known from now on; null when it is gone already.</summary>
    OtherNode? Meet(SiloAddress silo, string name)
    {
        lock (_gate)
        {
            if (_byName.GetValueOrDefault(name) is { } known && known.Silo.Equals(silo)) return known;
            if (_hasStopped || name == node.Name || IsOver(_oracle!, silo)) return null;
        }

        Look((silo, name));
        return Find(name) is { } met && met.Silo.Equals(silo) ? met : null;
    }

    /// <summary>Compares with the cluster's list of nodes, which may not have one yet that has spoken already.</summary>
    void Look((SiloAddress Silo, string Name)? more = null)
    {
        OtherNode[] gone;
        lock (_gate)
        {
            if (_hasStopped) return;
            var (oracle, before) = (_oracle!, _all);
            var there = before.Where(other => !IsOver(oracle, other.Silo)).Select(other => (other.Silo, other.Name)).ToList();
            foreach (var silo in oracle.GetApproximateSiloStatuses(onlyActive: true).Keys)
                if (!silo.Equals(oracle.SiloAddress) && oracle.TryGetSiloName(silo, out var name) && name != node.Name) there.Add((silo, name));
            if (more is { } spoke) there.Add(spoke);

            // Of two by one name the younger one counts: the other is not known to be dead yet.
            var now = new Dictionary<string, OtherNode>(StringComparer.Ordinal);
            foreach (var (silo, name) in there.Distinct().OrderBy(one => one.Silo.Generation))
                now[name] = before.FirstOrDefault(other => other.Silo.Equals(silo)) ?? NodeOf(silo, name);
            gone = [.. before.Except(now.Values)];
            var met = now.Values.Except(before).ToArray();
            Know(now.Values);
            foreach (var other in gone) other.Close();
            foreach (var other in met)
                foreach (var part in _parts) part.Met(other);
        }

        // Not on the thread that all of the cluster's news waits for.
        if (gone.Length > 0) _ = Task.Run(() => Lose(gone));
    }

    void Lose(OtherNode[] gone)
    {
        foreach (var other in gone)
        {
            log.LogInformation("Node {Node} is gone; its players leave", other.Name);
            // Streams are the first part and come last here: what was on the node itself, like its matches, ends before its players leave what is here.
            foreach (var part in _parts.Reverse())
            {
                try
                {
                    part.Lost(other);
                }
                catch (Exception bug)
                {
                    log.LogError(bug, "{Part} failed when node {Node} was lost", part.GetType().Name, other.Name);
                }
            }
        }
    }

    void Know(IReadOnlyCollection<OtherNode> nodes)
    {
        _byName = nodes.ToFrozenDictionary(other => other.Name, StringComparer.Ordinal);
        _bySession = nodes.ToFrozenDictionary(other => SessionIds.NodePartOf(other.Name));
        _all = [.. nodes];
    }

    OtherNode NodeOf(SiloAddress silo, string name)
    {
        var grain = _grains!.GetGrain<IClusterNode>(name);
        var own = _oracle!.SiloAddress;
        return new(name, silo, new(name, (number, mail) => grain.Hear(own, node.Name, silo, number, mail), time, log));
    }

    static bool IsOver(ISiloStatusOracle oracle, SiloAddress silo) =>
        oracle.GetApproximateSiloStatus(silo) is SiloStatus.ShuttingDown or SiloStatus.Stopping or SiloStatus.Dead;
}
