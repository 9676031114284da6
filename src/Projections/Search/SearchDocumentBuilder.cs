using System.Text.Json;

namespace KaosNet.Projections.Search;

/// <summary>
/// Collects a document's values. JSON becomes fields thus: a text is an exact word, or a moment where it reads as one; numbers are numbers; true and
/// false are the words <c>T</c> and <c>F</c>; the elements of an array are values of one field; members of objects have dotted names; null is nothing.
/// </summary>
/// <param name="names">Keeps one copy of each field name for documents that live long; null for those that do not.</param>
public sealed class SearchDocumentBuilder(FieldNames? names = null)
{
    readonly List<KeyValuePair<string, SearchValue>> _values = [];

    /// <summary>Adds a value; a field may have many.</summary>
    public SearchDocumentBuilder Add(string field, SearchValue value)
    {
        if (_values.Count < SearchLimits.ValuesMax) _values.Add(new(field, value));
        return this;
    }

    /// <summary>Adds JSON under a name; the members of an object go by <c>name.member</c>, and by their own names when the name is empty.</summary>
    public SearchDocumentBuilder Add(string field, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                return Add(field, SearchValue.Read(json.GetString()!));
            case JsonValueKind.Number:
                return json.TryGetDouble(out var number) && double.IsFinite(number) ? Add(field, SearchValue.OfNumber(number)) : this;
            case JsonValueKind.True or JsonValueKind.False:
                return Add(field, SearchValue.OfBoolean(json.ValueKind == JsonValueKind.True));
            case JsonValueKind.Array:
                foreach (var element in json.EnumerateArray()) Add(field, element);
                return this;
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject()) Add(NameOf(field, member.Name), member.Value);
                return this;
            default:
                return this;
        }
    }

    /// <summary>The document; the builder is empty again after it.</summary>
    public SearchDocument Build()
    {
        // Stable, so that a field's values keep their order: the first one is what results are ordered by.
        var ordered = _values.OrderBy(value => value.Key, StringComparer.Ordinal).ToArray();
        _values.Clear();
        var fields = new List<string>();
        var ends = new List<int>();
        var values = new SearchValue[ordered.Length];
        for (var i = 0; i < ordered.Length; i++)
        {
            values[i] = ordered[i].Value;
            if (fields.Count == 0 || !string.Equals(fields[^1], ordered[i].Key, StringComparison.Ordinal))
            {
                fields.Add(ordered[i].Key);
                ends.Add(0);
            }

            ends[^1] = i + 1;
        }

        return new([.. fields], [.. ends], values);
    }

    string NameOf(string parent, string member)
    {
        if (parent.Length == 0) return names?.Of(member) ?? member;
        return names?.Of($"{parent}.{member}") ?? $"{parent}.{member}";
    }
}

/// <summary>One copy of each field name; a bounded number of them, as players choose some.</summary>
public sealed class FieldNames
{
    const int NamesMax = 4_096;

    readonly HashSet<string> _names = new(StringComparer.Ordinal);
    readonly Lock _gate = new();

    /// <summary>The kept copy of a name, or the name itself when there are too many.</summary>
    public string Of(string name)
    {
        lock (_gate)
        {
            if (_names.TryGetValue(name, out var kept)) return kept;
            if (_names.Count < NamesMax) _names.Add(name);
            return name;
        }
    }
}
