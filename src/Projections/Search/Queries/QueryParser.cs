using System.Globalization;
using System.Runtime.InteropServices;
using KaosNet.Domain.Kernel;

namespace KaosNet.Projections.Search.Queries;

/// <summary>
/// Reads a query: clauses one after the other, each with an optional sign before it and an optional boost after it (parity matches section 1.8).
/// A clause is a text, or a field, a colon and what to look for there.
/// </summary>
[StructLayout(LayoutKind.Auto)]
ref struct QueryParser
{
    const int FuzzyEditsMax = 2;

    QueryLexer _lexer;
    QueryToken _token;
    Fault? _fault;
    int _patterns;

    QueryParser(ReadOnlySpan<char> query)
    {
        _lexer = new(query);
        _token = _lexer.Next();
    }

    /// <summary>The clauses that must match, that should and that must not, or why the query is none.</summary>
    public static Fault? Read(string query, List<Clause> must, List<Clause> should, List<Clause> mustNot)
    {
        var parser = new QueryParser(query);
        while (parser.Fault is null && parser._token.Kind != QueryTokenKind.End)
        {
            if (must.Count + should.Count + mustNot.Count == SearchLimits.ClausesMax)
                return QueryFaults.At(parser._token.At, $"there are more than {SearchLimits.ClausesMax} clauses");
            var into = parser._token.Kind switch
            {
                QueryTokenKind.Plus => must,
                QueryTokenKind.Minus => mustNot,
                _ => should,
            };
            if (!ReferenceEquals(into, should)) parser.Advance();
            if (parser.ReadClause() is { } clause) into.Add(clause);
        }

        return parser.Fault;
    }

    readonly Fault? Fault => _lexer.Fault ?? _fault;

    void Advance() => _token = _lexer.Next();

    Clause? Refuse(int at, string problem)
    {
        _fault ??= QueryFaults.At(at, problem);
        return null;
    }

    Clause? ReadClause()
    {
        var first = _token;
        Advance();
        switch (first.Kind)
        {
            case QueryTokenKind.Text when _token.Kind == QueryTokenKind.Colon:
                Advance();
                return ReadCondition(first.Text);
            case QueryTokenKind.Text:
                if (_token.Kind == QueryTokenKind.Tilde && ReadEdits() < 0) return null;
                return Nowhere();
            case QueryTokenKind.Number or QueryTokenKind.Quoted:
                return Nowhere();
            case QueryTokenKind.End:
                return Refuse(first.At, "a clause is missing");
            default:
                return Refuse(first.At, "a field or a text was expected");
        }
    }

    NowhereClause? Nowhere() => ReadBoost(out var boost) ? new NowhereClause(boost) : null;

    Clause? ReadCondition(string field)
    {
        var token = _token;
        Advance();
        switch (token.Kind)
        {
            case QueryTokenKind.Text:
                return ReadText(field, token);
            case QueryTokenKind.Quoted:
                return ReadBoost(out var quotedBoost) ? new TermClause(field, token.Text, quotedBoost * quotedBoost) : null;
            case QueryTokenKind.Number:
                return ReadNumber(field, token, "");
            case QueryTokenKind.Minus when _token.Kind == QueryTokenKind.Number:
                token = _token;
                Advance();
                return ReadNumber(field, token, "-");
            case QueryTokenKind.Greater or QueryTokenKind.Less:
                return ReadRange(field, token.Kind == QueryTokenKind.Greater);
            default:
                return Refuse(token.At, "a value was expected after the colon");
        }
    }

    Clause? ReadNumber(string field, QueryToken token, string sign)
    {
        var text = sign + token.Text;
        if (!TryNumber(text, out var number)) return Refuse(token.At, "the number is out of range");
        return ReadBoost(out var boost) ? new NumberClause(field, text, number, boost) : null;
    }

    Clause? ReadText(string field, QueryToken token)
    {
        if (_token.Kind == QueryTokenKind.Tilde)
        {
            var edits = ReadEdits();
            if (edits < 0 || !ReadBoost(out var fuzzyBoost)) return null;
            var word = token.Text;
            return edits == 0
                ? new TermClause(field, word, fuzzyBoost * fuzzyBoost)
                : new PatternClause(field, "", text => Likeness.Holds(word, text, edits), fuzzyBoost * fuzzyBoost);
        }

        if (!ReadBoost(out var boost)) return null;
        if (token.IsPattern) return ReadPattern(field, token, boost);
        if (token.Wildcards is null) return new TermClause(field, token.Text, boost * boost);
        var wildcard = new Wildcard(token.Text, token.Wildcards);
        return new PatternClause(field, wildcard.Prefix, wildcard.Accepts, boost);
    }

    Clause? ReadPattern(string field, QueryToken token, double boost)
    {
        if (++_patterns > SearchLimits.PatternsMax) return Refuse(token.At, $"there are more than {SearchLimits.PatternsMax} regular expressions");
        var pattern = token.Text[1..^1];
        return PatternText.TryCompile(pattern, out var compiled) is { } problem
            ? Refuse(token.At, problem)
            : new PatternClause(field, PatternText.PrefixOf(pattern), compiled!.IsMatch, boost);
    }

    Clause? ReadRange(string field, bool above)
    {
        var inclusive = _token.Kind == QueryTokenKind.Equal;
        if (inclusive) Advance();
        var token = _token;
        Advance();
        if (token.Kind == QueryTokenKind.Quoted)
        {
            if (!SearchDate.TryReadRfc3339(token.Text, out var ticks)) return Refuse(token.At, "a date must be spelled as 2020-01-31T10:20:30Z");
            return ReadBoost(out var dateBoost) ? new DateRangeClause(field, ticks, above, inclusive, dateBoost) : null;
        }

        var sign = "";
        if (token.Kind == QueryTokenKind.Minus)
        {
            sign = "-";
            token = _token;
            Advance();
        }

        if (token.Kind != QueryTokenKind.Number) return Refuse(token.At, "a number or a quoted date was expected");
        if (!TryNumber(sign + token.Text, out var bound)) return Refuse(token.At, "the number is out of range");
        return ReadBoost(out var boost) ? new NumberRangeClause(field, bound, above, inclusive, boost) : null;
    }

    /// <summary>How many edits a tilde allows, or a negative number and a refusal.</summary>
    int ReadEdits()
    {
        var token = _token;
        Advance();
        if (token.Text.Length == 0) return 1;
        if (TryNumber(token.Text, out var edits) && edits is >= 0 and < FuzzyEditsMax + 1) return (int)edits;
        Refuse(token.At, $"a tilde allows up to {FuzzyEditsMax} edits");
        return -1;
    }

    /// <summary>The boost of a clause, 1 when it has none. False with a refusal.</summary>
    bool ReadBoost(out double boost)
    {
        boost = 1;
        if (_token.Kind == QueryTokenKind.Tilde)
        {
            Refuse(_token.At, "a tilde follows a text only");
            return false;
        }

        if (_token.Kind != QueryTokenKind.Boost) return true;
        var token = _token;
        Advance();
        if (token.Text.Length == 0 || TryNumber(token.Text, out boost)) return true;
        Refuse(token.At, "a boost must be a number");
        return false;
    }

    static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number)
        && double.IsFinite(number);
}
