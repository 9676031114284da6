using System.Runtime.InteropServices;
using KaosNet.Projections.Search.Indexing;

namespace KaosNet.Projections.Search;

/// <summary>A document that a query matched.</summary>
/// <param name="Item">What was put into the index.</param>
/// <param name="Score">The sum of the boosts of the clauses that matched.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SearchHit<TItem>(TItem Item, double Score);

/// <summary>
/// Documents in memory that queries find without asking each of them: every field keeps its words with the documents that hold them, and its numbers
/// and moments in order. Safe for any number of threads; a query holds writers up only while it picks its candidates, and sees each document
/// as it was at some moment of the search.
/// </summary>
/// <typeparam name="TKey">What tells documents apart.</typeparam>
/// <typeparam name="TItem">What a query finds.</typeparam>
public sealed class SearchIndex<TKey, TItem>
    where TKey : notnull
{
    /// <summary>Documents larger than this are taken out and put in as a whole instead of being compared.</summary>
    const int ComparedMax = 64;

    readonly Lock _gate = new();
    readonly Dictionary<TKey, int> _slots = [];
    readonly Dictionary<string, FieldIndex> _fields = new(StringComparer.Ordinal);
    readonly Stack<int> _free = [];
    Entry?[] _entries = new Entry?[16];
    int _used;

    /// <summary>How many documents it holds.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _slots.Count;
        }
    }

    /// <summary>Puts a document in, in the place of an older one with the same key.</summary>
    public void Put(TKey key, TItem item, SearchDocument document)
    {
        lock (_gate)
        {
            if (_slots.TryGetValue(key, out var slot))
            {
                Replace(slot, _entries[slot]!.Document, document);
            }
            else
            {
                slot = TakeSlot();
                _slots.Add(key, slot);
                Replace(slot, null, document);
            }

            _entries[slot] = new(item, document);
        }
    }

    /// <summary>Takes a document out. False when there is none with the key.</summary>
    public bool Remove(TKey key)
    {
        lock (_gate)
        {
            if (!_slots.Remove(key, out var slot)) return false;
            Replace(slot, _entries[slot]!.Document, null);
            _entries[slot] = null;
            _free.Push(slot);
            return true;
        }
    }

    /// <summary>What was put in under the key, or null.</summary>
    public bool TryFind(TKey key, out TItem? item)
    {
        lock (_gate)
        {
            var found = _slots.TryGetValue(key, out var slot);
            item = found ? _entries[slot]!.Item : default;
            return found;
        }
    }

    /// <summary>Every document that a query matches, in no order.</summary>
    public IEnumerable<SearchHit<TItem>> Find(SearchQuery query)
    {
        List<int>? candidates;
        List<Entry>? exact = null;
        Entry?[] entries;
        int used;
        lock (_gate)
        {
            var picked = new Candidates(_fields, _slots.Count, _used);
            candidates = picked.Of(query);
            entries = _entries;
            used = _used;
            // Taken now, since another document may have the slot later.
            if (candidates is not null && picked.IsExact) exact = candidates.ConvertAll(slot => entries[slot]!);
        }

        if (exact is not null)
        {
            var certain = Candidates.ScoreOf(query);
            foreach (var entry in exact) yield return new(entry.Item, certain);
            yield break;
        }

        var count = candidates?.Count ?? used;
        for (var i = 0; i < count; i++)
        {
            var entry = Volatile.Read(ref entries[candidates is null ? i : candidates[i]]);
            if (entry is not null && query.Matches(entry.Document, out var score)) yield return new(entry.Item, score);
        }
    }

    /// <summary>The first documents that a query matches.</summary>
    /// <param name="query">What to look for.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="order">Which come first; no two documents may be equal in it.</param>
    /// <param name="after">Leaves out what does not come after this; null to begin at the beginning.</param>
    /// <param name="where">Leaves out what it refuses; null for none.</param>
    public IReadOnlyList<SearchHit<TItem>> Find(
        SearchQuery query, int limit, IComparer<SearchHit<TItem>> order, SearchHit<TItem>? after = null, Func<TItem, bool>? where = null)
    {
        if (limit <= 0) return [];
        // The best so far, the worst of them on top.
        var worstFirst = Comparer<SearchHit<TItem>>.Create((left, right) => order.Compare(right, left));
        var best = new PriorityQueue<SearchHit<TItem>, SearchHit<TItem>>(worstFirst);
        foreach (var hit in Find(query))
        {
            if (after is { } edge && order.Compare(hit, edge) <= 0) continue;
            if (best.Count == limit && order.Compare(hit, best.Peek()) >= 0) continue;
            if (where is not null && !where(hit.Item)) continue;
            if (best.Count < limit) best.Enqueue(hit, hit);
            else best.EnqueueDequeue(hit, hit);
        }

        var found = new SearchHit<TItem>[best.Count];
        for (var i = found.Length - 1; i >= 0; i--) found[i] = best.Dequeue();
        return found;
    }

    int TakeSlot()
    {
        if (_free.TryPop(out var free)) return free;
        if (_used == _entries.Length) Array.Resize(ref _entries, _used * 2);
        return _used++;
    }

    void Replace(int slot, SearchDocument? before, SearchDocument? after)
    {
        var compares = before is { Count: <= ComparedMax } && after is { Count: <= ComparedMax };
        if (before is not null)
        {
            foreach (var (field, value) in before)
            {
                if (compares && after!.Values(field).Contains(value)) continue;
                // A field that holds a value twice has lost it already.
                if (!_fields.TryGetValue(field, out var index)) continue;
                index.Remove(value, slot);
                if (index.IsEmpty) _fields.Remove(field);
            }
        }

        if (after is null) return;
        foreach (var (field, value) in after)
        {
            if (compares && before!.Values(field).Contains(value)) continue;
            if (!_fields.TryGetValue(field, out var index)) _fields.Add(field, index = new());
            index.Add(value, slot);
        }
    }

    sealed record Entry(TItem Item, SearchDocument Document);
}
