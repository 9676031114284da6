using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Matches.Joining;
using KaosNet.Realtime.Presence;

namespace KaosNet.Realtime.Matches.Listing;

/// <summary>Running matches, found by size, label or query (parity matches section 1.9).</summary>
public sealed class MatchListing(MatchIndex index, PresenceTracker tracker)
{
    /// <summary>
    /// What a filter lets through: matches that the server runs first, by score and newest first, then relayed ones in no order. A query that is none
    /// is refused with code 3.
    /// </summary>
    public Answer<MatchSummary[]> List(MatchFilter filter)
    {
        if (filter.Limit <= 0) return Array.Empty<MatchSummary>();
        List<MatchSummary> found = [];
        if (filter.WantsAuthoritative)
        {
            if (!index.Find(filter).IsGranted(out var authoritative, out var fault)) return fault;
            found.AddRange(authoritative.Select(match => match.Match));
        }

        if (filter.WantsRelayed && found.Count < filter.Limit) found.AddRange(Relayed(filter).Take(filter.Limit - found.Count));
        return found.ToArray();
    }

    IEnumerable<MatchSummary> Relayed(MatchFilter filter)
    {
        foreach (var stream in tracker.Streams.Where(stream => stream.Mode == StreamMode.RelayedMatch))
        {
            // Somebody may have been the last one meanwhile.
            var size = tracker.MembersOf(stream).Count;
            if (size > 0 && filter.Admits(size)) yield return new(MatchStreams.Of(stream).ToString(), false, null, size, 0, "");
        }
    }
}
