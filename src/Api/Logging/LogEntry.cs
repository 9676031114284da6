
namespace KaosNet.Api.Logging;

/// <summary>One thing to log, with its fields.</summary>
public readonly record struct LogEntry(
    DateTimeOffset Time, LogLevel Level, string Caller, string Message, IReadOnlyList<KeyValuePair<string, object?>> Fields, Exception? Error);

/// <summary>How an entry becomes a line.</summary>
public interface ILogFormat
{
    string Line(in LogEntry entry);
}
