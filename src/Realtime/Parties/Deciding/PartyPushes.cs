using KaosNet.Protocol.Realtime;

namespace KaosNet.Realtime.Parties.Deciding;

/// <summary>An envelope for some sockets.</summary>
public sealed record PartyPush(IReadOnlyCollection<PartyMember> To, Envelope Envelope);

/// <summary>
/// Whom what happened is told to (parity matches 3.2). Members are told what they have not seen in the party they were shown when they came in, so the
/// same things in the same order give everybody the same view.
/// </summary>
public static class PartyPushes
{
    /// <param name="news">What happened.</param>
    /// <param name="before">The party before.</param>
    /// <param name="after">The party after all of it.</param>
    public static IEnumerable<PartyPush> Of(PartyNews[] news, Party before, Party after) => news.SelectMany(one => Of(one, before, after));

    static IEnumerable<PartyPush> Of(PartyNews news, Party before, Party after)
    {
        var id = after.Key.ToString();
        switch (news)
        {
            case JoinRequested(var who):
                yield return new([after.Leader], new() { PartyJoinRequest = new() { PartyId = id, Presences = [who.Wire] } });
                break;
            case MemberArrived(var who):
                yield return new([who], new() { Party = Shown(after, who) });
                yield return new(after.Members, new() { PartyPresenceEvent = new() { PartyId = id, Joins = [who.Wire] } });
                break;
            case LeaderNamed(var who):
                yield return new(after.Members, new() { PartyLeader = new() { PartyId = id, Presence = who.Wire } });
                break;
            case MemberLeft(var who, var removed):
                yield return new(after.Members, new() { PartyPresenceEvent = new() { PartyId = id, Leaves = [who.Wire] } });
                if (removed) yield return new([who], new() { PartyClose = new() { PartyId = id } });
                break;
            case PartyDescribed(var label, var open, var hidden):
                yield return new(after.Members, new() { PartyUpdate = new() { PartyId = id, Label = label, Open = open, Hidden = hidden } });
                break;
            case PartyEnded(ByLeader: true):
                yield return new(before.Members, new() { PartyClose = new() { PartyId = id } });
                break;
        }
    }

    /// <summary>The party as somebody is shown it who comes in: without label and visibility.</summary>
    static Protocol.Realtime.Party Shown(Party party, PartyMember to) => new()
    {
        PartyId = party.Key.ToString(),
        Open = party.Open,
        MaxSize = party.MaxSize,
        Self = to.Wire,
        Leader = party.Leader.Wire,
        Presences = [.. party.Members.Select(member => member.Wire)],
    };
}
