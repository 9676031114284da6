using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using KaosNet.Domain.Kernel;

namespace KaosNet.Scripting.Server;

/// <summary>
/// Values of the server's API in the words of a language: the members of a record under the language's spelling, moments as Unix seconds, what is absent left out. As
/// JSON, since that is what a match's record can hold.
/// </summary>
internal sealed class Shapes
{
    private readonly JsonSerializerOptions _options;

    private Shapes(JsonNamingPolicy names)
    {
        _options = new()
        {
            PropertyNamingPolicy = names,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        _options.Converters.Add(new Seconds());
    }

    /// <summary>Members in snake case.</summary>
    public static Shapes OfLua { get; } = new(JsonNamingPolicy.SnakeCaseLower);

    /// <summary>Members in camel case.</summary>
    public static Shapes OfJavaScript { get; } = new(JsonNamingPolicy.CamelCase);

    /// <summary>One value.</summary>
    public Answer<byte[]> Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, _options);

    /// <summary>Two values as a list.</summary>
    public Answer<byte[]> WriteAll<TFirst, TSecond>(TFirst first, TSecond second) => List(json =>
    {
        Item(json, first);
        Item(json, second);
    });

    /// <summary>Three values as a list.</summary>
    public Answer<byte[]> WriteAll<TFirst, TSecond, TThird>(TFirst first, TSecond second, TThird third) => List(json =>
    {
        Item(json, first);
        Item(json, second);
        Item(json, third);
    });

    private static byte[] List(Action<Utf8JsonWriter> items)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartArray();
        items(json);
        json.WriteEndArray();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private void Item<T>(Utf8JsonWriter json, T value) => JsonSerializer.Serialize(json, value, _options);

    private sealed class Seconds : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => DateTimeOffset.FromUnixTimeSeconds(reader.GetInt64());

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteNumberValue(value.ToUnixTimeSeconds());
    }
}
