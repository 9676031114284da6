using System.CommandLine;
using System.Diagnostics;
using KaosNet.Bench.Filling;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Seals;
using KaosNet.Store;
using KaosNet.Store.Journal;
using KaosNet.Store.Tables;
using Marten;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace KaosNet.Bench.Journal;

/// <summary>
/// <c>bench journal</c>: commands committed a second, by number of callers, for one event a command, for several streams a command, and for one event that is sealed.
/// </summary>
static class JournalCommand
{
    public static Command Create()
    {
        var database = new Option<string>("--database") { Description = "Connection string of a database to make a schema in.", Required = true };
        var callers = new Option<int[]>("--callers")
        {
            Description = "Numbers of callers, each in a closed loop.",
            DefaultValueFactory = _ => [1, 8, 64, 256],
            AllowMultipleArgumentsPerToken = true,
        };
        var seconds = new Option<double>("--seconds") { Description = "Seconds for each figure.", DefaultValueFactory = _ => 3 };
        var streams = new Option<int>("--streams") { Description = "How many streams the commands spread over.", DefaultValueFactory = _ => 1000 };
        var lanes = new Option<int>("--lanes") { Description = "Lanes of the Journal; 0 for its default.", DefaultValueFactory = _ => 0 };
        var command = new Command("journal", "Commits a second of the Journal.") { database, callers, seconds, streams, lanes };
        command.SetAction(async (given, cancel) =>
        {
            await using var run = await JournalRun.Open(given.GetValue(database)!, given.GetValue(lanes), given.GetValue(streams));
            var table = new Table().AddColumns("command", "callers", "commands/s", "events/s", "p50 ms", "p99 ms", "CPU cores");
            foreach (var scenario in JournalRun.Scenarios)
            {
                foreach (var number in given.GetValue(callers)!)
                {
                    await run.Measure(scenario, number, TimeSpan.FromSeconds(0.5), cancel);
                    var figure = await run.Measure(scenario, number, TimeSpan.FromSeconds(given.GetValue(seconds)), cancel);
                    table.AddRow(
                        scenario.Name,
                        number.ToString(),
                        figure.PerSecond.ToString("N0"),
                        (figure.PerSecond * scenario.Events).ToString("N0"),
                        figure.Median.ToString("N2"),
                        figure.Slow.ToString("N2"),
                        figure.Cores.ToString("N2"));
                }
            }

            AnsiConsole.Write(table);
        });
        return command;
    }
}

/// <summary>A command that a caller repeats.</summary>
/// <param name="Name">As printed.</param>
/// <param name="Events">Events that one command appends.</param>
/// <param name="Make">The command for a stream number.</param>
sealed record JournalScenario(string Name, int Events, Func<int, Command<long>> Make);

/// <summary>What a run came to.</summary>
sealed record JournalFigure(int Commands, double PerSecond, double Median, double Slow, double Cores);

/// <summary>A Journal on a schema of its own, which is dropped afterwards.</summary>
sealed class JournalRun : IAsyncDisposable
{
    public static readonly JournalScenario[] Scenarios =
    [
        new("one event", 1, number => new Submit([$"s{number}"])),
        new("four events in four streams", 4, number => new Submit([$"s{number}", $"x{number}", $"y{number}", $"z{number}"])),
        new("one event with something personal", 1, number => new Submit([new Guid(number, 0, 0, new byte[8]).ToString()])),
    ];

    static readonly EventCatalogue Catalogue = new([Best.Kind, SealChain.Kind]);
    static readonly IReadOnlyList<IInlineTable> Tables =
    [
        new StateTable<Best, BestRow>("bests", Best.Kind, (id, best) => [new(id, best.Score, best.Submits)], table =>
            table.Text("id", row => row.Id).Bigint("score", row => row.Score).Bigint("submits", row => row.Submits).Key("id")),
    ];

    readonly Database _database;
    readonly LanedJournal _journal;
    readonly int _streams;

    JournalRun(Database database, JournalOptions options, int streams)
    {
        _database = database;
        _streams = streams;
        _journal = new(database, Catalogue, Tables, [], options, TimeProvider.System, NullLogger<LanedJournal>.Instance);
    }

