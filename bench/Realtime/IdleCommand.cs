using System.CommandLine;
using System.Globalization;
using System.Net.WebSockets;
using KaosNet.Bench.Scenarios;
using Spectre.Console;

namespace KaosNet.Bench.Realtime;

/// <summary><c>bench idle</c>: sockets that are open and do nothing but answer pings, and the memory that they cost a server on this machine.</summary>
static class IdleCommand
{
    const int Players = 1_000;

    public static Command Create()
    {
        var sockets = new Option<int>("--sockets") { Description = "Sockets to open (at most 20,000).", DefaultValueFactory = _ => 10_000 };
        var hold = new Option<int>("--seconds") { Description = "How long they are held open before the memory is read (at most 60).", DefaultValueFactory = _ => 5 };
        var pid = new Option<int>("--pid") { Description = "Process id of the server.", Required = true };
        var url = ServerOptions.Url();
        var serverKey = new Option<string>("--server-key") { Description = "The server key.", DefaultValueFactory = _ => "defaultkey" };
        var command = new Command("idle", "Memory of a server with many idle sockets.") { sockets, hold, pid, url, serverKey };
        command.SetAction(async (parsed, cancel) =>
        {
            var server = parsed.GetValue(url)!;
            var count = Math.Clamp(parsed.GetValue(sockets), 1, 20_000);
            using var game = new BenchGame(server, parsed.GetValue(serverKey)!, httpKey: "");
            var players = await game.SignIn(Math.Min(count, Players), cancel);
            var before = ResidentMegabytes(parsed.GetValue(pid));
            var open = await Open(server, players, count, cancel);
            await Task.Delay(TimeSpan.FromSeconds(Math.Clamp(parsed.GetValue(hold), 1, 60)), cancel);
            var after = ResidentMegabytes(parsed.GetValue(pid));
            var alive = open.Count(socket => socket.State == WebSocketState.Open);
            AnsiConsole.Write(new Table().Title("idle sockets").AddColumns("sockets open", "MB before", "MB with them", "KB a socket")
                .AddRow($"{alive:N0}", $"{before:N0}", $"{after:N0}", $"{(after - before) * 1024 / Math.Max(1, alive):N1}"));
            foreach (var socket in open) socket.Dispose();
            return alive == count ? 0 : 1;
        });
        return command;
    }

    static async Task<IReadOnlyList<ClientWebSocket>> Open(Uri server, IReadOnlyList<BenchPlayer> players, int count, CancellationToken cancel)
    {
        var open = new ClientWebSocket[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = cancel }, async (i, token) =>
        {
            var socket = new ClientWebSocket();
            await socket.ConnectAsync(new Uri($"ws://{server.Host}:{server.Port}/ws?token={players[i % players.Count].Token}&status=true"), token);
            open[i] = socket;
            // Pings are answered while somebody reads.
            _ = Read(socket, cancel);
        });
        return open;
    }

    static async Task Read(ClientWebSocket socket, CancellationToken cancel)
    {
        var buffer = new byte[256];
        try
        {
            while (socket.State == WebSocketState.Open) await socket.ReceiveAsync(buffer.AsMemory(), cancel);
        }
        catch (Exception ended) when (ended is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The count of open sockets tells.
        }
    }

    static double ResidentMegabytes(int pid)
    {
        var line = File.ReadLines($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line["VmRSS:".Length..^"kB".Length].Trim(), CultureInfo.InvariantCulture) / 1024;
    }
}
