using System.Runtime.InteropServices;

namespace KaosNet.Projections.Search.Indexing;

/// <summary>What an index knows of one field: the documents of each word, and numbers, moments and words in their order.</summary>
sealed class FieldIndex
{
    readonly Dictionary<string, Posting> _postings = new(StringComparer.Ordinal);

    public OrderedSlots<double, ByNumber> Numbers { get; } = new();

    public OrderedSlots<long, ByTicks> Dates { get; } = new();

    /// <summary>Every word once; its slot means nothing.</summary>
    public OrderedSlots<string, ByWord> Words { get; } = new();

    public bool IsEmpty => _postings.Count == 0 && Numbers.Count == 0 && Dates.Count == 0;

    public void Add(in SearchValue value, int slot)
    {
        switch (value.Kind)
        {
            case SearchValueKind.Number:
                Numbers.Add(value.Number, slot);
                break;
            case SearchValueKind.Date:
                Dates.Add(value.Ticks, slot);
                break;
            default:
                ref var posting = ref CollectionsMarshal.GetValueRefOrAddDefault(_postings, value.Text, out var known);
                if (known) posting = posting.With(slot);
                else
                {
                    posting = new(slot, null);
                    Words.Add(value.Text, 0);
                }

                break;
        }
    }

    public void Remove(in SearchValue value, int slot)
    {
        switch (value.Kind)
        {
            case SearchValueKind.Number:
                Numbers.Remove(value.Number, slot);
                break;
            case SearchValueKind.Date:
                Dates.Remove(value.Ticks, slot);
                break;
            default:
                if (!_postings.TryGetValue(value.Text, out var posting)) break;
                posting.Many?.Remove(slot);
                if (posting.Many is { Count: > 0 } || (posting.Many is null && posting.Only != slot)) break;
                _postings.Remove(value.Text);
                Words.Remove(value.Text, 0);
                break;
        }
    }

    public int CountOf(string word) => _postings.TryGetValue(word, out var posting) ? posting.Count : 0;

    /// <summary>Leaves of some documents those that hold a word.</summary>
    public void Keep(string word, List<int> slots)
    {
        if (!_postings.TryGetValue(word, out var posting)) slots.Clear();
        else if (posting.Many is { } many) slots.RemoveAll(slot => !many.Contains(slot));
        else slots.RemoveAll(slot => slot != posting.Only);
    }

    public void CopyTo(string word, List<int> into)
    {
        if (!_postings.TryGetValue(word, out var posting)) return;
        if (posting.Many is null) into.Add(posting.Only);
        else posting.Many.CopyTo(into);
    }

    /// <summary>The documents of a word. Most words of most fields are in one document only, which costs no set.</summary>
    [StructLayout(LayoutKind.Auto)]
    readonly record struct Posting(int Only, SlotSet? Many)
    {
        public int Count => Many?.Count ?? 1;

        public Posting With(int slot)
        {
            if (Many is null && slot == Only) return this;
            var many = Many ?? new();
            if (Many is null) many.Add(Only);
            many.Add(slot);
            return new(-1, many);
        }
    }
}
