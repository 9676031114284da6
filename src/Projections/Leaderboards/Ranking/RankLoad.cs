using System.Runtime.CompilerServices;

namespace KaosNet.Projections.Leaderboards.Ranking;

/// <summary>
/// The records of a period on their way into an index. They are taken in any order and put in order once at the end, which is several times faster
/// than one by one; for that while they take 24 bytes more each.
/// </summary>
/// <remarks>A server loads its boards while it starts: these loops run before the runtime has found them to be hot, so it is told.</remarks>
sealed class RankLoad
{
    /// <summary>Below it, comparing is faster than counting.</summary>
    const int CountedMin = 1024;

    public RankSlots Slots { get; } = new();

    /// <summary>Takes a record; each owner comes once.</summary>
    public void Add(Guid owner, long score, long subscore, long version) => Add(OwnerKey.Of(owner), score, subscore, version);

    /// <summary>Takes a record; each owner comes once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(OwnerKey owner, long score, long subscore, long version)
    {
        ref var entry = ref Slots[Slots.Append(owner)];
        entry.Score = score;
        entry.Subscore = subscore;
        entry.Version = checked((int)version);
    }

    /// <summary>Puts all that was taken in order.</summary>
    public RankOrder Finish()
    {
        Slots.Link();
        var sorted = new int[Slots.Count];
        for (var i = 0; i < sorted.Length; i++) sorted[i] = i;
        var keys = new long[sorted.Length];
        var more = sorted.Length < CountedMin ? 0 : sorted.Length;
        Sort(sorted, keys, new int[more], new long[more], Part.Score);
        return RankOrder.Of(Slots, sorted);
    }

    /// <summary>By one part of the key, and what ties there by the next part: plain numbers side by side sort much faster than entries compare.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Sort(Span<int> slots, Span<long> keys, Span<int> moreSlots, Span<long> moreKeys, Part part)
    {
        for (var i = 0; i < slots.Length; i++) keys[i] = KeyOf(Slots[slots[i]], part);
        if (slots.Length < CountedMin) keys.Sort(slots);
        else Count(slots, keys, moreSlots[..slots.Length], moreKeys[..slots.Length]);
        if (part == Part.OwnerLow) return;
        for (int start = 0, end; start < slots.Length; start = end)
        {
            for (end = start + 1; end < slots.Length && keys[end] == keys[start];) end++;
            if (end - start > 1) Sort(slots[start..end], keys[start..end], moreSlots, moreKeys, part + 1);
        }
    }

    /// <summary>Sorts by counting bytes, the lowest first; bytes that all keys have alike, as the high ones of most scores, cost nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Count(Span<int> slots, Span<long> keys, Span<int> moreSlots, Span<long> moreKeys)
    {
        var differing = 0UL;
        foreach (var key in keys) differing |= (ulong)(key ^ keys[0]);
        Span<int> places = stackalloc int[256];
        var isMoved = false;
        for (var shift = 0; shift < 64; shift += 8)
        {
            if ((byte)(differing >> shift) == 0) continue;
            // Signed numbers compare like unsigned ones when the highest bit is turned.
            var turn = shift == 56 ? 0x80 : 0;
            places.Clear();
            foreach (var key in keys) places[(int)((key >> shift) & 0xFF) ^ turn]++;
            for (int i = 0, sum = 0; i < places.Length; i++) (places[i], sum) = (sum, sum + places[i]);
            for (var i = 0; i < keys.Length; i++)
            {
                var place = places[(int)((keys[i] >> shift) & 0xFF) ^ turn]++;
                moreKeys[place] = keys[i];
                moreSlots[place] = slots[i];
            }

            var filledSlots = moreSlots;
            moreSlots = slots;
            slots = filledSlots;
            var filledKeys = moreKeys;
            moreKeys = keys;
            keys = filledKeys;
            isMoved = !isMoved;
        }

        if (!isMoved) return;
        slots.CopyTo(moreSlots);
        keys.CopyTo(moreKeys);
    }

    static long KeyOf(in RankSlots.Slot slot, Part part) => part switch
    {
        Part.Score => slot.Score,
        Part.Subscore => slot.Subscore,
        // As signed numbers the two halves of an id compare like unsigned ones when the highest bit is turned.
        Part.OwnerHigh => (long)(slot.Owner.High ^ (1UL << 63)),
        _ => (long)(slot.Owner.Low ^ (1UL << 63)),
    };

    enum Part
    {
        Score,
        Subscore,
        OwnerHigh,
        OwnerLow,
    }
}
