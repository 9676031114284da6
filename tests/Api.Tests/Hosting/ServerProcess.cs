using System.Diagnostics;
using System.Text;
using KaosNet.Tests.Support;

namespace KaosNet.Api.Tests.Hosting;

/// <summary>The real server as a process of its own, on free ports, to be interrupted and killed.</summary>
sealed class ServerProcess : IAsyncDisposable
{
    readonly StringBuilder output = new();
    readonly Process process;

    ServerProcess(int port, string[] arguments)
    {
        Port = port;
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "KaosNet.Api.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        process = Process.Start(start)!;
        process.OutputDataReceived += Hear;
        process.ErrorDataReceived += Hear;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Port { get; }

    public int Id => process.Id;

    public string Output
    {
        get
        {
            lock (output) return output.ToString();
        }
    }

    public static string[] Ports(int port) => ["--socket.port", $"{port}", "--console.port", $"{port - 2}"];

    /// <summary>Starts a server and returns when it answers.</summary>
    public static async Task<ServerProcess> StartAsync(string dataFolder, params string[] more)
    {
        var port = FreePort.Block(3);
        var server = new ServerProcess(port, ["--data_dir", dataFolder, .. Ports(port), .. more]);
        await server.AnswersAsync();
        return server;
    }

    /// <summary>Runs a server that is expected to end by itself.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        await using var server = new ServerProcess(0, arguments);
        return (await server.EndAsync(), server.Output);
    }

    public async Task AnswersAsync()
    {
        using var client = new HttpClient();
        await Eventually.Holds(
            async () =>
            {
                if (process.HasExited) throw new OperationCanceledException($"The server ended:\n{Output}");
                (await client.GetAsync($"http://127.0.0.1:{Port}/")).EnsureSuccessStatusCode();
            },
            TimeSpan.FromMinutes(3));
    }

    public void Kill() => process.Kill();

    public void Interrupt() => Signal("INT");

    public void Terminate() => Signal("TERM");

    /// <summary>Waits for the end of the process and gives its exit code.</summary>
    public async Task<int> EndAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    void Hear(object sender, DataReceivedEventArgs said)
    {
        lock (output) output.AppendLine(said.Data);
    }
}
