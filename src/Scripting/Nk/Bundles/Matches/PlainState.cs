using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using KaosNet.Domain.Matches;
using KaosNet.Scripting.JavaScript;

namespace KaosNet.Scripting.Nk.Bundles.Matches;

/// <summary>
/// Writes a match's state down as JSON without running any of the script's code, so that reading it gives the same: plain objects, lists, texts, finite numbers, true, false
/// and null; members that are undefined are left out. Whatever would come back as something else is refused, by its place: functions, accessors, maps, dates, bytes, objects
/// of classes, lists with holes, and an object that stands in two places, as it would be two objects afterwards.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly ref struct PlainState
{
    private const int DepthMax = 100;

    private readonly Utf8JsonWriter _json;
    private readonly ArrayBufferWriter<byte> _written;
    private readonly HashSet<ObjectInstance> _seen;

    private PlainState(Utf8JsonWriter json, ArrayBufferWriter<byte> written) =>
        (_json, _written, _seen) = (json, written, new(ReferenceEqualityComparer.Instance));

    /// <summary>Writes a state; tells what is wrong with it.</summary>
    public static bool TryWrite(JsValue state, [NotNullWhen(true)] out byte[]? written, [NotNullWhen(false)] out string? problem)
    {
        var into = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(into, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        problem = new PlainState(json, into).Value(state, "state", 0);
        written = null;
        if (problem is not null) return false;
        json.Flush();
        if (into.WrittenCount > Limits.HandedStateBytesMax) problem = TooLarge;
        else written = into.WrittenSpan.ToArray();
        return problem is null;
    }

    private static string TooLarge => $"it is larger than {Limits.HandedStateBytesMax} bytes";

    private string? Value(JsValue value, string path, int depth)
    {
        switch (value)
        {
            case JsString text:
                _json.WriteStringValue(text.ToString());
                return null;
            case JsBoolean:
                _json.WriteBooleanValue(value == JsBoolean.True);
                return null;
            case JsNull:
                _json.WriteNullValue();
                return null;
            case JsNumber number:
                return Number(number.AsNumber(), path);
            case ObjectInstance when depth >= DepthMax:
                return path + " is nested too deeply";
            case JsArray or JsObject when !_seen.Add((ObjectInstance)value):
                return path + " is an object that stands in another place, too";
            case JsArray list:
                return List(list, path, depth);
            case JsObject found when found.Prototype is { } kind && kind != found.Engine.Intrinsics.Object.PrototypeObject:
                return path + " is an object of a class";
            case JsObject found:
                return Members(found, path, depth);
            default:
                return $"{path} is no plain data";
        }
    }

    private string? Number(double number, string path)
    {
        if (!double.IsFinite(number)) return path + " is no finite number";
        if (JavaScriptCall.TryWhole(number, out var whole) && !(whole == 0 && double.IsNegative(number))) _json.WriteNumberValue(whole);
        else _json.WriteNumberValue(number);
        return null;
    }

    private string? List(JsArray list, string path, int depth)
    {
        _json.WriteStartArray();
        for (uint at = 0; at < list.Length; at++)
        {
            if (!list.GetOwnProperty(JsNumber.Create(at)).IsDataDescriptor() || list.GetOwnProperty(JsNumber.Create(at)).Value is not { } item)
                return $"{path}[{at}] is no plain data";
            if (Value(item, $"{path}[{at}]", depth + 1) is { } problem) return problem;
        }

        _json.WriteEndArray();
        return null;
    }

    private string? Members(JsObject found, string path, int depth)
    {
        _json.WriteStartObject();
        foreach (var (key, property) in found.GetOwnProperties())
        {
            if (key is not JsString) return $"{path} has a symbol among its members";
            var name = key.ToString();
            if (!property.IsDataDescriptor() || property.Value is not { } value) return $"{path}.{name} is no plain data";
            if (value is JsUndefined) continue;
            _json.WritePropertyName(name);
            if (Value(value, $"{path}.{name}", depth + 1) is { } problem) return problem;
            if (_json.BytesPending + _written.WrittenCount > Limits.HandedStateBytesMax) return TooLarge;
        }

        _json.WriteEndObject();
        return null;
    }
}
