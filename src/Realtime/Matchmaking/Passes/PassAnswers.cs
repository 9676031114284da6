using KaosNet.Projections.Search;

namespace KaosNet.Realtime.Matchmaking.Passes;

/// <summary>
/// Which tickets of a pass each ticket's query accepts, and whose counts lie within its own. What several tickets ask is worked out once.
/// </summary>
sealed class PassAnswers
{
    /// <summary>Different pairs of counts whose tickets are kept; games have a few.</summary>
    const int CountsMax = 64;

    readonly List<Ticket> _tickets;
    readonly SearchRows _rows;
    readonly RowSet _scratch;
    readonly Asked[] _asked;
    readonly Dictionary<(int Min, int Max), RowSet> _within = [];

    public PassAnswers(List<Ticket> tickets)
    {
        _tickets = tickets;
        _rows = new(tickets.Select(ticket => ticket.Document));
        _scratch = new(tickets.Count);
        _asked = new Asked[tickets.Count];
        var byText = new Dictionary<string, Asked>(StringComparer.Ordinal);
        for (var row = 0; row < _asked.Length; row++)
        {
            var text = tickets[row].Query.Text;
            if (!byText.TryGetValue(text, out var asked)) byText.Add(text, asked = new());
            asked.Times++;
            _asked[row] = asked;
        }
    }

    /// <summary>Makes a set hold the tickets that one accepts and whose counts are within its own.</summary>
    public void Find(Found asking, RowSet found)
    {
        if (FoundOnce(asking) is { } known) found.Copy(known);
        else _rows.Find(asking.Ticket.Query, found);
        found.Keep(Within(asking.Ticket.Search));
    }

    /// <summary>The rows of a set in which they are to be tried: best score first, then oldest first.</summary>
    public IEnumerable<int> InOrder(Found asking, RowSet candidates)
    {
        var query = asking.Ticket.Query;
        if (!SearchRows.Ranks(query))
        {
            for (var row = candidates.NextFrom(0); row >= 0; row = candidates.NextFrom(row + 1)) yield return row;
            yield break;
        }

        if (FoundOnce(asking) is not { } all)
        {
            foreach (var row in _rows.Rank(query, candidates)) yield return row;
            yield break;
        }

        foreach (var row in _asked[asking.Row].Ranked ??= _rows.Rank(query, all))
        {
            if (candidates.Contains(row)) yield return row;
        }
    }

    /// <summary>Whether one ticket's query accepts another ticket.</summary>
    public bool Accepts(Found asking, Found asked) =>
        FoundOnce(asking)?.Contains(asked.Row) ?? asking.Ticket.Query.Matches(asked.Ticket.Document, out _);

    /// <summary>All tickets that a query accepts that more than one ticket has; null for others.</summary>
    RowSet? FoundOnce(Found asking)
    {
        var asked = _asked[asking.Row];
        if (asked.Found is not null || asked.Times == 1) return asked.Found;
        asked.Found = new(_tickets.Count);
        _rows.Find(asking.Ticket.Query, asked.Found);
        return asked.Found;
    }

    RowSet Within(MatchmakerSearch search)
    {
        if (_within.TryGetValue((search.MinCount, search.MaxCount), out var known)) return known;
        var within = _within.Count < CountsMax ? _within[(search.MinCount, search.MaxCount)] = new(_tickets.Count) : _scratch;
        within.Clear();
        for (var row = 0; row < _tickets.Count; row++)
        {
            var theirs = _tickets[row].Search;
            if (theirs.MinCount >= search.MinCount && theirs.MaxCount <= search.MaxCount) within.Add(row);
        }

        return within;
    }

    sealed class Asked
    {
        public int Times { get; set; }

        public RowSet? Found { get; set; }

        public int[]? Ranked { get; set; }
    }
}
