using KaosNet.Domain.Kernel;
using KaosNet.Projections.Search.Queries;

namespace KaosNet.Projections.Search;

/// <summary>
/// A query as match and party listings, the matchmaker and storage indexes take it, ready to be asked of documents. It never changes and any
/// number of threads may use it. docs/reference/search.md describes the language (parity matches section 1.8).
/// </summary>
public sealed class SearchQuery
{
    readonly Clause[] _must, _should, _mustNot;

    SearchQuery(string text, Clause[] must, Clause[] should, Clause[] mustNot) => (Text, _must, _should, _mustNot) = (text, must, should, mustNot);

    /// <summary>Matches every document: the query <c>*</c>, or none at all.</summary>
    public static SearchQuery All { get; } = new("*", [], [], []);

    /// <summary>The query as it was written.</summary>
    public string Text { get; }

    /// <summary>True when there is no clause and every document matches.</summary>
    public bool IsAll => _must.Length + _should.Length + _mustNot.Length == 0;

    internal ReadOnlySpan<Clause> Must => _must;

    internal ReadOnlySpan<Clause> Should => _should;

    internal ReadOnlySpan<Clause> MustNot => _mustNot;

    internal bool HasMustNot => _mustNot.Length > 0;

    /// <summary>Reads a query; a malformed or too long one is refused with code 3 and the place of the trouble.</summary>
    public static Answer<SearchQuery> Parse(string text)
    {
        if (text.Length > SearchLimits.QueryMax) return Fault.InvalidArgument($"Invalid query: it has more than {SearchLimits.QueryMax} characters.");
        if (text.AsSpan().Trim() is "" or "*") return All;
        List<Clause> must = [], should = [], mustNot = [];
        if (QueryParser.Read(text, must, should, mustNot) is { } fault) return fault;
        return new SearchQuery(text, [.. must], [.. should], [.. mustNot]);
    }

    /// <summary>Matches documents whose field holds this very word, whatever signs are in it.</summary>
    public static SearchQuery Exactly(string field, string word) => new(field, [new TermClause(field, word, 1)], [], []);

    /// <summary>
    /// True when all that must match does, nothing that must not, and, unless something must, at least one of the rest. The score is the sum of the
    /// boosts of the clauses that matched, 1 where there was nothing to match.
    /// </summary>
    public bool Matches(ISearchDocument document, out double score)
    {
        score = 0;
        foreach (var clause in _must)
        {
            if (!clause.Matches(document)) return false;
            score += clause.Score;
        }

        foreach (var clause in _mustNot)
        {
            if (clause.Matches(document)) return false;
        }

        var any = _must.Length > 0;
        foreach (var clause in _should)
        {
            if (!clause.Matches(document)) continue;
            score += clause.Score;
            any = true;
        }

        if (any) return true;
        if (_should.Length > 0) return false;
        score = 1;
        return true;
    }
}
