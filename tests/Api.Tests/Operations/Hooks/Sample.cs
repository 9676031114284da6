using System.Text.Json.Nodes;
using KaosNet.Api.Operations;
using KaosNet.Api.Tests.BadInput;
using KaosNet.Protocol;

namespace KaosNet.Api.Tests.Operations.Hooks;

/// <summary>Requests of operations with something in every field, whether or not it makes sense.</summary>
static class Sample
{
    /// <summary>The request, with its fields where the operation's HTTP binding has them.</summary>
    public static HttpRequestMessage Request(Operation operation) => new BadRequests(operation, Value, new("", "")).Request();

    /// <summary>The message that arrives.</summary>
    public static JsonObject Expected(Operation operation)
    {
        var binding = operation.Bindings[0];
        var fields = MessageDescriptor.For(operation.RequestType).Fields.Where(field =>
            binding.Body is BodySource.Whole || field.Name == binding.BodyField || (field.Kind is not FieldKind.Message && field.Shape is not FieldShape.Map));
        return new(fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)Node(field))));
    }

    static JsonNode Node(MessageField field)
    {
        if (Value(field) is { } value) return JsonNode.Parse(value)!;
        var inner = new JsonObject(field.Message!.Fields.Select(each => KeyValuePair.Create(each.Name, (JsonNode?)Node(each))));
        return field.Shape is FieldShape.List ? new JsonArray(inner) : inner;
    }

    /// <summary>Null for a message, which is made of its fields.</summary>
    static string? Value(MessageField field) => field switch
    {
        { Shape: FieldShape.Map } => """{"some":"thing"}""",
        { Kind: FieldKind.Message } => null,
        { Shape: FieldShape.List } => $"[{Single(field)}]",
        _ => Single(field),
    };

    static string Single(MessageField field) => field.Kind switch
    {
        FieldKind.Bool or FieldKind.BoolValue => "true",
        FieldKind.Int64 or FieldKind.Int64Value => "\"9007199254740993\"",
        FieldKind.Int32 or FieldKind.Int32Value or FieldKind.UInt32 or FieldKind.UInt32Value => "7",
        FieldKind.Double or FieldKind.DoubleValue => "1.5",
        FieldKind.Enum => "1",
        FieldKind.Bytes or FieldKind.BytesValue => "\"eA==\"",
        FieldKind.Timestamp => "\"2026-11-23T09:00:00Z\"",
        _ => $"\"some {field.Name} ü & more?\"",
    };
}
