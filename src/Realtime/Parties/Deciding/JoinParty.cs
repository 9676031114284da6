using KaosNet.Domain.Kernel;

namespace KaosNet.Realtime.Parties.Deciding;

/// <summary>A player wants in: comes into an open party at once, asks to be let into a closed one.</summary>
public static class JoinParty
{
    public static Answer<PartyNews[]> Decide(Party party, PartyMember who)
    {
        if (party.IsOver) return PartyFaults.Closed;
        if (party.IsFull) return PartyFaults.Full;
        if (party.Open)
        {
            return party.HasMember(who) || party.IsAwaiting(who)
                ? (PartyNews[])[new SearchesGivenUp()]
                : (PartyNews[])[new SearchesGivenUp(), new PlaceReserved(who)];
        }

        if (party.Requests.Length >= party.MaxSize) return PartyFaults.RequestsFull;
        // Who is a member already may ask all the same, as the reference has it.
        if (party.Requests.Any(request => request.UserId == who.UserId)) return PartyFaults.RequestDuplicate;
        return (PartyNews[])[new JoinRequested(who)];
    }
}

/// <summary>The socket of somebody is on the party's stream now.</summary>
public static class ArriveAtParty
{
    public static PartyNews[] Decide(Party party, PartyMember who)
    {
        if (party.IsOver) return [];
        if (party.HasMember(who)) return [];
        if (party.IsAwaiting(who)) return [new MemberArrived(who)];
        // Server code put them there, or they come back faster than the news of their leaving.
        return party.IsFull ? [] : [new SearchesGivenUp(), new MemberArrived(who)];
    }
}

/// <summary>Somebody whose place is kept does not come.</summary>
public static class MissParty
{
    public static PartyNews[] Decide(Party party, PartyMember who)
    {
        if (party.IsOver || !party.IsAwaiting(who)) return [];
        return [new SearchesGivenUp(), new PlaceReleased(who), .. Succession.After(party, who)];
    }
}
