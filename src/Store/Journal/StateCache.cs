using System.Collections.Concurrent;

namespace KaosNet.Store.Journal;

/// <summary>A stream's state at a version.</summary>
/// <param name="State">The immutable state.</param>
/// <param name="Version">The version that it is of; 0 before the first event.</param>
/// <param name="SnapshotVersion">The version of the stored snapshot, 0 when there is none.</param>
sealed record CachedState(object State, long Version, long SnapshotVersion);

/// <summary>
/// The states of the streams that were in use lately, bounded by number. Two generations stand in for an exact order of use: a state that is
/// asked for moves to the young one; when that is full it becomes the old one, and what nobody asked for in between is let go.
/// </summary>
sealed class StateCache(int statesMax)
{
    readonly int _generationMax = Math.Max(1, statesMax / 2);
    readonly Lock _turning = new();
    volatile ConcurrentDictionary<string, CachedState> _young = new(StringComparer.Ordinal);
    volatile ConcurrentDictionary<string, CachedState> _old = new(StringComparer.Ordinal);
    int _youngCount;

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
            if (Interlocked.Increment(ref _youngCount) >= _generationMax) Turn(young);
            return;
        }

        young.AddOrUpdate(
            key, static (_, given) => given, static (_, there, given) => given.Version > there.Version ? given : there, entry);
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
        }
    }
}
