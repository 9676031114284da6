namespace KaosNet.Realtime.Parties.Deciding;

/// <summary>What happened in a party, in the order in which it can. Parties live in memory only, so none of it is stored.</summary>
public abstract record PartyNews;

/// <summary>A player asked to be let into a closed party.</summary>
public sealed record JoinRequested(PartyMember Who) : PartyNews;

/// <summary>The request was accepted, or turned down.</summary>
public sealed record JoinRequestAnswered(PartyMember Who) : PartyNews;

/// <summary>A place is kept for somebody on the way in.</summary>
public sealed record PlaceReserved(PartyMember Who) : PartyNews;

/// <summary>They did not come, or were there already.</summary>
public sealed record PlaceReleased(PartyMember Who) : PartyNews;

/// <summary>They are in.</summary>
public sealed record MemberArrived(PartyMember Who) : PartyNews;

/// <summary>Somebody is the leader now.</summary>
public sealed record LeaderNamed(PartyMember Who) : PartyNews;

/// <summary>A member is in no longer.</summary>
/// <param name="Who">The member.</param>
/// <param name="Removed">Whether the leader wanted it so.</param>
public sealed record MemberLeft(PartyMember Who, bool Removed) : PartyNews;

/// <summary>The leader described the party anew.</summary>
/// <param name="Label">A JSON object as it was sent, or empty.</param>
/// <param name="Open">Whether players come in without asking.</param>
/// <param name="Hidden">Whether players' lists leave the party out.</param>
public sealed record PartyDescribed(string Label, bool Open, bool Hidden) : PartyNews;

/// <summary>The party is not what its matchmaker tickets say any more: they go, and nobody is told.</summary>
public sealed record SearchesGivenUp : PartyNews;

/// <summary>The party is over.</summary>
/// <param name="ByLeader">Because the leader wanted it so; otherwise nobody is left.</param>
public sealed record PartyEnded(bool ByLeader) : PartyNews;
