using System.CommandLine;
using System.Diagnostics;
using KaosNet.Store.Chain;
using KaosNet.Store.Chain.Audit;
using KaosNet.Store.Reading;
using Spectre.Console;

namespace KaosNet.Bench.Journal;

/// <summary><c>bench audit</c>: events a second that an audit proves, and that a seal stands over.</summary>
static class AuditCommand
{
    public static Command Create()
    {
        var address = new Option<string>("--database") { Description = "Connection string of a database to make a schema in.", Required = true };
        var events = new Option<int>("--events") { Description = "Events to fill the store with.", DefaultValueFactory = _ => 200_000 };
        var streams = new Option<int>("--streams") { Description = "How many streams they are spread over.", DefaultValueFactory = _ => 20_000 };
        var rounds = new Option<int>("--rounds") { Description = "How often the audit is measured.", DefaultValueFactory = _ => 3 };
        var command = new Command("audit", "Events a second that an audit proves.") { address, events, streams, rounds };
        command.SetAction(async (given, cancel) =>
        {
            await using var run = await JournalRun.Open(given.GetValue(address)!, lanes: 0, given.GetValue(streams));
            var table = new Table().AddColumns("what", "events", "seconds", "events/s", "CPU cores of ours");
            await run.Fill(given.GetValue(events), cancel);
            using var settled = new SettledEvents(run.Database);
            StoredSeal? seal = null;
            var maker = new SealMaker(run.Database, settled, run.Journal);
            table.AddRow(await Measure("sealed", given.GetValue(events), async () => seal = await maker.Make(null, cancel).LastOrDefaultAsync(cancel)));
            for (var round = 0; round < given.GetValue(rounds); round++)
            {
                table.AddRow(await Measure("audited", given.GetValue(events), async () =>
                {
                    var report = await new ChainAudit(run.Database).Run(null, null, 10, null, cancel);
                    if (report.FindingCount > 0) throw new InvalidDataException(report.Findings[0].ToString());
                }));
            }

            AnsiConsole.Write(table);
            AnsiConsole.WriteLine($"{seal?.Seal.Number} seals, {seal?.Seal.Streams} streams under the last, {seal?.Seal.Marks.Length} bytes of marks in it");
        });
        return command;
    }

    static async Task<string[]> Measure(string what, long events, Func<Task> work)
    {
        var process = Process.GetCurrentProcess();
        var (since, cpu) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        await Task.Run(work);
        var took = Stopwatch.GetElapsedTime(since);
        process.Refresh();
        return
        [
            what, events.ToString("N0"), took.TotalSeconds.ToString("N2"), (events / took.TotalSeconds).ToString("N0"),
            ((process.TotalProcessorTime - cpu) / took).ToString("N2"),
        ];
    }
}
