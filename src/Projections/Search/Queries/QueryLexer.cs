using System.Text;
using KaosNet.Domain.Kernel;

namespace KaosNet.Projections.Search.Queries;

/// <summary>
/// Cuts a query into tokens. Signs mean something at the start of a token only, so <c>us-west</c> is one text; a text ends at a space, colon,
/// caret or tilde (parity matches section 1.8).
/// </summary>
ref struct QueryLexer(ReadOnlySpan<char> query)
{
    const string Escapable = "+-=&|><!(){}[]^\"~*?:\\/ ";

    readonly ReadOnlySpan<char> _query = query;
    int _at;

    /// <summary>Why the query cannot be cut, once it cannot.</summary>
    public Fault? Fault { get; private set; }

    /// <summary>The next token; the end for ever after.</summary>
    public QueryToken Next()
    {
        while (_at < _query.Length && char.IsWhiteSpace(_query[_at])) _at++;
        if (_at >= _query.Length) return new(QueryTokenKind.End, _at);

        var start = _at;
        switch (_query[_at])
        {
            case '+': return Sign(QueryTokenKind.Plus);
            case '-': return Sign(QueryTokenKind.Minus);
            case ':': return Sign(QueryTokenKind.Colon);
            case '>': return Sign(QueryTokenKind.Greater);
            case '<': return Sign(QueryTokenKind.Less);
            case '=': return Sign(QueryTokenKind.Equal);
            case '"': return Quoted(start);
            case '^': return Modifier(QueryTokenKind.Boost, start);
            case '~': return Modifier(QueryTokenKind.Tilde, start);
        }

        return Number(start) ?? Text(start);
    }

    QueryToken Sign(QueryTokenKind kind) => new(kind, _at++);

    QueryToken Quoted(int start)
    {
        var text = new StringBuilder();
        for (_at++; _at < _query.Length; _at++)
        {
            var character = _query[_at];
            if (character == '"')
            {
                _at++;
                return new(QueryTokenKind.Quoted, start, text.ToString());
            }

            if (character != '\\') text.Append(character);
            else if (++_at < _query.Length) Unescape(text, _query[_at]);
        }

        Fault = QueryFaults.At(start, "a quote is not closed");
        return new(QueryTokenKind.End, _at);
    }

    /// <summary>A boost or a tolerance with its number, up to the next space or modifier.</summary>
    QueryToken Modifier(QueryTokenKind kind, int start)
    {
        _at++;
        var from = _at;
        while (_at < _query.Length && _query[_at] is not ('^' or '~') && !char.IsWhiteSpace(_query[_at])) _at++;
        return new(kind, start, _query[from.._at].ToString());
    }

    /// <summary>Digits with at most one dot, and nothing else up to the token's end.</summary>
    QueryToken? Number(int start)
    {
        if (!char.IsAsciiDigit(_query[start])) return null;
        var end = start;
        var hasDot = false;
        for (; end < _query.Length && !EndsText(_query[end]); end++)
        {
            if (_query[end] == '.' && !hasDot) hasDot = true;
            else if (!char.IsAsciiDigit(_query[end])) return null;
        }

        _at = end;
        return new(QueryTokenKind.Number, start, _query[start..end].ToString());
    }

    QueryToken Text(int start)
    {
        var text = new StringBuilder();
        List<int>? wildcards = null;
        var endsInSlash = false;
        for (; _at < _query.Length && !EndsText(_query[_at]); _at++)
        {
            var character = _query[_at];
            endsInSlash = character == '/';
            if (character == '\\')
            {
                // A backslash at the very end escapes nothing and is dropped.
                if (++_at < _query.Length) Unescape(text, _query[_at]);
                continue;
            }

            if (character is '*' or '?') (wildcards ??= []).Add(text.Length);
            text.Append(character);
        }

        var isPattern = endsInSlash && _query[start] == '/' && text.Length >= 2;
        return new(QueryTokenKind.Text, start, text.ToString(), wildcards, isPattern);
    }

    static bool EndsText(char character) => character is ':' or '^' or '~' || char.IsWhiteSpace(character);

    /// <summary>What need not be escaped keeps its backslash, so that regular expressions can say <c>\d</c>.</summary>
    static void Unescape(StringBuilder text, char escaped)
    {
        if (!Escapable.Contains(escaped, StringComparison.Ordinal)) text.Append('\\');
        text.Append(escaped);
    }
}

/// <summary>Refusals of queries. They say where, counted in characters from 1.</summary>
static class QueryFaults
{
    public static Fault At(int position, string problem) =>
        Fault.InvalidArgument(string.Create(null, $"Invalid query, at character {position + 1}: {problem}."));
}
