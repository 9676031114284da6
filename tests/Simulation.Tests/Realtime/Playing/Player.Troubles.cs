using KaosNet.Protocol.Realtime;
using KaosNet.Simulation.Tests.Realtime.Wires;

namespace KaosNet.Simulation.Tests.Realtime.Playing;

/// <content>What goes wrong, and what players do wrong.</content>
public sealed partial class Player
{
    long _best;
    long _sureBest;

    /// <summary>The score that the player was last told of, and the best one that may have been stored.</summary>
    public (long Sure, long Possible) Best => (_sureBest, _best);

    /// <summary>The objects that the player was told are stored; null where nobody knows.</summary>
    public Dictionary<string, int?> Saves { get; } = [];

    Task Leave(Seat seat) => seat.Close();

    Task Drop(Seat seat) => seat.Cut();

    Task OpenAnother(Seat seat) => Connect();

    /// <summary>Sends what the server must close the socket for, and no other.</summary>
    async Task Misbehave(Seat seat)
    {
        if (seat.Wire is not SocketWire wire) return;
        seat.Excuse ??= "misbehaved";
        var (expected, send) = _chance.Next(4) switch
        {
            0 => ("1000 received malformed payload", wire.SendBytes([0xFF, (byte)'{', 0xFF])),
            1 => ("1009 ", wire.SendBytes(new byte[5000])),
            2 => ("1000 received unexpected WebSocket message type", wire.SendBytes("{}"u8.ToArray(), ofTheOtherKind: true)),
            _ => ("1000 error processing message", wire.Send(new() { Cid = "x", MatchmakerTicket = new() { Ticket = "mine" } })),
        };
        try
        {
            await send;
        }
        catch (IOException)
        {
            return;
        }

        await seat.Listening.WaitAsync(TimeSpan.FromSeconds(60));
        if (seat.Ending is { Code: >= 0 } ending && $"{ending.Code} {ending.Text}" != expected && !world.IsStormy && ending.Text != "server-side session disconnect")
            world.Ledger.Violated($"{seat} misbehaved and was told {ending}, not {expected}");
    }

    async Task Flood(Seat seat)
    {
        try
        {
            for (var i = 0; i < 200; i++) await seat.Wire.Send(new() { Cid = "flood", Ping = new() });
        }
        catch (IOException)
        {
            return;
        }

        await seat.Ask(new() { Ping = new() });
    }

    /// <summary>Does not read for a while; the others' messages pile up. Hears them in the end, unless there were too many.</summary>
    Task GoDeaf(Seat seat)
    {
        // Its player does other things on other sockets.
        if (seat.Wire is SocketWire) seat.GoDeaf();
        return Task.CompletedTask;
    }

    async Task KnockWithBadToken(Seat seat)
    {
        var forged = Token[..^4] + (Token.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBB" : "AAAA");
        if (await SocketWire.Open(world.Port, forged, json: true) is not { } wire) return;
        wire.Dispose();
        world.Ledger.Violated($"{Name} came in with a forged token");
    }

    /// <summary>Asks for places that are not there, or not the player's.</summary>
    async Task Forge(Seat seat)
    {
        var (envelope, refused) = _chance.Next(8) switch
        {
            0 => (new Envelope { MatchJoin = new() { MatchId = $"{Guid.NewGuid()}." } }, true),
            1 => (new Envelope { MatchJoin = new() { Token = Token } }, true),
            2 => (new Envelope { PartyJoin = new() { PartyId = $"{Guid.NewGuid()}.test" } }, true),
            3 => (new Envelope { ChannelMessageSend = new() { ChannelId = "2...nobody is here", Content = """{"said":0}""" } }, true),
            4 => (new Envelope { ChannelMessageSend = new() { ChannelId = "7.7.7.7", Content = "{}" } }, true),
            5 => (new Envelope { MatchmakerRemove = new() { Ticket = Guid.NewGuid().ToString() } }, true),
            6 => (new Envelope { MatchLeave = new() { MatchId = $"{Guid.NewGuid()}." } }, false),
            _ => (new Envelope { PartyClose = new() { PartyId = OneOf(quarter.Parties.Where(party => seat.In(party) is null)) ?? "" } }, true),
        };
        var kind = envelope.Message!.GetType().Name;
        if (await seat.Ask(envelope) is { } answer && answer.Error is null == refused)
            world.Ledger.Violated($"{seat} forged a {kind} and was answered {answer.Message}");
        // Silent, for whoever is there hears nothing of it.
        var elsewhere = OneOf(quarter.Relayed.Concat(quarter.Arenas).Where(match => seat.In(match) is null));
        if (elsewhere is not null) await seat.Tell(new() { MatchDataSend = new() { MatchId = elsewhere, OpCode = Arena.Said, Data = Bytes(0) } });
    }

    /// <summary>Deletes the account, which closes its sockets, or signs out; and comes back.</summary>
    async Task Vanish(Seat seat)
    {
        var (old, deed) = (Token, _chance.Next(2) == 0 ? "signed out" : "was deleted");
        if (deed == "signed out")
        {
            if ((await Rest("POST", "/v2/session/logout", $$"""{"token":"{{old}}"}""")).Code != 0) return;
        }
        else
        {
            OpenSeats.ForEach(one => one.Excuse ??= "deleted");
            // A group goes with its leader.
            foreach (var group in _groups) world.Ledger.Doom($"3.{group}..");
            world.Vanished[UserId] = true;
            if ((await Rest("DELETE", "/v2/account")).Code != 0) return;
            _seats.ForEach(one => one.ListenAgain());
            foreach (var open in _seats) await open.Listening.WaitAsync(TimeSpan.FromSeconds(60));
            _lives++;
            UserId = "";
            _groups.Clear();
            _posted.Clear();
            Saves.Clear();
            (_best, _sureBest) = (0, 0);
        }

        Token = "";
        if (await SocketWire.Open(world.Port, old, json: true) is not { } wire) return;
        wire.Dispose();
        world.Ledger.Violated($"{Name} {deed} and came in with the old token");
    }

    async Task Save(Seat seat)
    {
        var (key, value) = ($"slot-{_chance.Next(4)}", _chance.Next(1_000_000));
        var answer = await Rest("PUT", "/v2/storage", $$$"""{"objects":[{"collection":"saves","key":"{{{key}}}","value":"{\"turn\":{{{value}}}}"}]}""");
        Saves[key] = answer.Code == 0 ? value : null;
    }

    async Task Score(Seat seat)
    {
        var score = _chance.NextInt64(1, 1_000_000);
        var answer = await Rest("POST", "/v2/leaderboard/open", $$"""{"score":"{{score}}"}""");
        if (answer.Code == 0) _sureBest = Math.Max(_sureBest, score);
        _best = Math.Max(_best, score);
    }
}
