using System.Diagnostics;
using System.Text;
using KaosNet.Tests.Support;

namespace KaosNet.Compat.Tests.Docs;

/// <summary>A server started as the page says, by a shell command; stopped as a person would, by Ctrl-C's signal.</summary>
sealed class ShellServer : IAsyncDisposable
{
    readonly Process process;
    readonly StringBuilder said = new();

    ShellServer(Process process) => this.process = process;

    public string Said
    {
        get
        {
            lock (said) return said.ToString();
        }
    }

    public static async Task<ShellServer> Start(string command, int port)
    {
        var start = new ProcessStartInfo("bash", ["-c", "exec " + command.Trim()])
        {
            WorkingDirectory = SourceTree.Root, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        var server = new ShellServer(Process.Start(start) ?? throw new InvalidOperationException("bash did not start."));
        server.process.OutputDataReceived += server.Hear;
        server.process.ErrorDataReceived += server.Hear;
        server.process.BeginOutputReadLine();
        server.process.BeginErrorReadLine();
        using var http = new HttpClient();
        await Eventually.Is(
            async () =>
            {
                if (server.process.HasExited) throw new OperationCanceledException("The server ended:\n" + server.Said);
                using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/healthcheck"));
                return answer.IsSuccessStatusCode;
            },
            "the server answers",
            TimeSpan.FromMinutes(3));
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            using var interrupt = Process.Start("kill", ["-INT", process.Id.ToString()]);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await process.WaitForExitAsync(patience.Token);
        }
        process.ExitCode.ShouldBe(0, Said);
        process.Dispose();
    }

    void Hear(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null) return;
        lock (said) said.AppendLine(line.Data);
    }
}
