using System.Collections.Concurrent;

namespace KaosNet.Store.Personal;

/// <summary>The keys that were in use lately, bounded, in two generations like <see cref="Journal.StateCache"/>.</summary>
sealed class KeptKeys(int keysMax)
{
    /// <summary>Ids that were mentioned and are no user's.</summary>
    const int StrangersMax = 10_000;

    readonly int _generationMax = Math.Max(1, keysMax / 2);
    readonly Lock _turning = new();
    readonly ConcurrentDictionary<Guid, bool> _strangers = new();
    volatile ConcurrentDictionary<Guid, PersonalKey> _young = new();
    volatile ConcurrentDictionary<Guid, PersonalKey> _old = new();
    int _youngCount;

    public int Count => _young.Count + _old.Count;

    public PersonalKey? Find(Guid subject)
    {
        if (_young.TryGetValue(subject, out var key)) return key;
        if (!_old.TryGetValue(subject, out key)) return null;
        Keep(key);
        return key;
    }

    public void Keep(PersonalKey key)
    {
        _strangers.TryRemove(key.Subject, out _);
        var young = _young;
        if (!young.TryAdd(key.Subject, key))
        {
            young[key.Subject] = key;
            return;
        }

        if (Interlocked.Increment(ref _youngCount) < _generationMax) return;
        lock (_turning)
        {
            if (!ReferenceEquals(_young, young)) return;
            (_old, _young, _youngCount) = (young, new(), 0);
        }
    }

    public bool IsStranger(Guid id) => _strangers.ContainsKey(id);

    public void KeepStranger(Guid id)
    {
        if (_strangers.Count >= StrangersMax) _strangers.Clear();
        _strangers[id] = true;
    }
}
