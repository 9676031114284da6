using System.CommandLine;
using System.Diagnostics;
using KaosNet.Bench.Load;
using KaosNet.Bench.Scenarios;

namespace KaosNet.Bench.Realtime;

/// <summary>
/// <c>bench relay</c>: pairs of players in a relayed match, each answering every message at once (closed loop, JSON). One delivered message is one
/// sample.
/// </summary>
static class RelayCommand
{
    public static Command Create()
    {
        var pairs = new Option<int>("--pairs") { Description = "Pairs of players (at most 1,000).", DefaultValueFactory = _ => 10 };
        var seconds = new Option<int>("--seconds") { Description = "Counted seconds (at most 60).", DefaultValueFactory = _ => 6 };
        var url = ServerOptions.Url();
        var serverKey = new Option<string>("--server-key") { Description = "The server key.", DefaultValueFactory = _ => "defaultkey" };
        var command = new Command("relay", "Relayed match data between pairs of players.") { pairs, seconds, url, serverKey };
        command.SetAction(async (parsed, cancel) =>
        {
            var server = parsed.GetValue(url)!;
            using var game = new BenchGame(server, parsed.GetValue(serverKey)!, httpKey: "");
            var players = await game.SignIn(Math.Clamp(parsed.GetValue(pairs), 1, 1_000) * 2, cancel);
            var table = Report.Start("relayed match data");
            Report.Add(table, await Run(server, players, Math.Clamp(parsed.GetValue(seconds), 1, 60), cancel));
            Report.Print(table);
            return 0;
        });
        return command;
    }

    static async Task<LoadResult> Run(Uri server, IReadOnlyList<BenchPlayer> players, int seconds, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var counting = new CountedTime();
        var loops = new List<Task<List<long>>>();
        var sockets = new List<RelaySocket>();
        for (var i = 0; i < players.Count; i += 2)
        {
            var first = await RelaySocket.Connect(server, players[i].Token, cancel);
            var second = await RelaySocket.Connect(server, players[i + 1].Token, cancel);
            sockets.AddRange([first, second]);
            var match = await first.CreateMatch(cancel);
            await second.JoinMatch(match, cancel);
            loops.Add(first.Bounce(match, starts: true, counting, stop.Token));
            loops.Add(second.Bounce(match, starts: false, counting, stop.Token));
        }
        await Task.Delay(TimeSpan.FromSeconds(1), cancel);
        counting.On = true;
        var started = Stopwatch.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(seconds), cancel);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        counting.On = false;
        await stop.CancelAsync();
        var samples = (await Task.WhenAll(loops)).SelectMany(list => list).ToArray();
        Array.Sort(samples);
        foreach (var socket in sockets) socket.Dispose();
        return new($"{players.Count / 2} pairs", samples.Length, 0, elapsed, samples, null);
    }
}
