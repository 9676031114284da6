using System.CommandLine;
using KaosNet.Bench.Load;
using Spectre.Console;

namespace KaosNet.Bench.Journal;

/// <summary>
/// <c>bench chain</c>: what the hash chain costs the write path. Two Journals, one that hashes and one that leaves it out, each on tables of its own, take turns of a second or so, in
/// an order that changes each time, so that whatever else the machine does meets both alike.
/// </summary>
static class ChainCommand
{
    const int Streams = 1000;

    public static Command Create()
    {
        var database = new Option<string>("--database") { Description = "Connection string of a database to make two schemas in.", Required = true };
        var callers = new Option<int[]>("--callers")
        {
            Description = "Numbers of callers, each in a closed loop.",
            DefaultValueFactory = _ => [64, 256],
            AllowMultipleArgumentsPerToken = true,
        };
        var seconds = new Option<double>("--seconds") { Description = "Seconds of a turn.", DefaultValueFactory = _ => 1 };
        var rounds = new Option<int>("--rounds") { Description = "How often each has its turn for a figure.", DefaultValueFactory = _ => 20 };
        var command = new Command("chain", "What the hash chain costs the write path.") { database, callers, seconds, rounds };
        command.SetAction(async (given, cancel) =>
        {
            var address = given.GetValue(database)!;
            await using var chained = await JournalRun.Open(address, new(), Streams, "kaos_bench_chained");
            await using var plain = await JournalRun.Open(address, new() { IsChained = false }, Streams, "kaos_bench_plain");
            var table = new Table().AddColumns("command", "callers", "of a command", "without", "with", "cost");
            foreach (var scenario in JournalRun.Scenarios)
            {
                foreach (var number in given.GetValue(callers)!)
                {
                    var pairs = await Alternate(plain, chained, scenario, number, TimeSpan.FromSeconds(given.GetValue(seconds)), given.GetValue(rounds), cancel);
                    foreach (var (name, of, format) in Figures)
                        table.AddRow([scenario.Name, $"{number}", name, .. Compare(pairs, of, format)]);
                }
            }

            AnsiConsole.Write(table);
        });
        return command;
    }

    static readonly (string Name, Func<Turn, double> Of, string Format)[] Figures =
    [
        ("microseconds", turn => turn.Microseconds, "N1"),
        ("CPU microseconds, machine", turn => turn.Processors, "N1"),
        ("CPU microseconds, Journal", turn => turn.Own, "N1"),
        ("bytes of write-ahead log", turn => turn.Logged, "N0"),
    ];

    static async Task<List<(Turn Without, Turn With)>> Alternate(
        JournalRun plain, JournalRun chained, JournalScenario scenario, int callers, TimeSpan turn, int rounds, CancellationToken cancel)
    {
        await Turn.Take(plain, scenario, callers, turn, cancel);
        await Turn.Take(chained, scenario, callers, turn, cancel);
        List<(Turn Without, Turn With)> pairs = [];
        for (var round = 0; round < rounds && !cancel.IsCancellationRequested; round++)
        {
            // The disk's write-behind and the collector's work of a turn fall into the next one.
            var isPlainFirst = round % 2 == 0;
            var first = await Turn.Take(isPlainFirst ? plain : chained, scenario, callers, turn, cancel);
            var second = await Turn.Take(isPlainFirst ? chained : plain, scenario, callers, turn, cancel);
            pairs.Add(isPlainFirst ? (first, second) : (second, first));
        }

        cancel.ThrowIfCancellationRequested();
        return pairs;
    }

    /// <summary>The medians, and by how much of it the one is dearer than the other: the median and the quartiles of the pairs.</summary>
    static string[] Compare(List<(Turn Without, Turn With)> pairs, Func<Turn, double> of, string format)
    {
        double[] costs = [.. pairs.Select(pair => (of(pair.With) / of(pair.Without)) - 1).Order()];
        return
        [
            Median(pairs.Select(pair => of(pair.Without))).ToString(format),
            Median(pairs.Select(pair => of(pair.With))).ToString(format),
            $"{Median(costs):P1} ({costs[costs.Length / 4]:P1} to {costs[costs.Length * 3 / 4]:P1})",
        ];
    }

    static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>What a command of a turn came to.</summary>
    /// <param name="Microseconds">From one command that was committed to the next, of whichever caller.</param>
    /// <param name="Processors">Microseconds that the machine's processors were busy: this process, PostgreSQL and whoever else.</param>
    /// <param name="Own">Of those, this process's.</param>
    /// <param name="Logged">Bytes of write-ahead log.</param>
    sealed record Turn(double Microseconds, double Processors, double Own, double Logged)
    {
        public static async Task<Turn> Take(JournalRun run, JournalScenario scenario, int callers, TimeSpan time, CancellationToken cancel)
        {
            var (busy, logged) = (SystemTimes.Now().Busy, await LoggedBytes(run, cancel));
            var figure = await run.Measure(scenario, callers, time, cancel);
            return new(
                1_000_000 / figure.PerSecond,
                (SystemTimes.Now().Busy - busy) * 1_000_000 / figure.Commands,
                figure.Cores * 1_000_000 / figure.PerSecond,
                (double)(await LoggedBytes(run, cancel) - logged) / figure.Commands);
        }

        static async Task<decimal> LoggedBytes(JournalRun run, CancellationToken cancel)
        {
            await using var command = run.Database.General.CreateCommand("select pg_current_wal_insert_lsn() - '0/0'::pg_lsn");
            return (decimal)(await command.ExecuteScalarAsync(cancel))!;
        }
    }
}
