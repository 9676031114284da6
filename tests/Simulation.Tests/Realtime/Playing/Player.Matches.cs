using KaosNet.Simulation.Tests.Realtime.Checking;

namespace KaosNet.Simulation.Tests.Realtime.Playing;

/// <content>Relayed and authoritative matches, and looking for opponents.</content>
public sealed partial class Player
{
    async Task CreateRelayed(Seat seat)
    {
        var name = _chance.Next(2) == 0 ? $"match {quarter.Number}.{_chance.Next(3)}" : "";
        var answer = await seat.Ask(new() { MatchCreate = new() { Name = name } });
        if (answer?.Match is { } match) quarter.Relayed.Add(match.MatchId);
    }

    async Task JoinRelayed(Seat seat)
    {
        if (OneOf(quarter.Relayed) is not { } match || seat.In(match) is not null) return;
        await seat.Ask(new() { MatchJoin = new() { MatchId = match } });
    }

    async Task SendRelayed(Seat seat)
    {
        if (OneOf(seat.Places(IsRelayed)) is not { } stay) return;
        var to = _chance.Next(3) > 0 ? [] : seat.Look(_ => stay.Seen.Take(2).Select(session => stay.Presences[session]).ToList());
        for (var i = _chance.Next(1, 4); i > 0; i--)
        {
            var said = world.Ledger.Utter(stay.Place, seat.SessionId, [.. to.Select(presence => presence.SessionId)]);
            said.IsCertain = await seat.Tell(new()
            {
                MatchDataSend = new() { MatchId = stay.Place, OpCode = Arena.Said, Data = Bytes(said.Id), Presences = to, Reliable = true },
            });
        }
    }

    async Task LeaveMatch(Seat seat)
    {
        if (OneOf(seat.Places(place => IsRelayed(place) || IsArena(place))) is not { } stay) return;
        seat.BeginsToLeave(stay.Place);
        if (await seat.Ask(new() { MatchLeave = new() { MatchId = stay.Place } }) is { Error: null }) seat.HasLeft(stay.Place);
    }

    async Task OpenArena(Seat seat)
    {
        var answer = await seat.Ask(new() { Rpc = new() { Id = "open_arena" } });
        if (answer?.Rpc is not { } opened) return;
        world.Arenas[opened.Payload] = true;
        quarter.Arenas.Add(opened.Payload);
    }

    async Task JoinArena(Seat seat)
    {
        if (OneOf(quarter.Arenas) is not { } match || seat.In(match) is not null) return;
        seat.Tried.Add(match);
        await seat.Ask(new() { MatchJoin = new() { MatchId = match } });
    }

    Task SendToArena(Seat seat) => ToArena(seat, async stay =>
    {
        for (var i = _chance.Next(1, 4); i > 0; i--)
        {
            var said = world.Ledger.Utter(stay.Place, seat.SessionId);
            said.IsCertain = await seat.Tell(new() { MatchDataSend = new() { MatchId = stay.Place, OpCode = Arena.Said, Data = Bytes(said.Id), Reliable = true } });
        }
    });

    /// <summary>Nobody tells who is put out, so the player is as good as gone once it has asked for it.</summary>
    Task BePutOut(Seat seat) => ToArena(seat, stay =>
    {
        seat.BeginsToLeave(stay.Place);
        return seat.Tell(new() { MatchDataSend = new() { MatchId = stay.Place, OpCode = Arena.PutsOut } });
    });

    Task EndArena(Seat seat) => ToArena(seat, stay =>
    {
        world.Ledger.Doom(stay.Place);
        return seat.Tell(new() { MatchDataSend = new() { MatchId = stay.Place, OpCode = Arena.Ends } });
    });

    /// <summary>Which closes the sockets of all who are in it.</summary>
    Task BreakArena(Seat seat) => ToArena(seat, stay =>
    {
        world.Ledger.Doom(stay.Place);
        world.Broken[stay.Place] = true;
        return seat.Tell(new() { MatchDataSend = new() { MatchId = stay.Place, OpCode = Arena.Fails } });
    });

    async Task ToArena(Seat seat, Func<Stay, Task> deed)
    {
        if (OneOf(seat.Places(place => IsArena(place) && !world.Ledger.IsDoomed(place))) is { } stay) await deed(stay);
    }

    async Task SearchOpponents(Seat seat)
    {
        var (min, max, multiple) = _chance.Next(4) switch { 0 => (2, 2, 1), 1 => (2, 4, 2), 2 => (3, 3, 1), _ => (2, 5, 1) };
        var mode = _chance.Next(2) == 0 ? "duel" : "brawl";
        var begun = world.Ledger.Now();
        var answer = await seat.Ask(new()
        {
            MatchmakerAdd = new()
            {
                MinCount = min, MaxCount = max, CountMultiple = multiple, Query = $"+properties.mode:{mode}", StringProperties = new() { ["mode"] = mode },
            },
        });
        if (answer?.MatchmakerTicket is { } added) world.Matchmaking.Added(new(added.Ticket, seat, min, max, multiple, begun));
    }

    async Task GiveUpSearch(Seat seat)
    {
        if (seat.Look(_ => OneOf(seat.Tickets)) is not { } ticket) return;
        if (await seat.Ask(new() { MatchmakerRemove = new() { Ticket = ticket } }) is not { Error: null }) return;
        seat.Look(_ => seat.Tickets.Remove(ticket));
        world.Matchmaking.Removed(ticket);
    }

    /// <summary>Joins the match that the matchmaker found, with the token that all of them were given.</summary>
    async Task JoinFound(Seat seat)
    {
        var found = seat.Look(_ => seat.Found[0]);
        seat.Look(_ => seat.Found.Remove(found));
        await seat.Ask(new() { MatchJoin = new() { Token = found.Token } });
    }

    static bool IsRelayed(string place) => place.Length == 37 && place[^1] == '.';

    bool IsArena(string place) => world.Arenas.ContainsKey(place);
}
