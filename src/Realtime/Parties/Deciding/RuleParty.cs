using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Realtime;

namespace KaosNet.Realtime.Parties.Deciding;

/// <summary>The leader makes another member the leader.</summary>
public static class PromoteMember
{
    public static Answer<PartyNews[]> Decide(Party party, PartyMember by, UserPresence whom)
    {
        if (party.IsOver) return PartyFaults.Closed;
        if (!party.IsLedBy(by)) return PartyFaults.LeaderOnly;
        return party.Members.FirstOrDefault(member => member.IsMeantBy(whom)) is { } member
            ? (PartyNews[])[new LeaderNamed(member)]
            : PartyFaults.NotMember;
    }
}

/// <summary>The leader lets a player in who has asked; their place is kept until they are there.</summary>
public static class AcceptJoinRequest
{
    public static Answer<PartyNews[]> Decide(Party party, PartyMember by, UserPresence whom)
    {
        if (party.IsOver) return PartyFaults.Closed;
        if (!party.IsLedBy(by)) return PartyFaults.LeaderOnly;
        if (party.Requests.FirstOrDefault(request => request.IsMeantBy(whom)) is not { } request) return PartyFaults.RequestNotFound;
        if (party.IsFull) return PartyFaults.Full;
        PartyNews[] answered = [new SearchesGivenUp(), new JoinRequestAnswered(request)];
        return party.IsAwaiting(request) || party.HasMember(request) ? answered : (PartyNews[])[.. answered, new PlaceReserved(request)];
    }
}

/// <summary>The leader puts a member out, or turns a request down.</summary>
public static class RemoveFromParty
{
    public static Answer<PartyNews[]> Decide(Party party, PartyMember by, UserPresence whom)
    {
        if (party.IsOver) return PartyFaults.Closed;
        if (!party.IsLedBy(by)) return PartyFaults.LeaderOnly;
        if (by.IsMeantBy(whom)) return PartyFaults.CannotRemoveSelf;
        if (party.Members.FirstOrDefault(member => member.IsMeantBy(whom)) is { } member)
            return (PartyNews[])[new SearchesGivenUp(), new MemberLeft(member, Removed: true)];
        return party.Requests.FirstOrDefault(request => request.IsMeantBy(whom)) is { } request
            ? (PartyNews[])[new JoinRequestAnswered(request)]
            : PartyFaults.NotMember;
    }
}

/// <summary>The leader ends the party.</summary>
public static class CloseParty
{
    public static Answer<PartyNews[]> Decide(Party party, PartyMember by)
    {
        if (party.IsOver) return PartyFaults.Closed;
        return party.IsLedBy(by) ? (PartyNews[])[new SearchesGivenUp(), new PartyEnded(ByLeader: true)] : PartyFaults.LeaderOnly;
    }
}
