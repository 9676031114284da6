using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KaosNet.Projections.Leaderboards.Ranking;

/// <summary>
/// The entries of a rank index, found by owner: a chained hash table whose entries live in chunks, so that a million of them never have
/// to be copied to grow. An entry keeps its number, its slot, for as long as it lives.
/// </summary>
sealed class RankSlots
{
    const int ChunkBits = 12;
    const int ChunkSize = 1 << ChunkBits;
    const int BucketsMin = 16;
    const int None = -1;

    Slot[][] _chunks = [new Slot[16]];
    int[] _buckets = NewBuckets(BucketsMin);
    int _used;
    int _free = None;

    /// <summary>Owners in the table.</summary>
    public int Count { get; private set; }

    /// <summary>Memory that it takes, in bytes.</summary>
    public long Bytes => (_chunks.Sum(chunk => (long)chunk.Length) * Unsafe.SizeOf<Slot>()) + (_buckets.Length * 4L);

    public ref Slot this[int slot] => ref _chunks[slot >> ChunkBits][slot & (ChunkSize - 1)];

    /// <summary>The owner's slot, or -1.</summary>
    public int Find(OwnerKey owner)
    {
        for (var slot = _buckets[owner.Hash() & (_buckets.Length - 1)]; slot != None;)
        {
            ref var entry = ref this[slot];
            if (entry.Owner == owner) return slot;
            slot = entry.Next;
        }

        return None;
    }

    /// <summary>A new slot for an owner that has none.</summary>
    public int Add(OwnerKey owner)
    {
        if (Count == _buckets.Length) Rehash(_buckets.Length * 2);

        var slot = _free;
        if (slot != None) _free = this[slot].Next;
        else slot = Extend();

        ref var bucket = ref _buckets[owner.Hash() & (_buckets.Length - 1)];
        this[slot] = new() { Owner = owner, Next = bucket };
        bucket = slot;
        Count++;
        return slot;
    }

    /// <summary>A new slot for an owner that has none, to be found from <see cref="Link"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Append(OwnerKey owner)
    {
        var slot = Extend();
        this[slot].Owner = owner;
        Count++;
        return slot;
    }

    /// <summary>Makes all that was appended to an empty table be found: at once, so that the table of owners has its size from the start.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Link()
    {
        _buckets = NewBuckets((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(Count, BucketsMin)));
        for (var slot = 0; slot < _used; slot++)
        {
            ref var entry = ref this[slot];
            ref var bucket = ref _buckets[entry.Owner.Hash() & (_buckets.Length - 1)];
            entry.Next = bucket;
            bucket = slot;
        }
    }

    /// <summary>Frees an owner's slot.</summary>
    public void Remove(int slot)
    {
        ref var entry = ref this[slot];
        ref var link = ref _buckets[entry.Owner.Hash() & (_buckets.Length - 1)];
        while (link != slot) link = ref this[link].Next;
        link = entry.Next;
        entry = new() { Next = _free };
        _free = slot;
        Count--;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    int Extend()
    {
        var slot = _used++;
        var chunk = slot >> ChunkBits;
        if (chunk == _chunks.Length)
        {
            Array.Resize(ref _chunks, chunk + 1);
            _chunks[chunk] = new Slot[ChunkSize];
        }
        else if ((slot & (ChunkSize - 1)) == _chunks[chunk].Length)
        {
            // Only the first chunk grows: most boards are small.
            Array.Resize(ref _chunks[chunk], _chunks[chunk].Length * 2);
        }

        return slot;
    }

    void Rehash(int size)
    {
        var old = _buckets;
        _buckets = NewBuckets(size);
        foreach (var first in old)
        {
            for (var slot = first; slot != None;)
            {
                ref var entry = ref this[slot];
                var next = entry.Next;
                ref var bucket = ref _buckets[entry.Owner.Hash() & (size - 1)];
                entry.Next = bucket;
                bucket = slot;
                slot = next;
            }
        }
    }

    static int[] NewBuckets(int size)
    {
        var buckets = new int[size];
        Array.Fill(buckets, None);
        return buckets;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Slot
    {
        public OwnerKey Owner;
        public long Score;
        public long Subscore;

        /// <summary>The event of the record's stream that put it here.</summary>
        public int Version;

        /// <summary>The next entry of the same bucket, or of the free ones.</summary>
        public int Next;
    }
}
