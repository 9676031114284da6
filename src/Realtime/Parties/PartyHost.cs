using System.Collections.Concurrent;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Matchmaking;
using KaosNet.Realtime.Parties.Deciding;
using KaosNet.Realtime.Parties.Listing;
using KaosNet.Realtime.Presence;
using Party = KaosNet.Realtime.Parties.Deciding.Party;

namespace KaosNet.Realtime.Parties;

/// <summary>
/// The parties that were made on this server. Each changes under its own lock, and what its members are told goes out under it too, so that everybody hears
/// everything in the one order in which it happened.
/// </summary>
public sealed class PartyHost(PartyAudience audience, PartyIndex index, NodeName node, TimeProvider time, IMatchmaker? matchmaker = null)
{
    readonly ConcurrentDictionary<Guid, RunningParty> _parties = new();

    /// <summary>Parties that live now.</summary>
    public int Count => _parties.Count;

    /// <summary>A party as it is now, or null.</summary>
    public Party? Find(PartyKey key) => key.Node == node.Name && _parties.TryGetValue(key.Id, out var running) ? running.Party : null;

    /// <summary>Begins a party with its creator as the leader. False when the creator's socket is closing.</summary>
    public bool Create(PartyMember creator, PartyCreate wish, out Party party)
    {
        party = Party.Begin(new(FreshIds.Next(), node.Name), creator, wish, time.GetUtcNow());
        var running = new RunningParty(party);
        _parties[party.Key.Id] = running;
        index.Put(party);
        if (audience.TrackHere(creator, party.Key) != Tracking.Refused) return true;
        End(running);
        return false;
    }

    /// <summary>Comes into an open party or asks to be let into a closed one.</summary>
    public async ValueTask<Answer<Done>> Join(PartyKey key, PartyMember who)
    {
        var decided = Decide(key, party => JoinParty.Decide(party, who), out var running);
        if (decided.Fault is { } refusal) return refusal;
        if (decided.Value.Any(one => one is JoinRequested)) return Done.Value;
        if (await Fetch(running!, who)) return Done.Value;
        return Fault.Internal("Error tracking party join");
    }

    /// <summary>The leader lets somebody in.</summary>
    public async ValueTask<Answer<Done>> Accept(PartyKey key, PartyMember by, UserPresence whom)
    {
        var decided = Decide(key, party => AcceptJoinRequest.Decide(party, by, whom), out var running);
        if (decided.Fault is { } refusal) return refusal;
        var who = decided.Value.OfType<JoinRequestAnswered>().Single().Who;
        return await Fetch(running!, who) ? Done.Value : PartyFaults.CouldNotAccept;
    }

    /// <summary>The leader puts a member out or turns a request down.</summary>
    public Answer<Done> Remove(PartyKey key, PartyMember by, UserPresence whom)
    {
        var decided = Decide(key, party => RemoveFromParty.Decide(party, by, whom), out _);
        if (decided.Fault is { } refusal) return refusal;
        if (decided.Value.OfType<MemberLeft>().FirstOrDefault() is { } left) audience.Untrack(left.Who, key);
        return Done.Value;
    }

    public Answer<Done> Promote(PartyKey key, PartyMember by, UserPresence whom) =>
        AsDone(Decide(key, party => PromoteMember.Decide(party, by, whom), out _));

    public Answer<Done> Describe(PartyKey key, PartyMember by, PartyUpdate wish) =>
        AsDone(Decide(key, party => DescribeParty.Decide(party, by, wish.Label, wish.Open, wish.Hidden), out _));

    public Answer<Done> Close(PartyKey key, PartyMember by) => AsDone(Decide(key, party => CloseParty.Decide(party, by), out _));

    /// <summary>A member leaves of their own will. What their server says of its sockets comes later and finds it done.</summary>
    public void Leave(PartyKey key, PartyMember who) => Decide(key, party => LeaveParty.Decide(party, who), out _);

    /// <summary>Who waits to be let in; for the leader.</summary>
    public Answer<IReadOnlyList<PartyMember>> Requests(PartyKey key, PartyMember by)
    {
        if (Find(key) is not { } party) return PartyFaults.NotFound;
        if (!party.IsLedBy(by)) return PartyFaults.LeaderOnly;
        return Answer(party.Requests);

        static Answer<IReadOnlyList<PartyMember>> Answer(IReadOnlyList<PartyMember> requests) => new List<PartyMember>(requests);
    }

    /// <summary>Takes data from a member to all others.</summary>
    public Answer<Done> Send(PartyKey key, PartyMember from, PartyDataSend data)
    {
        if (Running(key) is not { } running) return PartyFaults.NotFound;
        lock (running.Gate)
        {
            var party = running.Party;
            if (party.IsOver) return PartyFaults.Closed;
            if (!party.HasMember(from) && !party.IsAwaiting(from)) return PartyFaults.NotMember;
            running.WasActive = true;
            var envelope = new Envelope
            {
                PartyData = new() { PartyId = data.PartyId, Presence = from.Wire, OpCode = data.OpCode, Data = data.Data },
            };
            audience.Send(new(party.Members, envelope), except: from);
            return Done.Value;
        }
    }

