using System.Diagnostics.CodeAnalysis;

namespace KaosNet.Scripting.Server;

/// <summary>How much modules may keep in their server's memory.</summary>
public sealed record LocalCacheSettings
{
    /// <summary>Entries at most, for each language.</summary>
    public int EntriesMax { get; init; } = 100_000;

    /// <summary>Bytes at most, for each language.</summary>
    public long BytesMax { get; init; } = 64L << 20;
}

/// <summary>What modules keep in their server's memory: for as long as the server runs, for itself alone, one store for each language.</summary>
public sealed class LocalCache(LocalCacheSettings settings, TimeProvider time)
{
    /// <summary>Lua's.</summary>
    public LocalStore Lua { get; } = new(settings, time);

    /// <summary>JavaScript's.</summary>
    public LocalStore JavaScript { get; } = new(settings, time);

    /// <summary>That of C#, with texts in it.</summary>
    public LocalStore CSharp { get; } = new(settings, time);
}

/// <summary>The store of one language. Nothing falls out of it before its time: who fills it is told so.</summary>
public sealed class LocalStore(LocalCacheSettings settings, TimeProvider time)
{
    /// <summary>What an entry takes beside its key and its value, about.</summary>
    private const int EntryBytes = 100;

    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private long _bytes;
    private DateTimeOffset _swept;

    /// <summary>Entries, expired ones that were not swept yet among them.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _entries.Count;
        }
    }

    /// <summary>A value that has not expired.</summary>
    public bool TryGet(string key, [NotNullWhen(true)] out byte[]? value)
    {
        lock (_lock)
        {
            value = _entries.TryGetValue(key, out var entry) && entry.Expiry > time.GetUtcNow() ? entry.Value : null;
            return value is not null;
        }
    }

    /// <summary>Keeps a value in place of any other. Null when it is kept, else why not.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">The value.</param>
    /// <param name="seconds">How long; 0 for ever.</param>
    public string? Put(string key, byte[] value, long seconds)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (now - _swept >= SweepEvery) Sweep(now);
            var old = _entries.GetValueOrDefault(key);
            var entry = new Entry(value, seconds == 0 || seconds > (DateTimeOffset.MaxValue - now).TotalSeconds ? DateTimeOffset.MaxValue : now.AddSeconds(seconds));
            if (IsTooMuch(key, entry, old))
            {
                Sweep(now);
                old = _entries.GetValueOrDefault(key);
                if (IsTooMuch(key, entry, old)) return "local cache is full";
            }

            _bytes += Size(key, entry) - (old is null ? 0 : Size(key, old));
            _entries[key] = entry;
            return null;
        }
    }

    public void Delete(string key)
    {
        lock (_lock)
        {
            if (_entries.Remove(key, out var entry)) _bytes -= Size(key, entry);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
            _bytes = 0;
        }
    }

    private bool IsTooMuch(string key, Entry entry, Entry? old) =>
        (old is null && _entries.Count >= settings.EntriesMax) || _bytes + Size(key, entry) - (old is null ? 0 : Size(key, old)) > settings.BytesMax;

    private void Sweep(DateTimeOffset now)
    {
        _swept = now;
        foreach (var (key, entry) in _entries)
        {
            if (entry.Expiry > now) continue;
            _entries.Remove(key);
            _bytes -= Size(key, entry);
        }
    }

    private static long Size(string key, Entry entry) => EntryBytes + (2L * key.Length) + entry.Value.Length;

    private sealed record Entry(byte[] Value, DateTimeOffset Expiry);
}
