using System.Diagnostics.CodeAnalysis;

namespace KaosNet.Realtime.Matchmaking.Passes;

/// <summary>
/// All tickets that wait for each other, oldest first, and the passes over them (parity matches 2.3). The same tickets in the same order always give the
/// same matches. Not for several threads at once.
/// </summary>
public sealed class TicketPool(MatchmakerRules rules)
{
    readonly Dictionary<string, Ticket> _tickets = new(StringComparer.Ordinal);
    readonly List<Ticket> _byAge = [];

    /// <summary>How many there are.</summary>
    public int Count => _tickets.Count;

    /// <summary>How many of them still search; the others can only be found.</summary>
    public int ActiveCount => _byAge.Count(IsActive);

    /// <summary>The one that has waited for longest, or null.</summary>
    public Ticket? Oldest => _byAge is [var first, ..] ? first : null;

    /// <summary>Takes a ticket in. One that is there already stays as it is.</summary>
    public void Add(Ticket ticket)
    {
        if (!_tickets.TryAdd(ticket.Id, ticket)) return;
        var at = _byAge.Count;
        // Nearly always the youngest; behind those of its own moment.
        while (at > 0 && _byAge[at - 1].CreatedAt > ticket.CreatedAt) at--;
        _byAge.Insert(at, ticket);
    }

    /// <summary>A ticket by its id.</summary>
    public bool TryFind(string id, [NotNullWhen(true)] out Ticket? ticket) => _tickets.TryGetValue(id, out ticket);

    /// <summary>Forgets the tickets that ended or were matched. Each is asked once: it may end while this looks at them.</summary>
    public void Sweep() => _byAge.RemoveAll(ticket => !ticket.IsWaiting && _tickets.Remove(ticket.Id));

    /// <summary>
    /// One pass: every ticket that still searches and is in no match yet looks for others. The tickets of the matches are found tickets first, the one that
    /// searched last; they stay here, waiting, until they are taken.
    /// </summary>
    /// <param name="elapsed">How long the pass has taken so far.</param>
    public IReadOnlyList<IReadOnlyList<Ticket>> Pass(Func<TimeSpan> elapsed)
    {
        Sweep();
        return _byAge.Exists(IsActive) ? new TicketPass(rules, _byAge, elapsed).Run() : [];
    }

    /// <summary>
    /// One pass that finds what matches there could be, for server code to choose from: the same ticket in many of them. Their tickets are in the order of
    /// <see cref="Pass"/>.
    /// </summary>
    /// <param name="elapsed">How long the pass has taken so far.</param>
    public IReadOnlyList<IReadOnlyList<Ticket>> Candidates(Func<TimeSpan> elapsed)
    {
        Sweep();
        return _byAge.Exists(IsActive) ? new CandidatePass(rules, _byAge, elapsed).Run() : [];
    }

    /// <summary>The oldest tickets that wait, oldest first.</summary>
    public IReadOnlyList<Ticket> Waiting(int most)
    {
        Sweep();
        return _byAge.GetRange(0, Math.Min(most, _byAge.Count));
    }

    /// <summary>Whether a ticket still searches.</summary>
    internal bool IsActive(Ticket ticket) => IsActive(ticket, rules);

    internal static bool IsActive(Ticket ticket, MatchmakerRules rules) =>
        ticket.Passes == 0 || (ticket.Passes < rules.MaxIntervals && ticket.Search.MinCount != ticket.Search.MaxCount);
}
