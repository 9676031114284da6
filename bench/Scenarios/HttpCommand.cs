using System.CommandLine;
using System.Net;
using KaosNet.Bench.Load;

namespace KaosNet.Bench.Scenarios;

/// <summary><c>bench http</c>: the client API under a closed loop of connections.</summary>
static class HttpCommand
{
    const int Players = 1_000;

    public static Command Create()
    {
        var names = new Argument<string[]>("scenarios") { Description = "Which scenarios; all when none is named.", Arity = ArgumentArity.ZeroOrMore };
        var url = ServerOptions.Url();
        var connections = new Option<int>("--connections") { Description = "Connections at a time.", DefaultValueFactory = _ => 32 };
        var seconds = new Option<int>("--seconds") { Description = "Counted seconds of each scenario (at most 60).", DefaultValueFactory = _ => 6 };
        var serverKey = new Option<string>("--server-key") { Description = "The server key.", DefaultValueFactory = _ => "defaultkey" };
        var httpKey = new Option<string>("--http-key") { Description = "The HTTP key.", DefaultValueFactory = _ => "defaulthttpkey" };
        var command = new Command("http", "Loads the client API. The server needs bench/modules as its runtime path.")
        {
            names, url, connections, seconds, serverKey, httpKey,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            using var game = new BenchGame(parsed.GetValue(url)!, parsed.GetValue(serverKey)!, parsed.GetValue(httpKey)!);
            return await Run(
                game, parsed.GetValue(url)!, parsed.GetValue(names)!, Math.Clamp(parsed.GetValue(connections), 1, 1_024),
                Math.Clamp(parsed.GetValue(seconds), 1, 60), cancel);
        });
        return command;
    }

    static async Task<int> Run(BenchGame game, Uri url, string[] names, int connections, int seconds, CancellationToken cancel)
    {
        var address = (await Dns.GetHostAddressesAsync(url.Host, cancel)).First(IPAddress.IsLoopback);
        var chosen = HttpScenario.All.Where(scenario => names.Length == 0 || names.Contains(scenario.Name)).ToList();
        var needs = chosen.Count == 0 ? Needs.Nothing : chosen.Max(scenario => scenario.Needs);
        var players = needs >= Needs.Players ? await game.SignIn(Players, cancel) : [];
        if (chosen.Exists(scenario => scenario.Needs == Needs.Scores)) await game.Score(players, cancel);
        if (chosen.Exists(scenario => scenario.Needs == Needs.Objects)) await game.Store(players, cancel);
        if (chosen.Exists(scenario => scenario.Needs == Needs.Inboxes)) await game.FillInboxes(players, cancel);
        if (chosen.Exists(scenario => scenario.Needs == Needs.Friends)) await game.Befriend(players, cancel);
        if (chosen.Exists(scenario => scenario.Needs == Needs.Groups)) await game.Gather(players, cancel);
        if (chosen.Exists(scenario => scenario.Needs == Needs.Tournaments)) await game.Invite(cancel);

        var load = new HttpLoad(new(address, url.Port), connections);
        var table = Report.Start($"{connections} connections, {seconds} s each");
        foreach (var scenario in chosen)
        {
            // A session token lives for a minute by default, a long run for more.
            if (scenario.Needs >= Needs.Players) players = await game.SignIn(Players, cancel);
            Report.Add(table, load.Run(scenario.Name, scenario.Requests(game, players), TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(seconds)));
        }
        Report.Print(table);
        return 0;
    }
}
