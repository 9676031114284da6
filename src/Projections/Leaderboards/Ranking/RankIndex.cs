using System.Runtime.InteropServices;
using KaosNet.Domain.Leaderboards;

namespace KaosNet.Projections.Leaderboards.Ranking;

/// <summary>
/// The ranks of one board in one period, in memory: score, subscore, then owner id as raw bytes, all ascending or all descending, so ties never
/// share a rank and ranks are 1..n without gaps (parity section 3). Putting, removing, ranking and finding a window are O(log n); a record
/// takes about 65 bytes. News carries the version of the record's stream and older news than what is known does nothing, so the write path,
/// the event feed and a load may tell it the same thing in any order. Safe for any number of threads.
/// </summary>
public sealed class RankIndex(SortOrder order)
{
    /// <summary>Deletions remembered, so that older news cannot bring a record back.</summary>
    const int DeletionsMax = 10_000;

    readonly Lock _gate = new();
    readonly RankSlots _slots = new();
    readonly Dictionary<OwnerKey, int> _deletions = [];
    readonly bool _descending = order == SortOrder.Descending;
    RankOrder? _order;

    RankOrder Order => _order ??= new(_slots);

    /// <summary>Owners that have a rank.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _slots.Count;
        }
    }

    /// <summary>An owner's record is now this.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="score">Its score.</param>
    /// <param name="subscore">Its subscore.</param>
    /// <param name="version">The event of the record's stream that made it so.</param>
    /// <returns>False when the index knew as much or more.</returns>
    public bool Put(Guid owner, long score, long subscore, long version)
    {
        var key = OwnerKey.Of(owner);
        var newer = checked((int)version);
        lock (_gate)
        {
            var slot = _slots.Find(key);
            if (slot < 0)
            {
                if (_deletions.TryGetValue(key, out var deletedIn) && deletedIn >= newer) return false;
                _deletions.Remove(key);
                slot = _slots.Add(key);
            }
            else
            {
                ref var known = ref _slots[slot];
                if (known.Version >= newer) return false;
                if (known.Score == score && known.Subscore == subscore)
                {
                    known.Version = newer;
                    return true;
                }

                Order.Remove(slot);
            }

            ref var entry = ref _slots[slot];
            entry.Score = score;
            entry.Subscore = subscore;
            entry.Version = newer;
            Order.Insert(slot);
            return true;
        }
    }

    /// <summary>An owner's record is gone.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="version">The event of the record's stream that made it so.</param>
    /// <returns>False when the index knew as much or more.</returns>
    public bool Remove(Guid owner, long version)
    {
        var key = OwnerKey.Of(owner);
        var newer = checked((int)version);
        lock (_gate)
        {
            var slot = _slots.Find(key);
            if (slot >= 0)
            {
                if (_slots[slot].Version >= newer) return false;
                Order.Remove(slot);
                _slots.Remove(slot);
            }
            else if (_deletions.TryGetValue(key, out var deletedIn) && deletedIn >= newer)
            {
                return false;
            }

            // What is forgotten here can at worst come back until the feed has passed the deletion, milliseconds later.
            if (_deletions.Count >= DeletionsMax) _deletions.Clear();
            _deletions[key] = newer;
            return true;
        }
    }

    /// <summary>The owner's rank from 1, or 0 without a record.</summary>
    public long RankOf(Guid owner)
    {
        var key = OwnerKey.Of(owner);
        lock (_gate) return RankOf(_slots.Find(key));
    }

    /// <summary>The ranks of several owners as of one moment, and how many have one at all.</summary>
    /// <param name="owners">Whose.</param>
    /// <param name="ranks">As long as <paramref name="owners"/>; 0 where there is no record.</param>
    public int RanksOf(ReadOnlySpan<Guid> owners, Span<long> ranks)
    {
        lock (_gate)
        {
            for (var i = 0; i < owners.Length; i++) ranks[i] = RankOf(_slots.Find(OwnerKey.Of(owners[i])));
            return _slots.Count;
        }
    }

    /// <summary>The entries of ranks <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> - 1, best first.</summary>
    public IReadOnlyList<RankEntry> Window(long first, int count)
    {
        lock (_gate)
        {
            var start = Math.Max(first, 1) - 1;
            var taken = (int)Math.Clamp(_slots.Count - start, 0, count);
            if (taken == 0) return [];

            var found = new int[taken];
            Order.Take((int)(_descending ? _slots.Count - start - taken : start), found);
            if (_descending) Array.Reverse(found);
            return Array.ConvertAll(found, slot =>
            {
                ref var entry = ref _slots[slot];
                return new RankEntry(entry.Owner.ToGuid(), entry.Score, entry.Subscore);
            });
        }
    }

    long RankOf(int slot)
    {
        if (slot < 0) return 0;
        var before = Order.PositionOf(slot);
        return _descending ? _slots.Count - before : before + 1;
    }
}

/// <summary>One line of a board.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RankEntry(Guid Owner, long Score, long Subscore);
