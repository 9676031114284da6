using KaosNet.Protocol.Realtime;

namespace KaosNet.Simulation.Tests.Realtime.Playing;

/// <content>Parties.</content>
public sealed partial class Player
{
    async Task CreateParty(Seat seat)
    {
        if (seat.Places(world.IsParty).Count >= 2) return;
        var answer = await seat.Ask(new() { PartyCreate = new() { Open = _chance.Next(2) == 0, MaxSize = _chance.Next(2, 7), Label = """{"mode":"party"}""" } });
        if (answer?.Party is not { } party) return;
        quarter.Parties.Add(party.PartyId);
    }

    async Task JoinParty(Seat seat)
    {
        if (seat.Places(world.IsParty).Count >= 2 || OneOf(quarter.Parties) is not { } party || seat.In(party) is not null) return;
        await seat.Ask(new() { PartyJoin = new() { PartyId = party } });
    }

    /// <summary>Or turns away.</summary>
    Task LetIn(Seat seat) => AsLeader(seat, async (party, stay) =>
    {
        if (seat.Look(_ => stay.Requests.LastOrDefault()) is not { } asks) return;
        seat.Look(_ => stay.Requests.Remove(asks));
        await seat.Ask(_chance.Next(5) > 0
            ? new() { PartyAccept = new() { PartyId = party, Presence = asks } }
            : new() { PartyRemove = new() { PartyId = party, Presence = asks } });
    });

    Task Promote(Seat seat) => AsLeader(seat, async (party, stay) =>
    {
        if (Other(seat, stay) is { } other) await seat.Ask(new() { PartyPromote = new() { PartyId = party, Presence = other } });
    });

    Task PutOut(Seat seat) => AsLeader(seat, async (party, stay) =>
    {
        if (Other(seat, stay) is { } other) await seat.Ask(new() { PartyRemove = new() { PartyId = party, Presence = other } });
    });

    Task CloseParty(Seat seat) => AsLeader(seat, async (party, _) => await seat.Ask(new() { PartyClose = new() { PartyId = party } }));

    async Task SendToParty(Seat seat)
    {
        if (OneOf(seat.Places(world.IsParty)) is not { } stay) return;
        for (var i = _chance.Next(1, 4); i > 0; i--)
        {
            var said = world.Ledger.Utter(stay.Place, seat.SessionId);
            var answer = await seat.Ask(new() { PartyDataSend = new() { PartyId = stay.Place, OpCode = 1, Data = Bytes(said.Id) } });
            said.IsCertain = answer is { Error: null };
        }
    }

    Task SearchAsParty(Seat seat) => AsLeader(seat, async (party, _) =>
    {
        var begun = world.Ledger.Now();
        var answer = await seat.Ask(new()
        {
            PartyMatchmakerAdd = new() { PartyId = party, MinCount = 2, MaxCount = 6, Query = "+properties.mode:brawl", StringProperties = new() { ["mode"] = "brawl" } },
        });
        if (answer?.PartyMatchmakerTicket is { } added) world.Matchmaking.Added(new(added.Ticket, seat, 2, 6, 1, begun) { Party = party });
    });

    async Task LeaveParty(Seat seat)
    {
        if (OneOf(seat.Places(world.IsParty)) is not { } stay) return;
        seat.BeginsToLeave(stay.Place);
        if (await seat.Ask(new() { PartyLeave = new() { PartyId = stay.Place } }) is { Error: null }) seat.HasLeft(stay.Place);
    }

    UserPresence? Other(Seat seat, Checking.Stay stay) =>
        seat.Look(_ => OneOf(stay.Seen.Where(session => session != seat.SessionId).Select(session => stay.Presences[session])));

    async Task AsLeader(Seat seat, Func<string, Checking.Stay, Task> deed)
    {
        if (OneOf(seat.Places(world.IsParty).Where(stay => seat.Look(_ => stay.Leader == seat.SessionId))) is { } stay) await deed(stay.Place, stay);
    }
}
