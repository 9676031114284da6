using System.Collections.Frozen;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Matches.Joining;
using KaosNet.Realtime.Matches.Listing;
using KaosNet.Realtime.Matches.Ticking;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Matches.Routing;

/// <summary>
/// Matches across nodes by Orleans: every node is a grain that lives on it (<see cref="IMatchNode"/>). When a node goes, its players leave the matches of
/// this one, and this one's players drop out of the matches of that one, whose next run they may join again.
/// </summary>
public sealed class OrleansMatches(IServiceProvider services, NodeName node, MatchSettings settings, TimeProvider time, ILogger<OrleansMatches> log)
    : ClusterMatches, IHostedService, ISiloStatusListener
{
    /// <summary>How long others may take to look something up.</summary>
    static readonly TimeSpan LookUp = TimeSpan.FromSeconds(2);

    readonly Lock _gate = new();
    IGrainFactory? _grains;
    ISiloStatusOracle? _oracle;
    volatile FrozenDictionary<string, Peer> _peers = FrozenDictionary<string, Peer>.Empty;
    FrozenDictionary<ulong, Peer> _peersBySessions = FrozenDictionary<ulong, Peer>.Empty;

    public override bool IsAlone => _peers.Count == 0;

    public override async ValueTask<Answer<string>> Create(string node, string handler, string parameters, CancellationToken cancel)
    {
        if (!_peers.TryGetValue(node, out var peer)) return OutOfReach(node);
        var answer = await Ask(peer, peer.Node.Create(handler, parameters), settings.AnswerDeadline, NobodyAnswered, cancel);
        if (answer == NobodyAnswered) return OutOfReach(node);
        return answer.MatchId is { } match ? match : new Fault((FaultCode)answer.Code, answer.Refusal);
    }

    public override async ValueTask<Answer<JoinAnswer?>> Join(MatchKey match, MatchPresence presence, JoinRequest request, CancellationToken cancel)
    {
        if (!_peers.TryGetValue(match.Node, out var peer)) return (JoinAnswer?)null;
        try
        {
            var answer = await peer.Node.Join(match.ToString(), presence, request).WaitAsync(settings.AnswerDeadline, time, cancel);
            return answer.Refusal is { } full ? Fault.ResourceExhausted(full) : answer.Answer;
        }
        catch (OperationCanceledException)
        {
            // The match may have let in a player whose socket has closed meanwhile.
            Presences(match, [], [presence with { Reason = PresenceReason.Disconnect }]);
            return JoinAnswer.Refused;
        }
        catch (Exception lost) when (IsLost(lost, match.Node))
        {
            return JoinAnswer.Refused;
        }
    }

    public override async ValueTask<MatchSummary?> Get(MatchKey match, CancellationToken cancel) =>
        _peers.TryGetValue(match.Node, out var peer) ? await Ask(peer, peer.Node.Get(match.ToString()), LookUp, otherwise: null, cancel) : null;

    public override async ValueTask<Answer<string>> Signal(MatchKey match, string data, CancellationToken cancel)
    {
        if (!_peers.TryGetValue(match.Node, out var peer)) return Fault.NotFound("match not found");
        var answer = await Ask(peer, peer.Node.Signal(match.ToString(), data), settings.AnswerDeadline, Busy, cancel);
        if (answer is null) return Fault.NotFound("match not found");
        return answer.Data is { } text ? text : Fault.Unavailable("match busy");
    }

    public override async ValueTask<IReadOnlyList<FoundMatch>> Find(MatchFilter filter, CancellationToken cancel) =>
        Together(await Task.WhenAll(_peers.Values.Select(peer => Ask(peer, peer.Node.Find(filter), LookUp, [], cancel))));

    public override async ValueTask<IReadOnlyList<RelayedSize>> Relayed(CancellationToken cancel) =>
        Together(await Task.WhenAll(_peers.Values.Select(peer => Ask(peer, peer.Node.Relayed(), LookUp, [], cancel))));

    public override async ValueTask<RemoteMembers> MembersOf(MatchKey match, CancellationToken cancel)
    {
        var peers = _peers;
        if (peers.Count == 0) return RemoteMembers.None;
        var parts = await Task.WhenAll(peers.Values.Select(peer => Ask(peer, peer.Node.MembersOf(match.ToString()), LookUp, RemoteMembers.None, cancel)));
        return new([.. parts.SelectMany(part => part.Visible)], parts.Sum(part => part.Count));
    }

    public override void Post(MatchKey match, MatchMessage message) => To(match.Node, new MessageMail(match.ToString(), message));

    public override void Presences(MatchKey match, IReadOnlyList<MatchPresence> joins, IReadOnlyList<MatchPresence> leaves) =>
        To(match.Node, new PresenceMail(match.ToString(), joins, leaves));

    public override void Send(MatchKey match, Envelope envelope)
    {
        if (IsAlone) return;
        var mail = new MatchMail(match.ToString(), Bytes(envelope));
        foreach (var peer in _peers.Values) peer.Link.Send(mail);
    }

    public override void Send(IReadOnlyList<Guid> sessions, MatchKey? match, Envelope envelope)
    {
        byte[]? bytes = null;
        foreach (var there in sessions.GroupBy(SessionIds.NodePartOf))
            if (_peersBySessions.TryGetValue(there.Key, out var peer)) peer.Link.Send(new EnvelopeMail([.. there], match?.ToString(), bytes ??= Bytes(envelope)));
    }

    public override void Kick(MatchKey match, IReadOnlyList<MatchPresence> presences)
    {
        foreach (var there in presences.GroupBy(presence => presence.Node, StringComparer.Ordinal)) To(there.Key, new KickMail(match.ToString(), [.. there]));
    }

    public override void Close(MatchKey match)
    {
        foreach (var peer in _peers.Values) peer.Link.Send(new CloseMail(match.ToString()));
    }

    public override void Disconnect(IReadOnlyList<MatchPresence> presences)
    {
        foreach (var there in presences.GroupBy(presence => presence.Node, StringComparer.Ordinal)) To(there.Key, new DisconnectMail([.. there]));
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
        lock (_gate)
        {
            foreach (var peer in _peers.Values) peer.Link.Close();
            Know([]);
        }

        return Task.CompletedTask;
    }

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status) => Look();

    static readonly NodeCreateAnswer NobodyAnswered = new(null, 0, "");

    static readonly NodeSignalAnswer Busy = new(Data: null);

    static T[] Together<T>(T[][] parts) => [.. parts.SelectMany(part => part)];

    static byte[] Bytes(Envelope envelope)
    {
        using var encoded = EncodedEnvelope.Of(envelope);
        return encoded.In(SocketFormat.Protobuf).ToArray();
    }

    void To(string name, NodeMail mail)
    {
        if (_peers.TryGetValue(name, out var peer)) peer.Link.Send(mail);
    }

    /// <summary>Waits for another node, but not for ever; a node that cannot be reached has nothing to say.</summary>
    async Task<T> Ask<T>(Peer peer, Task<T> call, TimeSpan deadline, T otherwise, CancellationToken cancel)
    {
        try
        {
            return await call.WaitAsync(deadline, time, cancel);
        }
        catch (Exception lost) when (IsLost(lost, peer.Name))
        {
            return otherwise;
        }
    }

    bool IsLost(Exception failure, string name)
    {
        if (failure is not (TimeoutException or OrleansException)) return false;
        log.LogWarning(failure, "Node {Node} cannot be reached", name);
        return true;
    }

    void Look()
    {
        List<string> gone = [];
        lock (_gate)
        {
            var now = new Dictionary<string, Peer>(StringComparer.Ordinal);
            // Of two by one name the younger one counts: the other is not known to be dead yet.
            foreach (var silo in _oracle!.GetApproximateSiloStatuses(onlyActive: true).Keys.OrderBy(silo => silo.Generation))
            {
                if (silo.Equals(_oracle.SiloAddress) || !_oracle.TryGetSiloName(silo, out var name) || name == node.Name) continue;
                now[name] = _peers.TryGetValue(name, out var known) && known.Silo.Equals(silo) ? known : Meet(name, silo);
            }

            foreach (var (name, peer) in _peers)
            {
                if (now.GetValueOrDefault(name) == peer) continue;
                peer.Link.Close();
                gone.Add(name);
            }

            Know(now);
        }

        foreach (var name in gone) Forget(name);
    }

    void Know(Dictionary<string, Peer> peers)
    {
        _peersBySessions = peers.Values.ToFrozenDictionary(peer => SessionIds.NodePartOf(peer.Name));
        _peers = peers.ToFrozenDictionary(StringComparer.Ordinal);
    }

    Peer Meet(string name, SiloAddress silo)
    {
        var grain = _grains!.GetGrain<IMatchNode>(name);
        var run = Guid.CreateVersion7();
        return new(name, silo, grain, new(name, (number, mail) => grain.Take(node.Name, run, number, mail), time, log));
    }

    /// <summary>A node is gone, and with it its players and its matches.</summary>
    void Forget(string name)
    {
        log.LogInformation("Node {Node} is gone; its players leave the matches of this one", name);
        var router = services.GetRequiredService<StreamRouter>();
        var host = services.GetRequiredService<MatchHost>();
        foreach (var (match, members) in host.MembersOn(name))
        {
            host.Presences(match, [], [.. members.Select(member => member with { Reason = PresenceReason.Disconnect })]);
            var left = new Envelope { MatchPresenceEvent = new() { MatchId = match.ToString(), Leaves = [.. members.Select(MatchStreams.Wire)] } };
            router.Deliver(match.Stream(), left);
            Send(match, left);
        }

        var tracker = services.GetRequiredService<PresenceTracker>();
        foreach (var stream in tracker.Streams.Where(stream => stream.Mode == StreamMode.AuthoritativeMatch && stream.Label == name).ToArray()) tracker.Close(stream);
    }

    sealed record Peer(string Name, SiloAddress Silo, IMatchNode Node, NodeLink Link);
}
