using System.Runtime.InteropServices;
using KaosNet.Projections.Search.Indexing;
using KaosNet.Projections.Search.Queries;

namespace KaosNet.Projections.Search;

/// <summary>
/// Documents in a fixed order that many queries are asked of at once, as the matchmaker does: what a query finds is a set of rows, so that finding is a few
/// operations on bits. A field costs something only when a query names it. Not for several threads at once.
/// </summary>
public sealed class SearchRows
{
    readonly SearchDocument[] _documents;
    readonly Dictionary<string, SearchColumn> _columns = new(StringComparer.Ordinal);
    readonly RowSet _scratch;

    /// <param name="documents">The documents; a row is a place in this list.</param>
    public SearchRows(IEnumerable<SearchDocument> documents)
    {
        _documents = [.. documents];
        _scratch = new(_documents.Length);
    }

    /// <summary>How many rows there are.</summary>
    public int Count => _documents.Length;

    /// <summary>Whether what a query finds can differ in score; otherwise all is equal and the order of the rows is the order.</summary>
    public static bool Ranks(SearchQuery query) => query.Should.Length > (query.Must.IsEmpty ? 1 : 0);

    /// <summary>Makes a set hold what a query matches and nothing else.</summary>
    public void Find(SearchQuery query, RowSet found)
    {
        if (query.Must.IsEmpty && !query.Should.IsEmpty)
        {
            found.Clear();
            foreach (var clause in query.Should) found.Join(RowsOf(clause));
        }
        else
        {
            found.Fill();
            Narrow(query.Must, found);
        }

        foreach (var clause in query.MustNot)
        {
            if (clause is PatternClause) Filter(clause, found, wanted: false);
            else found.Drop(RowsOf(clause));
        }
    }

    /// <summary>Rows that a query found, best score first, then in their order.</summary>
    public int[] Rank(SearchQuery query, RowSet found)
    {
        var ranked = new List<RankedRow>();
        for (var row = found.NextFrom(0); row >= 0; row = found.NextFrom(row + 1)) ranked.Add(new(row, 0));
        var rows = CollectionsMarshal.AsSpan(ranked);
        foreach (var clause in query.Should)
        {
            var matching = RowsOf(clause);
            foreach (ref var row in rows)
            {
                // What must match adds the same to all.
                if (matching.Contains(row.Row)) row = row with { Score = row.Score + clause.Score };
            }
        }

        ranked.Sort(static (left, right) => left.Score != right.Score ? right.Score.CompareTo(left.Score) : left.Row.CompareTo(right.Row));
        return [.. ranked.Select(row => row.Row)];
    }

    /// <summary>Cheap clauses first, so that dear ones are asked of few rows.</summary>
    void Narrow(ReadOnlySpan<Clause> clauses, RowSet found)
    {
        foreach (var clause in clauses)
        {
            if (clause is not (NumberRangeClause or PatternClause)) found.Keep(RowsOf(clause));
        }

        for (var at = 0; at < clauses.Length; at++)
        {
            if (clauses[at] is NumberRangeClause range) NarrowTo(clauses, at, range, found);
        }

        foreach (var clause in clauses)
        {
            if (clause is PatternClause) Filter(clause, found, wanted: true);
        }
    }

    /// <summary>All bounds of a field are one window when no document has two numbers there.</summary>
    void NarrowTo(ReadOnlySpan<Clause> clauses, int at, NumberRangeClause range, RowSet found)
    {
        var column = ColumnOf(range.Field);
        var (first, last) = column.WindowOf(range);
        if (column.HasOneNumberEach)
        {
            for (var other = 0; other < clauses.Length; other++)
            {
                if (other == at || clauses[other] is not NumberRangeClause second || second.Field != range.Field) continue;
                // The first of them did it for all.
                if (other < at) return;
                var (from, to) = column.WindowOf(second);
                (first, last) = (Math.Max(first, from), Math.Min(last, to));
            }
        }

        _scratch.Clear();
        column.CopyNumbers(first, last, _scratch);
        found.Keep(_scratch);
    }

    void Filter(Clause clause, RowSet found, bool wanted)
    {
        if (found.Count >= ColumnOf(clause.Field).WordCount)
        {
            if (wanted) found.Keep(RowsOf(clause));
            else found.Drop(RowsOf(clause));
            return;
        }

        for (var row = found.NextFrom(0); row >= 0; row = found.NextFrom(row + 1))
        {
            if (clause.Matches(_documents[row]) != wanted) found.Remove(row);
        }
    }

    RowSet RowsOf(Clause clause) => ColumnOf(clause.Field).RowsOf(clause, _scratch);

    SearchColumn ColumnOf(string field)
    {
        ref var column = ref CollectionsMarshal.GetValueRefOrAddDefault(_columns, field, out _);
        return column ??= new(_documents, field);
    }

    [StructLayout(LayoutKind.Auto)]
    readonly record struct RankedRow(int Row, double Score);
}
