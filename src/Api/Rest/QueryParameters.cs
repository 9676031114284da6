using System.Collections;

namespace KaosNet.Api.Rest;

/// <summary>The parameters of a query or form, decoded, in the order of their first appearance.</summary>
sealed class QueryParameters : IEnumerable<KeyValuePair<string, List<string>>>
{
    /// <summary>Most parameters of one request.</summary>
    public const int ParametersMax = 1024;

    public static readonly QueryParameters Empty = new();

    readonly List<KeyValuePair<string, List<string>>> _keys = [];
    int _count;

    /// <summary>Reads a query without its question mark; null with a refusal when it is broken.</summary>
    public static QueryParameters? Parse(ReadOnlySpan<char> query, out string? refusal)
    {
        refusal = null;
        if (query.IsEmpty) return Empty;
        var parameters = new QueryParameters();
        return parameters.TryAdd(query, out refusal) ? parameters : null;
    }

    /// <summary>Adds the parameters of another query or form to these.</summary>
    public bool TryAdd(ReadOnlySpan<char> query, out string? refusal)
    {
        refusal = null;
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            if (pair.IsEmpty) continue;
            if (pair.Contains(';'))
            {
                refusal = "invalid semicolon separator in query";
                return false;
            }
            if (++_count > ParametersMax)
            {
                refusal = $"more than {ParametersMax} parameters";
                return false;
            }
            var equals = pair.IndexOf('=');
            var encodedKey = equals < 0 ? pair : pair[..equals];
            var encodedValue = equals < 0 ? [] : pair[(equals + 1)..];
            if (!PercentEncoding.TryDecode(encodedKey, plusIsSpace: true, out var key, out refusal)
                || !PercentEncoding.TryDecode(encodedValue, plusIsSpace: true, out var value, out refusal)) return false;
            ValuesOf(key).Add(value);
        }
        return true;
    }

    /// <summary>The first value of a parameter; null when it is absent.</summary>
    public string? First(string key)
    {
        foreach (var (known, values) in _keys)
            if (known == key) return values[0];
        return null;
    }

    /// <summary>Whether a parameter is there, with or without a value.</summary>
    public bool Has(string key) => First(key) is not null;

    public IEnumerator<KeyValuePair<string, List<string>>> GetEnumerator() => _keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    List<string> ValuesOf(string key)
    {
        foreach (var (known, values) in _keys)
            if (known == key) return values;
        var added = new List<string>(1);
        _keys.Add(new(key, added));
        return added;
    }
}
