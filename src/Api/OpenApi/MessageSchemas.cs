using System.Text.Json.Nodes;
using KaosNet.Protocol;

namespace KaosNet.Api.OpenApi;

/// <summary>Describes message types as JSON schemas, as the codec writes and reads them (H40 to H48).</summary>
sealed class MessageSchemas
{
    readonly Queue<MessageDescriptor> _waiting = new();
    readonly HashSet<string> _seen = [];

    /// <summary>Schemas of all messages that were referred to, and of those they hold.</summary>
    public JsonObject Definitions { get; } = [];

    /// <summary>A reference to a message's schema, which will be among <see cref="Definitions"/> after <see cref="Complete"/>.</summary>
    public JsonObject Reference(MessageDescriptor message)
    {
        if (_seen.Add(message.Name)) _waiting.Enqueue(message);
        return new() { ["$ref"] = "#/components/schemas/" + SchemaNameOf(message) };
    }

    /// <summary>Describes everything that was referred to.</summary>
    public void Complete()
    {
        while (_waiting.TryDequeue(out var message)) Definitions[SchemaNameOf(message)] = Describe(message);
    }

    /// <summary>A field's schema with its example.</summary>
    public JsonObject Describe(MessageField field)
    {
        var value = DescribeValue(field);
        return field.Shape switch
        {
            FieldShape.List => new() { ["type"] = "array", ["items"] = value },
            FieldShape.Map => new() { ["type"] = "object", ["additionalProperties"] = value },
            _ => value,
        };
    }

    static string SchemaNameOf(MessageDescriptor message) => message.Name == "google.protobuf.Empty" ? "Empty" : message.Name;

    JsonObject Describe(MessageDescriptor message)
    {
        var properties = new JsonObject();
        foreach (var field in message.Fields)
        {
            var schema = Describe(field);
            if (Examples.Of(message.Name, field) is { } example && !schema.ContainsKey("$ref")) schema["example"] = example;
            properties[field.Name] = schema;
        }
        return new() { ["type"] = "object", ["properties"] = properties };
    }

    JsonObject DescribeValue(MessageField field) => field.Kind switch
    {
        FieldKind.String => Typed("string"),
        FieldKind.StringValue => Optional(Typed("string")),
        FieldKind.Bool => Typed("boolean"),
        FieldKind.BoolValue => Optional(Typed("boolean")),
        FieldKind.Int32 => Typed("integer", "int32"),
        FieldKind.Int32Value => Optional(Typed("integer", "int32")),
        FieldKind.UInt32 => Typed("integer", "int64"),
        FieldKind.UInt32Value => Optional(Typed("integer", "int64")),
        FieldKind.Int64 => Typed("string", "int64"),
        FieldKind.Int64Value => Optional(Typed("string", "int64")),
        FieldKind.Double => Typed("number", "double"),
        FieldKind.DoubleValue => Optional(Typed("number", "double")),
        FieldKind.Bytes => Typed("string", "byte"),
        FieldKind.BytesValue => Optional(Typed("string", "byte")),
        FieldKind.Timestamp => Typed("string", "date-time"),
        FieldKind.Enum => Constants(field.Enum!),
        FieldKind.Message => Reference(field.Message!),
        _ => throw new InvalidOperationException($"{field.Kind} has no schema."),
    };

    static JsonObject Constants(EnumDescriptor constants)
    {
        var numbers = new JsonArray();
        foreach (var number in constants.Constants.Select(constant => constant.Value).Order()) numbers.Add(number);
        var names = constants.Constants.OrderBy(constant => constant.Value).Select(constant => $"{constant.Value} {constant.Key}");
        return new() { ["type"] = "integer", ["format"] = "int32", ["enum"] = numbers, ["description"] = string.Join(", ", names) };
    }

    static JsonObject Typed(string type, string? format = null)
    {
        var schema = new JsonObject { ["type"] = type };
        if (format is not null) schema["format"] = format;
        return schema;
    }

    static JsonObject Optional(JsonObject schema)
    {
        schema["nullable"] = true;
        return schema;
    }
}