    public Database Database => _database;

    public IJournal Journal => _journal;

    /// <summary>Commits at least that many events.</summary>
    public async Task Fill(int events, CancellationToken cancel)
    {
        var left = events;
        await Task.WhenAll(Enumerable.Range(0, 256).Select(caller => Task.Run(
            async () =>
            {
                var dice = new Dice((ulong)caller);
                while (Interlocked.Decrement(ref left) >= 0)
                {
                    var answer = await _journal.Execute(Scenarios[0].Make(dice.Roll(_streams)), Player, cancel);
                    if (answer.Fault is { } fault) throw new InvalidOperationException(fault.Message);
                }
            },
            cancel)));
    }

    public static Task<JournalRun> Open(string connectionString, int lanes, int streams) => Open(connectionString, new() { Lanes = lanes }, streams, "kaos_bench");

    public static async Task<JournalRun> Open(string connectionString, JournalOptions options, int streams, string schema)
    {
        var database = new Database(connectionString, schema) { Masters = BenchKeys.Of(null) };
        await Run(database, $"drop schema if exists {schema} cascade");
        await using var store = DocumentStore.For(options => MartenSetup.Configure(options, database, Catalogue));
        await new StoreSchema(database, store, Tables, new(database, Catalogue), NullLogger<StoreSchema>.Instance).Apply();
        return new(database, options, streams);
    }

    /// <summary>Lets that many callers repeat the command, each on streams chosen anew.</summary>
    public async Task<JournalFigure> Measure(JournalScenario scenario, int callers, TimeSpan time, CancellationToken cancel)
    {
        var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var waits = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(
            async () =>
            {
                List<double> waited = [];
                var dice = new Dice((ulong)caller);
                while (clock.Elapsed < time && !cancel.IsCancellationRequested)
                {
                    var started = Stopwatch.GetTimestamp();
                    var answer = await _journal.Execute(scenario.Make(dice.Roll(_streams)), Player, cancel);
                    if (answer.Fault is { } fault) throw new InvalidOperationException(fault.Message);
                    waited.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                }

                return waited;
            },
            cancel)));
        var took = clock.Elapsed;
        process.Refresh();
        double[] all = [.. waits.SelectMany(waited => waited).Order()];
        return new(
            all.Length, all.Length / took.TotalSeconds, all[all.Length / 2], all[all.Length * 99 / 100], (process.TotalProcessorTime - cpu) / took);
    }

    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        await Run(_database, $"drop schema if exists {_database.Schema} cascade");
        await _database.DisposeAsync();
    }

    static async Task Run(Database database, string statement)
    {
        await using var command = database.General.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }

    static readonly Caller Player = new()
    {
        Source = Source.Client,
        Actor = "0aa0aa00-0000-4000-8000-000000000001",
        UserId = "0aa0aa00-0000-4000-8000-000000000001",
        Operation = "WriteLeaderboardRecord",
        Correlation = "bench",
    };
}

sealed record Best(long Score, long Submits)
{
    public static readonly StreamKind<Best, BestEvent> Kind = new("best", _ => new(0, 0), (best, happened, _) => happened switch
    {
        ScoreTaken taken => new(Math.Max(best.Score, taken.Score), best.Submits + 1),
        _ => best,
    })
    {
        // Those that are called by a number are nobody's, and nothing of theirs is sealed.
        Whose = new() { ByStream = id => [id] },
    };
}

abstract record BestEvent;

[EventName("bench_score_taken")]
sealed record ScoreTaken(long Score, [property: Personal] string Metadata) : BestEvent;

sealed record BestRow(string Id, long Score, long Submits);

sealed record Submit(string[] Ids) : Command<long>
{
    public override IReadOnlyList<StreamRef> Streams => [.. Ids.Select(Best.Kind.Of)];

    public override Decision<long> Decide(StreamStates states, DecisionContext context)
    {
        var decision = Decision.Granted(context.Now.Ticks);
        foreach (var id in Ids) decision.Append(Best.Kind.Of(id), new ScoreTaken(context.Now.Millisecond, "{}"));
        return decision;
    }
}
