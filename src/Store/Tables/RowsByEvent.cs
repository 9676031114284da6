namespace KaosNet.Store.Tables;

/// <summary>The rows of a state that some events can have changed.</summary>
abstract class RowsByEvent<TState, TRow>
{
    /// <summary>Whether all of the events tell which rows they touch; then those rows, as they were and as they are.</summary>
    public abstract bool Select(string id, TState before, TState after, IEnumerable<object> events, List<TRow> were, List<TRow> are);
}

/// <summary>Rows that are named by a <typeparamref name="TPart"/> within their state.</summary>
sealed class RowsByEvent<TState, TRow, TPart>(Func<object, IEnumerable<TPart>?> touched, Func<string, TState, TPart, TRow?> row)
    : RowsByEvent<TState, TRow>
    where TPart : notnull
{
    public override bool Select(string id, TState before, TState after, IEnumerable<object> events, List<TRow> were, List<TRow> are)
    {
        var parts = new HashSet<TPart>();
        foreach (var happened in events)
        {
            if (touched(happened) is not { } some) return false;
            parts.UnionWith(some);
        }

        foreach (var part in parts)
        {
            if (row(id, before, part) is { } was) were.Add(was);
            if (row(id, after, part) is { } @is) are.Add(@is);
        }

        return true;
    }
}
