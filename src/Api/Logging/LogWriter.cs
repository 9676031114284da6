using System.Globalization;
using System.Text;
using System.Threading.Channels;

namespace KaosNet.Api.Logging;

/// <summary>
/// Carries lines from the request paths to where they are kept. The way is bounded: when what keeps them is slower than what is logged,
/// lines are dropped and their number is told, and no request waits for a log.
/// </summary>
public sealed class LogWriter : IAsyncDisposable
{
    const int LinesWaitingMax = 8192;

    readonly Channel<string> waiting = Channel.CreateBounded<string>(new BoundedChannelOptions(LinesWaitingMax) { SingleReader = true });
    readonly Stream? output;
    readonly RotatingFile? file;
    readonly Task writing;
    long dropped;

    public LogWriter(Stream? output, RotatingFile? file)
    {
        this.output = output;
        this.file = file;
        writing = Task.Run(WriteAsync);
    }

    public void Write(string line)
    {
        if (!waiting.Writer.TryWrite(line)) Interlocked.Increment(ref dropped);
    }

    /// <summary>Writes what still waits.</summary>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await writing;
        if (file is not null) await file.DisposeAsync();
    }

    async Task WriteAsync()
    {
        var text = new StringBuilder();
        while (await waiting.Reader.WaitToReadAsync())
        {
            text.Clear();
            while (text.Length < 64 * 1024 && waiting.Reader.TryRead(out var line)) text.Append(line).Append('\n');
            if (Interlocked.Exchange(ref dropped, 0) is > 0 and var lost)
            {
                text.Append(CultureInfo.InvariantCulture, $"{{\"level\":\"warn\",\"msg\":\"{lost} log lines were dropped\"}}\n");
            }

            var bytes = Encoding.UTF8.GetBytes(text.ToString());
            try
            {
                if (output is not null)
                {
                    await output.WriteAsync(bytes);
                    await output.FlushAsync();
                }

                if (file is not null) await file.WriteAsync(bytes);
            }
            catch (IOException failed)
            {
                // A full disk or a closed pipe must not end the server; standard error is what is left to say it on.
                Terminal.Complain($"Log lines cannot be written: {failed.Message}");
            }
        }
    }
}
