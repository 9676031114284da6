using System.Buffers;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Statuses;
using KaosNet.Simulation.Tests.Realtime.Playing;

namespace KaosNet.Simulation.Tests.Soak;

/// <summary>A player without a socket: sends bytes as a socket would, and remembers only where it was last let in.</summary>
sealed class SoakedPlayer(SoakedServer server, int number, int seed, string[] arenas) : IConnection
{
    readonly Random _chance = new(seed);
    readonly ArrayBufferWriter<byte> _bytes = new();
    readonly Guid _userId = new(number + 1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);
    Task _pending = Task.CompletedTask;
    Session? _session;
    volatile string? _relayed;
    volatile string? _party;
    volatile string? _ticket;
    volatile string? _token;
    volatile string? _message;
    volatile bool _isInRoom;

    /// <summary>Matches that all know of, so that they meet; each place is taken again when its match has ended.</summary>
    public static string[] SharedRelayed { get; } = new string[20];

    public static string[] SharedParties { get; } = new string[20];

    /// <summary>Whether an answer is still awaited.</summary>
    public bool IsBusy => !_pending.IsCompleted;

    /// <summary>What the player could not be served with.</summary>
    public string? Failure { get; private set; }

    int Corner => number / 10;

    /// <summary>Half of the players speak JSON.</summary>
    SocketFormat Format => number % 2 == 0 ? SocketFormat.Json : SocketFormat.Protobuf;

    string Room => $"room {Corner}";

    string RoomId => $"2...{Room}";

    public void Do()
    {
        if (IsBusy) return;
        if (_session is null || _session.Closed.IsCancellationRequested)
        {
            Come();
            return;
        }

        switch (_chance.Next(26))
        {
            case 0: Go(); break;
            case 1 or 2: Send(new() { ChannelJoin = new() { Target = Room, Type = 1, Persistence = _chance.Next(2) == 0 } }); _isInRoom = true; break;
            case 3 or 4 or 5 when _isInRoom: Send(new() { ChannelMessageSend = new() { ChannelId = RoomId, Content = $$"""{"n":{{_chance.Next()}}}""" } }); break;
            case 6 when _isInRoom && _message is { } message: Send(new() { ChannelMessageRemove = new() { ChannelId = RoomId, MessageId = message } }); break;
            case 7: Send(new() { ChannelLeave = new() { ChannelId = RoomId } }); _isInRoom = false; break;
            case 8: Send(new() { StatusUpdate = new() { Status = _chance.Next(4) == 0 ? null : $"status {_chance.Next()}" } }); break;
            case 9: server.Get<StatusFollows>().Follow(_session, [new(_chance.Next(1, 200), 0, 0, [0, 0, 0, 0, 0, 0, 0, 1])]); break;
            case 10: Send(new() { MatchCreate = new() { Name = _chance.Next(2) == 0 ? $"match {_chance.Next(1_000_000)}" : "" } }); break;
            case 11 when SharedRelayed[Corner] is { } match: Send(new() { MatchJoin = new() { MatchId = match } }); break;
            case 12 when _token is { } token: Send(new() { MatchJoin = new() { Token = token } }); break;
            case 13 or 14 when _relayed is { } match: Send(new() { MatchDataSend = new() { MatchId = match, OpCode = 1, Data = new byte[_chance.Next(200)] } }); break;
            case 15 when _relayed is { } match: Send(new() { MatchLeave = new() { MatchId = match } }); break;
            case 16 or 17: VisitArena(); break;
            case 18: Send(new() { MatchmakerAdd = new() { MinCount = 2, MaxCount = 4, Query = $"+properties.c:{Corner}", NumericProperties = new() { ["c"] = Corner } } }); break;
            case 19 when _ticket is { } ticket: Send(new() { MatchmakerRemove = new() { Ticket = ticket } }); break;
            case 20: Send(new() { PartyCreate = new() { Open = _chance.Next(2) == 0, MaxSize = 4, Label = $$"""{"n":{{_chance.Next(100)}}}""" } }); break;
            case 21 when SharedParties[Corner] is { } party: Send(new() { PartyJoin = new() { PartyId = party } }); break;
            case 22 when _party is { } party: Send(new() { PartyDataSend = new() { PartyId = party, Data = [1, 2, 3] } }); break;
            case 23 when _party is { } party: Send(new() { PartyMatchmakerAdd = new() { PartyId = party, MinCount = 2, MaxCount = 8, Query = "*" } }); break;
            case 24 when _party is { } party: Send(_chance.Next(2) == 0 ? new() { PartyClose = new() { PartyId = party } } : new() { PartyLeave = new() { PartyId = party } }); break;
            case 25 when _chance.Next(5) == 0: Receive([0xFF, 0xFF]); break;
        }
    }

