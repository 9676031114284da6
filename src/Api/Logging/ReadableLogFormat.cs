using System.Globalization;

namespace KaosNet.Api.Logging;

/// <summary>Lines for a person at a terminal: the time of day, the level, what happened, and errors in full.</summary>
public sealed class ReadableLogFormat(TimeZoneInfo zone) : ILogFormat
{
    public string Line(in LogEntry entry)
    {
        var time = TimeZoneInfo.ConvertTime(entry.Time, zone).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        var caller = entry.Caller[(entry.Caller.LastIndexOf('.') + 1)..];
        var error = entry.Error is null ? "" : Environment.NewLine + entry.Error;
        return $"{time} {JsonLogFormat.Level(entry.Level),-5} {caller}: {entry.Message}{error}";
    }
}
