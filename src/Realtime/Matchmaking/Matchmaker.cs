using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Matchmaking.Passes;
using KaosNet.Realtime.Sessions;
using Session = KaosNet.Realtime.Sessions.Session;

namespace KaosNet.Realtime.Matchmaking;

/// <summary>
/// The matchmaker as this server's players see it. It holds the tickets that they began here, until they are matched or end; where tickets meet is
/// <see cref="MatchmakerPasses"/>.
/// </summary>
public sealed class Matchmaker : IMatchmaker, IMatchmakerServer, ISessionWatcher
{
    static readonly Fault TooMany = Fault.InvalidArgument("matchmaker too many tickets");
    static readonly Fault NotAvailable = Fault.InvalidArgument("matchmaker not available");

    readonly MatchmakerRules _rules;
    readonly MatchmakerPasses _passes;
    readonly ClusterMatchmaker _cluster;
    readonly SessionRegistry _sessions;
    readonly NodeName _node;
    readonly TimeProvider _time;

    readonly Lock _gate = new();
    readonly Dictionary<string, Ticket> _tickets = new(StringComparer.Ordinal);
    readonly Dictionary<string, List<Ticket>> _ofSession = new(StringComparer.Ordinal);
    readonly Dictionary<string, List<Ticket>> _ofParty = new(StringComparer.Ordinal);
    bool _isAlone = true;
    volatile bool _isHeard;

    public Matchmaker(
        MatchmakerRules rules, MatchmakerPasses passes, ClusterMatchmaker cluster, SessionRegistry sessions, NodeName node, TimeProvider time)
    {
        (_rules, _passes, _cluster, _sessions, _node, _time) = (rules, passes, cluster, sessions, node, time);
        passes.Hold(node.Name, this, []);
    }

    /// <summary>Figures of the last pass.</summary>
    public MatchmakerFigures Figures { get; private set; } = MatchmakerFigures.None;

    bool IMatchmakerServer.IsElsewhere => false;

    public Answer<string> Add(Session session, MatchmakerSearch search) => Add("", [session.MatchPresence], search);

    public Answer<string> AddParty(string partyId, IReadOnlyList<MatchPresence> members, MatchmakerSearch search) =>
        members.Count == 0 ? NotAvailable : Add(partyId, [.. members], search);

    public bool Remove(Session session, string ticket) =>
        TryEnd(ticket, known => known.PartyId.Length == 0 && known.Members[0].SessionId == session.UserPresence.SessionId);

    public bool RemoveParty(string partyId, string ticket) => TryEnd(ticket, known => known.PartyId.Length > 0 && known.PartyId == partyId);

    public void RemoveAllOf(string partyId)
    {
        Ticket[] tickets;
        lock (_gate) tickets = _ofParty.TryGetValue(partyId, out var found) ? [.. found] : [];
        foreach (var ticket in tickets) TryEnd(ticket.Id, _ => true);
    }

    /// <summary>A session's tickets end the moment it closes.</summary>
    public void Closing(Session session) => EndSession(session.UserPresence.SessionId);

    /// <summary>Turns a pass, if it is this server's to turn.</summary>
    public async Task Pass(CancellationToken cancel = default)
    {
        if (_cluster.IsAlone)
        {
            await _passes.Pass(cancel);
            return;
        }

        if (_cluster.IsFirst) await _cluster.Pass();
        // Nothing was heard since the last time: whoever runs the passes does not know this server.
        if (!Interlocked.Exchange(ref _isHeard, false)) Move(isAlone: false);
    }

    /// <summary>Servers came or went. While there are others all tickets are in the cluster's passes, otherwise in this server's own.</summary>
    public void Move(bool isAlone)
    {
        lock (_gate)
        {
            _isAlone = isAlone;
            // Whoever took some for a match may be gone; whoever is not will find that they cannot be had.
            foreach (var ticket in _tickets.Values.ToArray()) Release(ticket);
            _passes.Hold(_node.Name, this, isAlone ? [.. _tickets.Values.Select(ticket => ticket.Copy())] : []);
            if (!isAlone) _cluster.Enter(_tickets.Values);
        }
    }

    public Task<IReadOnlyCollection<string>> Take(IReadOnlyList<string> tickets)
    {
        List<string> refused = [];
        lock (_gate)
        {
            foreach (var id in tickets)
            {
                if (!_tickets.TryGetValue(id, out var ticket) || !ticket.TryTake()) refused.Add(id);
            }
        }

        return Task.FromResult<IReadOnlyCollection<string>>(refused);
    }

    public Task Release(IReadOnlyList<string> tickets)
    {
        lock (_gate)
        {
            foreach (var id in tickets)
            {
                if (_tickets.TryGetValue(id, out var ticket)) Release(ticket);
            }
        }

        return Task.CompletedTask;
    }

    public Task Tell(FoundMatch match)
    {
        var own = match.Players.Where(player => player.Home == _node.Name).Select(player => player.Ticket).ToHashSet(StringComparer.Ordinal);
        // What is not here any more was told before, or nobody is left to be told.
        lock (_gate) own.RemoveWhere(id => !_tickets.TryGetValue(id, out var ticket) || !Forget(ticket));
        Push(match, own);
        return Task.CompletedTask;
    }

