using System.Diagnostics;
using KaosNet.Bench.Load;
using KaosNet.Bench.Scenarios;

namespace KaosNet.Bench.Realtime;

/// <summary>
/// Players in relayed matches, driven by one thread. A delivery is one sample: the time from its sending to when the receiver has it.
/// </summary>
sealed class RelayLoad : IDisposable
{
    const int SamplesMax = 8_000_000;

    readonly List<Player> _players = [];
    readonly ReadySockets _ready = new();
    readonly List<long> _samples = new(1 << 20);
    long _delivered;
    bool _counts;

    /// <summary>Opens matches of so many players each.</summary>
    public RelayLoad(Uri server, IReadOnlyList<BenchPlayer> players, int matchSize)
    {
        for (var i = 0; i < players.Count; i += matchSize)
        {
            var match = "";
            for (var n = 0; n < matchSize; n++)
            {
                var socket = RelaySocket.Connect(server, players[i + n].Token);
                if (n == 0) match = socket.CreateMatch();
                else socket.JoinMatch(match);
                _players.Add(new(socket, new(match)));
            }
        }

        foreach (var (number, player) in _players.Index())
        {
            player.Socket.Begin();
            _ready.Watch(player.Socket.Socket, number);
        }
    }

    /// <summary>One message between the players of each match, which whoever receives it answers at once (closed loop).</summary>
    public LoadResult Bounce(string name, TimeSpan warmUp, TimeSpan counted, Action begins)
    {
        for (var i = 0; i < _players.Count; i += 2) Send(_players[i]);
        Run(warmUp, answers: true, perSecond: 0);
        begins();
        return Counted(name, counted, answers: true, perSecond: 0);
    }

    /// <summary>Each player sends so many messages a second, evenly, whatever comes back.</summary>
    public LoadResult Talk(string name, int each, TimeSpan warmUp, TimeSpan counted, Action begins)
    {
        Run(warmUp, answers: false, each * _players.Count);
        begins();
        return Counted(name, counted, answers: false, each * _players.Count);
    }

    public void Dispose()
    {
        foreach (var player in _players) player.Socket.Dispose();
        _ready.Dispose();
    }

    LoadResult Counted(string name, TimeSpan time, bool answers, int perSecond)
    {
        _counts = true;
        var seconds = Run(time, answers, perSecond);
        _counts = false;
        _samples.Sort();
        return new(name, _delivered, 0, seconds, [.. _samples], null);
    }

    double Run(TimeSpan time, bool answers, int perSecond)
    {
        var started = Stopwatch.GetTimestamp();
        var heard = started;
        long sent = 0;
        while (true)
        {
            var now = Stopwatch.GetTimestamp();
            var elapsed = Stopwatch.GetElapsedTime(started, now);
            if (elapsed >= time) return elapsed.TotalSeconds;
            for (var due = (long)(elapsed.TotalSeconds * perSecond); sent < due; sent++) Send(_players[(int)(sent % _players.Count)]);
            var ready = _ready.Wait(perSecond > 0 ? 1 : 100);
            if (ready > 0) heard = now;
            else if (Stopwatch.GetElapsedTime(heard, now).TotalSeconds > 20) throw new TimeoutException("Nothing was delivered for 20 seconds.");
            for (var i = 0; i < ready; i++) Receive(_players[_ready[i]], answers);
        }
    }

    void Receive(Player player, bool answers)
    {
        player.Socket.Receive();
        while (player.Socket.TryTakeData(out var message))
        {
            if (_counts)
            {
                _delivered++;
                if (_samples.Count < SamplesMax) _samples.Add(Stopwatch.GetTimestamp() - StampedMessage.SentAt(message));
            }

            if (answers) Send(player);
        }
    }

    static void Send(Player player) => player.Socket.Send(player.Message.At(Stopwatch.GetTimestamp()));

    sealed record Player(RelaySocket Socket, StampedMessage Message);
}
