using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matchmaking;
using KaosNet.Realtime.Matchmaking.Passes;

namespace KaosNet.Realtime.Tests.Matchmaking;

/// <summary>A pool whose passes are called by hand; players have one letter or more, and a session of that name.</summary>
sealed class TestPool(MatchmakerRules? rules = null)
{
    static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    int _tickets;

    public TicketPool Pool { get; } = new(rules ?? new());

    /// <summary>How long a pass says it has taken.</summary>
    public TimeSpan Elapsed { get; set; }

    /// <summary>A search of the players given, whose number is the party's size; each begins a second after the one before.</summary>
    public Ticket Add(
        string players, int min = 2, int max = 2, string query = "*", int multiple = 1, (string, string)[]? texts = null, (string, double)[]? numbers = null)
    {
        var names = players.Split(' ');
        var search = MatchmakerSearch.Of(
            min, max, multiple, query, texts?.ToDictionary(entry => entry.Item1, entry => entry.Item2), numbers?.ToDictionary(entry => entry.Item1, entry => entry.Item2)).Value;
        var party = names.Length > 1 ? $"party-{names[0]}" : "";
        var ticket = Ticket.Of($"t{++_tickets}", party, [.. names.Select(Presence)], search, Start.AddSeconds(_tickets)).Value;
        Pool.Add(ticket);
        return ticket;
    }

    /// <summary>One pass. The players of each match in the order in which they are told; they are taken out.</summary>
    public IReadOnlyList<string> Pass()
    {
        var matches = Pool.Pass(() => Elapsed);
        foreach (var ticket in matches.SelectMany(match => match)) ticket.TryTake().ShouldBeTrue();
        return [.. matches.Select(match => string.Join(' ', match.SelectMany(ticket => ticket.Members).Select(member => member.Username)))];
    }

    public static MatchPresence Presence(string name) => new($"user-{name}", $"session-{name}", name, "node1");
}
