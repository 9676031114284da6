using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using KaosNet.Store.Chain;
using KaosNet.Store.Chain.Audit;
using Spectre.Console;

namespace KaosNet.Replay;

/// <summary><c>replay audit</c>: proves that the history is what was written, or names the first event that is not.</summary>
static class AuditCommand
{
    public static Command Create()
    {
        var stream = new Option<string?>("--stream") { Description = "Only this stream, by its key." };
        var since = new Option<DateTimeOffset?>("--since") { Description = "Only what happened from this moment on, e.g. 2026-11-23T15:00Z." };
        var until = new Option<DateTimeOffset?>("--until") { Description = "Only what happened up to this moment." };
        var seal = new Option<string?>("--seal") { Description = "A seal that was kept outside of the database; the store must hold the very same." };
        var most = new Option<int>("--most") { Description = "How many findings to print.", DefaultValueFactory = _ => 20 };
        var (dataDir, address) = ReplayDatabase.Options();
        var command = new Command("audit", "Proves that no event was altered, removed, reordered or slipped in, or names the first one that was.")
        {
            stream, since, until, seal, most, dataDir, address,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var kept = parsed.GetValue(seal) is { } file ? await Read(file, cancel) : null;
            await using var opened = await ReplayDatabase.Open(parsed.GetValue(dataDir)!, parsed.GetValue(address), cancel);
            var audit = new ChainAudit(opened.Database);
            var limit = Math.Clamp(parsed.GetValue(most), 1, 10_000);
            var clock = Stopwatch.StartNew();
            var report = parsed.GetValue(stream) is { } key
                ? await audit.Run(key, limit, cancel) ?? throw new ReplayRefusedException($"There is no stream {key}.")
                : await Run(audit, parsed.GetValue(since), parsed.GetValue(until), limit, cancel);
            var against = kept is null ? null : await audit.Against(kept, cancel);
            return Print(report, against, kept, clock.Elapsed, limit);
        });
        return command;
    }

    static async Task<SealFile> Read(string file, CancellationToken cancel)
    {
        try
        {
            return SealFile.Parse(await File.ReadAllTextAsync(file, cancel));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new ReplayRefusedException($"The seal {file} cannot be used: {unreadable.Message}", unreadable);
        }
    }

    static async Task<AuditReport> Run(ChainAudit audit, DateTimeOffset? since, DateTimeOffset? until, int most, CancellationToken cancel)
    {
        // A bar is for a person who waits; in a file its steps would stand among the lines.
        if (!AnsiConsole.Profile.Capabilities.Interactive) return await audit.Run(since, until, most, progress: null, cancel);
        AuditReport? report = null;
        await AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async shown =>
            {
                var bar = shown.AddTask("events");
                report = await audit.Run(since, until, most, new Shown(bar), cancel);
            });
        return report!;
    }

    static int Print(AuditReport report, Finding? against, SealFile? kept, TimeSpan took, int most)
    {
        var rate = report.Events / Math.Max(0.001, took.TotalSeconds);
        AnsiConsole.MarkupLineInterpolated(
            $"{Counted(report.Events, "event")} of {Counted(report.Streams, "stream")} and {Counted(report.Seals, "seal")} over them looked at in {took.TotalSeconds:N1} s ({rate:N0} events/s).");
        if (report.Older > 0) AnsiConsole.MarkupLineInterpolated($"[yellow]{Counted(report.Older, "event")} of them are older than the chain: nothing can be said of what is in them.[/]");
        if (report.LastSeal is { } last)
            AnsiConsole.MarkupLineInterpolated($"The last seal is number {last.Seal.Number} of {Time(last.At)}, over all up to number {last.Seal.Through}. Its hash: {last.Seal.Hash}");
        if (report.Unsealed > 0) AnsiConsole.MarkupLineInterpolated($"{Counted(report.Unsealed, "event")} came after the seals: only their chains speak for them.");
        if (kept is not null && against is null) AnsiConsole.MarkupLineInterpolated($"The store holds seal {kept.Seal.Number} as it was kept outside: nothing up to number {kept.Seal.Through} was made anew since.");

        var count = report.FindingCount + (against is null ? 0 : 1);
        if (count == 0)
        {
            AnsiConsole.MarkupLine("[green]Every event is as it was written and where it was written.[/]");
            return ExitCodes.Right;
        }

        if (report.Findings.Count > 0)
        {
            AnsiConsole.MarkupLine("[red]The first event that is not as it was written:[/]");
            Print(report.Findings[0]);
        }

        if (against is not null) AnsiConsole.MarkupLineInterpolated($"[red]{against.Why}[/]");
        if (report.Findings.Count > 1)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]and {report.FindingCount - 1:N0} more:[/]");
            foreach (var finding in report.Findings.Skip(1)) Print(finding);
            if (report.FindingCount > report.Findings.Count) AnsiConsole.MarkupLineInterpolated($"  … --most prints more than {most}");
        }

        return ExitCodes.Different;
    }

    static void Print(Finding finding)
    {
        var what = finding.Kind switch
        {
            Tampering.Altered => "altered",
            Tampering.Removed => "removed",
            Tampering.Reordered => "out of order",
            _ => "slipped in",
        };
        var versions = finding.LastVersion is { } last ? $"versions {finding.Version} to {last}" : $"version {finding.Version}";
        var who = finding.Stream is null ? "an event" : $"{finding.Stream}, {versions}";
        var number = finding.IsSequenceKnown ? $", number {finding.Sequence}" : "";
        var type = finding.Type is null ? "" : $" ({finding.Type} of {Time(finding.At!.Value)})";
        AnsiConsole.MarkupLineInterpolated($"  {what}: {who}{number}{type}");
        AnsiConsole.MarkupLineInterpolated($"    {finding.Why}");
    }

    static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";

    static string Counted(long count, string what) => count == 1 ? "1 " + what : $"{count:N0} {what}s";

    sealed class Shown(ProgressTask bar) : IProgress<AuditProgress>
    {
        public void Report(AuditProgress value)
        {
            bar.MaxValue = Math.Max(1, value.Total);
            bar.Value = value.Events;
            bar.Description = $"{value.Events:N0} of {value.Total:N0} events";
        }
    }
}
