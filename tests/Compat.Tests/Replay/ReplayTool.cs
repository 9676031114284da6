using System.Diagnostics;
using KaosNet.Replay;
using KaosNet.Tests.Support;
using Spectre.Console;

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

/// <summary>The auditors' command line.</summary>
static class ReplayTool
{
    static readonly SemaphoreSlim OneAtATime = new(1);

    /// <summary>Runs a command in this process, which is the cheaper by all that a program does before its first line.</summary>
    public static async Task<ReplayRun> Run(params string[] arguments)
    {
        // What it says goes through one console for the process.
        await OneAtATime.WaitAsync();
        try
        {
            using var said = new StringWriter { NewLine = "\n" };
            AnsiConsole.Console = AnsiConsole.Create(new()
            {
                Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(said),
            });
            var code = await Task.Run(() => CommandLine.Run(arguments, new() { Output = said, Error = said }));
            return new(code, said.ToString());
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    /// <summary>Runs a command as the program it is, with its output into a pipe.</summary>
    public static async Task<ReplayRun> RunProgram(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [GameServer.Assembly("KaosNet.Replay"), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
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
            throw new TimeoutException($"replay {string.Join(' ', arguments)} did not end within three minutes.", late);
        }
    }
}
