using System.CommandLine;
using KaosNet.Domain.Kernel;
using KaosNet.Projections;
using KaosNet.Store.Tables;
using Spectre.Console;

namespace KaosNet.Replay;

/// <summary><c>replay verify</c>: rebuilds every read model from events beside the live one and tells where they differ.</summary>
static class VerifyCommand
{
    public static Command Create()
    {
        var names = ReadModelNames.Argument("Read models to verify; all when none is named.");
        var most = new Option<int>("--most") { Description = "How many differing rows of a table to print.", DefaultValueFactory = _ => 20 };
        var (dataDir, address) = ReplayDatabase.Options();
        var command = new Command("verify", "Rebuilds read models from events and compares them with the live ones.") { names, most, dataDir, address };
        command.SetAction(async (parsed, cancel) =>
        {
            var tables = ReadModelNames.Find(parsed.GetValue(names)!);
            await using var opened = await ReplayDatabase.Open(parsed.GetValue(dataDir)!, parsed.GetValue(address), cancel);
            var rebuilder = new TableRebuilder(opened.Database, EventCatalogue.Default);
            return await Verify(rebuilder, tables, Math.Clamp(parsed.GetValue(most), 1, 10_000), cancel);
        });
        return command;
    }

    static async Task<int> Verify(TableRebuilder rebuilder, IReadOnlyList<IInlineTable> tables, int most, CancellationToken cancel)
    {
        var damages = new Damages(most);
        var comparisons = await WorkShown.While(shown => rebuilder.Verify(
            tables,
            most,
            new ReportNow(report => shown.Tell("verifying", report.Events, report.EventsTotal, "events")),
            damages.Add,
            onlyTheirStreams: tables.Count < ReadModels.All.Count,
            cancel));
        foreach (var comparison in comparisons) Print(comparison, most);
        damages.Print();
        var different = comparisons.Count(comparison => comparison.Differences.Count > 0);
        if (different == 0 && damages.Count == 0)
        {
            AnsiConsole.MarkupLineInterpolated(comparisons.Count == 1
                ? $"[green]1 read model is what its events say.[/]"
                : (FormattableString)$"[green]{comparisons.Count} read models are what their events say.[/]");
            return ExitCodes.Right;
        }
        if (different > 0) AnsiConsole.MarkupLineInterpolated($"[red]{different} of {comparisons.Count} read models differ from their events.[/]");
        if (damages.Count > 0) AnsiConsole.MarkupLineInterpolated($"[red]{Counted(damages.Count, "stream")} lost events or cannot be read.[/]");
        return ExitCodes.Different;
    }

    static void Print(TableComparison comparison, int most)
    {
        if (comparison.Differences.Count == 0)
        {
            AnsiConsole.MarkupLineInterpolated($"{comparison.Table}: {Counted(comparison.Rows, "row")}, all equal");
            return;
        }
        var count = comparison.Differences.Count == most ? $"{most} or more rows" : Counted(comparison.Differences.Count, "row");
        AnsiConsole.MarkupLineInterpolated($"[red]{comparison.Table}: {count} that only one side has[/]");
        foreach (var difference in comparison.Differences)
        {
            AnsiConsole.MarkupLineInterpolated($"  {(difference.IsLive ? "live:  " : "events:")} {difference.Row}");
        }
    }

    static string Counted(long count, string what) => count == 1 ? "1 " + what : $"{count:N0} {what}s";

    /// <summary>Streams that cannot be what the server wrote: all are counted, the first ones kept.</summary>
    sealed class Damages(int most)
    {
        readonly List<DamagedStream> _first = [];

        public int Count { get; private set; }

        public void Add(DamagedStream stream)
        {
            Count++;
            if (_first.Count < most) _first.Add(stream);
        }

        public void Print()
        {
            if (Count == 0) return;
            AnsiConsole.MarkupLineInterpolated($"[red]events: {Counted(Count, "damaged stream")}[/]");
            foreach (var stream in _first) AnsiConsole.MarkupLineInterpolated($"  {stream.Stream}: {stream.Damage}");
        }
    }

    /// <summary>Reports at once, on the caller's thread, so that the last report is not lost behind the end of the bar.</summary>
    sealed class ReportNow(Action<RebuildProgress> report) : IProgress<RebuildProgress>
    {
        public void Report(RebuildProgress value) => report(value);
    }
}
