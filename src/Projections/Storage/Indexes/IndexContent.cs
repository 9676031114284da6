using KaosNet.Projections.Search;

namespace KaosNet.Projections.Storage.Indexes;

/// <summary>
/// One index's objects in memory. Changes come from one thread at a time, and tell each object's revision, so that what is older than what is known does
/// nothing; searches come from any.
/// </summary>
sealed class IndexContent(StorageIndexDeclaration declaration)
{
    /// <summary>Revisions remembered of objects that the index does not hold, so that hearing of them again costs nothing.</summary>
    const int AbsentMax = 65_536;

    readonly ObjectReader _reader = new(declaration);
    readonly SearchIndex<(string Key, Guid Owner), IndexedObject> _objects = new();
    readonly SortedSet<IndexedObject> _byAge = new(Comparer<IndexedObject>.Create(IndexedObject.CompareAge));
    readonly Dictionary<(string Key, Guid Owner), long> _absent = [];
    readonly Queue<(string Key, Guid Owner)> _absentOrder = [];

    public int Count => _objects.Count;

    /// <summary>The latest change of an object that is known; 0 for none.</summary>
    public long RevisionOf(string key, Guid owner)
    {
        var held = _objects.TryFind((key, owner), out var item) ? item!.Revision : 0;
        return Math.Max(held, _absent.GetValueOrDefault((key, owner)));
    }

    /// <summary>Takes an object in, or out when it has none of the fields.</summary>
    public void Put(StoredObjectRow stored)
    {
        if (_reader.Read(stored) is not var (item, document))
        {
            Remove(stored.Key, stored.OwnerId, stored.Revision);
            return;
        }

        var id = (stored.Key, stored.OwnerId);
        if (_objects.TryFind(id, out var before)) _byAge.Remove(before!);
        _absent.Remove(id);
        _objects.Put(id, item, document);
        _byAge.Add(item);
        // Not each time, as the reference has it: a tenth at once.
        if (_byAge.Count <= declaration.MaxEntries * 1.1) return;
        while (_byAge.Count > declaration.MaxEntries)
        {
            var oldest = _byAge.Min!;
            _byAge.Remove(oldest);
            _objects.Remove((oldest.Key, oldest.OwnerId));
        }
    }

    /// <summary>Takes an object out and remembers at which revision.</summary>
    public void Remove(string key, Guid owner, long revision)
    {
        if (_objects.TryFind((key, owner), out var before))
        {
            _byAge.Remove(before!);
            _objects.Remove((key, owner));
        }

        Remember(key, owner, revision);
    }

    /// <summary>Remembers that a revision changed nothing here.</summary>
    public void Remember(string key, Guid owner, long revision)
    {
        var id = (key, owner);
        if (_absent.TryAdd(id, revision)) _absentOrder.Enqueue(id);
        else _absent[id] = Math.Max(_absent[id], revision);
        while (_absentOrder.Count > AbsentMax) _absent.Remove(_absentOrder.Dequeue());
    }

    public IReadOnlyList<SearchHit<IndexedObject>> Find(
        SearchQuery query, int limit, IndexOrder order, SearchHit<IndexedObject>? after, Func<IndexedObject, bool> where) =>
        _objects.Find(query, limit, order, after, where);

    /// <summary>True when an object as it is now matches.</summary>
    public bool Matches(SearchQuery query, StoredObjectRow stored) => _reader.Read(stored) is var (_, document) && query.Matches(document, out _);
}
