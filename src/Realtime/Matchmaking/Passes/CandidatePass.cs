using System.Runtime.InteropServices;
using KaosNet.Projections.Search;

namespace KaosNet.Realtime.Matchmaking.Passes;

/// <summary>
/// One pass that finds all matches that are possible instead of the best ones, for server code to choose from (parity matches 2.6). The same tickets may be
/// in many of them. What there may be of them grows beyond measure with the tickets, so it is bounded, larger matches and better candidates first.
/// </summary>
sealed class CandidatePass
{
    /// <summary>Matches in all.</summary>
    internal const int MatchesMax = 8192;

    /// <summary>Matches around one ticket.</summary>
    internal const int MatchesOfOneMax = 256;

    /// <summary>Candidates that are looked at for one ticket.</summary>
    const int CandidatesMax = 256;

    /// <summary>Candidates that are tried in one place or another, for one ticket and in all.</summary>
    const int StepsOfOneMax = 16_384, StepsMax = 2_000_000;

    readonly MatchmakerRules _rules;
    readonly List<Ticket> _tickets;
    readonly Func<TimeSpan> _elapsed;
    readonly PassAnswers _answers;
    readonly RowSet _accepted;
    readonly bool[] _mayWait;
    readonly List<Found> _candidates = [];
    readonly List<Found> _chosen = [];
    readonly HashSet<string> _known = new(StringComparer.Ordinal);
    readonly List<IReadOnlyList<Ticket>> _matches = [];
    bool _mutual;
    int _steps;

    public CandidatePass(MatchmakerRules rules, List<Ticket> tickets, Func<TimeSpan> elapsed)
    {
        (_rules, _tickets, _elapsed) = (rules, tickets, elapsed);
        _mutual = rules.RevPrecision;
        _answers = new(tickets);
        _accepted = new(tickets.Count);
        _mayWait = [.. tickets.Select(ticket => ticket.Passes + 1 < rules.MaxIntervals && ticket.Search.MinCount != ticket.Search.MaxCount)];
    }

    public IReadOnlyList<IReadOnlyList<Ticket>> Run()
    {
        for (var row = 0; row < _tickets.Count; row++)
        {
            // Who is not looked at any more searches in the next pass.
            if (_matches.Count >= MatchesMax || _steps >= StepsMax) break;
            if (TicketPool.IsActive(_tickets[row], _rules)) Search(new(row, _tickets[row]));
        }

        return _matches;
    }

    void Search(Found searcher)
    {
        var search = searcher.Ticket.Search;
        searcher.Ticket.Passes++;
        if (!searcher.Ticket.IsWaiting) return;
        if (_mutual && _rules.RevThreshold > 0 && _elapsed() > _rules.Interval * _rules.RevThreshold) _mutual = false;

        FindCandidates(searcher);
        // A client may say that it takes billions.
        var most = Math.Min(search.MaxCount, searcher.Ticket.Members.Count + _candidates.Sum(candidate => candidate.Ticket.Members.Count));
        var (smallest, largest) = (Math.Max(search.MinCount, searcher.Ticket.Members.Count), most - (most % search.CountMultiple));
        if (largest < smallest) return;
        var sizes = ((largest - smallest) / search.CountMultiple) + 1;
        var (stepsEnd, matchesEnd) = (Math.Min(_steps + StepsOfOneMax, StepsMax), Math.Min(_matches.Count + MatchesOfOneMax, MatchesMax));
        for (var players = largest; sizes > 0; players -= search.CountMultiple, sizes--)
        {
            var limits = new Limits(_steps + ((stepsEnd - _steps) / sizes), _matches.Count + ((matchesEnd - _matches.Count + sizes - 1) / sizes));
            _chosen.Clear();
            Fill(searcher, players, players - searcher.Ticket.Members.Count, 0, limits);
        }
    }

    void FindCandidates(Found searcher)
    {
        _candidates.Clear();
        _answers.Find(searcher, _accepted);
        _accepted.Remove(searcher.Row);
        foreach (var row in _answers.InOrder(searcher, _accepted))
        {
            var candidate = new Found(row, _tickets[row]);
            if (!GoTogether(searcher, candidate)) continue;
            _candidates.Add(candidate);
            if (_candidates.Count == CandidatesMax) return;
        }
    }

    /// <summary>Adds candidates from one on until there are as many players as are missing, in all ways there are.</summary>
    void Fill(Found searcher, int players, int missing, int from, Limits limits)
    {
        if (missing == 0)
        {
            if (_chosen.Count > 0) Take(searcher);
            return;
        }

        for (var at = from; at < _candidates.Count; at++)
        {
            if (_steps >= limits.Steps || _matches.Count >= limits.Matches) return;
            _steps++;
            var candidate = _candidates[at];
            if (candidate.Ticket.Members.Count > missing || !Suits(candidate, players)) continue;
            if (!_chosen.TrueForAll(member => GoTogether(member, candidate))) continue;
            _chosen.Add(candidate);
            Fill(searcher, players, missing - candidate.Ticket.Members.Count, at + 1, limits);
            _chosen.RemoveAt(_chosen.Count - 1);
        }
    }

    /// <summary>A candidate that would have liked more players is left to wait for them while it may.</summary>
    bool Suits(Found candidate, int players) =>
        candidate.Ticket.Search.Suits(players) && (players == candidate.Ticket.Search.MaxCount || !_mayWait[candidate.Row]);

    bool GoTogether(Found one, Found other)
    {
        if (!other.Ticket.IsWaiting || (one.Ticket.PartyId.Length > 0 && one.Ticket.PartyId == other.Ticket.PartyId)) return false;
        if (one.Ticket.SharesSessionWith(other.Ticket)) return false;
        return !_mutual || (_answers.Accepts(one, other) && _answers.Accepts(other, one));
    }

    /// <summary>What several tickets find is one match.</summary>
    void Take(Found searcher)
    {
        if (!_known.Add(string.Join(',', _chosen.Append(searcher).Select(found => found.Row).Order()))) return;
        _matches.Add([.. _chosen.Select(found => found.Ticket), searcher.Ticket]);
    }

    [StructLayout(LayoutKind.Auto)]
    readonly record struct Limits(int Steps, int Matches);
}
