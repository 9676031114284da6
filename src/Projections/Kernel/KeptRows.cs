using System.Runtime.InteropServices;

namespace KaosNet.Projections.Kernel;

/// <summary>
/// Rows of a table that were asked for lately, in memory, for an observer of commits to keep true. A row that was read from the table is only kept when
/// nothing changed meanwhile: each shard counts the changes that it was told of, and what was read under another count is answered but not kept. Two generations a
/// shard: a row that is asked for again moves to the younger one, and when that has taken half of the bytes the older one is forgotten.
/// </summary>
/// <param name="bytesMax">What all of them may take, about.</param>
/// <param name="weigh">What a row takes in memory, in bytes, about.</param>
/// <typeparam name="TKey">What a row is asked for by.</typeparam>
/// <typeparam name="TRow">A row.</typeparam>
sealed class KeptRows<TKey, TRow>(long bytesMax, Func<TRow, int> weigh)
    where TKey : notnull
    where TRow : class
{
    /// <summary>Version of a row whose table does not tell.</summary>
    const long Unknown = 0;

    const int ShardCount = 64;

    readonly Shard[] _shards = [.. Enumerable.Range(0, ShardCount).Select(_ => new Shard(bytesMax / ShardCount, weigh))];

    /// <summary>About how many bytes are taken.</summary>
    public long Bytes => _shards.Sum(shard => shard.Bytes);

    /// <summary>How many rows are in memory.</summary>
    public int Count => _shards.Sum(shard => shard.Count);

    /// <summary>The row, or null when it is not in memory.</summary>
    /// <param name="key">Which one.</param>
    /// <param name="changes">To be given to <see cref="Keep"/> with what is read then.</param>
    /// <param name="term">Rows of one term are worth nothing in another.</param>
    public TRow? Find(TKey key, out long changes, long term = 0) => ShardOf(key).Find(key, term, out changes);

    /// <summary>Keeps what was read unless something changed since, and tells what is true by now.</summary>
    /// <param name="key">Which one.</param>
    /// <param name="row">As it was read.</param>
    /// <param name="changes">From before the reading.</param>
    /// <param name="version">Version of its stream that it shows, if the table tells.</param>
    public TRow Keep(TKey key, TRow row, long changes, long version = Unknown) => ShardOf(key).Keep(key, row, changes, version);

    /// <summary>Told of a commit to a row whose commits are told in order.</summary>
    /// <param name="key">Which row.</param>
    /// <param name="row">As it is now; null when it is gone.</param>
    /// <param name="version">Version of its stream.</param>
    public void Change(TKey key, TRow? row, long version) => ShardOf(key).Change(key, row, version);

    /// <summary>
    /// Told of a commit to a row whose commits come through several lanes, and so in any order: what is in memory and older is replaced, and nothing is put
    /// there, since that might be what a deletion that was told of earlier has ended.
    /// </summary>
    public void Update(TKey key, TRow? row, long version) => ShardOf(key).Update(key, row, version);

    /// <summary>Told that a row has changed, maybe elsewhere: one that is not known to be as new is read anew.</summary>
    public void Outdate(TKey key, long version) => ShardOf(key).Outdate(key, version);

    /// <summary>Forgets all of them: the table was replaced by another one.</summary>
    public void Clear()
    {
        foreach (var shard in _shards) shard.Clear();
    }

    Shard ShardOf(TKey key) => _shards[(uint)key.GetHashCode() % ShardCount];

    sealed class Shard(long bytesMax, Func<TRow, int> weigh)
    {
        readonly Lock _gate = new();
        Dictionary<TKey, Entry> _young = [];
        Dictionary<TKey, Entry> _old = [];
        long _youngBytes;
        long _oldBytes;
        long _changes;
        long _term;

        public long Bytes
        {
            get
            {
                lock (_gate) return _youngBytes + _oldBytes;
            }
        }

        public int Count
        {
            get
            {
                lock (_gate) return _young.Count + _old.Count;
            }
        }

        public TRow? Find(TKey key, long term, out long changes)
        {
            lock (_gate)
            {
                if (term != _term) StartOver(term);
                changes = _changes;
                if (_young.TryGetValue(key, out var entry)) return entry.Row;
                if (!_old.Remove(key, out entry)) return null;
                _oldBytes -= weigh(entry.Row);
                Add(key, entry);
                return entry.Row;
            }
        }

        public TRow Keep(TKey key, TRow row, long changes, long version)
        {
            lock (_gate)
            {
                if (_young.TryGetValue(key, out var newer) || _old.TryGetValue(key, out newer)) return newer.Row;
                if (_changes == changes) Add(key, new(row, version));
                return row;
            }
        }

        public void Change(TKey key, TRow? row, long version)
        {
            lock (_gate)
            {
                _changes++;
                Remove(key);
                if (row is not null) Add(key, new(row, version));
            }
        }

        public void Update(TKey key, TRow? row, long version)
        {
            lock (_gate)
            {
                _changes++;
                if (!_young.TryGetValue(key, out var entry) && !_old.TryGetValue(key, out entry)) return;
                if (entry.Version >= version) return;
                Remove(key);
                if (row is not null) Add(key, new(row, version));
            }
        }

        public void Outdate(TKey key, long version)
        {
            lock (_gate)
            {
                if (_young.TryGetValue(key, out var entry) || _old.TryGetValue(key, out entry))
                {
                    if (entry.Version >= version) return;
                    Remove(key);
                }

                _changes++;
            }
        }

        public void Clear()
        {
            lock (_gate) StartOver(_term);
        }

        void StartOver(long term)
        {
            (_young, _old, _youngBytes, _oldBytes, _term) = ([], [], 0, 0, term);
            _changes++;
        }

        void Add(TKey key, Entry entry)
        {
            var weight = weigh(entry.Row);
            // One that would push all others out.
            if (weight > bytesMax / 4) return;
            _young[key] = entry;
            _youngBytes += weight;
            if (_youngBytes <= bytesMax / 2) return;
            (_old, _oldBytes) = (_young, _youngBytes);
            (_young, _youngBytes) = ([], 0);
        }

        void Remove(TKey key)
        {
            if (_young.Remove(key, out var entry)) _youngBytes -= weigh(entry.Row);
            else if (_old.Remove(key, out entry)) _oldBytes -= weigh(entry.Row);
        }
    }

    /// <param name="Row">The row.</param>
    /// <param name="Version">Version of its stream that it shows.</param>
    [StructLayout(LayoutKind.Auto)]
    readonly record struct Entry(TRow Row, long Version);
}
