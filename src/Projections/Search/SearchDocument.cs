using System.Collections;
using System.Text.Json;

namespace KaosNet.Projections.Search;

/// <summary>What a query is asked of: fields by their dotted names, each with any number of values.</summary>
public interface ISearchDocument
{
    /// <summary>The values of a field; empty when the document has none.</summary>
    ReadOnlySpan<SearchValue> Values(string field);
}

/// <summary>A document that never changes: its fields in the order of their names, their values side by side.</summary>
public sealed class SearchDocument : ISearchDocument, IEnumerable<KeyValuePair<string, SearchValue>>
{
    readonly string[] _fields;
    readonly int[] _ends;
    readonly SearchValue[] _values;

    internal SearchDocument(string[] fields, int[] ends, SearchValue[] values) => (_fields, _ends, _values) = (fields, ends, values);

    /// <summary>How many values it has.</summary>
    public int Count => _values.Length;

    /// <summary>A document of a JSON text, whose members keep their names, e.g. a label <c>{"mode": "ranked"}</c> under the prefix <c>label</c>.</summary>
    public static SearchDocument OfJson(string prefix, JsonElement json) => new SearchDocumentBuilder().Add(prefix, json).Build();

    public ReadOnlySpan<SearchValue> Values(string field)
    {
        int low = 0, high = _fields.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = string.CompareOrdinal(_fields[middle], field);
            if (order == 0) return _values.AsSpan(Start(middle), _ends[middle] - Start(middle));
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return default;
    }

    /// <summary>Every value with its field.</summary>
    public IEnumerator<KeyValuePair<string, SearchValue>> GetEnumerator()
    {
        for (var field = 0; field < _fields.Length; field++)
        {
            for (var value = Start(field); value < _ends[field]; value++) yield return new(_fields[field], _values[value]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    int Start(int field) => field == 0 ? 0 : _ends[field - 1];
}
