using System.Globalization;
using System.Text;
using System.Text.Json;
using KaosNet.Protocol.Realtime;
using KaosNet.Simulation.Tests.Realtime.Checking;

namespace KaosNet.Simulation.Tests.Realtime.Playing;

/// <content>What a socket hears, and what of it is wrong whatever else happens.</content>
public sealed partial class Seat
{
    readonly Dictionary<string, List<Stay>> _stays = [];
    readonly Dictionary<string, List<(List<UserPresence> Joins, List<UserPresence> Leaves)>> _early = [];
    readonly HashSet<int> _heard = [];
    readonly Dictionary<(string Place, string Speaker), int> _last = [];

    /// <summary>Tickets of the player's that are in the matchmaker, for all that the player knows.</summary>
    public List<string> Tickets { get; } = [];

    /// <summary>Matches that the matchmaker found.</summary>
    public List<MatchmakerMatched> Found { get; } = [];

    public bool WasToldOfSingleSocket { get; private set; }

    /// <summary>A look at what was heard so far, while nothing is heard.</summary>
    public T Look<T>(Func<Seat, T> look)
    {
        lock (_gate) return look(this);
    }

    public bool HasHeard(int utterance) => _heard.Contains(utterance);

    public IEnumerable<Stay> Stays => _stays.Values.SelectMany(stays => stays);

    /// <summary>Where the session is and does not leave.</summary>
    public List<Stay> Places(Func<string, bool> which) => Look(seat => seat.Stays.Where(stay => stay.IsCurrent && which(stay.Place)).ToList());

    public Stay? In(string place) => Look(seat => seat.Current(place));

    public void BeginsToLeave(string place)
    {
        lock (_gate)
        {
            if (Current(place) is { } stay) stay.LeaveAsked = _ledger.Now();
        }
    }

    public void HasLeft(string place)
    {
        lock (_gate)
        {
            foreach (var stay in _stays.GetValueOrDefault(place, []))
                if (!stay.IsOver) stay.Left = _ledger.Now();
        }
    }

    Stay? Current(string place) => _stays.TryGetValue(place, out var stays) && stays[^1] is { IsOver: false } stay ? stay : null;

    void HearAnswer(Envelope answer, Request request)
    {
        switch (answer.Message)
        {
            case Channel channel: Enter(channel.Id, channel.Presences, request.IsHidden ? null : channel.Self, request); break;
            case Match match: Enter(match.MatchId, match.Presences, match.Self, request); break;
            case Party party: EnterParty(party); break;
            case MatchmakerTicket added when !Found.Exists(found => found.Ticket == added.Ticket): Tickets.Add(added.Ticket); break;
            case Status status:
                foreach (var user in request.Users!) Enter("status:" + user, status.Presences.Where(presence => presence.UserId == user), null, request);
                break;
        }

        _early.Clear();
    }

    void HearPush(Envelope push)
    {
        switch (push.Message)
        {
            case ChannelPresenceEvent change: HearChange(change.ChannelId, change.Joins, change.Leaves); break;
            case MatchPresenceEvent change: HearChange(change.MatchId, change.Joins, change.Leaves); break;
            case PartyPresenceEvent change: HearChange(change.PartyId, change.Joins, change.Leaves); break;
            case StatusPresenceEvent change:
                foreach (var user in change.Joins.Concat(change.Leaves).Select(presence => presence.UserId).Distinct())
                    HearChange("status:" + user, change.Joins.FindAll(one => one.UserId == user), change.Leaves.FindAll(one => one.UserId == user));
                break;
            case Protocol.Api.ChannelMessage message when message.Code is null or 0: HearUtterance(message.ChannelId, NumberIn(message.Content), null); break;
            case Protocol.Api.ChannelMessage message when !_stays.ContainsKey(message.ChannelId) && _pending is null:
                _ledger.Violated($"{this} heard of a change in {message.ChannelId}, where it has never been");
                break;
            case MatchData data when data.OpCode == Arena.Said:
                HearUtterance(data.MatchId, int.Parse(Encoding.UTF8.GetString(data.Data), CultureInfo.InvariantCulture), data.Presence?.SessionId);
                break;
            case PartyData data:
                HearUtterance(data.PartyId, int.Parse(Encoding.UTF8.GetString(data.Data), CultureInfo.InvariantCulture), data.Presence?.SessionId);
                break;
            case Party party: EnterParty(party); break;
            case PartyLeader leader: if (Current(leader.PartyId) is { } led) led.Leader = leader.Presence!.SessionId; break;
            case PartyJoinRequest asked: Current(asked.PartyId)?.Requests.AddRange(asked.Presences); break;
            case PartyClose closed: HasLeft(closed.PartyId); break;
            case MatchmakerMatched matched: HearMatched(matched); break;
            case Notifications told when told.Entries.Any(one => one.Code == -7): WasToldOfSingleSocket = true; break;
            case Error error: _ledger.Count($"  unasked: {error.Code} {error.Message}"); break;
        }
    }

