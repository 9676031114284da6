using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Matches.Listing;
using KaosNet.Realtime.Matches.Ticking;

namespace KaosNet.Realtime.Matches;

/// <summary>The matches of the game, wherever they run.</summary>
public sealed class GameMatches(MatchHost host, MatchListing listing) : IMatches
{
    public ValueTask<Answer<string>> Create(string handler, string parameters, CancellationToken cancel = default) =>
        ValueTask.FromResult(host.Create(handler, parameters));

    public ValueTask<Answer<MatchSummary?>> Get(string matchId, CancellationToken cancel = default) => ValueTask.FromResult(host.Get(matchId));

    public ValueTask<Answer<MatchSummary[]>> List(MatchFilter filter, CancellationToken cancel = default) => ValueTask.FromResult(listing.List(filter));

    public ValueTask<Answer<string>> Signal(string matchId, string data, CancellationToken cancel = default) => host.Signal(matchId, data, cancel);
}
