using System.Globalization;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Projections.Search;

namespace KaosNet.Realtime.Matchmaking.Passes;

/// <summary>A search that goes on: one player's, or a party's, whose members stay together.</summary>
public sealed class Ticket
{
    const int Waiting = 0, Taken = 1, Ended = 2;

    int _state;

    Ticket(string id, string partyId, IReadOnlyList<MatchPresence> members, MatchmakerSearch search, SearchQuery query, DateTimeOffset createdAt)
    {
        (Id, PartyId, Members, Search, Query, CreatedAt) = (id, partyId, members, search, query, createdAt);
        Document = DocumentOf(this);
    }

    Ticket(Ticket other)
    {
        (Id, PartyId, Members, Search, Query, CreatedAt) = (other.Id, other.PartyId, other.Members, other.Search, other.Query, other.CreatedAt);
        Document = other.Document;
    }

    /// <summary>A version-4 UUID.</summary>
    public string Id { get; }

    /// <summary>The party's id; empty for a player alone.</summary>
    public string PartyId { get; }

    /// <summary>Who searches.</summary>
    public IReadOnlyList<MatchPresence> Members { get; }

    /// <summary>What is searched for.</summary>
    public MatchmakerSearch Search { get; }

    /// <summary>When the search began.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>Whom the searchers accept.</summary>
    public SearchQuery Query { get; }

    /// <summary>What others' queries are asked of.</summary>
    public SearchDocument Document { get; }

    /// <summary>Passes in which it searched.</summary>
    public int Passes { get; internal set; }

    /// <summary>Set when it was to end while it was in a match: should that not come about, nobody searches any more. Belongs to its holder and its lock.</summary>
    internal bool IsGivenUp { get; set; }

    /// <summary>Whether it is in no match yet and has not ended.</summary>
    public bool IsWaiting => Volatile.Read(ref _state) == Waiting;

    /// <summary>Whether it is over, so that it must not be kept.</summary>
    public bool HasEnded => Volatile.Read(ref _state) == Ended;

    /// <summary>A ticket, or why there is none: <c>matchmaker query invalid</c> or <c>matchmaker duplicate session</c>.</summary>
    public static Answer<Ticket> Of(string id, string partyId, IReadOnlyList<MatchPresence> members, MatchmakerSearch search, DateTimeOffset createdAt)
    {
        if (!SearchQuery.Parse(search.Query).IsGranted(out var query, out _)) return Fault.InvalidArgument("matchmaker query invalid");
        if (members.Count > 1 && members.DistinctBy(member => member.SessionId, StringComparer.Ordinal).Count() < members.Count)
            return Fault.InvalidArgument("matchmaker duplicate session");
        return new Ticket(id, partyId, members, search, query, createdAt);
    }

    /// <summary>The same search with a state of its own: its holder and those who run the passes have one each.</summary>
    public Ticket Copy() => new(this);

    /// <summary>Puts it into a match. False when it is in one already or has ended; so it never is in two.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    /// <summary>Takes it out of a match that did not come about.</summary>
    public void Release() => Interlocked.CompareExchange(ref _state, Waiting, Taken);

    /// <summary>Ends it, whether it is in a match or not.</summary>
    public void End() => Interlocked.Exchange(ref _state, Ended);

    /// <summary>Whether a session is in both.</summary>
    internal bool SharesSessionWith(Ticket other)
    {
        foreach (var member in Members)
        {
            foreach (var theirs in other.Members)
            {
                if (string.Equals(member.SessionId, theirs.SessionId, StringComparison.Ordinal)) return true;
            }
        }

        return false;
    }

    static SearchDocument DocumentOf(Ticket ticket)
    {
        var document = new SearchDocumentBuilder()
            .Add("ticket", SearchValue.OfText(ticket.Id))
            .Add("min_count", SearchValue.OfNumber(ticket.Search.MinCount))
            .Add("max_count", SearchValue.OfNumber(ticket.Search.MaxCount))
            .Add("created_at", SearchValue.OfNumber(NanosecondsOf(ticket.CreatedAt)));
        if (ticket.PartyId.Length > 0) document.Add("party_id", SearchValue.OfText(ticket.PartyId));
        foreach (var (name, text) in ticket.Search.StringProperties)
        {
            if (!ticket.Search.NumericProperties.ContainsKey(name)) document.Add("properties." + name, SearchValue.Read(text));
        }

        foreach (var (name, number) in ticket.Search.NumericProperties)
        {
            if (double.IsFinite(number)) document.Add("properties." + name, SearchValue.OfNumber(number));
        }

        return document.Build();
    }

    static double NanosecondsOf(DateTimeOffset moment) => (double)(moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Id} ({Members.Count})");
}
