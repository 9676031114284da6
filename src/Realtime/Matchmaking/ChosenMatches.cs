using KaosNet.Realtime.Matchmaking.Passes;
using KaosNet.Realtime.Scripts;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Matchmaking;

/// <summary>
/// Passes whose matches server code chooses (parity matches 2.6). It is told of tickets and names them; a match that names what it was not told of, a ticket
/// twice, or two tickets of one session does not come about, the others of the same answer do. When it fails there are no matches in that pass, and
/// all tickets wait for the next one.
/// </summary>
sealed class ChosenMatches(IMatchmakerFunctions functions, ILogger log)
{
    /// <summary>Tickets that a processor is told of at once; the youngest wait until there are fewer.</summary>
    internal const int TicketsMax = 16_384;

    /// <summary>The matches of one pass, their tickets in the order in which they were named.</summary>
    /// <param name="find">A ticket as its server holds it; null when it ended.</param>
    /// <param name="elapsed">How long the pass has taken so far.</param>
    public async Task<IReadOnlyList<IReadOnlyList<Ticket>>> In(
        TicketPool pool, Func<string, HeldTicket?> find, Func<TimeSpan> elapsed, CancellationToken cancel)
    {
        var known = new Dictionary<string, Ticket>(StringComparer.Ordinal);
        HeldTicket? Held(Ticket ticket)
        {
            known[ticket.Id] = ticket;
            return find(ticket.Id);
        }

        if (functions.Part is MatchmakerPart.Processor)
        {
            HeldTicket[] tickets = [.. pool.Waiting(TicketsMax).Select(Held).OfType<HeldTicket>()];
            return tickets.Length == 0 ? [] : Sound(await functions.Process(tickets, cancel), "processor", known);
        }

        // A match of which a ticket has ended meanwhile is none any more.
        var candidates = pool.Candidates(elapsed).Select(match => match.Select(Held).OfType<HeldTicket>().ToArray() is var held && held.Length == match.Count ? held : null)
            .OfType<HeldTicket[]>().ToArray();
        return candidates.Length == 0 ? [] : Sound(await functions.Override(candidates, cancel), "override", known);
    }

    List<IReadOnlyList<Ticket>> Sound(
        Domain.Kernel.Answer<IReadOnlyList<IReadOnlyList<string>>> answer, string function, Dictionary<string, Ticket> known)
    {
        if (!answer.IsGranted(out var groups, out var fault))
        {
            log.LogError("The matchmaker's {Function} function failed, so nobody is matched in this pass: {Error}", function, fault.Message);
            return [];
        }

        var matches = new List<IReadOnlyList<Ticket>>(groups.Count);
        var used = new HashSet<string>(StringComparer.Ordinal);
        var (bad, first) = (0, "");
        foreach (var group in groups)
        {
            if (group.Count == 0) continue;
            if (ProblemOf(group, known, used) is { } problem)
            {
                if (bad++ == 0) first = problem;
                continue;
            }

            used.UnionWith(group);
            matches.Add([.. group.Distinct(StringComparer.Ordinal).Select(id => known[id])]);
        }

        // One line, however much is wrong.
        if (bad > 0) log.LogError("The matchmaker's {Function} function returned {Bad} matches that cannot be; the first: {Problem}", function, bad, first);
        return matches;
    }

    static string? ProblemOf(IReadOnlyList<string> group, Dictionary<string, Ticket> known, HashSet<string> used)
    {
        var (named, sessions) = (new Dictionary<string, int>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var id in group)
        {
            if (!known.TryGetValue(id, out var ticket)) return $"ticket {Shortened(id)} is none that it was given";
            // A party has one ticket and an entry for each member.
            var times = named[id] = named.GetValueOrDefault(id) + 1;
            if (used.Contains(id) || times > ticket.Members.Count) return $"ticket {id} is matched twice";
            if (times == 1 && !ticket.Members.All(member => sessions.Add(member.SessionId))) return $"ticket {id} is of a player who is in the match already";
        }

        return null;
    }

    static string Shortened(string id) => id.Length > 36 ? id[..36] + "…" : id;
}