    void Push(FoundMatch match, HashSet<string> own)
    {
        List<MatchmakerUser> users = [.. match.Players.Select(UserOf)];
        List<Exception> failures = [];
        for (var at = 0; at < users.Count; at++)
        {
            var player = match.Players[at];
            if (player.Presence.Node != _node.Name || (player.Home == _node.Name && !own.Contains(player.Ticket))) continue;
            if (!Guid.TryParse(player.Presence.SessionId, out var id) || !_sessions.TryFind(id, out var session)) continue;
            try
            {
                session.Send(Matched(match, player, users, users[at]));
            }
            catch (Exception failure)
            {
                // The others are told all the same.
                failures.Add(failure);
            }
        }

        if (failures.Count > 0) throw new AggregateException(failures);
    }

    static Envelope Matched(FoundMatch match, MatchedPlayer player, List<MatchmakerUser> users, MatchmakerUser self) => new()
    {
        MatchmakerMatched = new()
        {
            Ticket = player.Ticket,
            MatchId = match.MatchId.Length > 0 ? match.MatchId : null,
            Token = match.MatchId.Length > 0 ? null : match.Token,
            Users = users,
            Self = self,
        },
    };

    public Task Tell(MatchmakerFigures figures)
    {
        Figures = figures;
        _isHeard = true;
        return Task.CompletedTask;
    }

    Answer<string> Add(string partyId, MatchPresence[] members, MatchmakerSearch search)
    {
        if (!Ticket.Of(FreshIds.NextText(), partyId, members, search, _time.GetUtcNow()).IsGranted(out var ticket, out var fault)) return fault;
        lock (_gate)
        {
            if (HasTooMany(_ofParty, partyId) || members.Any(member => HasTooMany(_ofSession, member.SessionId))) return TooMany;
            _tickets.Add(ticket.Id, ticket);
            if (partyId.Length > 0) ListOf(_ofParty, partyId).Add(ticket);
            foreach (var member in members) ListOf(_ofSession, member.SessionId).Add(ticket);
            if (_isAlone) _passes.Add(_node.Name, ticket.Copy());
            else _cluster.Add(ticket);
        }

        // Whoever closed before that was not heard of.
        foreach (var member in members) EndIfClosed(member);
        return ticket.HasEnded ? NotAvailable : ticket.Id;
    }

    void EndSession(string sessionId)
    {
        Ticket[] tickets;
        lock (_gate) tickets = _ofSession.TryGetValue(sessionId, out var found) ? [.. found] : [];
        foreach (var ticket in tickets) TryEnd(ticket.Id, _ => true);
    }

    /// <summary>Ends a ticket that still waits; one that is in a match goes when that is told, or does not come about.</summary>
    bool TryEnd(string id, Func<Ticket, bool> allowed)
    {
        lock (_gate)
        {
            if (!_tickets.TryGetValue(id, out var ticket) || !allowed(ticket)) return false;
            if (!ticket.IsWaiting)
            {
                ticket.IsGivenUp = true;
                return false;
            }

            Forget(ticket);
            if (_isAlone) _passes.End(id);
            else _cluster.End(id);
            return true;
        }
    }

    bool Forget(Ticket ticket)
    {
        ticket.End();
        if (ticket.PartyId.Length > 0) RemoveFrom(_ofParty, ticket.PartyId, ticket);
        foreach (var member in ticket.Members) RemoveFrom(_ofSession, member.SessionId, ticket);
        return _tickets.Remove(ticket.Id);
    }

    /// <summary>A ticket that is in no match after all; it may have been given up, or the session of a player have closed, meanwhile.</summary>
    void Release(Ticket ticket)
    {
        ticket.Release();
        if (ticket.IsGivenUp) TryEnd(ticket.Id, _ => true);
        foreach (var member in ticket.Members) EndIfClosed(member);
    }

    void EndIfClosed(MatchPresence member)
    {
        if (member.Node != _node.Name) return;
        var isOpen = Guid.TryParse(member.SessionId, out var id) && _sessions.TryFind(id, out var session) && !session.Closed.IsCancellationRequested;
        if (!isOpen) EndSession(member.SessionId);
    }

    bool HasTooMany(Dictionary<string, List<Ticket>> tickets, string owner) =>
        tickets.TryGetValue(owner, out var held) && held.Count >= _rules.MaxTickets;

    static List<Ticket> ListOf(Dictionary<string, List<Ticket>> tickets, string owner)
    {
        if (!tickets.TryGetValue(owner, out var list)) tickets.Add(owner, list = []);
        return list;
    }

    static void RemoveFrom(Dictionary<string, List<Ticket>> tickets, string owner, Ticket ticket)
    {
        if (tickets.TryGetValue(owner, out var list) && list.Remove(ticket) && list.Count == 0) tickets.Remove(owner);
    }

    static MatchmakerUser UserOf(MatchedPlayer player) => new()
    {
        Presence = new() { UserId = player.Presence.UserId, SessionId = player.Presence.SessionId, Username = player.Presence.Username },
        PartyId = player.PartyId,
        StringProperties = new(player.Search.StringProperties),
        NumericProperties = new(player.Search.NumericProperties),
    };
}
