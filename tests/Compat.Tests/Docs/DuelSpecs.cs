using System.Diagnostics;
using KaosNet.Tests.Support;

namespace KaosNet.Compat.Tests.Docs;

/// <summary>What <c>modules/duel/play.cs</c> says when it cannot play; that it plays is what the start page's test shows.</summary>
public sealed class DuelSpecs(CompatServer compat)
{
    [Fact]
    public async Task a_duel_without_a_server_is_refused_in_one_line()
    {
        var port = FreePort.Next();
        (await Play(port)).ShouldBe((1, $"No server answers on port {port}. Start one with ./kaos run, or name its port: dotnet run modules/duel/play.cs [port]"));
    }

    [Fact]
    public async Task a_duel_that_the_server_refuses_says_why_in_one_line() =>
        // This server has other modules.
        (await Play(compat.Server.Port)).ShouldBe((1, $"The server on port {compat.Server.Port} refuses: RPC function not found"));

    static async Task<(int ExitCode, string Errors)> Play(int port)
    {
        var start = new ProcessStartInfo("dotnet", ["run", Path.Combine(SourceTree.Root, "modules", "duel", "play.cs"), $"{port}"])
        {
            WorkingDirectory = SourceTree.Root, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        var said = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await said;
        await process.WaitForExitAsync();
        return (process.ExitCode, errors.Trim());
    }
}
