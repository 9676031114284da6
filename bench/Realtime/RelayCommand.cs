using System.CommandLine;
using System.Diagnostics;
using KaosNet.Bench.Load;
using KaosNet.Bench.Scenarios;
using Spectre.Console;

namespace KaosNet.Bench.Realtime;

/// <summary>
/// <c>bench relay</c>: match data between the players of relayed matches, in JSON. As a rule pairs that answer every message at once (closed loop); with
/// <c>--matches</c> players who talk at a rate of their own.
/// </summary>
static class RelayCommand
{
    public static Command Create()
    {
        var pairs = new Option<int>("--pairs") { Description = "Pairs of players (at most 1,000).", DefaultValueFactory = _ => 10 };
        var matches = new Option<int>("--matches") { Description = "Instead of pairs: matches of several players (at most 1,000).", DefaultValueFactory = _ => 0 };
        var size = new Option<int>("--players") { Description = "Players of such a match (2 to 100).", DefaultValueFactory = _ => 4 };
        var rate = new Option<int>("--rate") { Description = "Messages a second that each of them sends (at most 1,000).", DefaultValueFactory = _ => 20 };
        var seconds = new Option<int>("--seconds") { Description = "Counted seconds (at most 60).", DefaultValueFactory = _ => 6 };
        var pid = new Option<int>("--pid") { Description = "Process id of the server, to tell what a delivery costs its processors.", DefaultValueFactory = _ => 0 };
        var url = ServerOptions.Url();
        var serverKey = new Option<string>("--server-key") { Description = "The server key.", DefaultValueFactory = _ => "defaultkey" };
        var command = new Command("relay", "Relayed match data between players.") { pairs, matches, size, rate, seconds, pid, url, serverKey };
        command.SetAction(async (parsed, cancel) =>
        {
            var server = parsed.GetValue(url)!;
            var talks = parsed.GetValue(matches) > 0;
            var each = talks ? Math.Clamp(parsed.GetValue(size), 2, 100) : 2;
            var count = Math.Clamp(talks ? parsed.GetValue(matches) : parsed.GetValue(pairs), 1, 1_000);
            var time = TimeSpan.FromSeconds(Math.Clamp(parsed.GetValue(seconds), 1, 60));
            using var game = new BenchGame(server, parsed.GetValue(serverKey)!, httpKey: "");
            var players = await game.SignIn(count * each, cancel);
            using var load = new RelayLoad(server, players, each);
            var (here, there) = (ProcessorTime(Environment.ProcessId), ProcessorTime(parsed.GetValue(pid)));
            var warmUp = TimeSpan.FromSeconds(3);
            void Begins() => (here, there) = (ProcessorTime(Environment.ProcessId), ProcessorTime(parsed.GetValue(pid)));
            var result = talks
                ? load.Talk($"{count} matches of {each}", Math.Clamp(parsed.GetValue(rate), 1, 1_000), warmUp, time, Begins)
                : load.Bounce($"{count} pairs", warmUp, time, Begins);
            (here, there) = (ProcessorTime(Environment.ProcessId) - here, ProcessorTime(parsed.GetValue(pid)) - there);
            var table = Report.Start("relayed match data");
            Report.Add(table, result);
            Report.Print(table);
            double Each(TimeSpan spent) => spent.TotalMicroseconds / Math.Max(1, result.Requests);
            AnsiConsole.MarkupLine($"Processor time a delivery: {Each(here):F1} µs of this program, {Each(there):F1} µs of the server.");
            return 0;
        });
        return command;
    }

    static TimeSpan ProcessorTime(int pid)
    {
        if (pid == 0) return TimeSpan.Zero;
        using var process = Process.GetProcessById(pid);
        return process.TotalProcessorTime;
    }
}
