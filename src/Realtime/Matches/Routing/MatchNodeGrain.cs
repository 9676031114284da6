using KaosNet.Domain.Matches;
using KaosNet.Realtime.Cluster;
using KaosNet.Realtime.Matches.Joining;
using KaosNet.Realtime.Matches.Listing;
using KaosNet.Realtime.Matches.Ticking;
using KaosNet.Realtime.Presence;
using Orleans.Concurrency;

namespace KaosNet.Realtime.Matches.Routing;

/// <summary>Gives what other nodes ask to this node's matches.</summary>
[Reentrant, OnNamedNode]
sealed class MatchNodeGrain(MatchHost host, MatchIndex index, MatchListing listing, PresenceTracker tracker) : Grain, IMatchNode
{
    // Off the grain's own thread, as an init callback may wait for the database.
    public Task<NodeCreateAnswer> Create(string handler, string parameters) => Task.Run(() =>
        host.Create(handler, parameters).IsGranted(out var match, out var fault) ? new NodeCreateAnswer(match, 0, "") : new(null, (int)fault.Code, fault.Message));

    public async Task<NodeJoinAnswer> Join(string matchId, MatchPresence presence, JoinRequest request)
    {
        var answer = await host.Join(KeyOf(matchId), presence, request, CancellationToken.None);
        return answer.Fault is { } full ? new(full.Message, null) : new(null, answer.Value);
    }

    public Task<MatchSummary?> Get(string matchId) => Task.FromResult(host.Get(matchId).IsGranted(out var match, out _) ? match : null);

    public async Task<NodeSignalAnswer?> Signal(string matchId, string data)
    {
        var answer = await host.Signal(matchId, data);
        if (answer.IsGranted(out var text, out var fault)) return new(text);
        return fault.Code == Domain.Kernel.FaultCode.NotFound ? null : new(Data: null);
    }

    public Task<FoundMatch[]> Find(MatchFilter filter) => Task.FromResult(index.Find(filter).IsGranted(out var found, out _) ? found : []);

    public Task<RelayedSize[]> Relayed() => Task.FromResult(listing.RelayedHere());

    public Task<RemoteMembers> MembersOf(string matchId)
    {
        var members = tracker.MembersOf(KeyOf(matchId).Stream());
        return Task.FromResult(new RemoteMembers([.. members.Where(member => !member.Meta.Hidden).Select(member => member.Who)], members.Count));
    }

    static MatchKey KeyOf(string matchId) =>
        MatchKey.TryParse(matchId, out var match) ? match : throw new FormatException($"{matchId} is no match id.");
}
