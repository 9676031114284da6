using System.Diagnostics;
using System.Text.RegularExpressions;
using Npgsql;
using Spectre.Console;

namespace KaosNet.Bench.Calibration;

/// <summary>PostgreSQL's own benchmark: prepared primary-key reads (-S) and small updates (-N), scale 5, 32 clients, one thread.</summary>
static partial class PgBench
{
    public static async Task Run(Table table, string program, string connection, TimeSpan time, CancellationToken cancel)
    {
        await Start(program, connection, ["-i", "-s", "5", "-q"], cancel);
        foreach (var mode in new[] { "-S", "-N" })
        {
            var seconds = ((int)time.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
            var said = await Start(program, connection, ["-M", "prepared", mode, "-c", "32", "-j", "1", "-T", seconds], cancel);
            var rate = Rate().Match(said);
            table.AddRow("pgbench " + mode, rate.Success ? $"{double.Parse(rate.Groups["rate"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture):N0}" : Markup.Escape(said), "", "", "");
        }
    }

    static async Task<string> Start(string program, string connection, string[] arguments, CancellationToken cancel)
    {
        var target = new NpgsqlConnectionStringBuilder(connection);
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["PGHOST"] = target.Host;
        start.Environment["PGPORT"] = target.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["PGUSER"] = target.Username;
        start.Environment["PGPASSWORD"] = target.Password;
        start.Environment["PGDATABASE"] = target.Database;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("pgbench did not start.");
        var error = process.StandardError.ReadToEndAsync(cancel);
        var output = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return process.ExitCode == 0 ? output : await error;
    }

    [GeneratedRegex(@"tps = (?<rate>[0-9.]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rate();
}
