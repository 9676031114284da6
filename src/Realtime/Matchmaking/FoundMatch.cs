using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matchmaking.Passes;

namespace KaosNet.Realtime.Matchmaking;

/// <summary>Players who were found for each other, and where they meet.</summary>
/// <param name="MatchId">The match that server code made for them; empty for none.</param>
/// <param name="Token">The way into a relayed match of their own; empty when there is a match id.</param>
/// <param name="Players">All of them, in the order in which they are told; those of the ticket that searched last.</param>
public sealed record FoundMatch(string MatchId, string Token, IReadOnlyList<MatchedPlayer> Players);

/// <summary>One of the players found.</summary>
/// <param name="Ticket">The ticket of the search.</param>
/// <param name="Home">The server that holds the ticket.</param>
/// <param name="PartyId">The party's id; empty for a player alone.</param>
/// <param name="Presence">The player.</param>
/// <param name="Search">What was searched for; its properties are told.</param>
public sealed record MatchedPlayer(string Ticket, string Home, string PartyId, MatchPresence Presence, MatchmakerSearch Search);

/// <summary>What a player's or a party's ticket is on its way between servers.</summary>
/// <param name="Home">The server that holds it.</param>
/// <param name="Ticket">The ticket.</param>
public sealed record HeldTicket(string Home, Ticket Ticket)
{
    /// <summary>Its players, as those of a match.</summary>
    public IEnumerable<MatchedPlayer> Players => Ticket.Members.Select(member => new MatchedPlayer(Ticket.Id, Home, Ticket.PartyId, member, Ticket.Search));
}

/// <summary>How busy the matchmaker was at the end of its last pass.</summary>
/// <param name="Tickets">Tickets that wait.</param>
/// <param name="Oldest">When the oldest of them began; null when there is none.</param>
/// <param name="Completions">Of the last players who were matched: when they began to search, and when that was over.</param>
public sealed record MatchmakerFigures(int Tickets, DateTimeOffset? Oldest, IReadOnlyList<(DateTimeOffset Began, DateTimeOffset Over)> Completions)
{
    /// <summary>Players in <see cref="Completions"/> at most.</summary>
    public const int CompletionsMax = 10;

    /// <summary>Before the first pass.</summary>
    public static readonly MatchmakerFigures None = new(0, null, []);
}
