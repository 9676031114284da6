using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Matches.Joining;
using KaosNet.Realtime.Matches.Routing;
using KaosNet.Realtime.Presence;

namespace KaosNet.Realtime.Matches.Listing;

/// <summary>Running matches of all nodes, found by size, label or query (parity matches section 1.9).</summary>
public sealed class MatchListing(MatchIndex index, PresenceTracker tracker, ClusterMatches others)
{
    /// <summary>Relayed matches that one node tells others of, at most.</summary>
    const int RelayedMax = 10_000;

    /// <summary>See <see cref="IMatches.List"/>.</summary>
    public async ValueTask<Answer<MatchSummary[]>> List(MatchFilter filter, CancellationToken cancel)
    {
        if (filter.Limit <= 0) return Array.Empty<MatchSummary>();
        List<MatchSummary> found = [];
        if (filter.WantsAuthoritative)
        {
            if (!index.Find(filter).IsGranted(out var here, out var fault)) return fault;
            found.AddRange((others.IsAlone ? here : Merged(filter, here, await others.Find(filter, cancel))).Select(match => match.Match));
        }

        if (filter.WantsRelayed && found.Count < filter.Limit)
        {
            var relayed = others.IsAlone ? Relayed() : Sums(Relayed().Concat(await others.Relayed(cancel)));
            found.AddRange(relayed.Where(match => filter.Admits(match.Size)).Take(filter.Limit - found.Count)
                .Select(match => new MatchSummary(match.MatchId, false, null, match.Size, 0, "")));
        }

        return found.ToArray();
    }

    /// <summary>The relayed matches with members on this node, with their number; as many as other nodes are told of.</summary>
    public RelayedSize[] RelayedHere() => [.. Relayed().Take(RelayedMax)];

    IEnumerable<RelayedSize> Relayed()
    {
        foreach (var stream in tracker.RelayedMatches)
        {
            // Somebody may have been the last one meanwhile.
            var size = tracker.MembersOf(stream).Count;
            if (size > 0) yield return new(MatchStreams.Of(stream).ToString(), size);
        }
    }

    static IEnumerable<RelayedSize> Sums(IEnumerable<RelayedSize> parts) => parts.GroupBy(part => part.MatchId, StringComparer.Ordinal)
        .Select(match => new RelayedSize(match.Key, match.Sum(part => part.Size)));

    static IEnumerable<FoundMatch> Merged(MatchFilter filter, FoundMatch[] here, IReadOnlyList<FoundMatch> elsewhere) => here.Concat(elsewhere)
        .OrderByDescending(match => filter.Query is null ? 0 : match.Score).ThenByDescending(match => match.CreatedMs).Take(filter.Limit);
}
