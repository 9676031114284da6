using Spectre.Console;

namespace KaosNet.Bench.Load;

/// <summary>Prints results the same way for every benchmark.</summary>
public static class Report
{
    /// <summary>Starts the table of a benchmark.</summary>
    public static Table Start(string what) => new Table().Title(what).AddColumns("scenario", "per second", "p50 ms", "p99 ms", "errors");

    /// <summary>Adds a row to the table.</summary>
    public static void Add(Table table, LoadResult result)
    {
        table.AddRow(
            Markup.Escape(result.Scenario), $"{result.PerSecond:N0}", $"{result.Percentile(0.5):F2}", $"{result.Percentile(0.99):F2}", $"{result.Errors:N0}");
        if (result.FirstError is { } error) AnsiConsole.MarkupLineInterpolated($"[red]{result.Scenario}: {error}[/]");
    }

    /// <summary>Says that something could not be measured, and why.</summary>
    public static void Missing(Table table, string scenario, string reason) =>
        table.AddRow(Markup.Escape(scenario), Markup.Escape(reason), "", "", "");

    public static void Print(Table table) => AnsiConsole.Write(table);
}
