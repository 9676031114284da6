using System.Diagnostics;
using KaosNet.Tests.Support;

namespace KaosNet.Compat.Tests.Replay;

/// <summary>What a run of <c>./kaos replay</c> ended with and printed.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Said">Standard output and error.</param>
sealed record ReplayRun(int Code, string Said)
{
    public string[] Lines => Said.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>It could not look, and says why in one line.</summary>
    public void ShouldRefuse(string reason)
    {
        Code.ShouldBe(2, Said);
        Lines.ShouldHaveSingleItem().ShouldContain(reason);
    }

    public void ShouldEndWith(int code) => Code.ShouldBe(code, Said);
}

/// <summary>The auditors' command line, run as the program it is, with its output into a pipe.</summary>
static class ReplayTool
{
    public static async Task<ReplayRun> Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [GameServer.Assembly("KaosNet.Replay"), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return new(process.ExitCode, output + await error);
        }
        catch (OperationCanceledException late)
        {
            process.Kill();
            throw new TimeoutException($"replay {string.Join(' ', arguments)} did not end within a minute.", late);
        }
    }
}
