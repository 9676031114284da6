using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace KaosNet.Modules;

/// <summary>A JSON object as text, as metadata, contents and values travel: <c>{"level": 3}</c>. A <see cref="JsonObject"/> becomes one by itself.</summary>
/// <param name="Text">The text.</param>
[JsonConverter(typeof(Converter))]
public readonly record struct JsonText(string Text)
{
    /// <summary>The object without members.</summary>
    public static JsonText Empty { get; } = new("{}");

    /// <summary>The text of an object built by hand.</summary>
    public static implicit operator JsonText(JsonObject value) => new(value.ToJsonString());

    /// <summary>Text that the caller knows to be a JSON object.</summary>
    public static implicit operator JsonText(string text) => new(text);

    /// <summary>The object, read anew.</summary>
    /// <exception cref="JsonException">It is no JSON object.</exception>
    public JsonObject Read() => JsonNode.Parse(Text) as JsonObject ?? throw new JsonException("expects a JSON object");

    /// <summary>The object as a value of one's own type, its members in snake case.</summary>
    /// <exception cref="JsonException">It does not fit the type.</exception>
    public T? Read<T>() => JsonSerializer.Deserialize<T>(Text, OptionsFor(typeof(T)));

    /// <summary>A value of one's own type as an object, its members in snake case.</summary>
    public static JsonText Of<T>(T value) => new(JsonSerializer.Serialize(value, OptionsFor(typeof(T))));

    /// <summary>A value as an object, by all that its own type shows, its members in snake case.</summary>
    public static JsonText OfAny(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(JsonSerializer.Serialize(value, value.GetType(), OptionsFor(value.GetType())));
    }

    public override string ToString() => Text ?? "{}";

    static readonly JsonSerializerOptions ForValues = NewOptions();

    /// <summary>Options remember the types they were used for. Those of modules that may be unloaded get their own, which go when the type goes.</summary>
    static readonly ConditionalWeakTable<Type, JsonSerializerOptions> ForUnloadable = [];

    static JsonSerializerOptions OptionsFor(Type type) => type.IsCollectible ? ForUnloadable.GetValue(type, static _ => NewOptions()) : ForValues;

    /// <summary>With a resolver of their own, as options that are alike share what they remember.</summary>
    static JsonSerializerOptions NewOptions() => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, PropertyNameCaseInsensitive = true, IncludeFields = true, TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>The object stands in JSON as itself, not as text.</summary>
    internal sealed class Converter : JsonConverter<JsonText>
    {
        public override JsonText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var read = JsonDocument.ParseValue(ref reader);
            return new(read.RootElement.GetRawText());
        }

        public override void Write(Utf8JsonWriter writer, JsonText value, JsonSerializerOptions options) => writer.WriteRawValue(value.ToString());
    }
}
