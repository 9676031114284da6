using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace KaosNet.Realtime.Matches.Ticking;

/// <summary>
/// Where the memory is that a match's tick touches. With thousands of matches none of it is in the processor's caches any more when the next tick comes, and a tick would
/// wait for one place after the other, longer than it computes; so the tick thread asks for all of them at once while the match before still runs. Objects are held on to,
/// since the collector moves them. Addresses are hints: one that is stale, or nobody's at all, costs a little time and does nothing.
/// </summary>
public sealed unsafe class MatchFootprint
{
    const int LineBytes = 64;
    const int LinesMax = 56;

    readonly Held[] _objects = new Held[4];
    nint[] _lines = [];
    int _held;
    int _count;

    /// <summary>Whether this processor can be asked.</summary>
    public static bool IsOfUse => Sse.IsSupported;

    /// <summary>Lines of memory that are known, beside those of objects.</summary>
    public int Count => _count;

    /// <summary>Forgets the places.</summary>
    public void Clear()
    {
        _count = _held = 0;
        Array.Clear(_objects);
    }

    /// <summary>Adds an object, with its first bytes. There is room for four.</summary>
    public void Add(object? place, int bytes = LineBytes)
    {
        if (place is not null && _held < _objects.Length) _objects[_held++] = new(place, bytes);
    }

    /// <summary>Adds bytes at an address.</summary>
    public void Add(nint address, int bytes)
    {
        for (var line = address & ~(nint)(LineBytes - 1); line < address + bytes; line += LineBytes)
        {
            if (_count == LinesMax || _lines.AsSpan(0, _count).Contains(line)) continue;
            if (_count == _lines.Length) Array.Resize(ref _lines, _count == 0 ? 32 : Math.Min(LinesMax, _count + 8));
            _lines[_count++] = line;
        }
    }

    /// <summary>Asks for the list of places itself.</summary>
    internal void ApproachList()
    {
        Ask(_objects, (_objects.Length * sizeof(nint) * 2) + (2 * sizeof(nint)));
        Ask(_lines, (_count * sizeof(nint)) + (2 * sizeof(nint)));
    }

    /// <summary>Asks for all places. The list should be near by then.</summary>
    internal void Approach()
    {
        foreach (ref readonly var held in _objects.AsSpan(0, _held)) Ask(held.Place, held.Bytes);
        foreach (var line in _lines.AsSpan(0, _count)) Sse.Prefetch0((void*)line);
    }

    /// <summary>Asks for an object's first bytes, without looking at it.</summary>
    internal static void Ask(object place, int bytes = LineBytes) => Ask(*(nint*)Unsafe.AsPointer(ref place), bytes);

    /// <summary>Asks for the line in which something stands.</summary>
    internal static void Ask(ref readonly byte place) => Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in place)));

    /// <summary>An object, where it is at this moment, may begin anywhere in a line.</summary>
    static void Ask(nint address, int bytes)
    {
        var end = address + bytes;
        for (var line = address & ~(nint)(LineBytes - 1); line < end; line += LineBytes) Sse.Prefetch0((void*)line);
    }

    readonly record struct Held(object Place, int Bytes);
}
