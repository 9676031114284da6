using System.Diagnostics;

namespace KaosNet.Compat.Tests.Clients;

/// <summary>Runs programs of Node with a deadline.</summary>
static class Node
{
    public static async Task<string> Run(
        string program, string[] arguments, TimeSpan limit, bool ignoreExitCode = false, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException(program + " did not start.");
        using var patience = new CancellationTokenSource(limit);
        try
        {
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            if (process.ExitCode != 0 && !ignoreExitCode)
            {
                throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output}\n{await error}");
            }
            return output + await error;
        }
        catch (OperationCanceledException late)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {limit}.", late);
        }
    }
}
