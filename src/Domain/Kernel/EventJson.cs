using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KaosNet.Domain.Kernel;

/// <summary>
/// How events and snapshots are spelled in the store: snake_case names, enums as words, nothing written for null. Every stored event depends on
/// it, so it only ever learns to read more; what it writes is pinned by the approved files of the event catalogue.
/// </summary>
public static class EventJson
{
    /// <summary>The one set of options; read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Build();

    static JsonSerializerOptions Build()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            // Stored, never put into a page: only what JSON itself demands is escaped, so that an auditor can read names as they are.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
