using System.Diagnostics;
using System.Globalization;
using KaosNet.Store.Postgres;
using Npgsql;

namespace KaosNet.Tests.Support;

/// <summary>PostgreSQL's own programs (<c>pg_dump</c>, <c>pg_restore</c>), as operators run them.</summary>
public static class PostgresProgram
{
    /// <summary>Runs one on a database; it must succeed.</summary>
    /// <returns>What it wrote to standard output.</returns>
    public static async Task<string> Run(string program, string connectionString, params string[] arguments)
    {
        var binaries = await PostgresBinaries.FindOrInstallAsync(version: null, _ => { });
        var database = new NpgsqlConnectionStringBuilder(connectionString);
        var start = new ProcessStartInfo(binaries.Program(program), ["--dbname", database.Database!, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            Environment =
            {
                ["PGHOST"] = database.Host, ["PGPORT"] = database.Port.ToString(CultureInfo.InvariantCulture), ["PGUSER"] = database.Username,
                ["PGPASSWORD"] = database.Password,
            },
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var complaint = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await complaint);
        return output;
    }
}
