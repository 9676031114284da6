namespace KaosNet.Realtime.Parties.Deciding;

/// <summary>A member leaves, or their connection broke.</summary>
public static class LeaveParty
{
    public static PartyNews[] Decide(Party party, PartyMember who)
    {
        if (party.IsOver) return [];
        if (party.HasMember(who)) return [new SearchesGivenUp(), .. Succession.After(party, who), new MemberLeft(who, Removed: false)];
        // A party that nobody can be in ends with its leader.
        return party.MaxSize == 0 && party.IsLedBy(who) ? [new PartyEnded(ByLeader: false)] : [];
    }
}

/// <summary>Who leads when somebody is gone: whoever has been there longest, and when nobody is left it is over.</summary>
static class Succession
{
    public static PartyNews[] After(Party party, PartyMember gone)
    {
        foreach (var next in party.Everybody)
        {
            if (next != gone) return party.IsLedBy(gone) ? [new LeaderNamed(next)] : [];
        }

        return [new PartyEnded(ByLeader: false)];
    }
}
