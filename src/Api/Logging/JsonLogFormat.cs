using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KaosNet.Api.Logging;

/// <summary>One JSON object a line, with Nakama's names or with those Google's Stackdriver expects.</summary>
public sealed class JsonLogFormat(bool stackdriver) : ILogFormat
{
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Line(in LogEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString(stackdriver ? "severity" : "level", stackdriver ? Severity(entry.Level) : Level(entry.Level));
            json.WriteString(stackdriver ? "time" : "ts", Time(entry.Time));
            json.WriteString("caller", entry.Caller);
            json.WriteString(stackdriver ? "message" : "msg", entry.Message);
            foreach (var (name, value) in entry.Fields) Write(json, name, value);
            if (entry.Error is { } error) json.WriteString("error", error.ToString());
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        _ => "fatal",
    };

    static string Severity(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO",
        LogLevel.Warning => "WARNING",
        LogLevel.Error => "ERROR",
        _ => "CRITICAL",
    };

    string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString(stackdriver ? "yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    static void Write(Utf8JsonWriter json, string name, object? value)
    {
        // Message templates name their fields like properties; logs are searched in the spelling of the rest of the API.
        var key = char.ToLowerInvariant(name[0]) + name[1..];
        switch (value)
        {
            case null: json.WriteNull(key); break;
            case bool flag: json.WriteBoolean(key, flag); break;
            case int or long or short or byte or uint: json.WriteNumber(key, Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
            case double or float when double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)):
                json.WriteNumber(key, Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            default: json.WriteString(key, Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }
}