    public void Go()
    {
        _session?.Close(new(1000, ""));
        _session?.Dispose();
        _session = null;
        (_relayed, _party, _ticket, _token, _message, _isInRoom) = (null, null, null, null, null, false);
    }

    /// <summary>Waits for the answer that is under way.</summary>
    public Task Settled() => _pending;

    void Come()
    {
        Go();
        var opening = new SessionOpening(_userId, $"player{number}", new Dictionary<string, string>(), 0, Format, ShowsOnline: true, "en", "", "");
        _session = server.Get<SessionServer>().Open(opening, this);
        server.Get<SessionServer>().Welcome(_session);
    }

    void VisitArena()
    {
        var arena = arenas[Corner % arenas.Length];
        switch (_chance.Next(8))
        {
            case 0: Send(new() { MatchLeave = new() { MatchId = arena } }); break;
            case 1: Send(new() { MatchDataSend = new() { MatchId = arena, OpCode = Arena.PutsOut } }); break;
            case 2 or 3: Send(new() { MatchJoin = new() { MatchId = arena } }); break;
            case 4 when arena != arenas[0] && _chance.Next(20) == 0: Send(new() { MatchDataSend = new() { MatchId = arena, OpCode = Arena.Fails } }); break;
            case 5 when arena != arenas[0] && _chance.Next(20) == 0: Send(new() { MatchDataSend = new() { MatchId = arena, OpCode = Arena.Ends } }); break;
            default: Send(new() { MatchDataSend = new() { MatchId = arena, OpCode = Arena.Said, Data = new byte[_chance.Next(100)] } }); break;
        }
    }

    void Send(Envelope envelope)
    {
        envelope.Cid = "1";
        _bytes.ResetWrittenCount();
        Format.Codec.Write(_bytes, envelope);
        Receive(_bytes.WrittenSpan.ToArray());
    }

    void Receive(byte[] message) => _pending = server.Get<SessionServer>().Receive(_session!, message).AsTask();

    SessionEnd? IConnection.Send(ReadOnlySpan<byte> message, bool isReliable)
    {
        // Read by those who listen in JSON only: half of the work is the clients', and not to be measured.
        var envelope = new Envelope();
        if (Format.Codec.Read(new(message.ToArray()), envelope) is { } refusal) Failure = refusal;
        if (envelope.Error is { Code: 0 } error && error.Message != "Error adding to matchmaker") Failure = error.Message;
        switch (envelope.Message)
        {
            case Match { Authoritative: false } match: SharedRelayed[Corner] = _relayed = match.MatchId; break;
            case Party party: SharedParties[Corner] = _party = party.PartyId; break;
            case MatchmakerTicket ticket: _ticket = ticket.Ticket; break;
            case MatchmakerMatched matched: _token = matched.Token; break;
            case ChannelMessageAck ack: _message = ack.MessageId; break;
        }

        return null;
    }

    void IConnection.SendLast(ReadOnlySpan<byte> message)
    {
    }

    void IConnection.Close(SessionEnd end)
    {
    }
}
