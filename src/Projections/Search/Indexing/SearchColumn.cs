using System.Runtime.InteropServices;
using KaosNet.Projections.Search.Queries;

namespace KaosNet.Projections.Search.Indexing;

/// <summary>One field of all rows: the rows of each word, and numbers and moments in their order.</summary>
sealed class SearchColumn
{
    /// <summary>Words of more rows than this are kept as sets; so the sets of a column take no more than a few bytes a row.</summary>
    const int ListMax = 64;

    readonly int _rows;
    readonly Dictionary<string, List<int>> _words = new(StringComparer.Ordinal);
    readonly Dictionary<string, RowSet> _sets = new(StringComparer.Ordinal);
    readonly double[] _numbers;
    readonly int[] _numberRows;
    readonly long[] _dates;
    readonly int[] _dateRows;

    public SearchColumn(SearchDocument[] documents, string field)
    {
        _rows = documents.Length;
        List<double> numbers = [];
        List<long> dates = [];
        List<int> numberRows = [], dateRows = [];
        HasOneNumberEach = true;
        for (var row = 0; row < documents.Length; row++)
        {
            var before = numbers.Count;
            foreach (ref readonly var value in documents[row].Values(field))
            {
                switch (value.Kind)
                {
                    case SearchValueKind.Number:
                        numbers.Add(value.Number);
                        numberRows.Add(row);
                        break;
                    case SearchValueKind.Date:
                        dates.Add(value.Ticks);
                        dateRows.Add(row);
                        break;
                    default:
                        (CollectionsMarshal.GetValueRefOrAddDefault(_words, value.Text, out _) ??= []).Add(row);
                        break;
                }
            }

            HasOneNumberEach &= numbers.Count - before <= 1;
        }

        (_numbers, _numberRows) = ([.. numbers], [.. numberRows]);
        (_dates, _dateRows) = ([.. dates], [.. dateRows]);
        Array.Sort(_numbers, _numberRows);
        Array.Sort(_dates, _dateRows);
    }

    /// <summary>Whether no row has two numbers.</summary>
    public bool HasOneNumberEach { get; }

    /// <summary>How many different words there are.</summary>
    public int WordCount => _words.Count;

    /// <summary>The rows that a clause accepts, in a set that is not to be changed; it may be the scratch set, and holds until that is used again.</summary>
    public RowSet RowsOf(Clause clause, RowSet scratch)
    {
        if (clause is TermClause { Term: var term } && _words.TryGetValue(term, out var many) && many.Count > ListMax) return SetOf(term, many);
        scratch.Clear();
        switch (clause)
        {
            case TermClause word:
                CopyWord(word.Term, scratch);
                break;
            case NumberClause number:
                CopyWord(number.Term, scratch);
                CopyNumbers(Place(_numbers, number.Number, after: false), Place(_numbers, number.Number, after: true), scratch);
                break;
            case NumberRangeClause range:
                var (first, last) = WindowOf(range);
                CopyNumbers(first, last, scratch);
                break;
            case DateRangeClause range:
                (first, last) = Window(_dates, range.Bound, range.Above, range.Inclusive);
                for (var at = first; at < last; at++) scratch.Add(_dateRows[at]);
                break;
            case PatternClause pattern:
                foreach (var (word, rows) in _words)
                {
                    if (word.StartsWith(pattern.Prefix, StringComparison.Ordinal) && pattern.AcceptsText(word)) Copy(rows, scratch);
                }

                break;
        }

        return scratch;
    }

    /// <summary>Where the numbers that a clause accepts begin and end.</summary>
    public (int First, int Last) WindowOf(NumberRangeClause range) => Window(_numbers, range.Bound, range.Above, range.Inclusive);

    /// <summary>Adds the rows of the numbers from one place to another.</summary>
    public void CopyNumbers(int first, int last, RowSet into)
    {
        for (var at = first; at < last; at++) into.Add(_numberRows[at]);
    }

    static (int First, int Last) Window<TValue>(TValue[] ordered, TValue bound, bool above, bool inclusive)
        where TValue : IComparable<TValue> =>
        above ? (Place(ordered, bound, after: !inclusive), ordered.Length) : (0, Place(ordered, bound, after: inclusive));

    /// <summary>Where a value's first entry is or would be, or the place after its last one.</summary>
    static int Place<TValue>(TValue[] ordered, TValue bound, bool after)
        where TValue : IComparable<TValue>
    {
        int low = 0, high = ordered.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var order = ordered[middle].CompareTo(bound);
            if (order < 0 || (after && order == 0)) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    static void Copy(List<int> rows, RowSet into)
    {
        foreach (var row in rows) into.Add(row);
    }

    void CopyWord(string word, RowSet into)
    {
        if (_words.TryGetValue(word, out var rows)) Copy(rows, into);
    }

    RowSet SetOf(string word, List<int> rows)
    {
        ref var set = ref CollectionsMarshal.GetValueRefOrAddDefault(_sets, word, out _);
        if (set is not null) return set;
        set = new(_rows);
        Copy(rows, set);
        return set;
    }
}
