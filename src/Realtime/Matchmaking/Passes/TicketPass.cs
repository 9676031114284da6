using System.Runtime.InteropServices;
using KaosNet.Projections.Search;

namespace KaosNet.Realtime.Matchmaking.Passes;

/// <summary>A ticket and its place among all tickets of a pass, oldest first.</summary>
[StructLayout(LayoutKind.Auto)]
readonly record struct Found(int Row, Ticket Ticket);

/// <summary>One pass over all tickets (parity matches 2.3).</summary>
sealed class TicketPass
{
    /// <summary>Matches that one search fills side by side; candidates that fit none of them are passed over.</summary>
    const int PartialMax = 64;

    readonly MatchmakerRules _rules;
    readonly List<Ticket> _tickets;
    readonly Func<TimeSpan> _elapsed;
    readonly PassAnswers _answers;
    readonly RowSet _free;
    readonly RowSet _candidates;
    readonly int _largest;
    readonly HashSet<string> _severalTickets;
    readonly List<PartialMatch> _partial = [];
    readonly List<IReadOnlyList<Ticket>> _matches = [];
    bool _mutual;

    public TicketPass(MatchmakerRules rules, List<Ticket> tickets, Func<TimeSpan> elapsed)
    {
        (_rules, _tickets, _elapsed) = (rules, tickets, elapsed);
        _mutual = rules.RevPrecision;
        _answers = new(tickets);
        _candidates = new(tickets.Count);
        _free = new(tickets.Count);
        _free.Fill();
        _largest = tickets.Max(ticket => ticket.Members.Count);
        _severalTickets = SessionsOfSeveral(tickets);
    }

    public IReadOnlyList<IReadOnlyList<Ticket>> Run()
    {
        for (var row = 0; row < _tickets.Count; row++)
        {
            if (_free.Contains(row) && TicketPool.IsActive(_tickets[row], _rules)) Search(new(row, _tickets[row]));
        }

        return _matches;
    }

    void Search(Found searcher)
    {
        var (row, ticket) = searcher;
        var search = ticket.Search;
        ticket.Passes++;
        if (!ticket.IsWaiting) return;
        // A pass that takes too long goes on with the simple rule.
        if (_mutual && _rules.RevThreshold > 0 && _elapsed() > _rules.Interval * _rules.RevThreshold) _mutual = false;

        var isLast = !TicketPool.IsActive(ticket, _rules);
        _answers.Find(searcher, _candidates);
        _candidates.Keep(_free);
        _candidates.Remove(row);
        var most = ticket.Members.Count + ((long)_candidates.Count * _largest);
        if (most < (isLast ? search.MinCount : search.MaxCount)) return;

        _partial.Clear();
        PartialMatch? ofFinal = null;
        foreach (var candidate in _answers.InOrder(searcher, _candidates))
        {
            ofFinal = Place(searcher, new(candidate, _tickets[candidate]));
            if (ofFinal?.Players == search.MaxCount && TryAccept(searcher, ofFinal)) return;
        }

        if (!isLast) return;
        // Fewer will do now. The one that took the final candidate goes first, as in the reference, which looks at no other.
        if (ofFinal is not null && TryAccept(searcher, ofFinal)) return;
        foreach (var partial in _partial)
        {
            if (partial != ofFinal && TryAccept(searcher, partial)) return;
        }
    }

    /// <summary>Puts a candidate into the first match where it fits, or into a new one; null when there is none for it.</summary>
    PartialMatch? Place(Found searcher, Found candidate)
    {
        var ticket = candidate.Ticket;
        if (!ticket.IsWaiting || (ticket.PartyId.Length > 0 && ticket.PartyId == searcher.Ticket.PartyId)) return null;
        if (ShareSession(searcher.Ticket, ticket) || (_mutual && !_answers.Accepts(candidate, searcher))) return null;
        foreach (var partial in _partial)
        {
            if (!partial.Fits(ticket) || !SuitsAll(partial, candidate)) continue;
            partial.Add(candidate);
            return partial;
        }

        var opened = new PartialMatch(searcher.Ticket);
        if (_partial.Count == PartialMax || !opened.Fits(ticket)) return null;
        opened.Add(candidate);
        _partial.Add(opened);
        return opened;
    }

    bool SuitsAll(PartialMatch partial, Found candidate)
    {
        var mayShare = MayShare(candidate.Ticket);
        if (!mayShare && !_mutual) return true;
        foreach (var member in partial.Tickets)
        {
            if (mayShare && member.Ticket.SharesSessionWith(candidate.Ticket)) return false;
            if (_mutual && !(_answers.Accepts(member, candidate) && _answers.Accepts(candidate, member))) return false;
        }

        return true;
    }

    bool TryAccept(Found searcher, PartialMatch partial)
    {
        if (partial.Complete() is not { } match) return false;
        var matched = match.ToHashSet();
        foreach (var found in partial.Tickets)
        {
            if (matched.Contains(found.Ticket)) _free.Remove(found.Row);
        }

        _free.Remove(searcher.Row);
        _matches.Add(match);
        return true;
    }

    bool ShareSession(Ticket one, Ticket other) => MayShare(one) && one.SharesSessionWith(other);

    bool MayShare(Ticket ticket)
    {
        foreach (var member in ticket.Members)
        {
            if (_severalTickets.Contains(member.SessionId)) return true;
        }

        return false;
    }

    /// <summary>Sessions with more than one ticket; most have one, and need not be compared.</summary>
    static HashSet<string> SessionsOfSeveral(List<Ticket> tickets)
    {
        HashSet<string> seen = new(tickets.Count, StringComparer.Ordinal), several = new(StringComparer.Ordinal);
        foreach (var ticket in tickets)
        {
            foreach (var member in ticket.Members)
            {
                if (!seen.Add(member.SessionId)) several.Add(member.SessionId);
            }
        }

        return several;
    }
}
