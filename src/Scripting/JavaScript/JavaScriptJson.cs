using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace KaosNet.Scripting.JavaScript;

/// <summary>
/// Script values to JSON as the reference does it: by their own enumerable members in order, undefined as null, dates as text, maps and sets as lists.
/// Functions, symbols, NaN, infinities and bytes are refused, and so are values nested too deeply or endlessly.
/// </summary>
internal readonly ref struct JavaScriptJson
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly Engine _engine;
    private readonly Utf8JsonWriter _json;
    private readonly int _depthMax;

    private JavaScriptJson(Engine engine, Utf8JsonWriter json, int depthMax)
    {
        _engine = engine;
        _json = json;
        _depthMax = depthMax;
    }

    /// <summary>Writes a value; tells what is wrong with it, or null.</summary>
    public static string? Write(Engine engine, JsValue value, BoundedText into, int depthMax)
    {
        using var json = new Utf8JsonWriter(into, Plain);
        var problem = new JavaScriptJson(engine, json, depthMax).Value(value, 0);
        if (problem is not null) json.Reset();
        return problem;
    }

    private string? Value(JsValue value, int depth)
    {
        switch (value)
        {
            case JsString text:
                _json.WriteStringValue(text.ToString());
                return null;
            case JsNumber number:
                return Number(number.AsNumber());
            case ObjectInstance when depth >= _depthMax:
                return "value nested too deeply or endlessly to encode";
            case JsArray list:
                return List(list, depth);
            case ObjectInstance found:
                return found.IsCallable() ? "a function cannot be encoded" : Object(found, depth);
            default:
                return Plainly(value);
        }
    }

    private string? Plainly(JsValue value)
    {
        if (value.IsBoolean()) _json.WriteBooleanValue(value.AsBoolean());
        else if (value.IsNull() || value.IsUndefined()) _json.WriteNullValue();
        else return "a symbol cannot be encoded";
        return null;
    }

    private string? Number(double number)
    {
        if (!double.IsFinite(number)) return "a number that is not finite cannot be encoded";
        if (JavaScriptCall.TryWhole(number, out var whole)) _json.WriteNumberValue(whole);
        else _json.WriteNumberValue(number);
        return null;
    }

    private string? List(JsArray list, int depth)
    {
        _json.WriteStartArray();
        for (uint at = 0; at < list.Length; at++)
        {
            if (Beyond(at)) _engine.Constraints.Check();
            if (Value(list[at], depth + 1) is { } problem) return problem;
        }

        _json.WriteEndArray();
        return null;
    }

    private string? Object(ObjectInstance found, int depth)
    {
        switch (found)
        {
            case JsDate date:
                _json.WriteStringValue(date.ToDateTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
                return null;
            case JsArrayBuffer or JsTypedArray:
                return "bytes cannot be encoded";
            case JsMap map:
                return Sequence(map.Select(entry => (JsValue)new JsArray(map.Engine, [entry.Key, entry.Value])), depth);
            case JsSet set:
                return Sequence(set, depth);
            default:
                return Members(found, depth);
        }
    }

    private string? Sequence(IEnumerable<JsValue> items, int depth)
    {
        _json.WriteStartArray();
        foreach (var item in items)
        {
            if (Value(item, depth + 1) is { } problem) return problem;
        }

        _json.WriteEndArray();
        return null;
    }

    private string? Members(ObjectInstance found, int depth)
    {
        _engine.Constraints.Check();
        _json.WriteStartObject();
        foreach (var key in found.GetOwnPropertyKeys(Types.String))
        {
            if (found.GetOwnProperty(key) is not { Enumerable: true }) continue;
            _json.WritePropertyName(key.ToString());
            if (Value(found.Get(key), depth + 1) is { } problem) return problem;
        }

        _json.WriteEndObject();
        return null;
    }

    private static bool Beyond(uint at) => (at & 255) == 255;
}
