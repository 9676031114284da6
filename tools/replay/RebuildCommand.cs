using System.CommandLine;
using System.Diagnostics;
using KaosNet.Domain.Kernel;
using KaosNet.Store.Tables;
using KaosNet.Store.Tables.Rebuilding;
using Spectre.Console;

namespace KaosNet.Replay;

/// <summary><c>replay rebuild</c>: makes read models anew from events while servers go on, and puts them in the places of the live ones.</summary>
static class RebuildCommand
{
    public static Command Create()
    {
        var names = ReadModelNames.Argument("Read models to rebuild, all in one pass.");
        var all = new Option<bool>("--all") { Description = "Rebuilds every read model." };
        var (dataDir, address) = ReplayDatabase.Options();
        var command = new Command("rebuild", "Rebuilds read models from events beside servers that go on working, and switches them at once.") { names, all, dataDir, address };
        command.SetAction(async (parsed, cancel) =>
        {
            var named = parsed.GetValue(names)!;
            if (named.Length > 0 == parsed.GetValue(all)) throw new ReplayRefusedException("Name the read models to rebuild, or say --all.");
            var tables = ReadModelNames.Find(named);
            await using var opened = await ReplayDatabase.Open(parsed.GetValue(dataDir)!, parsed.GetValue(address), cancel);
            var rebuild = new LiveRebuild(opened.Database, EventCatalogue.Default);
            return await Rebuild(rebuild, tables, cancel);
        });
        return command;
    }

    static async Task<int> Rebuild(LiveRebuild rebuild, IReadOnlyList<IInlineTable> tables, CancellationToken cancel)
    {
        var since = Stopwatch.GetTimestamp();
        try
        {
            var outcome = await WorkShown.While(shown => rebuild.Run(tables, new ReportNow(shown), cancel));
            Print(outcome, tables, Stopwatch.GetElapsedTime(since));
            return ExitCodes.Right;
        }
        catch (RebuildRefusedException refused)
        {
            throw new ReplayRefusedException(refused.Message, refused);
        }
        catch (OperationCanceledException stopped)
        {
            throw new ReplayRefusedException("Stopped. The same command goes on from here.", stopped);
        }
    }

    static void Print(RebuildOutcome outcome, IReadOnlyList<IInlineTable> tables, TimeSpan took)
    {
        if (outcome.DoneBefore > 0) AnsiConsole.WriteLine($"{Events(outcome.DoneBefore)} had been folded by a run that was stopped.");
        if (outcome.StartedOver > 0) AnsiConsole.WriteLine($"Begun anew {outcome.StartedOver} times, since what events say was changed meanwhile.");
        AnsiConsole.WriteLine($"{Events(outcome.Events)} folded in {took.TotalSeconds:N1} s, {outcome.Events / took.TotalSeconds:N0} a second.");
        if (outcome.CaughtUp > 0) AnsiConsole.WriteLine($"{Events(outcome.CaughtUp)} committed meanwhile, and brought in.");
        AnsiConsole.MarkupLineInterpolated(
            $"[green]{(tables.Count == 1 ? tables[0].Name + " is" : $"{tables.Count} read models are")} switched; writers waited {outcome.WritersWaited.TotalMilliseconds:N0} ms for it, readers of the tables {outcome.ReadersWaited.TotalMilliseconds:N0} ms.[/]");
    }

    static string Events(long count) => count == 1 ? "1 event" : $"{count:N0} events";

    /// <summary>Reports at once, on the worker's thread.</summary>
    sealed class ReportNow(WorkShown shown) : IProgress<LiveRebuildProgress>
    {
        public void Report(LiveRebuildProgress value)
        {
            var (what, unit) = value.Step switch
            {
                RebuildStep.Folding => ("folding", "events"),
                RebuildStep.Indexing => ("indexing", "tables"),
                RebuildStep.CatchingUp => ("catching up", "events"),
                _ => ("waiting for somebody who reads the tables", ""),
            };
            shown.Tell(what, value.Events, value.EventsTotal, unit);
        }
    }
}
