using System.Runtime.InteropServices;

namespace KaosNet.Projections.Search.Indexing;

/// <summary>
/// Values in their order, each with a document's slot, in blocks of a few hundred: finding is two binary searches, adding moves part of a block, and
/// a range is counted block by block.
/// </summary>
/// <typeparam name="TValue">Numbers, ticks or words.</typeparam>
/// <typeparam name="TOrder">How they are ordered; a struct, so that comparing is not a call.</typeparam>
sealed class OrderedSlots<TValue, TOrder>
    where TOrder : struct, IComparer<TValue>
{
    const int BlockMax = 512;

    readonly List<List<Entry>> _blocks = [];

    public int Count { get; private set; }

    public void Add(TValue value, int slot)
    {
        var entry = new Entry(value, slot);
        if (_blocks.Count == 0) _blocks.Add([]);
        var at = BlockOf(entry);
        var block = _blocks[at];
        var place = PlaceIn(block, entry);
        if (place < block.Count && Compare(block[place], entry) == 0) return;
        block.Insert(place, entry);
        Count++;
        if (block.Count < BlockMax) return;

        var second = block.GetRange(BlockMax / 2, block.Count - (BlockMax / 2));
        block.RemoveRange(BlockMax / 2, block.Count - (BlockMax / 2));
        _blocks.Insert(at + 1, second);
    }

    public void Remove(TValue value, int slot)
    {
        if (_blocks.Count == 0) return;
        var entry = new Entry(value, slot);
        var at = BlockOf(entry);
        var block = _blocks[at];
        var place = PlaceIn(block, entry);
        if (place == block.Count || Compare(block[place], entry) != 0) return;
        block.RemoveAt(place);
        Count--;
        if (block.Count == 0) _blocks.RemoveAt(at);
    }

    /// <summary>How many entries lie before a value, or before and at it.</summary>
    public int CountBefore(TValue value, bool inclusive)
    {
        var count = 0;
        foreach (var block in _blocks)
        {
            // Only one block at most is split by the bound.
            if (Lies(block[^1].Value, value, inclusive)) count += block.Count;
            else return count + PlaceIn(block, new(value, inclusive ? int.MaxValue : int.MinValue));
        }

        return count;
    }

    /// <summary>The entries from one place to another, in order.</summary>
    public IEnumerable<(TValue Value, int Slot)> Between(int from, int to)
    {
        var passed = 0;
        foreach (var block in _blocks)
        {
            if (passed >= to) yield break;
            if (passed + block.Count > from)
            {
                for (var i = Math.Max(0, from - passed); i < block.Count && passed + i < to; i++) yield return (block[i].Value, block[i].Slot);
            }

            passed += block.Count;
        }
    }

    static bool Lies(TValue value, TValue bound, bool inclusive)
    {
        var order = default(TOrder).Compare(value, bound);
        return order < 0 || (inclusive && order == 0);
    }

    static int Compare(in Entry left, in Entry right)
    {
        var order = default(TOrder).Compare(left.Value, right.Value);
        return order != 0 ? order : left.Slot.CompareTo(right.Slot);
    }

    /// <summary>The last block that begins at or before the entry, or the first.</summary>
    int BlockOf(in Entry entry)
    {
        int low = 0, high = _blocks.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            if (Compare(_blocks[middle][0], entry) <= 0) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    /// <summary>Where in a block the entry is or would be.</summary>
    static int PlaceIn(List<Entry> block, in Entry entry)
    {
        var entries = CollectionsMarshal.AsSpan(block);
        int low = 0, high = entries.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Compare(in entries[middle], entry) < 0) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    readonly record struct Entry(TValue Value, int Slot);
}

readonly struct ByNumber : IComparer<double>
{
    public int Compare(double x, double y) => x.CompareTo(y);
}

readonly struct ByTicks : IComparer<long>
{
    public int Compare(long x, long y) => x.CompareTo(y);
}

readonly struct ByWord : IComparer<string>
{
    public int Compare(string? x, string? y) => string.CompareOrdinal(x, y);
}
