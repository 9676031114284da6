using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matchmaking;
using KaosNet.Realtime.Matchmaking.Passes;

namespace KaosNet.Realtime.Cluster;

/// <summary>A search on its way between servers.</summary>
[GenerateSerializer, Alias("kaosnet.matchmaker.search")]
public sealed record SearchPaper(
    [property: Id(0)] int MinCount, [property: Id(1)] int MaxCount, [property: Id(2)] int CountMultiple, [property: Id(3)] string Query,
    [property: Id(4)] Dictionary<string, string> Strings, [property: Id(5)] Dictionary<string, double> Numbers)
{
    public static SearchPaper Of(MatchmakerSearch search) => new(
        search.MinCount, search.MaxCount, search.CountMultiple, search.Query, new(search.StringProperties), new(search.NumericProperties));

    public MatchmakerSearch Read() => MatchmakerSearch.Of(MinCount, MaxCount, CountMultiple, Query, Strings, Numbers).Value;
}

/// <summary>A player on their way between servers.</summary>
[GenerateSerializer, Alias("kaosnet.matchmaker.player")]
public sealed record PlayerPaper([property: Id(0)] string UserId, [property: Id(1)] string SessionId, [property: Id(2)] string Username, [property: Id(3)] string Node)
{
    public static PlayerPaper Of(MatchPresence presence) => new(presence.UserId, presence.SessionId, presence.Username, presence.Node);

    public MatchPresence Read() => new(UserId, SessionId, Username, Node);
}

/// <summary>A ticket on its way between servers.</summary>
[GenerateSerializer, Alias("kaosnet.matchmaker.ticket")]
public sealed record TicketPaper(
    [property: Id(0)] string Id, [property: Id(1)] string PartyId, [property: Id(2)] PlayerPaper[] Members, [property: Id(3)] SearchPaper Search,
    [property: Id(4)] DateTimeOffset CreatedAt)
{
    public static TicketPaper Of(Ticket ticket) => new(
        ticket.Id, ticket.PartyId, [.. ticket.Members.Select(PlayerPaper.Of)], SearchPaper.Of(ticket.Search), ticket.CreatedAt);

    public Ticket Read() => Ticket.Of(Id, PartyId, [.. Members.Select(member => member.Read())], Search.Read(), CreatedAt).Value;
}

/// <summary>A player of a found match on their way between servers.</summary>
[GenerateSerializer, Alias("kaosnet.matchmaker.matched")]
public sealed record MatchedPaper(
    [property: Id(0)] string Ticket, [property: Id(1)] string Home, [property: Id(2)] string PartyId, [property: Id(3)] PlayerPaper Player,
    [property: Id(4)] SearchPaper Search)
{
    public static MatchedPaper Of(MatchedPlayer player) => new(
        player.Ticket, player.Home, player.PartyId, PlayerPaper.Of(player.Presence), SearchPaper.Of(player.Search));

    public MatchedPlayer Read() => new(Ticket, Home, PartyId, Player.Read(), Search.Read());
}

/// <summary>A found match on its way between servers.</summary>
[GenerateSerializer, Alias("kaosnet.matchmaker.found")]
public sealed record FoundPaper([property: Id(0)] string MatchId, [property: Id(1)] string Token, [property: Id(2)] MatchedPaper[] Players)
{
    public static FoundPaper Of(FoundMatch match) => new(match.MatchId, match.Token, [.. match.Players.Select(MatchedPaper.Of)]);

    public FoundMatch Read() => new(MatchId, Token, [.. Players.Select(player => player.Read())]);
}

/// <summary>The figures of a pass on their way between servers; the completions by turns when they began and were over.</summary>
[GenerateSerializer, Alias("kaosnet.matchmaker.figures")]
public sealed record FiguresPaper([property: Id(0)] int Tickets, [property: Id(1)] DateTimeOffset? Oldest, [property: Id(2)] DateTimeOffset[] Completions)
{
    public static FiguresPaper Of(MatchmakerFigures figures) => new(
        figures.Tickets, figures.Oldest, [.. figures.Completions.SelectMany(completion => new[] { completion.Began, completion.Over })]);

    public MatchmakerFigures Read() => new(Tickets, Oldest, [.. Completions.Chunk(2).Select(pair => (pair[0], pair[1]))]);
}
