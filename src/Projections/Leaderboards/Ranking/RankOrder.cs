using System.Numerics;

namespace KaosNet.Projections.Leaderboards.Ranking;

/// <summary>
/// The slots of a rank index in ascending order of score, subscore and owner: sorted leaves of up to 512, and over them a tree of counts
/// (Fenwick, "A new data structure for cumulative frequency tables", 1994), so that a place is found, counted and changed in O(log n). A leaf
/// that is full is split, which costs a pass over the leaves once every few hundred inserts.
/// A leaf keeps each score beside its slot, so that most comparisons stay within one stretch of memory.
/// </summary>
sealed class RankOrder(RankSlots slots)
{
    const int LeafMax = 512;
    const int LeafMin = 128;
    const int MergedMax = 384;
    const int LeafStart = 8;

    /// <summary>How full leaves are that are made in bulk: room for some inserts before the first splits.</summary>
    const int LeafBulk = 448;

    /// <summary>What a leaf takes beside its entries: itself, its two arrays' headers and the lines about it.</summary>
    const int LeafOverhead = 108;

    readonly RankSlots _slots = slots;
    readonly List<Leaf> _leaves = [];
    int[] _counts = [0];

    // The first score of each leaf, side by side: looking through the leaves themselves would miss the cache at every step.
    long[] _firsts = [];

    /// <summary>Entries in the order.</summary>
    public int Count { get; private set; }

    /// <summary>Memory that it takes, in bytes.</summary>
    public long Bytes => _leaves.Sum(leaf => (leaf.Capacity * 12L) + LeafOverhead);

    /// <summary>The order of slots that are sorted already.</summary>
    public static RankOrder Of(RankSlots slots, ReadOnlySpan<int> sorted)
    {
        var order = new RankOrder(slots) { Count = sorted.Length };
        for (var start = 0; start < sorted.Length; start += LeafBulk)
            order._leaves.Add(new(slots, sorted[start..Math.Min(start + LeafBulk, sorted.Length)]));
        order.Recount();
        return order;
    }

    public void Insert(int slot)
    {
        if (_leaves.Count == 0)
        {
            _leaves.Add(new());
            Recount();
        }

        ref var entry = ref _slots[slot];
        var at = LeafOf(entry);
        var leaf = _leaves[at];
        var place = leaf.PlaceOf(_slots, entry);
        if (leaf.Count == LeafMax)
        {
            // A board that fills in order (a load, a growing high score) leaves full leaves behind, not half empty ones.
            var keep = at == _leaves.Count - 1 && place == LeafMax ? LeafMax : at == 0 && place == 0 ? 0 : LeafMax / 2;
            _leaves.Insert(at + 1, leaf.SplitAfter(keep));
            if (place > keep || keep == LeafMax)
            {
                place -= keep;
                leaf = _leaves[at + 1];
            }

            leaf.Insert(place, entry.Score, slot);
            Recount();
        }
        else
        {
            leaf.Insert(place, entry.Score, slot);
            _firsts[at] = leaf.FirstScore;
            Add(at, 1);
        }

        Count++;
    }

    public void Remove(int slot)
    {
        ref var entry = ref _slots[slot];
        var at = LeafOf(entry);
        var leaf = _leaves[at];
        leaf.RemoveAt(leaf.PlaceOf(_slots, entry));
        if (leaf.Count < LeafMin && (Merge(at) || Merge(at - 1)))
        {
            Recount();
        }
        else
        {
            _firsts[at] = leaf.FirstScore;
            Add(at, -1);
        }

        Count--;
    }

    /// <summary>How many entries come before this one.</summary>
    public int PositionOf(int slot)
    {
        ref var entry = ref _slots[slot];
        var at = LeafOf(entry);
        return SumBefore(at) + _leaves[at].PlaceOf(_slots, entry);
    }

    /// <summary>The slots from a position on, ascending; fewer when the order ends.</summary>
    public void Take(int position, Span<int> into)
    {
        var (at, place) = Locate(position);
        for (var taken = 0; taken < into.Length; at++, place = 0)
        {
            var part = _leaves[at].SlotsFrom(place);
            if (part.Length > into.Length - taken) part = part[..(into.Length - taken)];
            part.CopyTo(into[taken..]);
            taken += part.Length;
        }
    }

    /// <summary>The last leaf that does not begin after the entry.</summary>
    int LeafOf(in RankSlots.Slot entry)
    {
        int low = 0, high = _leaves.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            var first = _firsts[middle];
            if (first > entry.Score || (first == entry.Score && _leaves[middle].BeginsAfter(_slots, entry))) high = middle - 1;
            else low = middle;
        }

