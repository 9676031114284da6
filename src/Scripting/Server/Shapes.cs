using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using KaosNet.Domain.Kernel;
using KaosNet.Modules.Leaderboards;

namespace KaosNet.Scripting.Server;

/// <summary>
/// Values of the server's API in the words of a language: the members of a record under the language's spelling, moments as Unix seconds, what is absent left out. As
/// JSON, since that is what a match's record can hold.
/// </summary>
internal sealed class Shapes
{
    private readonly JsonSerializerOptions _options;

    private Shapes(JsonNamingPolicy names, Action<JsonTypeInfo> differences, params JsonConverter[] ofTheLanguage)
    {
        _options = new()
        {
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { differences } },
            PropertyNamingPolicy = names,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        _options.Converters.Add(new Seconds());
        _options.Converters.Add(new ByWord());
        foreach (var converter in ofTheLanguage) _options.Converters.Add(converter);
    }

    /// <summary>Members in snake case; the order of a board is the text of its number, as it always was.</summary>
    public static Shapes OfLua { get; } = new(JsonNamingPolicy.SnakeCaseLower, ShapeDifferences.OfLua, new NumberAsText(), new RawBytes(), new FirstOfEach());

    /// <summary>Members in camel case.</summary>
    public static Shapes OfJavaScript { get; } = new(JsonNamingPolicy.CamelCase, ShapeDifferences.OfJavaScript, new BytesAsText());

    /// <summary>One value.</summary>
    public Answer<byte[]> Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, _options);

    /// <summary>One value, as text.</summary>
    public string Text<T>(T value) => JsonSerializer.Serialize(value, _options);

    /// <summary>Values as a list.</summary>
    public Answer<byte[]> WriteAll(params ReadOnlySpan<object?> values)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartArray();
        foreach (var value in values) JsonSerializer.Serialize(json, value, value?.GetType() ?? typeof(object), _options);
        json.WriteEndArray();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Bytes as a string of Lua, which holds any: they stand in the JSON as they are, whether they are UTF-8 or not.</summary>
    private sealed class RawBytes : JsonConverter<byte[]>
    {
        public override byte[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options)
        {
            var text = new ArrayBufferWriter<byte>(value.Length + 2);
            text.Write("\""u8);
            var plain = value.AsSpan();
            while (plain.IndexOfAny(Escaped) is var at and >= 0)
            {
                text.Write(plain[..at]);
                text.Write(System.Text.Encoding.ASCII.GetBytes($"\\u{plain[at]:x4}"));
                plain = plain[(at + 1)..];
            }

            text.Write(plain);
            text.Write("\""u8);
            writer.WriteRawValue(text.WrittenSpan, skipInputValidation: true);
        }

        private static readonly SearchValues<byte> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (byte)code), (byte)'"', (byte)'\\', 0x7F]);
    }

    /// <summary>Bytes as the text that they are in UTF-8.</summary>
    private sealed class BytesAsText : JsonConverter<byte[]>
    {
        public override byte[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options) => writer.WriteStringValue(System.Text.Encoding.UTF8.GetString(value));
    }

    /// <summary>Of several texts by a name Lua gets the first, as of headers.</summary>
    private sealed class FirstOfEach : JsonConverter<IReadOnlyDictionary<string, IReadOnlyList<string>>>
    {
        public override bool CanConvert(Type typeToConvert) => typeof(IReadOnlyDictionary<string, IReadOnlyList<string>>).IsAssignableFrom(typeToConvert);

        public override IReadOnlyDictionary<string, IReadOnlyList<string>> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, IReadOnlyList<string>> value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var (name, texts) in value)
            {
                if (texts.Count > 0) writer.WriteString(name, texts[0]);
            }

            writer.WriteEndObject();
        }
    }

    private sealed class Seconds : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => DateTimeOffset.FromUnixTimeSeconds(reader.GetInt64());

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteNumberValue(value.ToUnixTimeSeconds());
    }

    private sealed class NumberAsText : JsonConverter<SortOrder>
    {
        public override SortOrder Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("Values only leave.");

        public override void Write(Utf8JsonWriter writer, SortOrder value, JsonSerializerOptions options) => writer.WriteStringValue(value == SortOrder.Ascending ? "0" : "1");
    }
}
