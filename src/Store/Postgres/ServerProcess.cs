using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace KaosNet.Store.Postgres;

/// <summary>
/// One run of the PostgreSQL server as a child of this process. It has a session of its own, so a Ctrl-C at the terminal does not
/// reach it before we are done with it, and it stops by itself as soon as this process is gone, however that came about.
/// </summary>
internal sealed class ServerProcess : IDisposable
{
    const int LinesKept = 20;

    /// <summary>
    /// The end of standard input is the signal to stop: it comes when we close it and when we are killed. (A parent-death signal would
    /// come as well when merely the thread ends that started the child.)
    /// </summary>
    const string Script = """
        exec 3<&0
        trap '' TERM INT HUP
        "$@" </dev/null 3<&- &
        server=$!
        echo $server
        ( read -r _ <&3; kill -INT $server ) >/dev/null 2>&1 &
        watcher=$!
        wait $server
        code=$?
        kill -9 $watcher
        exit $code
        """;

    readonly Process process;
    readonly ILogger logger;
    readonly Queue<string> lines = new();
    string lastSerious = "";

    ServerProcess(Process process, int id, ILogger logger)
    {
        this.process = process;
        this.logger = logger;
        Id = id;
        process.ErrorDataReceived += (_, said) => Hear(said.Data);
        process.BeginErrorReadLine();
        Ended = process.WaitForExitAsync();
    }

    /// <summary>The process id of the server itself.</summary>
    public int Id { get; }

    public Task Ended { get; }

    public int ExitCode => process.ExitCode;

    /// <summary>Set before stopping, after which the server's complaints about lost connections are no news.</summary>
    public bool IsStopping { get; private set; }

    public static async Task<ServerProcess> StartAsync(ClusterFolder folder, PostgresBinaries binaries, ILogger logger)
    {
        var server = folder.Account.Command(binaries.Program("postgres"), "-D", folder.Cluster);
        var started = Process.Start(new ProcessStartInfo("setsid", ["sh", "-c", Script, "kaosnet-postgres", .. server])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
            UseShellExecute = false,
        })!;
        var id = await started.StandardOutput.ReadLineAsync();
        return new ServerProcess(started, int.Parse(id ?? "0", CultureInfo.InvariantCulture), logger);
    }

    /// <summary>What it said last, on one line.</summary>
    public string LastWords
    {
        get
        {
            lock (lines)
            {
                var telling = lines.Where(line => line.Contains("FATAL", StringComparison.Ordinal) || line.Contains("PANIC", StringComparison.Ordinal)).ToList();
                return telling.Count > 0 ? string.Join("; ", telling) : lines.LastOrDefault() ?? $"exit code {(process.HasExited ? process.ExitCode : -1)}";
            }
        }
    }

    /// <summary>Open transactions are rolled back, everything committed is written out, and the server ends.</summary>
    public void AskToStop()
    {
        IsStopping = true;
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException gone)
        {
            logger.LogDebug(gone, "PostgreSQL was gone before it was asked to stop");
        }
    }

    public void Dispose() => process.Dispose();

    void Hear(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        var said = line.Trim();
        var isNews = !IsTurningAway(said);
        var isSerious = said.StartsWith("FATAL", StringComparison.Ordinal) || said.StartsWith("PANIC", StringComparison.Ordinal);
        lock (lines)
        {
            // When it goes down, each connection is told the same, with lines about the others in between.
            isNews &= lines.LastOrDefault() != said && (!isSerious || lastSerious != said);
            if (isSerious) lastSerious = said;
            else if (said.Contains("ready to accept connections", StringComparison.Ordinal)) lastSerious = "";
            if (isNews) lines.Enqueue(said);
            if (lines.Count > LinesKept) lines.Dequeue();
        }

        logger.Log(isSerious && isNews && !IsStopping ? LogLevel.Warning : LogLevel.Debug, "PostgreSQL: {Line}", said);
    }

    /// <summary>A connection came while it starts or stops. Whoever asked is told as well, and asks again.</summary>
    static bool IsTurningAway(string line) =>
        line.StartsWith("FATAL:  the database system is ", StringComparison.Ordinal) || line.StartsWith("DETAIL:  Consistent recovery ", StringComparison.Ordinal);
}
