using System.Collections.Concurrent;
using KaosNet.Protocol.Realtime;
using KaosNet.Simulation.Tests.Realtime.Playing;

namespace KaosNet.Simulation.Tests.Realtime.Checking;

/// <summary>A search for opponents, as whoever began it knows it.</summary>
/// <param name="Begun">Before it was asked for.</param>
public sealed record Search(string Ticket, Seat Seat, int Min, int Max, int Multiple, long Begun)
{
    /// <summary>The party that searches; null for a player alone.</summary>
    public string? Party { get; init; }

    /// <summary>When its end was acknowledged.</summary>
    public long RemovedAt { get; set; } = long.MaxValue;
}

/// <summary>All searches, and the matches that came of them.</summary>
public sealed class MatchmakingBook(Ledger ledger)
{
    readonly ConcurrentDictionary<string, Search> _searches = new();
    readonly ConcurrentDictionary<string, ConcurrentBag<(Seat Seat, MatchmakerMatched Told)>> _found = new();

    public int FoundCount => _found.Count;

    public void Added(Search search) => _searches[search.Ticket] = search;

    public void Removed(string ticket) => _searches[ticket].RemovedAt = ledger.Now();

    /// <summary>Whether the ticket is not the player's own, for all that is known: a party's members may be told before its leader is answered.</summary>
    public bool IsOfParty(string ticket) => !_searches.TryGetValue(ticket, out var search) || search.Party is not null;

    public void Told(Seat seat, MatchmakerMatched matched) => _found.GetOrAdd(matched.Token ?? matched.MatchId ?? "", _ => []).Add((seat, matched));

    /// <summary>No ticket is used twice, nobody plays with who was gone, and every match is as large as each of its searches wished.</summary>
    public void Check()
    {
        var used = new HashSet<string>();
        foreach (var (token, told) in _found)
        {
            var tickets = told.Select(one => one.Told.Ticket).ToHashSet();
            foreach (var ticket in tickets)
                if (!used.Add(ticket)) ledger.Violated($"Ticket {ticket} was matched twice");
            if (told.GroupBy(one => one.Seat).FirstOrDefault(seat => seat.Count() > 1) is { } twice) ledger.Violated($"{twice.Key} was told of {token} twice");
            var sets = told.Select(one => string.Join(' ', one.Told.Users.Select(user => user.Presence!.SessionId).Order(StringComparer.Ordinal))).ToHashSet();
            if (sets.Count != 1) ledger.Violated($"Of {token} different players were told: {string.Join(" / ", sets)}");

            var users = told.First().Told.Users;
            if (users.Select(user => user.Presence!.SessionId).Distinct().Count() != users.Count) ledger.Violated($"Somebody is in {token} twice");
            var searches = tickets.Select(ticket => _searches.GetValueOrDefault(ticket)).OfType<Search>().ToList();
            foreach (var search in searches)
            {
                if (users.Count < search.Min || users.Count > search.Max || users.Count % search.Multiple != 0)
                    ledger.Violated($"{token} has {users.Count} players, {search} wanted others");
                foreach (var other in searches)
                    if (other.Begun > search.RemovedAt) ledger.Violated($"{other} was matched with {search}, which was given up before");
            }
        }
    }

    /// <summary>Nobody is matched with a session that was gone before.</summary>
    public void CheckGone(IReadOnlyDictionary<string, Seat> seats)
    {
        foreach (var (token, told) in _found)
        {
            var latest = told.Select(one => _searches.GetValueOrDefault(one.Told.Ticket)?.Begun ?? 0).Max();
            foreach (var user in told.First().Told.Users)
                if (seats.TryGetValue(user.Presence!.SessionId, out var seat) && seat.GoneAt < latest) ledger.Violated($"{seat} is in {token} and was gone before its last search began");
        }
    }
}
