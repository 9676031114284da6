namespace KaosNet.Projections.Leaderboards.Ranking;

/// <summary>
/// The records of a period on their way into an index. They are taken in any order and put in order once at the end, which is several times faster
/// than one by one; for that while they take 12 bytes more each.
/// </summary>
sealed class RankLoad
{
    public RankSlots Slots { get; } = new();

    /// <summary>Takes a record; each owner comes once.</summary>
    public void Add(Guid owner, long score, long subscore, long version)
    {
        ref var entry = ref Slots[Slots.Add(OwnerKey.Of(owner))];
        entry.Score = score;
        entry.Subscore = subscore;
        entry.Version = checked((int)version);
    }

    /// <summary>Puts all that was taken in order.</summary>
    public RankOrder Finish()
    {
        var sorted = new int[Slots.Count];
        for (var i = 0; i < sorted.Length; i++) sorted[i] = i;
        Sort(sorted, new long[sorted.Length], Part.Score);
        return RankOrder.Of(Slots, sorted);
    }

    /// <summary>By one part of the key, and what ties there by the next part: plain numbers side by side sort much faster than entries compare.</summary>
    void Sort(Span<int> slots, Span<long> keys, Part part)
    {
        for (var i = 0; i < slots.Length; i++) keys[i] = KeyOf(Slots[slots[i]], part);
        keys.Sort(slots);
        if (part == Part.OwnerLow) return;
        for (int start = 0, end; start < slots.Length; start = end)
        {
            for (end = start + 1; end < slots.Length && keys[end] == keys[start];) end++;
            if (end - start > 1) Sort(slots[start..end], keys[start..end], part + 1);
        }
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
