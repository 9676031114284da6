namespace KaosNet.Projections.Search.Queries;

/// <summary>One condition of a query.</summary>
/// <param name="field">The dotted name of the field that it looks at.</param>
/// <param name="score">What a match adds to a document's score.</param>
abstract class Clause(string field, double score)
{
    /// <summary>The field; empty for a clause that named none and thus matches nothing.</summary>
    public string Field { get; } = field;

    public double Score { get; } = score;

    public bool Matches(ISearchDocument document)
    {
        foreach (ref readonly var value in document.Values(Field))
        {
            if (Accepts(in value)) return true;
        }

        return false;
    }

    /// <summary>True when this value of the field is enough.</summary>
    public abstract bool Accepts(in SearchValue value);
}

/// <summary>The word itself.</summary>
sealed class TermClause(string field, string term, double score) : Clause(field, score)
{
    public string Term { get; } = term;

    public override bool Accepts(in SearchValue value) =>
        value.Kind == SearchValueKind.Text && string.Equals(value.Text, Term, StringComparison.Ordinal);
}

/// <summary>The number, or the word that is spelled like it in the query.</summary>
sealed class NumberClause(string field, string term, double number, double score) : Clause(field, score)
{
    public string Term { get; } = term;

    public double Number { get; } = number;

    public override bool Accepts(in SearchValue value) => value.Kind switch
    {
        SearchValueKind.Number => value.Number == Number,
        SearchValueKind.Text => string.Equals(value.Text, Term, StringComparison.Ordinal),
        _ => false,
    };
}

/// <summary>Numbers on one side of a bound.</summary>
sealed class NumberRangeClause(string field, double bound, bool above, bool inclusive, double score) : Clause(field, score)
{
    public double Bound { get; } = bound;

    public bool Above { get; } = above;

    public bool Inclusive { get; } = inclusive;

    public override bool Accepts(in SearchValue value)
    {
        if (value.Kind != SearchValueKind.Number) return false;
        var number = value.Number;
        return (Inclusive && number == Bound) || (Above ? number > Bound : number < Bound);
    }
}

/// <summary>Moments on one side of a bound, in ticks of UTC.</summary>
sealed class DateRangeClause(string field, long bound, bool above, bool inclusive, double score) : Clause(field, score)
{
    public long Bound { get; } = bound;

    public bool Above { get; } = above;

    public bool Inclusive { get; } = inclusive;

    public override bool Accepts(in SearchValue value)
    {
        if (value.Kind != SearchValueKind.Date) return false;
        var ticks = value.Ticks;
        return (Inclusive && ticks == Bound) || (Above ? ticks > Bound : ticks < Bound);
    }
}

/// <summary>Words that a pattern accepts as a whole.</summary>
/// <param name="field">The field.</param>
/// <param name="prefix">What every accepted word begins with; empty when that is not known.</param>
/// <param name="accepts">The pattern.</param>
/// <param name="score">What a match adds.</param>
sealed class PatternClause(string field, string prefix, Func<string, bool> accepts, double score) : Clause(field, score)
{
    public string Prefix { get; } = prefix;

    public bool AcceptsText(string text) => accepts(text);

    public override bool Accepts(in SearchValue value) =>
        value.Kind == SearchValueKind.Text && value.Text.StartsWith(Prefix, StringComparison.Ordinal) && accepts(value.Text);
}

/// <summary>A clause that names no field: it looks at one that no document has.</summary>
sealed class NowhereClause(double score) : Clause("", score)
{
    public override bool Accepts(in SearchValue value) => false;
}
