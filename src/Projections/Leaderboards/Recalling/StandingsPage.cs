using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Leaderboards.Ranking;

namespace KaosNet.Projections.Leaderboards.Recalling;

/// <summary>A page of standings.</summary>
/// <param name="Standings">Best first.</param>
/// <param name="FirstRank">The rank of the first one.</param>
/// <param name="IsMore">Others follow in the direction of the page.</param>
/// <param name="Before">Going on: records before the page, the edge among them; going back: records better than the edge.</param>
/// <param name="Count">Records on the board.</param>
sealed record StandingsCut(List<PastStanding> Standings, long FirstRank, bool IsMore, long Before, long Count);

/// <summary>
/// Takes standings in any order and keeps those of one page, and one more to see whether others follow: memory for a page, however large the board is.
/// </summary>
/// <param name="order">The board's order.</param>
/// <param name="edge">Where the page begins (going on) or ends (going back), itself left out; null for the top.</param>
/// <param name="isForward">Going on to worse ones, or back to better ones.</param>
/// <param name="limit">Standings of the page.</param>
sealed class StandingsPage(SortOrder order, PastStanding? edge, bool isForward, int limit)
{
    // The one to give up first is on top.
    readonly PriorityQueue<PastStanding, PastStanding> _kept = new(new Farthest(order, isForward));

    /// <summary>Records on the board.</summary>
    public long Count { get; private set; }

    long Before { get; set; }

    public void Add(PastStanding standing)
    {
        Count++;
        if (edge is { } at)
        {
            var place = Compare(order, standing, at);
            if (isForward ? place <= 0 : place < 0) Before++;
            if (isForward ? place <= 0 : place >= 0) return;
        }

        if (_kept.Count <= limit) _kept.Enqueue(standing, standing);
        else _kept.EnqueueDequeue(standing, standing);
    }

    /// <summary>The page.</summary>
    public StandingsCut Taken()
    {
        var standings = _kept.UnorderedItems.Select(item => item.Element).ToList();
        standings.Sort((left, right) => Compare(order, left, right));
        var isMore = standings.Count > limit;
        if (isMore) standings.RemoveAt(isForward ? limit : 0);
        return new(standings, (isForward ? Before : Before - standings.Count) + 1, isMore, Before, Count);
    }

    /// <summary>The same page of all standings, best first.</summary>
    public StandingsCut Of(PastStanding[] sorted)
    {
        var before = edge is null ? 0 : PlaceOf(sorted);
        var first = isForward ? before : Math.Max(0, before - limit);
        var count = isForward ? Math.Min(limit, sorted.Length - first) : before - first;
        return new([.. sorted.AsSpan(first, count)], first + 1, isForward ? first + count < sorted.Length : first > 0, before, sorted.Length);
    }

    /// <summary>All standings, best first.</summary>
    public PastStanding[] Sorted(List<PastStanding> standings)
    {
        var sorted = standings.ToArray();
        Array.Sort(sorted, (left, right) => Compare(order, left, right));
        return sorted;
    }

    /// <summary>How many stand before the page going on, or are better than the edge going back.</summary>
    int PlaceOf(PastStanding[] sorted)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            var place = Compare(order, sorted[middle], edge!.Value);
            if (isForward ? place <= 0 : place < 0) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>Below 0 when the left one is better.</summary>
    static int Compare(SortOrder order, PastStanding left, PastStanding right)
    {
        var ascending = left.Score.CompareTo(right.Score);
        if (ascending == 0) ascending = left.Subscore.CompareTo(right.Subscore);
        if (ascending == 0) ascending = OwnerKey.Of(left.OwnerId).CompareTo(OwnerKey.Of(right.OwnerId));
        return order == SortOrder.Ascending ? ascending : -ascending;
    }

    sealed class Farthest(SortOrder order, bool isForward) : IComparer<PastStanding>
    {
        public int Compare(PastStanding left, PastStanding right) => isForward ? StandingsPage.Compare(order, right, left) : StandingsPage.Compare(order, left, right);
    }
}
