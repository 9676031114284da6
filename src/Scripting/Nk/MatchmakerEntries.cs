using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Matchmaking;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>What the matchmaker calls in modules.</summary>
internal enum MatchmakerCallback
{
    Matched,
    Override,
    Processor,
}

/// <summary>
/// Players of the matchmaker as scripts see them, one table each, and the matches that scripts make of them: lists of such tables, of which only the ticket is
/// looked at, or of tickets' ids.
/// </summary>
internal static class MatchmakerEntries
{
    /// <summary>Entries in an answer beyond those that a function was given.</summary>
    private const int Surplus = 1024;

    private const string InvalidResult = "Unexpected return type from runtime matchmaker function, must be a table of tables of entries.";

    /// <summary>Pushes a list of players.</summary>
    public static void Push(LuaStack values, IReadOnlyList<MatchedPlayer> players)
    {
        values.PushTable(players.Count);
        for (var at = 0; at < players.Count; at++)
        {
            PushPlayer(values, players[at]);
            values.SetItem(at + 1);
        }
    }

    /// <summary>Pushes a list of the tickets' players, with what matches can be made by. Answers how many there are.</summary>
    public static int Push(LuaStack values, IReadOnlyList<HeldTicket> tickets)
    {
        var entries = 0;
        values.PushTable(tickets.Count);
        foreach (var ticket in tickets) entries = PushTicket(values, ticket, entries);
        return entries;
    }

    /// <summary>Pushes a list of matches, each a list of players. A player's table is the same one in all of them. Answers how many entries they have.</summary>
    public static int Push(LuaStack values, IReadOnlyList<IReadOnlyList<HeldTicket>> matches)
    {
        var (entries, players) = (0, 0);
        var starts = new Dictionary<string, int>(StringComparer.Ordinal);
        values.PushTable(matches.Count);
        var list = values.Count;
        values.PushTable();
        var all = values.Count;
        foreach (var ticket in matches.SelectMany(match => match))
        {
            if (starts.TryAdd(ticket.Ticket.Id, players + 1)) players = PushTicket(values, ticket, players);
        }

        values.PushCopy(list);
        for (var match = 0; match < matches.Count; match++)
        {
            values.PushTable(matches[match].Count);
            var place = 0;
            foreach (var ticket in matches[match])
            {
                for (var member = 0; member < ticket.Ticket.Members.Count; member++)
                {
                    values.PushItem(all, starts[ticket.Ticket.Id] + member);
                    values.SetItem(++place);
                }
            }

            entries += place;
            values.SetItem(match + 1);
        }

        values.Pop(2);
        return entries;
    }

    /// <summary>The tickets of the matches that a function returned; the last value counts, and nothing is none.</summary>
    /// <param name="given">Entries that the function was given.</param>
    public static Answer<IReadOnlyList<IReadOnlyList<string>>> Read(LuaStack results, int given)
    {
        if (results.Count == 0 || results.IsNil(-1)) return Array.Empty<IReadOnlyList<string>>();
        var (list, group, entry) = (results.Count, results.Count + 1, results.Count + 2);
        if (results.Kind(list) != LuaKind.Table) return Fault.Internal(InvalidResult);
        var matches = new List<IReadOnlyList<string>>();
        // A script may name the same large table over and over; what is read of it has a bound.
        var left = (2L * given) + Surplus;
        for (var match = 1L; match <= results.Length(list); match++)
        {
            if (--left < 0) return Fault.Internal("The runtime matchmaker function returned more entries than it was given.");
            if (results.PushItem(list, match) != LuaKind.Table) return Fault.Internal(InvalidResult);
            // An entry where a match should be.
            if (results.PushField(group, "ticket"u8) != LuaKind.Nil) return Fault.Internal(InvalidResult);
            results.Pop();
            var tickets = new List<string>();
            for (var at = 1L; at <= results.Length(group); at++)
            {
                if (--left < 0) return Fault.Internal("The runtime matchmaker function returned more entries than it was given.");
                if (results.PushItem(group, at) == LuaKind.Table) results.PushField(entry, "ticket"u8);
                if (results.Kind(-1) != LuaKind.Text) return Fault.Internal(InvalidResult);
                tickets.Add(results.Text(-1)!);
                results.Pop(results.Count - group);
            }

            results.Pop();
            matches.Add(tickets);
        }

        return matches;
    }

    private static int PushTicket(LuaStack values, HeldTicket ticket, int at)
    {
        foreach (var player in ticket.Players)
        {
            PushPlayer(values, player);
            values.SetField("ticket"u8, ticket.Ticket.Id);
            values.SetField("create_time"u8, ticket.Ticket.CreatedAt.ToUnixTimeSeconds());
            values.SetField("min_count"u8, (long)player.Search.MinCount);
            values.SetField("max_count"u8, (long)player.Search.MaxCount);
            values.SetField("count_multiple"u8, (long)player.Search.CountMultiple);
            values.SetField("query"u8, player.Search.Query);
            values.SetItem(++at);
        }

        return at;
    }

    private static void PushPlayer(LuaStack values, MatchedPlayer player)
    {
        values.PushTable(0, 3);
        values.PushTable(0, 4);
        values.SetField("user_id"u8, player.Presence.UserId);
        values.SetField("session_id"u8, player.Presence.SessionId);
        values.SetField("username"u8, player.Presence.Username);
        values.SetField("node"u8, player.Presence.Node);
        values.SetField("presence"u8);
        PushProperties(values, player.Search);
        values.SetField("properties"u8);
        if (player.PartyId.Length > 0) values.SetField("party_id"u8, player.PartyId);
    }

    private static void PushProperties(LuaStack values, MatchmakerSearch search)
    {
        values.PushTable(0, search.StringProperties.Count + search.NumericProperties.Count);
        foreach (var (name, text) in search.StringProperties)
        {
            values.Push(name);
            values.Push(text);
            values.SetPair();
        }

        foreach (var (name, number) in search.NumericProperties)
        {
            values.Push(name);
            values.Push(number);
            values.SetPair();
        }
    }
}
