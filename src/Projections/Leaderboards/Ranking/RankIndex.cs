using System.Runtime.InteropServices;
using KaosNet.Domain.Leaderboards;

namespace KaosNet.Projections.Leaderboards.Ranking;

/// <summary>
/// The ranks of one board in one period, in memory: score, subscore, then owner id as raw bytes, all ascending or all descending, so ties never
/// share a rank and ranks are 1..n without gaps (parity section 3). Putting, removing, ranking and finding a window are O(log n); a record
/// takes about 60 bytes. News carries the version of the record's stream and older news than what is known does nothing, so the write path,
/// the event feed and a load may tell it the same thing in any order. Safe for any number of threads.
/// </summary>
/// <param name="order">Which end is rank 1.</param>
/// <param name="isComplete">False for one that a load will fill: until then it only collects news, and its ranks mean nothing.</param>
public sealed class RankIndex(SortOrder order, bool isComplete = true)
{
    /// <summary>Deletions remembered, so that older news cannot bring a record back.</summary>
    const int DeletionsMax = 10_000;

    /// <summary>While a load runs, what it read may be older than any deletion since it began.</summary>
    const int DeletionsWhileLoadingMax = 200_000;

    /// <summary>Ranks whose changes <see cref="Stamp"/> can tell from those below.</summary>
    public const int TopSize = 100;

    static long _stamps;

    readonly Lock _gate = new();
    readonly Dictionary<OwnerKey, int> _deletions = [];
    readonly bool _descending = order == SortOrder.Descending;
    volatile bool _isComplete = isComplete;
    bool _hasForgotten;
    bool _isTopAskedFor;
    long _stamp = Interlocked.Increment(ref _stamps);
    long _topStamp = Interlocked.Increment(ref _stamps);
    RankSlots _slots = new();
    RankOrder? _order;

    /// <summary>True when it holds every record of its period.</summary>
    public bool IsComplete => _isComplete;

    /// <summary>Memory that it takes, in bytes.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate) return _slots.Bytes + (_order?.Bytes ?? 0) + (_deletions.Count * 36L);
        }
    }

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
        lock (_gate) return Put(key, score, subscore, newer);
    }

    /// <summary>An owner's record is gone.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="version">The event of the record's stream that made it so.</param>
    /// <returns>False when the index knew as much or more.</returns>
    public bool Remove(Guid owner, long version)
    {
        var key = OwnerKey.Of(owner);
        var newer = checked((int)version);
        lock (_gate) return Remove(key, newer);
    }

    /// <summary>Takes over what was read from the table; news that came since the reading began is added to it.</summary>
    /// <returns>False when there was too much of it: the table must be read again.</returns>
    internal bool Adopt(RankLoad load)
    {
        var sorted = load.Finish();
        lock (_gate)
        {
            if (_hasForgotten)
            {
                _hasForgotten = false;
                return false;
            }

            var news = (Slots: _slots, Order: Order);
            var deletions = _deletions.ToArray();
            (_slots, _order) = (load.Slots, sorted);
            foreach (var (owner, version) in deletions) Remove(owner, version);
            var slots = new int[news.Slots.Count];
            if (slots.Length > 0) news.Order.Take(0, slots);
            foreach (var slot in slots)
            {
                ref var entry = ref news.Slots[slot];
                Put(entry.Owner, entry.Score, entry.Subscore, entry.Version);
            }

            Note(isTop: true);
            _isComplete = true;
            return true;
        }
    }

    /// <summary>
    /// Names a state of the period, and no other period's: what was read since it was asked for holds as long as the answer is the same. The Journal tells of
    /// a change before its caller is answered, so nobody is shown what was before their own.
    /// </summary>
    /// <param name="ofTop">Only of ranks up to <see cref="TopSize"/> and of how many there are.</param>
    public long Stamp(bool ofTop)
    {
        lock (_gate)
        {
            if (!ofTop) return _stamp;
            _isTopAskedFor = true;
            return _topStamp;
        }
    }

    /// <summary>Something of a record changed that ranks don't show.</summary>
    public void Touch()
    {
        lock (_gate) Note(isTop: true);
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

    bool Put(OwnerKey owner, long score, long subscore, int version)
    {
        var slot = _slots.Find(owner);
        var isTop = slot < 0 || IsTop(slot);
        if (slot < 0)
        {
            if (_deletions.TryGetValue(owner, out var deletedIn) && deletedIn >= version) return false;
            _deletions.Remove(owner);
            slot = _slots.Add(owner);
        }
        else
        {
            ref var known = ref _slots[slot];
            if (known.Version >= version) return false;
            if (known.Score == score && known.Subscore == subscore)
            {
                known.Version = version;
                Note(isTop);
                return true;
            }

            Order.Remove(slot);
        }

        ref var entry = ref _slots[slot];
        entry.Score = score;
        entry.Subscore = subscore;
        entry.Version = version;
        Order.Insert(slot);
        Note(isTop || IsTop(slot));
        return true;
    }

    bool Remove(OwnerKey owner, int version)
    {
        var slot = _slots.Find(owner);
        if (slot >= 0)
        {
            if (_slots[slot].Version >= version) return false;
            Order.Remove(slot);
            _slots.Remove(slot);
            Note(isTop: true);
        }
        else if (_deletions.TryGetValue(owner, out var deletedIn) && deletedIn >= version)
        {
            return false;
        }

        // What is forgotten here can at worst come back until the feed has passed the deletion, milliseconds later; but a load would bring it back for good.
        if (_deletions.Count >= (_isComplete ? DeletionsMax : DeletionsWhileLoadingMax))
        {
            _deletions.Clear();
            _hasForgotten = !_isComplete;
        }

        _deletions[owner] = version;
        return true;
    }

    /// <summary>Ranks are looked up only when somebody keeps what the top was.</summary>
    bool IsTop(int slot) => _isTopAskedFor && RankOf(slot) <= TopSize;

    void Note(bool isTop)
    {
        _stamp = Interlocked.Increment(ref _stamps);
        if (!isTop || !_isTopAskedFor) return;
        _topStamp = _stamp;
        _isTopAskedFor = false;
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
