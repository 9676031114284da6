using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Leaderboards.Ranking;

namespace KaosNet.Projections.Leaderboards.Recalling;

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

    /// <summary>Going on: records before the page, the edge among them; going back: records better than the edge.</summary>
    public long Before { get; private set; }

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

    /// <summary>The page, best first, the rank of its first one, and whether more follow in the direction of the page.</summary>
    public (List<PastStanding> Standings, long FirstRank, bool IsMore) Taken()
    {
        var standings = _kept.UnorderedItems.Select(item => item.Element).ToList();
        standings.Sort((left, right) => Compare(order, left, right));
        var isMore = standings.Count > limit;
        if (isMore) standings.RemoveAt(isForward ? limit : 0);
        return (standings, (isForward ? Before : Before - standings.Count) + 1, isMore);
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
