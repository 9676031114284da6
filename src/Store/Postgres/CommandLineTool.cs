using System.ComponentModel;
using System.Diagnostics;

namespace KaosNet.Store.Postgres;

/// <summary>Runs a short-lived program to its end and keeps the tail of what it said.</summary>
internal static class CommandLineTool
{
    const int OutputCharactersMax = 16 * 1024;

    internal sealed record Outcome(int ExitCode, string Output)
    {
        public bool Succeeded => ExitCode == 0;

        /// <summary>The last line said, for a one-line message.</summary>
        public string LastLine => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "";
    }

    /// <summary>Exit code 127 stands for a program that is not there, as in a shell.</summary>
    public static async Task<Outcome> RunAsync(IReadOnlyList<string> command, TimeSpan timeout, CancellationToken stopping = default)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
            UseShellExecute = false,
        };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(timeout);
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            try
            {
                var output = ReadTailAsync(process.StandardOutput, limit.Token);
                var errors = ReadTailAsync(process.StandardError, limit.Token);
                await process.WaitForExitAsync(limit.Token);
                return new Outcome(process.ExitCode, (await output + "\n" + await errors).Trim());
            }
            catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
            {
                process.Kill(entireProcessTree: true);
                return new Outcome(124, $"{command[0]} did not end within {timeout.TotalSeconds:0} s");
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }
        catch (Win32Exception missing)
        {
            return new Outcome(127, $"{command[0]}: {missing.Message}");
        }
    }

    static async Task<string> ReadTailAsync(StreamReader reader, CancellationToken stopping)
    {
        var tail = "";
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer, stopping) is var read and > 0)
        {
            tail += new string(buffer, 0, read);
            if (tail.Length > OutputCharactersMax) tail = tail[^OutputCharactersMax..];
        }

        return tail;
    }
}
