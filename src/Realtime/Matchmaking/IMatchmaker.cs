using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Sessions;

namespace KaosNet.Realtime.Matchmaking;

/// <summary>
/// Finds players for each other (parity matches 2). Tickets are in memory only and end by a match, by removal, or with the session of any of their
/// players; nobody is told of that. None of these calls waits for anything.
/// </summary>
public interface IMatchmaker
{
    /// <summary>
    /// Begins a player's search. Answers the ticket's id. Refused for a malformed query, too many tickets of the session, or a session that is
    /// closing; clients are told <c>Error adding to matchmaker</c>, whatever it was.
    /// </summary>
    Answer<string> Add(Session session, MatchmakerSearch search);

    /// <summary>
    /// Begins a party's search, for <c>party_matchmaker_add</c>: its members stay together and are as many players as they are. Counts were checked
    /// by <see cref="MatchmakerSearch.Of"/>, whose refusal is the client's answer as it is; that the caller leads the party was checked too. The
    /// refusal of this one (<c>matchmaker query invalid</c>, <c>matchmaker duplicate session</c>, <c>matchmaker too many tickets</c>) goes after the
    /// prefix <c>Error adding party to matchmaker: </c>, with code 3. The ticket ends by itself when the socket of a member on this node closes;
    /// any other change of the party is to be told by <see cref="RemoveAllOf"/>.
    /// </summary>
    /// <param name="partyId">The party's id with its node, as clients know it.</param>
    /// <param name="members">Everybody in the party now, on whatever node.</param>
    /// <param name="search">What they look for.</param>
    /// <returns>The ticket's id.</returns>
    Answer<string> AddParty(string partyId, IReadOnlyList<MatchPresence> members, MatchmakerSearch search);

    /// <summary>Ends a search that the session began for itself. False when there is no such ticket, or it is a party's or another's.</summary>
    bool Remove(Session session, string ticket);

    /// <summary>Ends a search of a party, for <c>party_matchmaker_remove</c>. False (<c>matchmaker ticket not found</c>) when it has no such ticket.</summary>
    bool RemoveParty(string partyId, string ticket);

    /// <summary>Ends all searches of a party: somebody came or went, or it was closed.</summary>
    void RemoveAllOf(string partyId);
}
