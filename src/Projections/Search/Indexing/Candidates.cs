using KaosNet.Projections.Search.Queries;

namespace KaosNet.Projections.Search.Indexing;

/// <summary>
/// Finds the few documents that a query may match at all: those of the rarest clause that must match, or of all clauses of which one must. Every
/// document found is then asked the whole query, so finding too many is slow but never wrong.
/// </summary>
sealed class Candidates(Dictionary<string, FieldIndex> fields, int documents, int slots)
{
    /// <summary>Words of a field that a pattern is tried on to find candidates; beyond it documents are asked instead.</summary>
    const int TriedWordsMax = 1_024;

    /// <summary>Costs more than all documents: not to be used.</summary>
    const int Unknown = int.MaxValue;

    /// <summary>True when what was found is what matches, so that no document need be asked; each has the score that <see cref="ScoreOf"/> gives.</summary>
    public bool IsExact { get; private set; }

    /// <summary>The score of a document that all clauses match.</summary>
    public static double ScoreOf(SearchQuery query)
    {
        var score = 0.0;
        foreach (var clause in query.Must) score += clause.Score;
        foreach (var clause in query.Should) score += clause.Score;
        return score;
    }

    /// <summary>Slots, each once; null when every document must be asked.</summary>
    public List<int>? Of(SearchQuery query)
    {
        var clauses = query.Must.IsEmpty ? query.Should : query.Must;
        if (clauses.IsEmpty) return null;
        if (!query.Must.IsEmpty)
        {
            int rarest = 0, least = CostOf(clauses[0]);
            for (var i = 1; i < clauses.Length && least > 0; i++)
            {
                var cost = CostOf(clauses[i]);
                if (cost < least) (rarest, least) = (i, cost);
            }

            return least < documents ? Intersect(query, rarest) : null;
        }

        var total = 0L;
        foreach (var clause in clauses) total += CostOf(clause);
        IsExact = clauses.Length == 1 && !query.HasMustNot && IsExactFor(clauses[0]);
        return total < documents ? Collect(clauses) : null;
    }

    /// <summary>The documents of the rarest clause, less those that lack another's word.</summary>
    List<int> Intersect(SearchQuery query, int rarest)
    {
        var found = Collect(query.Must.Slice(rarest, 1));
        IsExact = !query.HasMustNot && query.Should.IsEmpty && IsExactFor(query.Must[rarest]);
        for (var i = 0; i < query.Must.Length && found.Count > 0; i++)
        {
            if (i == rarest) continue;
            if (query.Must[i] is TermClause term && fields.TryGetValue(term.Field, out var field)) field.Keep(term.Term, found);
            else IsExact = false;
        }

        return found;
    }

    /// <summary>Patterns with many words are collected by their prefix only.</summary>
    static bool IsExactFor(Clause clause) => clause is TermClause or NumberClause or NumberRangeClause or DateRangeClause;

    List<int> Collect(ReadOnlySpan<Clause> clauses)
    {
        var found = new List<int>();
        foreach (var clause in clauses)
        {
            if (fields.TryGetValue(clause.Field, out var field)) Collect(clause, field, found);
        }

        return clauses.Length == 1 && clauses[0] is TermClause ? found : Once(found);
    }

    List<int> Once(List<int> found)
    {
        var seen = new ulong[(slots / 64) + 1];
        var kept = 0;
        for (var i = 0; i < found.Count; i++)
        {
            var slot = found[i];
            var bit = 1UL << (slot % 64);
            if ((seen[slot / 64] & bit) != 0) continue;
            seen[slot / 64] |= bit;
            found[kept++] = slot;
        }

        found.RemoveRange(kept, found.Count - kept);
        return found;
    }

    int CostOf(Clause clause)
    {
        if (!fields.TryGetValue(clause.Field, out var field)) return 0;
        switch (clause)
        {
            case TermClause term:
                return field.CountOf(term.Term);
            case NumberClause number:
                var (first, last) = RangeOf(field, number);
                return field.CountOf(number.Term) + last - first;
            case NumberRangeClause range:
                (first, last) = RangeOf(field, range);
                return last - first;
            case DateRangeClause range:
                (first, last) = RangeOf(field, range);
                return last - first;
            case PatternClause pattern:
                (first, last) = RangeOf(field, pattern);
                return CostOf(pattern, field, first, last);
            default:
                return 0;
        }
    }

    static int CostOf(PatternClause pattern, FieldIndex field, int first, int last)
    {
        var tries = last - first <= TriedWordsMax;
        if (!tries && pattern.Prefix.Length == 0) return Unknown;
        var cost = 0L;
        foreach (var (word, _) in field.Words.Between(first, last))
        {
            if (!tries || pattern.AcceptsText(word)) cost += field.CountOf(word);
        }

        return (int)Math.Min(cost, Unknown);
    }

    static void Collect(Clause clause, FieldIndex field, List<int> found)
    {
        switch (clause)
        {
            case TermClause term:
                field.CopyTo(term.Term, found);
                break;
            case NumberClause number:
                field.CopyTo(number.Term, found);
                Copy(field.Numbers, RangeOf(field, number), found);
                break;
            case NumberRangeClause range:
                Copy(field.Numbers, RangeOf(field, range), found);
                break;
            case DateRangeClause range:
                Copy(field.Dates, RangeOf(field, range), found);
                break;
            case PatternClause pattern:
                var (first, last) = RangeOf(field, pattern);
                var tries = last - first <= TriedWordsMax;
                foreach (var (word, _) in field.Words.Between(first, last))
                {
                    if (!tries || pattern.AcceptsText(word)) field.CopyTo(word, found);
                }

                break;
        }
    }

    static void Copy<TValue, TOrder>(OrderedSlots<TValue, TOrder> ordered, (int First, int Last) range, List<int> found)
        where TOrder : struct, IComparer<TValue>
    {
        foreach (var (_, slot) in ordered.Between(range.First, range.Last)) found.Add(slot);
    }

    static (int First, int Last) RangeOf(FieldIndex field, NumberClause clause) =>
        (field.Numbers.CountBefore(clause.Number, inclusive: false), field.Numbers.CountBefore(clause.Number, inclusive: true));

    static (int First, int Last) RangeOf(FieldIndex field, NumberRangeClause clause) => clause.Above
        ? (field.Numbers.CountBefore(clause.Bound, !clause.Inclusive), field.Numbers.Count)
        : (0, field.Numbers.CountBefore(clause.Bound, clause.Inclusive));

    static (int First, int Last) RangeOf(FieldIndex field, DateRangeClause clause) => clause.Above
        ? (field.Dates.CountBefore(clause.Bound, !clause.Inclusive), field.Dates.Count)
        : (0, field.Dates.CountBefore(clause.Bound, clause.Inclusive));

    /// <summary>The words that begin with the pattern's prefix; all words when it has none.</summary>
    static (int First, int Last) RangeOf(FieldIndex field, PatternClause clause)
    {
        var words = field.Words;
        if (clause.Prefix.Length == 0 || clause.Prefix[^1] == char.MaxValue) return (0, words.Count);
        var next = string.Concat(clause.Prefix.AsSpan(0, clause.Prefix.Length - 1), [(char)(clause.Prefix[^1] + 1)]);
        return (words.CountBefore(clause.Prefix, inclusive: false), words.CountBefore(next, inclusive: false));
    }
}