        return low;
    }

    /// <summary>Makes one leaf of two when both are thin; scores that all move one way would leave a trail of them behind.</summary>
    bool Merge(int at)
    {
        if (at < 0 || at + 1 >= _leaves.Count || _leaves[at].Count + _leaves[at + 1].Count > MergedMax) return false;
        _leaves[at].Append(_leaves[at + 1]);
        _leaves.RemoveAt(at + 1);
        return true;
    }

    (int Leaf, int Place) Locate(int position)
    {
        var leaf = 0;
        for (var step = HighestPowerOfTwo(_leaves.Count); step > 0; step /= 2)
        {
            if (leaf + step > _leaves.Count || _counts[leaf + step] > position) continue;
            leaf += step;
            position -= _counts[leaf];
        }

        return (leaf, position);
    }

    int SumBefore(int leaf)
    {
        var sum = 0;
        for (var i = leaf; i > 0; i &= i - 1) sum += _counts[i];
        return sum;
    }

    void Add(int leaf, int change)
    {
        for (var i = leaf + 1; i <= _leaves.Count; i += i & -i) _counts[i] += change;
    }

    void Recount()
    {
        var size = _leaves.Count + 1;
        if (_counts.Length < size)
        {
            _counts = new int[Math.Max(size, _counts.Length * 2)];
            _firsts = new long[_counts.Length];
        }

        for (var i = 1; i < size; i++)
        {
            _counts[i] = _leaves[i - 1].Count;
            _firsts[i - 1] = _leaves[i - 1].FirstScore;
        }

        for (var i = 1; i < size; i++)
        {
            var parent = i + (i & -i);
            if (parent < size) _counts[parent] += _counts[i];
        }
    }

    static int HighestPowerOfTwo(int number) => number == 0 ? 0 : 1 << BitOperations.Log2((uint)number);

    sealed class Leaf
    {
        long[] _scores;
        int[] _slots;

        public Leaf() => (_scores, _slots) = (new long[LeafStart], new int[LeafStart]);

        /// <summary>A leaf of slots that are sorted already.</summary>
        public Leaf(RankSlots slots, ReadOnlySpan<int> sorted)
        {
            var size = Math.Max(LeafStart, (int)BitOperations.RoundUpToPowerOf2((uint)sorted.Length));
            (_scores, _slots, Count) = (new long[size], new int[size], sorted.Length);
            sorted.CopyTo(_slots);
            for (var i = 0; i < sorted.Length; i++) _scores[i] = slots[sorted[i]].Score;
        }

        public int Count { get; private set; }

        /// <summary>Entries that it has room for.</summary>
        public int Capacity => _slots.Length;

        public long FirstScore => Count > 0 ? _scores[0] : 0;

        public ReadOnlySpan<int> SlotsFrom(int place) => _slots.AsSpan(place, Count - place);

        public bool BeginsAfter(RankSlots slots, in RankSlots.Slot entry) => Count > 0 && Compare(slots, 0, entry) > 0;

        /// <summary>The place of the entry, or where it belongs.</summary>
        public int PlaceOf(RankSlots slots, in RankSlots.Slot entry)
        {
            int low = 0, high = Count;
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (Compare(slots, middle, entry) < 0) low = middle + 1;
                else high = middle;
            }

            return low;
        }

        public void Insert(int place, long score, int slot)
        {
            if (Count == _slots.Length) Grow(Count * 2);
            Array.Copy(_scores, place, _scores, place + 1, Count - place);
            Array.Copy(_slots, place, _slots, place + 1, Count - place);
            _scores[place] = score;
            _slots[place] = slot;
            Count++;
        }

        public void RemoveAt(int place)
        {
            Count--;
            Array.Copy(_scores, place + 1, _scores, place, Count - place);
            Array.Copy(_slots, place + 1, _slots, place, Count - place);
        }

        public void Append(Leaf next)
        {
            if (Count + next.Count > _slots.Length) Grow(LeafMax);
            Array.Copy(next._scores, 0, _scores, Count, next.Count);
            Array.Copy(next._slots, 0, _slots, Count, next.Count);
            Count += next.Count;
        }

        /// <summary>Keeps the first entries and gives away the others.</summary>
        public Leaf SplitAfter(int keep)
        {
            var size = Math.Max(LeafStart, (int)BitOperations.RoundUpToPowerOf2((uint)(Count - keep)));
            var rest = new Leaf { _scores = new long[size], _slots = new int[size], Count = Count - keep };
            Array.Copy(_scores, keep, rest._scores, 0, rest.Count);
            Array.Copy(_slots, keep, rest._slots, 0, rest.Count);
            Count = keep;
            return rest;
        }

        void Grow(int size)
        {
            Array.Resize(ref _scores, size);
            Array.Resize(ref _slots, size);
        }

        int Compare(RankSlots slots, int place, in RankSlots.Slot entry)
        {
            var score = _scores[place].CompareTo(entry.Score);
            if (score != 0) return score;
            ref var other = ref slots[_slots[place]];
            var subscore = other.Subscore.CompareTo(entry.Subscore);
            return subscore != 0 ? subscore : other.Owner.CompareTo(entry.Owner);
        }
    }
}
