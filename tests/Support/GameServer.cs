using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace KaosNet.Tests.Support;

/// <summary>The real server as a process of its own, on free ports and a database of the test run.</summary>
public sealed class GameServer : IAsyncDisposable
{
    static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(3);

    /// <summary>Servers that are tried, each on ports of its own.</summary>
    const int Launches = 3;

    readonly StringBuilder said = new();
    readonly Process process;

    GameServer(Process process, int port) => (this.process, Port) = (process, port);

    /// <summary>HTTP and WebSocket; gRPC is one below.</summary>
    public int Port { get; }

    public Uri Address => new($"http://127.0.0.1:{Port}");

    public int ProcessId => process.Id;

    /// <summary>All that the server has printed so far.</summary>
    public string Said
    {
        get
        {
            lock (said) return said.ToString();
        }
    }

    /// <summary>Starts a server and waits until it answers.</summary>
    /// <param name="runtimePath">Folder of Lua modules.</param>
    /// <param name="connectionString">Its database; null takes a fresh one of the run.</param>
    /// <param name="settings">Further settings as on the command line.</param>
    public static async Task<GameServer> Start(string runtimePath, string? connectionString = null, params string[] settings)
    {
        connectionString ??= await TestPostgres.CreateDatabaseAsync();
        return await Launch(["--data_dir", TestFolder.Create("server"), "--database.address", connectionString, "--runtime.path", runtimePath, .. settings]);
    }

    /// <summary>Starts a server with the private database of its data folder and waits until it answers.</summary>
    public static Task<GameServer> StartOn(string dataFolder, string runtimePath, params string[] settings) =>
        Launch(["--data_dir", dataFolder, "--runtime.path", runtimePath, .. settings]);

    static async Task<GameServer> Launch(string[] settings)
    {
        for (var attempt = 1; ; attempt++)
        {
            var server = LaunchOn(FreePort.Block(8), settings);
            try
            {
                await server.UntilItAnswers();
                return server;
            }
            catch (InvalidOperationException) when (attempt < Launches && server.Said.Contains("A port cannot be opened", StringComparison.Ordinal))
            {
                // Specs of another process took it between our look and the server's start.
            }
        }
    }

    static GameServer LaunchOn(int highest, string[] settings)
    {
        string[] arguments =
        [
            Assembly("KaosNet.Api"), "--name", "test", "--socket.port", (highest - 1).ToString(), "--console.port", highest.ToString(),
            // Nothing happens that a spec did not ask for.
            .. settings.Contains("--seal.interval_sec") ? [] : (string[])["--seal.interval_sec", "0"], .. settings,
        ];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        var started = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        var server = new GameServer(started, highest - 1);
        started.OutputDataReceived += server.Hear;
        started.ErrorDataReceived += server.Hear;
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Kill();
        return server;
    }

    /// <summary>The build output of a project of this repository, in the configuration that the tests were built in.</summary>
    public static string Assembly(string project)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Name;
        return Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", project, configuration, project + ".dll"));
    }

    /// <summary>Ends it at once (SIGKILL), as a crash does.</summary>
    public async Task KillAsync()
    {
        Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            using var terminate = Process.Start("kill", ["-TERM", process.Id.ToString()]);
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException late)
            {
                Kill();
                throw new TimeoutException("The server did not stop within two minutes of being asked to:\n" + Said, late);
            }
        }
        process.Dispose();
    }

    async Task UntilItAnswers()
    {
        using var http = new HttpClient { BaseAddress = Address };
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (process.HasExited) throw new InvalidOperationException($"The server ended with {process.ExitCode}:\n{Said}");
            try
            {
                using var answer = await http.GetAsync(new Uri("/healthcheck", UriKind.Relative));
                if (answer.IsSuccessStatusCode) return;
            }
            catch (Exception notYet) when (notYet is HttpRequestException or SocketException && clock.Elapsed < StartTimeout)
            {
                // A connection that ends right after its handshake is a bare SocketException of HttpClient's.
                await Task.Delay(20);
            }
            if (clock.Elapsed > StartTimeout) throw new TimeoutException("The server did not answer within three minutes:\n" + Said);
        }
    }

    void Hear(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null) return;
        lock (said) said.AppendLine(line.Data);
    }

    void Kill()
    {
        try
        {
            if (!process.HasExited) process.Kill();
        }
        catch (InvalidOperationException)
        {
            // Already disposed of: it has ended.
        }
    }
}
