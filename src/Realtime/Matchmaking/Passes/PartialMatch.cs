namespace KaosNet.Realtime.Matchmaking.Passes;

/// <summary>A match that is being filled around the ticket that searches.</summary>
sealed class PartialMatch(Ticket searcher)
{
    /// <summary>Those found, in the order in which they were.</summary>
    public List<Found> Tickets { get; } = [];

    /// <summary>Players, those who search included.</summary>
    public int Players { get; private set; } = searcher.Members.Count;

    /// <summary>The most players that suit everybody in it.</summary>
    public int MaxCount { get; private set; } = searcher.Search.MaxCount;

    /// <summary>Whether there is room for a ticket.</summary>
    public bool Fits(Ticket ticket) => Players + ticket.Members.Count <= Math.Min(MaxCount, ticket.Search.MaxCount);

    public void Add(Found found)
    {
        Tickets.Add(found);
        Players += found.Ticket.Members.Count;
        MaxCount = Math.Min(MaxCount, found.Ticket.Search.MaxCount);
    }

    /// <summary>
    /// The tickets of a match that suits everybody, the searcher last; null when there is none. What is more than a multiple of players is left out: the
    /// youngest tickets that add up to it.
    /// </summary>
    public IReadOnlyList<Ticket>? Complete()
    {
        var surplus = Players % searcher.Search.CountMultiple;
        List<Ticket> tickets = [.. Tickets.Select(found => found.Ticket)];
        if (surplus > 0 && !TryLeaveOut(tickets, surplus)) return null;
        tickets.Add(searcher);
        var players = Players - surplus;
        return tickets.TrueForAll(ticket => ticket.Search.Suits(players)) ? tickets : null;
    }

    /// <summary>From the youngest on: the first way to each sum of players uses none older than it must.</summary>
    bool TryLeaveOut(List<Ticket> tickets, int surplus)
    {
        var lastOf = new int[surplus + 1];
        Array.Fill(lastOf, -1);
        int[] youngestFirst = [.. Enumerable.Range(0, tickets.Count).OrderByDescending(at => Tickets[at].Row)];
        foreach (var at in youngestFirst)
        {
            var players = tickets[at].Members.Count;
            for (var sum = surplus; sum >= players; sum--)
            {
                if (lastOf[sum] < 0 && (sum == players || lastOf[sum - players] >= 0)) lastOf[sum] = at;
            }

            if (lastOf[surplus] >= 0) break;
        }

        if (lastOf[surplus] < 0) return false;
        HashSet<int> leaving = [];
        for (var sum = surplus; sum > 0; sum -= tickets[lastOf[sum]].Members.Count) leaving.Add(lastOf[sum]);
        var kept = tickets.Where((_, at) => !leaving.Contains(at)).ToArray();
        tickets.Clear();
        tickets.AddRange(kept);
        return true;
    }
}
