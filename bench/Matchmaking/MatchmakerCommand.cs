using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matchmaking;
using KaosNet.Realtime.Matchmaking.Passes;
using Spectre.Console;

namespace KaosNet.Bench.Matchmaking;

/// <summary><c>bench matchmaker</c>: how long a pass over many tickets takes, inside the server.</summary>
static class MatchmakerCommand
{
    const int Rounds = 7;

    static readonly string[] Regions = ["eu", "us", "asia", "sa"];
    static readonly string[] Modes = ["duel", "ranked", "casual"];

    static readonly Kind[] Kinds =
    [
        new("anybody, 4 players", 4, 4, _ => "*"),
        new("mode and region, 4 players", 4, 4, player => $"+properties.mode:{player.Mode} +properties.region:{player.Region}"),
        new("and skill within 100 of 3,000", 4, 4, Window(100)),
        new("the same, 2 to 8 players", 2, 8, Window(100)),
        new("the same, a fifth parties of 2 or 3", 2, 8, Window(100), HasParties: true),
        new("the region rather than any", 4, 4, player => $"+properties.mode:{player.Mode} properties.region:{player.Region}^5"),
        new("skill within 1, nearly nobody fits", 4, 4, Window(1)),
    ];

    public static Command Create()
    {
        var tickets = new Option<int>("--tickets") { Description = "Tickets that wait.", DefaultValueFactory = _ => 10_000 };
        var command = new Command("matchmaker", "The first and the second pass over many tickets, one-sided and mutual.") { tickets };
        command.SetAction(given =>
        {
            var count = given.GetValue(tickets);
            var table = new Table { Title = new($"Milliseconds of a pass over {count:N0} tickets, median (most) of {Rounds}") }
                .AddColumns("search", "first", "second", "left", "mutual: first", "second", "left");
            foreach (var kind in Kinds)
                table.AddRow([kind.Name, .. Measure(kind, count, isMutual: false), .. Measure(kind, count, isMutual: true)]);
            AnsiConsole.Write(table);
        });
        return command;
    }

    static IEnumerable<string> Measure(Kind kind, int count, bool isMutual)
    {
        List<double> first = [], second = [];
        var left = 0;
        for (var round = -2; round < Rounds; round++)
        {
            var pool = new TicketPool(new() { RevPrecision = isMutual });
            foreach (var ticket in Tickets(kind, count, new(round + 10))) pool.Add(ticket);
            var (one, two) = (Pass(pool), Pass(pool));
            left = pool.Count;
            if (round < 0) continue;
            first.Add(one);
            second.Add(two);
        }

        return [Text(first), Text(second), left.ToString("N0", CultureInfo.InvariantCulture)];
    }

    static double Pass(TicketPool pool)
    {
        GC.Collect();
        var began = Stopwatch.GetTimestamp();
        var matches = pool.Pass(() => Stopwatch.GetElapsedTime(began));
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        foreach (var ticket in matches.SelectMany(match => match)) ticket.TryTake();
        pool.Sweep();
        return took;
    }

    static IEnumerable<Ticket> Tickets(Kind kind, int count, Random random)
    {
        for (var at = 0; at < count; at++)
        {
            var player = new Player(Modes[random.Next(Modes.Length)], Regions[random.Next(Regions.Length)], random.Next(3_000));
            var size = kind.HasParties && random.Next(5) == 0 ? random.Next(2, 4) : 1;
            var search = MatchmakerSearch.Of(
                kind.Min, kind.Max, null, kind.Query(player), new Dictionary<string, string> { ["mode"] = player.Mode, ["region"] = player.Region },
                new Dictionary<string, double> { ["skill"] = player.Skill }).Value;
            var members = Enumerable.Range(0, size).Select(_ => new MatchPresence(Guid.NewGuid().ToString(), Guid.NewGuid().ToString(), "player", "node1"));
            yield return Ticket.Of(
                Guid.NewGuid().ToString(), size > 1 ? $"party{at}" : "", [.. members], search, DateTimeOffset.UnixEpoch.AddMilliseconds(at)).Value;
        }
    }

    static Func<Player, string> Window(int width) => player =>
        $"+properties.mode:{player.Mode} +properties.region:{player.Region} +properties.skill:>={player.Skill - width} +properties.skill:<={player.Skill + width}";

    static string Text(List<double> times) => string.Create(CultureInfo.InvariantCulture, $"{times.Order().ElementAt(times.Count / 2):N1} ({times.Max():N1})");

    sealed record Player(string Mode, string Region, int Skill);

    sealed record Kind(string Name, int Min, int Max, Func<Player, string> Query, bool HasParties = false);
}