    /// <summary>The answer says who was there at some moment; what was told of comings and goings since the question is newer or will be told again.</summary>
    void Enter(string place, IEnumerable<UserPresence> there, UserPresence? self, Request request)
    {
        if (Current(place) is null) Begin(new(place, _ledger.Now(), request.IsHidden) { IsKept = request.IsKept });
        var stay = Current(place)!;
        foreach (var presence in there) stay.See(presence);
        if (self is not null) stay.See(self);
        stay.Told.Add($"answer: {string.Join(' ', there.Select(one => one.SessionId[..8]))}, early {_early.GetValueOrDefault(place, []).Count}");
        foreach (var (joins, leaves) in _early.GetValueOrDefault(place, [])) stay.Hear(joins, leaves);
    }

    void EnterParty(Party party)
    {
        if (Current(party.PartyId) is null) Begin(new(party.PartyId, _ledger.Now(), IsHidden: false));
        var stay = Current(party.PartyId)!;
        stay.Seen.Clear();
        stay.Told.Add($"party: {string.Join(' ', party.Presences.Select(one => one.SessionId[..8]))}, early {_early.GetValueOrDefault(party.PartyId, []).Count}");
        foreach (var presence in party.Presences) stay.See(presence);
        if (party.Self is { } self) stay.See(self);
        stay.Leader = party.Leader?.SessionId ?? "";
        stay.MaxSize = party.MaxSize;
        foreach (var (joins, leaves) in _early.GetValueOrDefault(party.PartyId, [])) stay.Hear(joins, leaves);
        if (party.Presences.Count > party.MaxSize) _ledger.Violated($"{this}: party {party.PartyId} of at most {party.MaxSize} has {party.Presences.Count} members");
    }

    void Begin(Stay stay)
    {
        if (!_stays.TryGetValue(stay.Place, out var stays)) _stays[stay.Place] = stays = [];
        stays.Add(stay);
    }

    void HearChange(string place, List<UserPresence> joins, List<UserPresence> leaves)
    {
        if (Current(place) is { } stay)
        {
            stay.Hear(joins, leaves);
            if (stay.MaxSize > 0 && stay.Seen.Count > stay.MaxSize) _ledger.Violated($"{this}: party {place} of at most {stay.MaxSize} has {stay.Seen.Count} members");
            return;
        }

        // On the way out the last events may still come; before the answer they count.
        if (_pending is null) return;
        if (!_early.TryGetValue(place, out var changes)) _early[place] = changes = [];
        changes.Add((joins, leaves));
    }

    /// <param name="place">Where it was heard.</param>
    /// <param name="id">What.</param>
    /// <param name="speaker">The session, where the message names it.</param>
    void HearUtterance(string place, int id, string? speaker)
    {
        if (_ledger.Find(id) is not { } said)
        {
            _ledger.Violated($"{this} heard {id} in {place}, which nobody said");
            return;
        }

        if (said.Place != place) _ledger.Violated($"{this} heard {id} in {place}, but it was said in {said.Place}");
        if (speaker is not null && speaker != said.Speaker) _ledger.Violated($"{this} heard {id} of {speaker}, but {said.Speaker} said it");
        if (said.To.Count > 0 && !said.To.Contains(SessionId)) _ledger.Violated($"{this} heard {id}, which was not meant for it");
        var stays = _stays.GetValueOrDefault(place, []);
        if (_pending is null && !stays.Exists(stay => said.Begun < stay.Left))
            _ledger.Violated($"{this} heard {id} in {place}, where it was not when it was said");
        if (!_heard.Add(id)) _ledger.Violated($"{this} heard {id} in {place} twice");
        if (_last.TryGetValue((place, said.Speaker), out var last) && last > id) _ledger.Violated($"{this} heard {id} of {said.Speaker} in {place} after {last}");
        _last[(place, said.Speaker)] = id;
    }

    void HearMatched(MatchmakerMatched matched)
    {
        if (!Tickets.Remove(matched.Ticket) && _pending is null && !Player.World.Matchmaking.IsOfParty(matched.Ticket))
            _ledger.Violated($"{this} was matched by ticket {matched.Ticket}, which it does not have");
        Found.Add(matched);
        Player.World.Matchmaking.Told(this, matched);
    }

    static int NumberIn(string content) => JsonDocument.Parse(content).RootElement.GetProperty("said").GetInt32();
}