    /// <summary>Begins a search for opponents with everybody in the party; all others are told the ticket.</summary>
    public Answer<string> Search(PartyKey key, PartyMember by, MatchmakerSearch search)
    {
        if (Running(key) is not { } running) return PartyFaults.NotFound;
        lock (running.Gate)
        {
            var party = running.Party;
            if (party.IsOver) return PartyFaults.Closed;
            if (!party.IsLedBy(by)) return PartyFaults.LeaderOnly;
            if (matchmaker is null) return Fault.Unavailable("matchmaker not available");
            running.WasActive = true;
            var members = party.Everybody.Select(who => new MatchPresence(who.UserId, who.SessionId, who.Username, who.Node)).ToArray();
            var added = matchmaker.AddParty(key.ToString(), members, search);
            if (!added.IsGranted(out var ticket, out var refusal)) return refusal;
            audience.Send(new(party.Members, new() { PartyMatchmakerTicket = new() { PartyId = key.ToString(), Ticket = ticket } }), except: by);
            return ticket;
        }
    }

    /// <summary>Ends a search of the party.</summary>
    public Answer<Done> EndSearch(PartyKey key, PartyMember by, string ticket)
    {
        if (Running(key) is not { } running) return PartyFaults.NotFound;
        lock (running.Gate)
        {
            if (running.Party.IsOver) return PartyFaults.Closed;
            if (!running.Party.IsLedBy(by)) return PartyFaults.LeaderOnly;
            running.WasActive = true;
            if (matchmaker?.RemoveParty(key.ToString(), ticket) is true) return Done.Value;
            return Fault.NotFound("matchmaker ticket not found");
        }
    }

    /// <summary>Sockets came to the party's stream or left it, wherever they are; told by their servers in the order in which it happened.</summary>
    public void Presences(PartyKey key, IReadOnlyList<PartyMember> joins, IReadOnlyList<PartyMember> leaves)
    {
        foreach (var who in leaves) Decide(key, party => LeaveParty.Decide(party, who), out _);
        foreach (var who in joins) Decide(key, party => ArriveAtParty.Decide(party, who), out _);
    }

    /// <summary>
    /// Closes parties that nobody is in and nothing has happened in since the last time, and takes those out whose sockets are gone without word of it.
    /// </summary>
    public void Sweep()
    {
        foreach (var running in _parties.Values)
        {
            lock (running.Gate)
            {
                var (party, wasActive) = (running.Party, running.WasActive);
                foreach (var who in party.Members)
                    if (who.Node == node.Name && !audience.IsHere(who, party.Key)) Leave(party.Key, who);
                foreach (var who in party.Arriving)
                {
                    if (who.Node != node.Name) continue;
                    if (audience.IsHere(who, party.Key)) Presences(party.Key, [who], []);
                    else if (!wasActive) Decide(party.Key, now => MissParty.Decide(now, who), out _);
                }

                running.WasActive = false;
                if (!wasActive && !running.Party.Everybody.Any() && !audience.IsAnybodyHere(party.Key)) End(running);
            }
        }
    }

    /// <summary>Takes everybody out whose server is gone.</summary>
    public void Lose(string goneNode)
    {
        foreach (var running in _parties.Values)
            foreach (var who in running.Party.Everybody.ToArray())
            {
                if (who.Node != goneNode) continue;
                Decide(running.Party.Key, party => MissParty.Decide(party, who), out _);
                Leave(running.Party.Key, who);
            }
    }

    /// <summary>Has somebody with a place brought in by their server. Those who are there already are in at once.</summary>
    async ValueTask<bool> Fetch(RunningParty running, PartyMember who)
    {
        var key = running.Party.Key;
        var tracked = await audience.Track(who, key);
        if (tracked == Tracking.WasThere) Decide(key, party => ArriveAtParty.Decide(party, who), out _);
        else if (tracked == Tracking.Refused) Decide(key, party => MissParty.Decide(party, who), out _);
        else if (Find(key) is null) audience.Untrack(who, key);
        return tracked != Tracking.Refused;
    }

    Answer<PartyNews[]> Decide(PartyKey key, Func<Party, Answer<PartyNews[]>> decide, out RunningParty? running)
    {
        running = Running(key);
        if (running is null) return PartyFaults.NotFound;
        lock (running.Gate)
        {
            var before = running.Party;
            var decided = decide(before);
            if (!decided.IsGranted(out var news, out _) || news.Length == 0) return decided;
            running.WasActive = true;
            var after = news.Aggregate(before, Party.Evolve);
            running.Party = after;
            foreach (var push in PartyPushes.Of(news, before, after)) audience.Send(push);
            foreach (var one in news)
            {
                if (one is SearchesGivenUp) matchmaker?.RemoveAllOf(key.ToString());
                if (one is PartyDescribed) index.Put(after);
                if (one is PartyEnded) Forget(before);
            }

            return decided;
        }
    }

    void End(RunningParty running)
    {
        lock (running.Gate)
        {
            var before = running.Party;
            running.Party = Party.Evolve(before, new PartyEnded(ByLeader: false));
            matchmaker?.RemoveAllOf(before.Key.ToString());
            Forget(before);
        }
    }

    void Forget(Party party)
    {
        _parties.TryRemove(party.Key.Id, out _);
        index.Remove(party.Key.Id);
        audience.End(party);
    }

    RunningParty? Running(PartyKey key) => key.Node == node.Name ? _parties.GetValueOrDefault(key.Id) : null;

    static Answer<Done> AsDone(Answer<PartyNews[]> decided) => decided.Fault is { } refusal ? refusal : Done.Value;

    sealed class RunningParty(Party party)
    {
        volatile Party _party = party;

        public Lock Gate { get; } = new();

        /// <summary>Changed under the gate, read by anybody.</summary>
        public Party Party
        {
            get => _party;
            set => _party = value;
        }

        /// <summary>Whether anything has happened since the last sweep.</summary>
        public bool WasActive { get; set; } = true;
    }
}
