using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Storage;
using KaosNet.Projections.Feed;
using KaosNet.Projections.Kernel;
using KaosNet.Projections.Search;
using KaosNet.Store;
using KaosNet.Store.Journal;
using Microsoft.Extensions.Logging;

namespace KaosNet.Projections.Storage.Indexes;

/// <summary>
/// The declared storage indexes in memory (parity section 8.8). They are loaded from the table of objects, told of each commit by the Journal and of
/// other servers' commits by the feed. Neither waits for them: news is queued and applied aside, since a filter is a script and takes its time, and a search
/// first waits for the news there was when it came. So who has written finds what was written.
/// </summary>
public sealed partial class StorageIndexes : ICommitObserver, IMemoryOfTables
{
    /// <summary>Results of one page.</summary>
    public const int LimitMax = 10_000;

    const string List = "storage index";

    readonly ConcurrentDictionary<string, DeclaredIndex> _indexes = new(StringComparer.Ordinal);
    readonly ConcurrentQueue<News> _news = new();
    readonly Lock _gate = new();
    readonly HashSet<string> _renewable = new(StringComparer.Ordinal);
    readonly StoredObjects _objects;
    readonly Cursors _cursors;
    readonly StorageIndexSettings _settings;
    readonly StorageIndexLoader _loader;
    readonly ILogger<StorageIndexes> _log;
    ImmutableDictionary<string, ImmutableArray<DeclaredIndex>> _byCollection = ImmutableDictionary.Create<string, ImmutableArray<DeclaredIndex>>(StringComparer.Ordinal);
    Task _applying = Task.CompletedTask;
    int _waiting, _awake, _unloaded, _lost;

    public StorageIndexes(
        Database database, StoredObjects objects, Cursors cursors, IEnumerable<IStorageIndexFilters> filters, StorageIndexSettings settings,
        ILogger<StorageIndexes> log, IMeterFactory? meters = null)
    {
        (_objects, _cursors, _settings, _log) = (objects, cursors, settings, log);
        _loader = new(database, [.. filters]);
        meters?.Create("KaosNet.Storage").CreateObservableGauge("nakama.storage_index_entry_count", Counts, description: "Objects that a storage index holds.");
    }

    /// <summary>The names of all indexes.</summary>
    public IReadOnlyCollection<string> Names => [.. _indexes.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Declares an index. A name that is taken is refused.</summary>
    public Answer<Done> Declare(StorageIndexDeclaration declaration)
    {
        if (declaration.Flaw is { } flaw) return flaw;
        lock (_gate)
        {
            if (_indexes.Count >= StorageIndexDeclaration.IndexesMax && !_renewable.Contains(declaration.Name))
                return Fault.ResourceExhausted($"cannot create index: there are {StorageIndexDeclaration.IndexesMax} already");
            if (_renewable.Remove(declaration.Name))
            {
                if (_indexes[declaration.Name].Declaration.IsSameAs(declaration)) return Done.Value;
                Forget(_indexes[declaration.Name]);
            }

            var index = new DeclaredIndex(declaration);
            if (!_indexes.TryAdd(declaration.Name, index))
                return Fault.AlreadyExists($"cannot create index: index with name \"{declaration.Name}\" already exists");
            _byCollection = _byCollection.SetItem(
                declaration.Collection, _byCollection.GetValueOrDefault(declaration.Collection, []).Add(index));
            Volatile.Write(ref _unloaded, 1);
            return Done.Value;
        }
    }

    /// <summary>
    /// Modules load anew: until the end, each index that there is may be declared once more, as it is or otherwise. Afterwards those with filters are loaded again, since
    /// these may be others. An index that nobody declares any more stays until the server's end.
    /// </summary>
    public IDisposable Renew()
    {
        lock (_gate) _renewable.UnionWith(_indexes.Keys);
        return new Renewal(this, [.. _indexes.Keys.Where(_loader.IsFiltered)]);
    }

    /// <summary>Loads every index, whatever it holds, so that the first search need not. The feed must run already, or what it misses is missed.</summary>
    public async Task Load(CancellationToken cancel)
    {
        if (_indexes.IsEmpty) return;
        Distrust();
        await CaughtUp(cancel);
        foreach (var index in _indexes.Values) LogLoaded(index.Declaration.Name, index.Content.Count);
    }

    /// <summary>Objects that an index holds.</summary>
    public async ValueTask<int> CountOf(string index, CancellationToken cancel)
    {
        await CaughtUp(cancel);
        return _indexes.TryGetValue(index, out var found) ? found.Content.Count : 0;
    }

    /// <summary>A page of what a query finds.</summary>
    /// <param name="index">The index.</param>
    /// <param name="query">What to look for; empty for everything.</param>
    /// <param name="limit">1 to 10,000 objects.</param>
    /// <param name="order">Sortable fields, such as <c>value.rank</c>, or <c>-value.rank</c> for descending.</param>
    /// <param name="caller">Whose eyes see it; null for server code, which sees everything.</param>
    /// <param name="cursor">From an earlier page of the same index, query, limit and order; empty for the first page.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<Answer<IndexPage>> Search(
        string index, string query, int limit, IReadOnlyList<string> order, Guid? caller, string cursor, CancellationToken cancel)
    {
        if (!_indexes.TryGetValue(index, out var declared)) return Fault.NotFound($"index \"{index}\" not found");
        if (limit is < 1 or > LimitMax) return Fault.InvalidArgument($"Invalid limit - limit must be between 1 and {LimitMax}.");
        if (order.Count > IndexOrder.NamesMax) return Fault.InvalidArgument($"Invalid order - at most {IndexOrder.NamesMax} fields can be given.");
        if (!SearchQuery.Parse(query).IsGranted(out var parsed, out var malformed)) return malformed;

        var by = new IndexOrder(declared.Declaration, order);
        var bound = $"{index}\n{limit}\n{string.Join('\n', order)}\n\n{query}";
        SearchHit<IndexedObject>? after = null;
        if (cursor.Length > 0)
        {
            if (_cursors.Read(List, bound, cursor) is not { } reader) return StorageFaults.InvalidCursor;
            after = by.Read(reader, declared.Declaration.SortableFields.Count);
        }

        await CaughtUp(cancel);
        var fromMemory = declared.Declaration.IndexOnly && !_settings.IgnoreIndexOnly;
        var hits = declared.Content.Find(
            parsed, limit + 1, by, after, fromMemory ? item => item.IsKnownTo(caller) : item => item.IsReadableBy(caller));
        var next = "";
        if (hits.Count > limit)
        {
            hits = [.. hits.Take(limit)];
            var writer = _cursors.Write(List, bound);
            by.Write(writer, hits[^1]);
            next = writer.Spell();
        }

        IReadOnlyList<StoredObjectRow> objects = fromMemory
            ? [.. hits.Select(hit => hit.Item.AsRow(declared.Declaration.Collection))]
            : await Stored(declared, parsed, hits, caller, cancel);
        return new IndexPage(objects, next);
    }

