using KaosNet.Projections.Kernel;
using KaosNet.Projections.Search;

namespace KaosNet.Projections.Storage.Indexes;

/// <summary>
/// The order of a search: sortable fields as queries name them, <c>-</c> before one for descending, and the order of indexing between equals. Names
/// that are no sortable field are ignored. Without any name the best score comes first.
/// </summary>
sealed class IndexOrder : IComparer<SearchHit<IndexedObject>>
{
    /// <summary>Names that may be given; a cursor holds a value of each.</summary>
    public const int NamesMax = 8;

    const string ValuePrefix = "value.";

    readonly (int Field, bool Descending)[] _fields;
    readonly bool _byScore;

    public IndexOrder(StorageIndexDeclaration declaration, IReadOnlyList<string> names)
    {
        _byScore = names.Count == 0;
        var fields = new List<(int, bool)>();
        foreach (var name in names)
        {
            var descending = name.StartsWith('-');
            var field = descending ? name[1..] : name;
            if (!field.StartsWith(ValuePrefix, StringComparison.Ordinal)) continue;
            for (var at = 0; at < declaration.SortableFields.Count; at++)
            {
                if (field.AsSpan(ValuePrefix.Length).SequenceEqual(declaration.SortableFields[at])) fields.Add((at, descending));
            }
        }

        _fields = [.. fields];
    }

    public int Compare(SearchHit<IndexedObject> x, SearchHit<IndexedObject> y)
    {
        if (_byScore && x.Score != y.Score) return y.Score.CompareTo(x.Score);
        foreach (var (field, descending) in _fields)
        {
            var order = SortValue.Compare(x.Item.Sort[field], y.Item.Sort[field], descending);
            if (order != 0) return order;
        }

        return IndexedObject.CompareAge(x.Item, y.Item);
    }

    /// <summary>Spells all that this order looks at.</summary>
    public void Write(CursorWriter into, SearchHit<IndexedObject> hit)
    {
        into.Whole(BitConverter.DoubleToInt64Bits(hit.Score)).Time(hit.Item.UpdateTime).Text(hit.Item.Key).Uuid(hit.Item.OwnerId);
        foreach (var (field, _) in _fields)
        {
            var value = hit.Item.Sort[field];
            into.Flag(value.Number is not null).Flag(value.Text is not null);
            if (value.Number is { } number) into.Whole(BitConverter.DoubleToInt64Bits(number));
            if (value.Text is { } text) into.Text(text);
        }
    }

    /// <summary>A hit that stands where the spelled one stood.</summary>
    public SearchHit<IndexedObject> Read(CursorReader from, int sortables)
    {
        var score = BitConverter.Int64BitsToDouble(from.Whole());
        var item = new IndexedObject { UpdateTime = from.Time(), Key = from.Text(), OwnerId = from.Uuid(), Sort = new SortValue[sortables] };
        foreach (var (field, _) in _fields)
        {
            var (isNumber, isText) = (from.Flag(), from.Flag());
            item.Sort[field] = new(isNumber ? BitConverter.Int64BitsToDouble(from.Whole()) : null, isText ? from.Text() : null);
        }

        return new(item, score);
    }
}
