using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using KaosNet.Bench.Filling;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Leaderboards.Ranking;
using Spectre.Console;

namespace KaosNet.Bench.Leaderboards;

/// <summary>
/// <c>bench ranks</c>: how a board's requests fare as it grows, inside the server and one at a time. Without a database it measures the rank index alone.
/// </summary>
static class RanksCommand
{
    const string Schema = "kaos_bench_ranks";

    public static Command Create()
    {
        var database = new Option<string?>("--database") { Description = "Connection string of a database to make a schema in, for the requests with the database." };
        var records = new Option<int[]>("--records")
        {
            Description = "Sizes of the board, ascending.",
            DefaultValueFactory = _ => [10_000, 100_000, 1_000_000],
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command("ranks", "Submit, top 100, around owner and rank of a board that grows.") { database, records };
        command.SetAction(async (given, cancel) =>
        {
            AnsiConsole.Write(Index(given.GetValue(records)!));
            if (given.GetValue(database) is { } address) AnsiConsole.Write(await Requests(address, given.GetValue(records)!, cancel));
        });
        return command;
    }

    /// <summary>The index alone: microseconds of the median call, and bytes a record.</summary>
    static Table Index(int[] sizes)
    {
        var table = new Table { Title = new("The index alone, median in µs") }
            .AddColumns("records", "submit", "rank", "top 100", "around 100", "bytes/record", "put in bulk, ms");
        foreach (var size in sizes)
        {
            var random = new Random(7);
            var owners = new Guid[size];
            var load = new RankIndex(SortOrder.Descending);
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < size; i++)
            {
                owners[i] = Guid.NewGuid();
                load.Put(owners[i], random.Next(10_000_000), 0, 1);
            }

            var took = clock.Elapsed;
            var version = 1;
            table.AddRow(
                Number(size),
                Median(() => load.Put(owners[random.Next(size)], random.Next(10_000_000), 0, ++version)),
                Median(() => load.RankOf(owners[random.Next(size)])),
                Median(() => load.Window(1, 100)),
                Median(() => load.Window(load.RankOf(owners[random.Next(size)]) - 50, 100)),
                (load.Bytes / (double)size).ToString("N1", CultureInfo.InvariantCulture),
                took.TotalMilliseconds.ToString("N0", CultureInfo.InvariantCulture));
        }

        return table;

        static string Median(Action call)
        {
            var times = new double[20_000];
            for (var i = 0; i < times.Length; i++)
            {
                var started = Stopwatch.GetTimestamp();
                call();
                times[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
            }

            return times.Order().ElementAt(times.Length / 2).ToString("N1", CultureInfo.InvariantCulture);
        }
    }

    /// <summary>What a server does for a request, from the operation's handler on: the database's part included.</summary>
    static async Task<Table> Requests(string address, int[] sizes, CancellationToken cancel)
    {
        await BoardBench.Drop(address, Schema);
        var table = new Table { Title = new("Requests inside the server with its database, median (99th percentile) in ms") }
            .AddColumns("records", "submit", "submit again", "top 100", "around 20", "around 100", "rank of one", "load, ms", "bytes/record", "filled in, s");
        await using (var bench = await BoardBench.Open(address, Schema, BenchKeys.Of(null)))
        {
            await WarmUp(bench, cancel);
            foreach (var size in sizes)
            {
                var board = await bench.Board($"cup-{size}");
                var clock = Stopwatch.StartNew();
                var owners = await bench.Fill(board.Id, size, cancel);
                var filled = clock.Elapsed;
                var random = new Random(7);
                using var loaded = bench.RanksOfAnother();
                clock.Restart();
                await loaded.Preload(board, DateTimeOffset.UtcNow, cancel);
                var load = clock.Elapsed;
                // The board's first record was submitted, so its period was in memory while the others were copied.
                bench.Ranks.Forget(board.Id);
                await bench.Ranks.Preload(board, DateTimeOffset.UtcNow, cancel);
                // Half of the owners submit for the first time since the start, so their records are read; the other half's are in memory then.
                var (seen, next) = (owners.Take(owners.Count / 2).ToList(), owners.Count / 2);
                foreach (var owner in seen) await Submit(owner);
                table.AddRow(
                    Number(size),
                    await Times(owners.Count / 4, () => Submit(owners[next++ % owners.Count])),
                    await Times(2000, () => Submit(seen[random.Next(seen.Count)])),
                    await Times(2000, async () => Check(await bench.Lists.Page(board, null, 100, null, [], cancel))),
                    await Times(2000, async () => await bench.Lists.AroundOwner(board, null, Any(), 20, cancel)),
                    await Times(2000, async () => await bench.Lists.AroundOwner(board, null, Any(), 100, cancel)),
                    await Times(2000, async () => Check(await bench.Lists.Page(board, null, 0, null, [Any()], cancel))),
                    load.TotalMilliseconds.ToString("N0", CultureInfo.InvariantCulture),
                    (loaded.Bytes / (double)size).ToString("N1", CultureInfo.InvariantCulture),
                    filled.TotalSeconds.ToString("N1", CultureInfo.InvariantCulture));

                Guid Any() => owners[random.Next(owners.Count)];

                Task Submit(Guid owner) => RanksCommand.Submit(bench, board, owner, random.Next(10_000_000), cancel);
            }
        }

        await BoardBench.Drop(address, Schema);
        return table;
    }

    /// <summary>The runtime compiles what is hot in the background; without it the figures of the first board would be those of a server's first seconds.</summary>
    static async Task WarmUp(BoardBench bench, CancellationToken cancel)
    {
        var board = await bench.Board("warm");
        var owners = await bench.Fill(board.Id, 5_000, cancel);
        foreach (var owner in owners) await Submit(bench, board, owner, score: 1, cancel);
        foreach (var owner in owners.Take(1000)) await bench.Lists.AroundOwner(board, null, owner, 20, cancel);
    }

    static async Task Submit(BoardBench bench, Leaderboard board, Guid owner, long score, CancellationToken cancel) => Check(await bench.Scores.Submit(
        new(board.Id, owner.ToString(), score) { Override = ScoreOperator.Set }, BoardBench.Script, cancel));

    static void Check<T>(Answer<T> answer)
    {
        if (answer.Fault is { } fault) throw new InvalidOperationException(fault.Message);
    }

    static async Task<string> Times(int calls, Func<Task> call)
    {
        var times = new double[calls];
        for (var i = -calls / 4; i < calls; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await call();
            if (i >= 0) times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        Array.Sort(times);
        return string.Create(CultureInfo.InvariantCulture, $"{times[calls / 2]:N2} ({times[calls * 99 / 100]:N2})");
    }

    static string Number(int size) => size.ToString("N0", CultureInfo.InvariantCulture);
}
