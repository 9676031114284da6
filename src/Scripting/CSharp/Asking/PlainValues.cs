using System.Text.Json;
using System.Text.Json.Serialization;

namespace KaosNet.Scripting.CSharp.Asking;

/// <summary>Values of any kind in an answer, such as a row of the game's own database, as they were outside of a match: texts, whole numbers, numbers, truths.</summary>
internal sealed class PlainValues : JsonConverter<object>
{
    /// <summary>Answers are of the API's own types, so these may be kept.</summary>
    public static JsonSerializerOptions Options { get; } = new() { Converters = { new PlainValues() } };

    public override bool CanConvert(Type typeToConvert) => typeToConvert == typeof(object);

    public override object? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => reader.TryGetInt64(out var whole) ? whole : reader.GetDouble(),
        JsonTokenType.StartArray => JsonSerializer.Deserialize<List<object?>>(ref reader, options),
        _ => JsonSerializer.Deserialize<Dictionary<string, object?>>(ref reader, options),
    };

    public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options) => throw new NotSupportedException();
}
