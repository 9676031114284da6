using KaosNet.Api.Configuration;

namespace KaosNet.Api.Logging;

/// <summary>The server's log as the settings want it: level, format, standard output and file.</summary>
public sealed class ServerLog : ILoggerProvider, IAsyncDisposable
{
    /// <summary>The host's account of a failed start, which <see cref="Hosting.Server"/> tells in one line.</summary>
    const string ReportedAsOneLine = "Microsoft.Extensions.Hosting.Internal.Host";

    /// <summary>Says nothing above "info", but makes an activity for each request when it might.</summary>
    const string SaysEachRequest = "Microsoft.AspNetCore.Hosting.Diagnostics";

    readonly LogWriter writer;
    readonly ILogFormat format;
    readonly TimeProvider time;
    readonly LogLevel least;
    readonly OutageLines outages;
    volatile bool isStopping;

    ServerLog(LogWriter writer, ILogFormat format, TimeProvider time, LogLevel least)
    {
        this.writer = writer;
        this.format = format;
        this.time = time;
        this.least = least;
        outages = new OutageLines(time);
    }

    /// <param name="readable">Somebody reads along and did not ask for a format.</param>
    /// <exception cref="SettingsRefusedException">The log file cannot be written.</exception>
    public static ServerLog Open(LoggerSettings settings, bool readable, TimeProvider time)
    {
        ILogFormat chosen = readable ? new ReadableLogFormat(time.LocalTimeZone) : new JsonLogFormat(settings.Format.Equals("stackdriver", StringComparison.OrdinalIgnoreCase));
        try
        {
            var file = settings.File.Length > 0 ? new RotatingFile(settings, time) : null;
            return new ServerLog(new LogWriter(settings.Stdout ? Terminal.Output : null, file), chosen, time, LeastLevel(settings.Level));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new SettingsRefusedException($"logger.file {settings.File} cannot be written: {refused.Message}", refused);
        }
    }

    /// <summary>Only our own voice at info and debug; frameworks from warnings up, since their chatter drowns ours.</summary>
    public bool IsEnabled(string category, LogLevel level) =>
        level >= least && level != LogLevel.None && category != ReportedAsOneLine
        && ((level >= LogLevel.Warning && category != SaysEachRequest) || least == LogLevel.Debug || category.StartsWith("KaosNet", StringComparison.Ordinal));

    /// <summary>From now on the server stops what still runs: what was cut short by that is no trouble, whoever complains of it.</summary>
    public void Stopping() => isStopping = true;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        // The host disposes its providers before the server has said its last word; the lines are written out by DisposeAsync.
    }

    public ValueTask DisposeAsync()
    {
        Write(outages.Counts(now: true));
        return writer.DisposeAsync();
    }

    /// <summary>At the level debug everything is told in full, however often.</summary>
    void Write(in LogEntry entry, string template)
    {
        var shown = least == LogLevel.Debug ? entry : isStopping && IsCutShort(entry.Error) ? null : outages.Shorten(entry, template);
        if (shown is { } line) writer.Write(format.Line(line));
        Write(outages.Counts(now: false));
    }

    void Write(IReadOnlyList<LogEntry> entries)
    {
        foreach (var entry in entries) writer.Write(format.Line(entry));
    }

    static bool IsCutShort(Exception? error)
    {
        while (error is not (null or OperationCanceledException)) error = error.InnerException;
        return error is not null;
    }

    static LogLevel LeastLevel(string level) => level.ToLowerInvariant() switch
    {
        "debug" => LogLevel.Debug,
        "warn" => LogLevel.Warning,
        "error" => LogLevel.Error,
        _ => LogLevel.Information,
    };

    sealed class Logger(ServerLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => log.IsEnabled(category, logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            var message = formatter(state, exception);
            // A field that is the whole message would only say it twice.
            IReadOnlyList<KeyValuePair<string, object?>> fields = state is IReadOnlyList<KeyValuePair<string, object?>> { Count: > 0 } named
                ? [.. named.Where(field => field.Key != "{OriginalFormat}" && field.Key.Length > 0 && !message.Equals(field.Value))]
                : [];
            var template = state is IReadOnlyList<KeyValuePair<string, object?>> { Count: > 0 } values && values[^1] is { Key: "{OriginalFormat}", Value: string text } ? text : message;
            log.Write(new LogEntry(log.time.GetUtcNow(), logLevel, category, message, fields, exception), template);
        }
    }
}
