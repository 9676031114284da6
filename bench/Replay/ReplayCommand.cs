using System.CommandLine;
using System.Diagnostics;
using KaosNet.Bench.Filling;
using KaosNet.Domain.Kernel;
using KaosNet.Projections;
using KaosNet.Store;
using KaosNet.Store.Chain.Audit;
using KaosNet.Store.Journal;
using KaosNet.Store.Tables;
using KaosNet.Store.Tables.Rebuilding;
using Marten;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace KaosNet.Bench.Replay;

/// <summary><c>bench replay</c>: events a second from PostgreSQL to folded states, and on into the game's read models.</summary>
static class ReplayCommand
{
    public static Command Create()
    {
        var address = new Option<string>("--database") { Description = "Connection string of a database to make a schema in.", Required = true };
        var schema = new Option<string>("--schema") { Description = "Name of the schema; kaos, to try ./kaos replay on it.", DefaultValueFactory = _ => "kaos_bench_replay" };
        var events = new Option<int>("--events") { Description = "Events to fill the store with.", DefaultValueFactory = _ => 250_000 };
        var rounds = new Option<int>("--rounds") { Description = "How often each is measured; the best counts.", DefaultValueFactory = _ => 3 };
        var isKept = new Option<bool>("--keep") { Description = "Uses the store that an earlier run left, and leaves it." };
        var key = BenchKeys.Option();
        var command = new Command("replay", "Events a second from PostgreSQL to states, and into read models.") { address, schema, events, rounds, isKept, key };
        command.Validators.Add(given =>
        {
            if (given.GetValue(isKept) && given.GetValue(key) is null) given.AddError($"What is kept can be read with its master key only: name a file for it with {key.Name}.");
        });
        command.SetAction(async (given, cancel) =>
        {
            await using var database = new Database(given.GetValue(address)!, given.GetValue(schema)!) { Masters = BenchKeys.Of(given.GetValue(key)) };
            var count = await Prepare(database, given.GetValue(events), given.GetValue(isKept), cancel);
            var rebuilder = new TableRebuilder(database, EventCatalogue.Default);
            var table = new Table().AddColumns("what", "events", "seconds", "events/s", "CPU cores of ours");
            var streams = 0;
            ValueTask Told(FoldedStream folded)
            {
                streams++;
                return ValueTask.CompletedTask;
            }

            table.AddRow(await Measure("folded into states", count, given.GetValue(rounds), () => rebuilder.Fold(Told, cancel)));
            LiveRebuild rebuild = new(database, EventCatalogue.Default);
            table.AddRow(await Measure($"into {ReadModels.All.Count} read models", count, given.GetValue(rounds), () => rebuild.Run(ReadModels.All, cancel: cancel)));
            table.AddRow(await Measure("verified", count, 1, async () =>
            {
                if ((await rebuilder.Verify(ReadModels.All, cancel: cancel)).Any(compared => compared.Differences.Count > 0)) throw new InvalidDataException("They differ.");
            }));
            table.AddRow(await Measure("audited", count, given.GetValue(rounds), async () =>
            {
                var report = await new ChainAudit(database).Run(null, null, 10, null, cancel);
                if (report.FindingCount > 0) throw new InvalidDataException(report.Findings[0].ToString());
            }));
            AnsiConsole.Write(table);
            AnsiConsole.WriteLine($"{streams / given.GetValue(rounds):N0} streams");
            if (!given.GetValue(isKept)) await Run(database, $"drop schema {database.Schema} cascade", cancel);
        });
        return command;
    }

    static async Task<long> Prepare(Database database, int events, bool isKept, CancellationToken cancel)
    {
        await using var look = database.General.CreateCommand($"select to_regclass('{database.Schema}.store_stamps') is not null");
        if (isKept && await look.ExecuteScalarAsync(cancel) is true)
        {
            await using var count = database.General.CreateCommand($"select count(*) from {database.Schema}.mt_events");
            return (long)(await count.ExecuteScalarAsync(cancel))!;
        }

        await Run(database, $"drop schema if exists {database.Schema} cascade", cancel);
        await using var store = DocumentStore.For(options => MartenSetup.Configure(options, database, EventCatalogue.Default));
        var rebuilder = new TableRebuilder(database, EventCatalogue.Default);
        await new StoreSchema(database, store, ReadModels.All, rebuilder, NullLogger<StoreSchema>.Instance).Apply(cancel);
        var since = Stopwatch.GetTimestamp();
        var filled = await new StoreFilling(database, new EventCodec(EventCatalogue.Default, database.PersonalKeys)).Fill(events, cancel);
        AnsiConsole.WriteLine($"filled with {filled:N0} events in {Stopwatch.GetElapsedTime(since).TotalSeconds:N1} s");
        return filled;
    }

    static async Task<string[]> Measure(string what, long events, int rounds, Func<Task> work)
    {
        var (best, cores) = (TimeSpan.MaxValue, 0.0);
        for (var round = 0; round < rounds; round++)
        {
            var process = Process.GetCurrentProcess();
            var (since, cpu) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
            await Task.Run(work);
            var took = Stopwatch.GetElapsedTime(since);
            process.Refresh();
            if (took >= best) continue;
            (best, cores) = (took, (process.TotalProcessorTime - cpu) / took);
        }

        return [what, events.ToString("N0"), best.TotalSeconds.ToString("N2"), (events / best.TotalSeconds).ToString("N0"), cores.ToString("N2")];
    }

    static async Task Run(Database database, string statement, CancellationToken cancel)
    {
        await using var command = database.General.CreateCommand(statement);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancel);
    }
}
