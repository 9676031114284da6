using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace KaosNet.Realtime.Matches.Ticking;

/// <summary>
/// Where the memory is that a match's tick touches. With thousands of matches none of it is in the processor's caches any more when the next tick comes, and a tick would
/// wait for one place after the other, longer than it computes; so the tick thread asks for all of them at once while the match before still runs. Places are hints: one
/// that is stale, because the collector has moved an object, or that is nobody's at all, costs a little time and does nothing.
/// </summary>
public sealed unsafe class MatchFootprint
{
    const int LineBytes = 64;
    const int LinesMax = 56;

    readonly nint[] _lines = new nint[LinesMax];
    int _count;

    /// <summary>Whether this processor can be asked.</summary>
    public static bool IsOfUse => Sse.IsSupported;

    /// <summary>Lines of memory that are known.</summary>
    public int Count => _count;

    /// <summary>Forgets the places.</summary>
    public void Clear() => _count = 0;

    /// <summary>Adds an object, with its first bytes.</summary>
    public void Add(object? place, int bytes = LineBytes)
    {
        if (place is not null) Add(AddressOf(place), bytes);
    }

    /// <summary>Adds bytes at an address.</summary>
    public void Add(nint address, int bytes)
    {
        for (var line = address & ~(nint)(LineBytes - 1); line < address + bytes; line += LineBytes)
        {
            if (_count == LinesMax || _lines.AsSpan(0, _count).Contains(line)) continue;
            _lines[_count++] = line;
        }
    }

    /// <summary>Asks for the list of places itself.</summary>
    internal void ApproachList() => Ask(AddressOf(_lines), (_count * sizeof(nint)) + (2 * sizeof(nint)));

    /// <summary>Asks for all places. The list should be near by then.</summary>
    internal void Approach()
    {
        foreach (var line in _lines.AsSpan(0, _count)) Sse.Prefetch0((void*)line);
    }

    /// <summary>Asks for an object's first bytes, without looking at it.</summary>
    internal static void Ask(object place, int bytes) => Ask(AddressOf(place), bytes);

    static void Ask(nint address, int bytes)
    {
        for (var at = 0; at < bytes; at += LineBytes) Sse.Prefetch0((void*)(address + at));
    }

    /// <summary>Where an object is at this moment.</summary>
    static nint AddressOf(object place) => *(nint*)Unsafe.AsPointer(ref place);
}
