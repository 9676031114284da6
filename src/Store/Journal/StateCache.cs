using System.Collections.Concurrent;
using KaosNet.Domain.Kernel;
using KaosNet.Store.Chain;

namespace KaosNet.Store.Journal;

/// <summary>A stream's state at a version.</summary>
/// <param name="State">The immutable state.</param>
/// <param name="Version">The version that it is of; 0 before the first event.</param>
/// <param name="SnapshotVersion">The version of the stored snapshot, 0 when there is none.</param>
/// <param name="Head">The hash of its last event.</param>
sealed record CachedState(object State, long Version, long SnapshotVersion, StreamHead Head);

/// <summary>
/// The states of the streams that were in use lately, bounded by number and by what the large ones take in memory. Two generations stand in for an
/// exact order of use: a state that is asked for moves to the young one; when that is full it becomes the old one, and what nobody asked for in
/// between is let go.
/// </summary>
sealed class StateCache(int statesMax, long bytesMax = long.MaxValue)
{
    /// <summary>What a state takes that does not tell.</summary>
    const int OrdinaryWeight = 1024;

    readonly int _generationMax = Math.Max(1, statesMax / 2);
    readonly Lock _turning = new();
    volatile ConcurrentDictionary<string, CachedState> _young = new(StringComparer.Ordinal);
    volatile ConcurrentDictionary<string, CachedState> _old = new(StringComparer.Ordinal);
    int _youngCount;
    long _youngBytes;

    public int Count => _young.Count + _old.Count;

    public CachedState? Find(string key)
    {
        if (_young.TryGetValue(key, out var entry)) return entry;
        if (!_old.TryGetValue(key, out entry)) return null;
        Keep(key, entry);
        return entry;
    }

    /// <summary>Keeps the state unless a later one is there.</summary>
    public void Keep(string key, CachedState entry)
    {
        var young = _young;
        if (young.TryAdd(key, entry))
        {
            var bytes = Interlocked.Add(ref _youngBytes, WeightOf(entry));
            if (Interlocked.Increment(ref _youngCount) >= _generationMax || bytes >= bytesMax / 2) Turn(young);
            return;
        }

        // What is weighed against may be replaced meanwhile: the sum is about right, and begins anew with each generation.
        var before = young.TryGetValue(key, out var known) ? WeightOf(known) : 0;
        var kept = young.AddOrUpdate(
            key, static (_, given) => given, static (_, there, given) => given.Version > there.Version ? given : there, entry);
        if (WeightOf(kept) is var weight && weight != before && Interlocked.Add(ref _youngBytes, weight - before) >= bytesMax / 2) Turn(young);
    }

    public void Drop(string key)
    {
        _young.TryRemove(key, out _);
        _old.TryRemove(key, out _);
    }

    void Turn(ConcurrentDictionary<string, CachedState> full)
    {
        lock (_turning)
        {
            if (!ReferenceEquals(_young, full)) return;
            _old = full;
            _young = new(StringComparer.Ordinal);
            _youngCount = 0;
            _youngBytes = 0;
        }
    }

    static int WeightOf(CachedState entry) => entry.State is IWeighed weighed ? weighed.Weight : OrdinaryWeight;
}
