using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace KaosNet.Projections.Leaderboards;

/// <summary>Which page of a current period.</summary>
/// <param name="Board">The board.</param>
/// <param name="Expiry">The period.</param>
/// <param name="Owner">In whose surroundings; null for the top.</param>
/// <param name="Limit">Records that were asked for.</param>
[StructLayout(LayoutKind.Auto)]
readonly record struct KeptPageKey(string Board, long Expiry, Guid? Owner, int Limit);

/// <summary>
/// Pages of current periods as they were last read, since many ask for the same ones: the top of a board, and the surroundings of who looks at it again. A
/// page holds while the period's stamp is the one it was read under (<see cref="Ranking.RankIndex.Stamp"/>). When they get too many, all go.
/// </summary>
sealed class KeptPages
{
    /// <summary>Some 50 MB with what is made of them.</summary>
    const int RecordsMax = 50_000;

    readonly ConcurrentDictionary<KeptPageKey, (long Stamp, RecordPage Page)> _pages = new();
    int _records;

    /// <summary>The page as it was read under this stamp, or null.</summary>
    public RecordPage? Find(KeptPageKey key, long stamp) => _pages.TryGetValue(key, out var kept) && kept.Stamp == stamp ? kept.Page : null;

    /// <summary>Lets all go.</summary>
    public void Clear()
    {
        _pages.Clear();
        Interlocked.Exchange(ref _records, 0);
    }

    /// <summary>Keeps a page.</summary>
    /// <param name="key">Which one.</param>
    /// <param name="stamp">The period's stamp from before it was read.</param>
    /// <param name="page">What was read.</param>
    public void Put(KeptPageKey key, long stamp, RecordPage page)
    {
        // An empty page takes room too. One that replaces another is counted again: that only lets all go sooner.
        if (Interlocked.Add(ref _records, page.Records.Count + 1) > RecordsMax)
        {
            _pages.Clear();
            Interlocked.Exchange(ref _records, page.Records.Count + 1);
        }

        _pages[key] = (stamp, page);
    }
}
