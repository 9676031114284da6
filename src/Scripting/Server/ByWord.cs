using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using KaosNet.Modules.Kernel;

namespace KaosNet.Scripting.Server;

/// <summary>The words by which scripts are told of the members of enumerations.</summary>
internal sealed class ByWord : JsonConverterFactory
{
    /// <summary>Types all of whose values are told by words.</summary>
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum && typeToConvert.GetCustomAttribute<ByWordAttribute>() is not null;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) => Of(typeToConvert);

    /// <summary>The converter of a type.</summary>
    public static JsonConverter Of(Type type) => (JsonConverter)Activator.CreateInstance(typeof(Writer<>).MakeGenericType(type))!;

    private sealed class Writer<T> : JsonConverter<T>
        where T : struct, Enum
    {
        private static readonly FrozenDictionary<T, string> Words = Enum.GetValues<T>().ToFrozenDictionary(
            value => value,
            value => typeof(T).GetField(value.ToString())!.GetCustomAttribute<WordsAttribute>()?.Words[0] ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("Values only leave.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Words[value]);
    }
}
