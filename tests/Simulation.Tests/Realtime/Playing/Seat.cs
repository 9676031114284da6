using System.Collections.Concurrent;
using System.Text.Json;
using KaosNet.Protocol.Realtime;
using KaosNet.Simulation.Tests.Realtime.Checking;
using KaosNet.Simulation.Tests.Realtime.Wires;

namespace KaosNet.Simulation.Tests.Realtime.Playing;

/// <summary>One socket of a player: asks, and keeps what it hears. What it hears is checked at once; what it should have heard is for the end.</summary>
public sealed partial class Seat
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    readonly Ledger _ledger;
    readonly Lock _gate = new();
    int _asked;
    (string Cid, TaskCompletionSource<Envelope?> Answer, Request Request)? _pending;
    Ending? _ending;

    Seat(Ledger ledger, Player player, IWire wire, int run) => (_ledger, Player, Wire, Run) = (ledger, player, wire, run);

    /// <summary>What a request is about, so that its answer means something when it is heard.</summary>
    /// <param name="IsHidden">Joins unseen.</param>
    /// <param name="IsKept">What will be said is kept.</param>
    /// <param name="Users">Those who are to be followed.</param>
    public sealed record Request(bool IsHidden = false, bool IsKept = false, IReadOnlyList<string>? Users = null)
    {
        public static readonly Request Plain = new();
    }

    public Player Player { get; }

    public IWire Wire { get; }

    /// <summary>Which run of the server it is connected to.</summary>
    public int Run { get; }

    public string SessionId { get; private set; } = "";

    /// <summary>Why it ended; null while it has not.</summary>
    public Ending? Ending => Volatile.Read(ref _ending);

    public bool IsOpen => Ending is null && LeftAt == long.MaxValue;

    /// <summary>Whether the player does not listen for a while.</summary>
    public bool IsDeaf { get; private set; }

    public bool WasDeaf { get; private set; }

    /// <summary>Authoritative matches that it asked to be let into.</summary>
    public ConcurrentBag<string> Tried { get; } = [];

    /// <summary>Users whose status it follows, for sure.</summary>
    public HashSet<string> Followed { get; } = [];

    /// <summary>Users of whom it asked to follow them and was never answered.</summary>
    public HashSet<string> Doubtful { get; } = [];

    /// <summary>What followers are to see; null for nothing.</summary>
    public string? Status { get; set; }

    /// <summary>When the player began to end it.</summary>
    public long LeftAt { get; private set; } = long.MaxValue;

    /// <summary>When the server had ended it, on the player's wish and for sure.</summary>
    public long GoneAt { get; private set; } = long.MaxValue;

    /// <summary>Whether the end is the player's doing, or to be expected.</summary>
    public string? Excuse { get; set; }

    public Task Listening { get; private set; } = Task.CompletedTask;

    public static async Task<Seat?> Take(Ledger ledger, Player player, IWire wire, int run)
    {
        var seat = new Seat(ledger, player, wire, run);
        seat.Listening = Task.Run(seat.Listen);
        var who = await seat.Ask(new() { Rpc = new() { Id = "who" } });
        if (who?.Rpc is not { } rpc)
        {
            seat.Excuse ??= "never welcomed";
            return null;
        }

        seat.SessionId = JsonDocument.Parse(rpc.Payload).RootElement.GetProperty("session_id").GetString()!;
        return seat;
    }

    /// <summary>Sends a request and waits for its answer; null when the connection ends before it comes.</summary>
    public async Task<Envelope?> Ask(Envelope envelope, Request? request = null)
    {
        var answer = new TaskCompletionSource<Envelope?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_ending is not null) return null;
            envelope.Cid = (++_asked).ToString();
            _pending = (envelope.Cid, answer, request ?? Request.Plain);
        }

        try
        {
            await Wire.Send(envelope);
        }
        catch (IOException)
        {
            return null;
        }

        var answered = await answer.Task.WaitAsync(Patience);
        if (answered?.Error is { } error) _ledger.Count($"  {envelope.Message!.GetType().Name}: {error.Code} {error.Message}");
        return answered;
    }

    /// <summary>Sends what is not answered, and makes sure that the server has dealt with it. False when nobody knows.</summary>
    public async Task<bool> Tell(Envelope envelope)
    {
        try
        {
            await Wire.Send(envelope);
        }
        catch (IOException)
        {
            return false;
        }

        return (await Ask(new() { Ping = new() }))?.Pong is not null;
    }

    public void GoDeaf()
    {
        (IsDeaf, WasDeaf) = (true, true);
        ((SocketWire)Wire).GoDeaf();
    }

    public void ListenAgain()
    {
        IsDeaf = false;
        (Wire as SocketWire)?.ListenAgain();
    }

    /// <summary>The server is about to end it for a newer one.</summary>
    public void GiveWay()
    {
        Excuse ??= "replaced";
        if (LeftAt == long.MaxValue) LeftAt = _ledger.Now();
        ListenAgain();
    }

    public async Task Close()
    {
        Excuse ??= "closed";
        LeftAt = _ledger.Now();
        await Wire.Close();
        await Listening.WaitAsync(Patience);
        // Peers over UDP do not wait for the server.
        if (Wire is SocketWire && Ending is { Code: >= 0 }) GoneAt = _ledger.Now();
    }

    public async Task Cut()
    {
        Excuse ??= "cut";
        LeftAt = _ledger.Now();
        await Wire.Cut();
        await Listening.WaitAsync(Patience);
    }

    async Task Listen()
    {
        var ending = Ending.Cut;
        try
        {
            ending = await Wire.Listen(Hear);
        }
        catch (Exception bug)
        {
            _ledger.Violated($"{this} could not go on listening: {bug}");
        }

        lock (_gate)
        {
            Volatile.Write(ref _ending, ending);
            _pending?.Answer.TrySetResult(null);
            _pending = null;
        }

        Wire.Dispose();
    }

    void Hear(Envelope envelope)
    {
        lock (_gate)
        {
            if (envelope.Cid.Length > 0 && _pending is { } pending && pending.Cid == envelope.Cid)
            {
                HearAnswer(envelope, pending.Request);
                _pending = null;
                pending.Answer.TrySetResult(envelope);
                return;
            }

            HearPush(envelope);
        }
    }

    public override string ToString() => $"{Player.Name}/{SessionId}";
}
