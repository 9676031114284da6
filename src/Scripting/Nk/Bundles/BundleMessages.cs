using System.Buffers;
using System.Text.Json;
using Jint.Native;
using Jint.Native.Object;
using KaosNet.Protocol;
using KaosNet.Scripting.JavaScript;

namespace KaosNet.Scripting.Nk.Bundles;

/// <summary>
/// Messages as functions of bundles around operations and realtime messages are given them (parity runtime.md 4.2): objects with camel-case names in which every
/// field is there, whether it is set or not. Read back strictly, in either spelling, since a misspelled field must not be lost without a word.
/// </summary>
internal static class BundleMessages
{
    /// <summary>A message as an object; one without fields, or none, is null.</summary>
    public static JsValue ToValue(JavaScriptState state, object? message)
    {
        if (message is null or Protocol.Api.Empty) return JsValue.Null;
        var json = new ArrayBufferWriter<byte>(512);
        JsonCodec.Serialize(json, message);
        using var parsed = JsonDocument.Parse(json.WrittenMemory);
        return Object(state, MessageDescriptor.For(message.GetType()), parsed.RootElement);
    }

    /// <summary>Reads what a function returned into an empty message. False when it is anything but exactly such a message.</summary>
    public static bool TryRead(JavaScriptState state, JsValue value, object message, out ScriptError? error)
    {
        error = null;
        if (value is not ObjectInstance) return false;
        error = state.WriteResult(value, out var json);
        return error is null && JsonCodec.Deserialize(json.Span, message, JsonRules.Realtime) is null;
    }

    private static ObjectInstance Object(JavaScriptState state, MessageDescriptor descriptor, JsonElement json)
    {
        var made = state.NewObject();
        foreach (var field in descriptor.Fields)
        {
            if (json.TryGetProperty(field.Name, out var sent)) made.FastSetDataProperty(field.CamelName, Sent(state, field, sent));
            // Of a choice only what was chosen.
            else if (field.Choice is null) made.FastSetDataProperty(field.CamelName, Unset(state, field));
        }

        return made;
    }

    private static JsValue Sent(JavaScriptState state, MessageField field, JsonElement json)
    {
        switch (field.Shape)
        {
            case FieldShape.List:
                return state.NewList([.. json.EnumerateArray().Select(item => Single(state, field, item))]);
            case FieldShape.Map:
                var map = state.NewObject();
                foreach (var entry in json.EnumerateObject()) map.CreateDataProperty(JsString.Create(entry.Name), Single(state, field, entry.Value));
                return map;
            default:
                return Single(state, field, json);
        }
    }

    private static JsValue Single(JavaScriptState state, MessageField field, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object when field.Message is { } message => Object(state, message, json),
        JsonValueKind.String => JsString.Create(json.GetString()!),
        JsonValueKind.Number => JsNumber.Create(json.GetDouble()),
        JsonValueKind.True => JsBoolean.True,
        JsonValueKind.False => JsBoolean.False,
        _ => JsValue.Null,
    };

    private static JsValue Unset(JavaScriptState state, MessageField field) => (field.Shape, field.Kind) switch
    {
        (FieldShape.List, _) => state.NewList([]),
        (FieldShape.Map, _) => state.NewObject(),
        (_, FieldKind.String or FieldKind.Bytes) => JsString.Create(""),
        (_, FieldKind.Bool) => JsBoolean.False,
        (_, FieldKind.Int64) => JsString.Create("0"),
        (_, FieldKind.Int32 or FieldKind.UInt32 or FieldKind.Double or FieldKind.Enum) => JsNumber.Create(0),
        _ => JsValue.Null,
    };
}