    public void Committed(IReadOnlyList<CommittedStream> changes)
    {
        foreach (var change in changes)
        {
            if (change.After is StoredObject stored && IsIndexed(stored)) Tell(new(stored, stored.Revision, IsHint: false));
        }
    }

    /// <summary>Told by the feed that an object changed; what it is now is read from its table unless it is known.</summary>
    /// <param name="stored">Which object.</param>
    /// <param name="version">The version of its stream.</param>
    public void Announce(StoredObject stored, long version)
    {
        if (IsIndexed(stored)) Tell(new(stored, version, IsHint: true));
    }

    /// <summary>The next search loads it.</summary>
    public ValueTask TablesSwitched(CancellationToken cancel)
    {
        Distrust();
        return ValueTask.CompletedTask;
    }

    /// <summary>The objects found, as they are in storage now; one that changed meanwhile is told to the index and must still match.</summary>
    async ValueTask<IReadOnlyList<StoredObjectRow>> Stored(
        DeclaredIndex index, SearchQuery query, IReadOnlyList<SearchHit<IndexedObject>> hits, Guid? caller, CancellationToken cancel)
    {
        var collection = index.Declaration.Collection;
        var read = await _objects.Read([.. hits.Select(hit => new ObjectName(collection, hit.Item.Key, hit.Item.OwnerId))], caller, cancel);
        var byName = read.ToDictionary(row => (row.Key, row.OwnerId));
        var objects = new List<StoredObjectRow>(hits.Count);
        foreach (var (item, _) in hits)
        {
            if (byName.TryGetValue((item.Key, item.OwnerId), out var row) && row.Revision == item.Revision)
            {
                objects.Add(row);
                continue;
            }

            Announce(new StoredObject { Collection = collection, Key = item.Key, OwnerId = item.OwnerId.ToString("D") }, item.Revision + 1);
            if (row is not null && index.Content.Matches(query, row)) objects.Add(row);
        }

        return objects;
    }

    void EndRenewal(IReadOnlyCollection<string> filtered)
    {
        lock (_gate) _renewable.Clear();
        var any = false;
        foreach (var (name, index) in _indexes)
        {
            if (!filtered.Contains(name) && !_loader.IsFiltered(name)) continue;
            index.IsStale = any = true;
        }

        if (any) Volatile.Write(ref _unloaded, 1);
    }

    /// <summary>Within the gate.</summary>
    void Forget(DeclaredIndex index)
    {
        _indexes.TryRemove(index.Declaration.Name, out _);
        _byCollection = _byCollection.SetItem(index.Declaration.Collection, _byCollection[index.Declaration.Collection].Remove(index));
    }

    IEnumerable<Measurement<int>> Counts() =>
        _indexes.Values.Select(index => new Measurement<int>(index.Content.Count, new KeyValuePair<string, object?>("index_name", index.Declaration.Name)));

    bool IsIndexed(StoredObject stored)
    {
        if (!_byCollection.TryGetValue(stored.Collection, out var indexes)) return false;
        foreach (var index in indexes)
        {
            if (index.Takes(stored.Key)) return true;
        }

        return false;
    }

    sealed class Renewal(StorageIndexes indexes, IReadOnlyCollection<string> filtered) : IDisposable
    {
        public void Dispose() => indexes.EndRenewal(filtered);
    }

    [LoggerMessage(LogLevel.Information, "The storage index {Index} is loaded with {Count} objects")]
    partial void LogLoaded(string index, int count);
}

/// <summary>An index with what it holds.</summary>
sealed class DeclaredIndex(StorageIndexDeclaration declaration)
{
    bool _isStale;

    public StorageIndexDeclaration Declaration { get; } = declaration;

    /// <summary>Replaced as a whole by a load.</summary>
    public IndexContent Content { get; set; } = new(declaration);

    public bool IsLoaded { get; set; }

    /// <summary>Set when what it holds was let in by a filter that may have been replaced.</summary>
    public bool IsStale
    {
        get => Volatile.Read(ref _isStale);
        set => Volatile.Write(ref _isStale, value);
    }

    public bool Takes(string key) => Declaration.Key.Length == 0 || Declaration.Key == key;
}
