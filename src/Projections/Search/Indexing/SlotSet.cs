using System.Numerics;

namespace KaosNet.Projections.Search.Indexing;

/// <summary>
/// The documents that hold one term, by their slots: in order as numbers while they are few, as bits once that is smaller. So no set is larger than
/// four bytes a document, and adding to a large one is setting a bit.
/// </summary>
sealed class SlotSet
{
    /// <summary>Below this many a list is always quick enough.</summary>
    const int ListMax = 4_096;

    const int BitsOfANumber = 32;

    int[] _list = new int[2];
    ulong[]? _bits;

    public int Count { get; private set; }

    public void Add(int slot)
    {
        if (_bits is null && Count >= ListMax && Count >= Math.Max(slot, _list[Count - 1]) / BitsOfANumber) BecomeBits();
        if (_bits is not null)
        {
            if (slot / 64 >= _bits.Length) Array.Resize(ref _bits, Math.Max((slot / 64) + 1, _bits.Length * 2));
            ref var word = ref _bits[slot / 64];
            if ((word & Bit(slot)) != 0) return;
            word |= Bit(slot);
            Count++;
            return;
        }

        var at = Array.BinarySearch(_list, 0, Count, slot);
        if (at >= 0) return;
        if (Count == _list.Length) Array.Resize(ref _list, Count * 2);
        Array.Copy(_list, ~at, _list, ~at + 1, Count - ~at);
        _list[~at] = slot;
        Count++;
    }

    public void Remove(int slot)
    {
        if (_bits is not null)
        {
            if (slot / 64 >= _bits.Length || (_bits[slot / 64] & Bit(slot)) == 0) return;
            _bits[slot / 64] &= ~Bit(slot);
            Count--;
            // Well below where it became bits, so that it does not go to and fro.
            if (Count < ListMax / 2) BecomeList();
            return;
        }

        var at = Array.BinarySearch(_list, 0, Count, slot);
        if (at < 0) return;
        Array.Copy(_list, at + 1, _list, at, Count - at - 1);
        Count--;
    }

    public bool Contains(int slot) => _bits is null
        ? Array.BinarySearch(_list, 0, Count, slot) >= 0
        : slot / 64 < _bits.Length && (_bits[slot / 64] & Bit(slot)) != 0;

    public void CopyTo(List<int> into)
    {
        into.EnsureCapacity(into.Count + Count);
        if (_bits is null)
        {
            into.AddRange(_list.AsSpan(0, Count));
            return;
        }

        for (var word = 0; word < _bits.Length; word++)
        {
            for (var rest = _bits[word]; rest != 0; rest &= rest - 1) into.Add((word * 64) + BitOperations.TrailingZeroCount(rest));
        }
    }

    static ulong Bit(int slot) => 1UL << (slot % 64);

    void BecomeBits()
    {
        _bits = new ulong[(_list[Count - 1] / 64) + 1];
        foreach (var slot in _list.AsSpan(0, Count)) _bits[slot / 64] |= Bit(slot);
        _list = [0, 0];
    }

    void BecomeList()
    {
        var slots = new List<int>(Count);
        CopyTo(slots);
        slots.EnsureCapacity(2);
        _list = new int[Math.Max(2, slots.Count)];
        slots.CopyTo(_list);
        _bits = null;
    }
}
