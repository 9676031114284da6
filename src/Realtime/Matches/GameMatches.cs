using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches.Listing;
using KaosNet.Realtime.Matches.Routing;
using KaosNet.Realtime.Matches.Ticking;

namespace KaosNet.Realtime.Matches;

/// <summary>The matches of the game, wherever they run: on this node or, through the cluster, on another.</summary>
public sealed class GameMatches(MatchHost host, MatchListing listing, ClusterMatches others, MatchSettings settings, NodeName node) : IMatches
{
    public ValueTask<Answer<string>> Create(string handler, string parameters, CancellationToken cancel = default) =>
        settings.TickHost.Length > 0 && settings.TickHost != node.Name
            ? others.Create(settings.TickHost, handler, parameters, cancel)
            : ValueTask.FromResult(host.Create(handler, parameters));

    public async ValueTask<Answer<MatchSummary?>> Get(string matchId, CancellationToken cancel = default)
    {
        if (others.IsAlone || !MatchKey.TryParse(matchId, out var match) || IsHere(match)) return host.Get(matchId);
        if (!match.IsRelayed) return await others.Get(match, cancel);
        var size = host.Get(matchId).Value?.Size ?? 0;
        size += (await others.MembersOf(match, cancel)).Count;
        return size == 0 ? (MatchSummary?)null : new MatchSummary(matchId, false, null, size, 0, "");
    }

    public ValueTask<Answer<MatchSummary[]>> List(MatchFilter filter, CancellationToken cancel = default) => listing.List(filter, cancel);

    public ValueTask<Answer<string>> Signal(string matchId, string data, CancellationToken cancel = default) =>
        MatchKey.TryParse(matchId, out var match) && IsElsewhere(match) ? others.Signal(match, data, cancel) : host.Signal(matchId, data, cancel);

    /// <summary>A player of this node wants to join; see <see cref="MatchHost.Join"/>.</summary>
    public ValueTask<Answer<JoinAnswer?>> Join(MatchKey match, MatchPresence presence, JoinRequest request, CancellationToken sessionClosed) =>
        IsElsewhere(match) ? others.Join(match, presence, request, sessionClosed) : host.Join(match, presence, request, sessionClosed);

    /// <summary>A message of a player of this node, for the match's next loop.</summary>
    public void Post(MatchKey match, MatchMessage message)
    {
        if (IsElsewhere(match)) others.Post(match, message);
        else host.Post(match, message);
    }

    /// <summary>Comings and goings of players of this node that no stream tells of.</summary>
    public void Presences(MatchKey match, IReadOnlyList<MatchPresence> joins, IReadOnlyList<MatchPresence> leaves)
    {
        if (IsElsewhere(match)) others.Presences(match, joins, leaves);
        else host.Presences(match, joins, leaves);
    }

    bool IsHere(MatchKey match) => match.Node == node.Name;

    bool IsElsewhere(MatchKey match) => !match.IsRelayed && !IsHere(match);
}
