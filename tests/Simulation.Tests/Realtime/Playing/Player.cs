using System.Text.Json;
using KaosNet.Simulation.Tests.Realtime.Wires;

namespace KaosNet.Simulation.Tests.Realtime.Playing;

/// <summary>
/// Somebody who does one random thing after the other without looking at what others do meanwhile. What they try comes of the seed; when it happens among
/// the others' deeds does not.
/// </summary>
public sealed partial class Player(GameWorld world, int number, int seed, Quarter quarter)
{
    const int DeedsAtOnce = 8;

    readonly Random _chance = new(seed);
    readonly List<Seat> _seats = [];
    int _lives;

    public GameWorld World => world;

    public int Number => number;

    public string Name => $"p{number}-{_lives}";

    public string UserId { get; private set; } = "";

    public string Token { get; private set; } = "";

    public bool IsIn => Token.Length > 0;

    /// <summary>All sockets that the player ever had.</summary>
    public IReadOnlyList<Seat> Seats => _seats;

    public List<Seat> OpenSeats => _seats.FindAll(seat => seat.IsOpen);

    public void ListenAgain() => _seats.ForEach(seat => seat.ListenAgain());

    /// <summary>Signs in, for the first time or into the account there is.</summary>
    public async Task Enter()
    {
        var answer = await world.Ask("POST", $"/v2/account/authenticate/device?username={Name}", $$"""{"id":"simulated-{{Name}}"}""", basic: true);
        if (answer.Code != 0) return;
        Token = answer.Text("token");
        UserId = JsonSerializer.Deserialize<JsonElement>(System.Buffers.Text.Base64Url.DecodeFromChars(Token.Split('.')[1])).GetProperty("uid").GetString()!;
    }

    /// <summary>Does some things, one after the other.</summary>
    public async Task Do()
    {
        for (var i = 0; i < DeedsAtOnce && await IsThere(); i++) await DoOne();
    }

    /// <summary>Signs in and connects where need be. False when there is no getting in now.</summary>
    async Task<bool> IsThere()
    {
        if (!IsIn) await Enter();
        if (IsIn && Listening.Count == 0) await Connect();
        return Listening.Count > 0;
    }

    List<Seat> Listening => OpenSeats.FindAll(seat => !seat.IsDeaf);

    async Task DoOne()
    {
        var open = Listening;
        if (open.Count == 0) return;

        var seat = open[_chance.Next(open.Count)];
        if (seat.Found.Count > 0 && _chance.Next(2) == 0) await JoinFound(seat);
        else await Choose()(seat);
    }

    Func<Seat, Task> Choose()
    {
        var left = _chance.Next(Deeds.Sum(deed => deed.Share));
        return Deeds.First(deed => (left -= deed.Share) < 0).Deed;
    }

    /// <summary>What the player does, and how often of all.</summary>
    (int Share, Func<Seat, Task> Deed)[] Deeds => _deeds ??=
    [
        (14, JoinChannel), (18, SendMessages), (4, UpdateMessage), (3, RemoveMessage), (4, LeaveChannel),
        (5, Follow), (2, Unfollow), (5, ShowStatus),
        (4, CreateRelayed), (9, JoinRelayed), (11, SendRelayed), (4, LeaveMatch),
        (2, OpenArena), (9, JoinArena), (9, SendToArena), (2, BePutOut), (1, EndArena), (1, BreakArena),
        (8, SearchOpponents), (2, GiveUpSearch),
        (4, CreateParty), (9, JoinParty), (6, LetIn), (2, Promote), (2, PutOut), (8, SendToParty), (3, SearchAsParty), (3, LeaveParty), (1, CloseParty),
        (2, FoundGroup), (3, JoinGroup), (1, LeaveGroup), (4, Save), (4, Score),
        (4, Leave), (4, Drop), (3, OpenAnother), (4, Misbehave), (1, Flood), (2, GoDeaf), (1, KnockWithBadToken), (1, Vanish), (3, Forge),
    ];

    (int, Func<Seat, Task>)[]? _deeds;

    public async Task Connect()
    {
        var run = world.Run;
        var query = _chance.Next(3) > 0 ? "&status=true" : "";
        // A few over UDP, the others in both formats.
        IWire? wire = number % 200 == 7
            ? await DatagramWire.Open(world.Port, Token, query)
            : await SocketWire.Open(world.Port, Token, number % 2 == 0, query, receiveBuffer: number % 10 == 3 ? 4096 : 0);
        if (wire is null)
        {
            if (!world.IsStormy) world.Ledger.Violated($"{Name} was not let in");
            return;
        }

        // They go before the new one is welcomed; some have heard so already.
        if (world.HasSingleSockets) _seats.FindAll(seat => seat.Run == run).ForEach(seat => seat.GiveWay());
        if (await Seat.Take(world.Ledger, this, wire, run) is not { } seat) return;
        if (query.Length > 0) seat.Status = "";
        _seats.Add(seat);
    }

    /// <summary>Now and then from further off.</summary>
    Player Neighbour() => world.Players[_chance.Next(20) == 0 ? _chance.Next(world.Players.Count) : (quarter.Number * Quarter.Size) + _chance.Next(world.InQuarter(quarter))];

    T? OneOf<T>(IEnumerable<T> of)
        where T : class
    {
        var all = of.ToList();
        return all.Count == 0 ? null : all[_chance.Next(all.Count)];
    }

    static byte[] Bytes(int number) => System.Text.Encoding.UTF8.GetBytes(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
