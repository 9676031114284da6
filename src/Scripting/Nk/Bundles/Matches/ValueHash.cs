using System.Runtime.InteropServices;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using KaosNet.Domain.Matches;
using KaosNet.Scripting.JavaScript;

namespace KaosNet.Scripting.Nk.Bundles.Matches;

/// <summary>
/// Takes a value into a tick's hash without running any of the script's code: getters and proxies count by their kind only, as functions do. Members of objects are
/// added up, so that their order does not matter. As with the other languages every 8th tick looks, at a few hundred values; every 64th at some ten thousand. Of
/// larger states only what the match does tells replays apart.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal ref struct ValueHash
{
    private const int ValuesUsually = 512;
    private const int ValuesAtTimes = 32_768;
    private const int Interval = 8;
    private const int LongInterval = 64;
    private const int DepthMax = 32;
    private const int TooMuch = -7;

    private int _left;

    private ValueHash(int left) => _left = left;

    /// <summary>Whether a tick looks at the state.</summary>
    public static bool IsDue(long tick) => tick % Interval == 0;

    public static void Add(JsValue value, long tick, ref MatchHash hash)
    {
        var walk = new ValueHash(tick % LongInterval == 0 ? ValuesAtTimes : ValuesUsually);
        var sum = walk.Value(value, 0);
        hash.Add(walk._left < 0 ? TooMuch : sum);
    }

    private long Value(JsValue value, int depth)
    {
        var hash = default(MatchHash);
        hash.Add((int)value.Type);
        if (--_left < 0) return 0;
        switch (value)
        {
            case JsBoolean:
                hash.Add(value == JsBoolean.True ? 1 : 0);
                break;
            case JsNumber number:
                Number(ref hash, number.AsNumber());
                break;
            case JsString text:
                Text(ref hash, text.ToString());
                break;
            case ObjectInstance found when depth < DepthMax && !JavaScriptState.IsFunction(found):
                Object(ref hash, found, depth + 1);
                break;
        }

        return (long)hash.Value;
    }

    /// <summary>Whole numbers alike, however the engine keeps them; there is but one NaN.</summary>
    private static void Number(ref MatchHash hash, double number)
    {
        if (JavaScriptCall.TryWhole(number, out var whole)) hash.Add(whole);
        else hash.Add(double.IsNaN(number) ? long.MinValue : BitConverter.DoubleToInt64Bits(number));
    }

    private void Text(ref MatchHash hash, string text)
    {
        // A long text pays like many values.
        _left -= text.Length / 64;
        hash.Add(text);
    }

    private void Object(ref MatchHash hash, ObjectInstance found, int depth)
    {
        switch (found)
        {
            case JsArray list:
                hash.Add(list.Length);
                for (uint at = 0; at < list.Length && _left >= 0; at++) hash.Add(Data(list.GetOwnProperty(JsNumber.Create(at)), depth));
                break;
            case JsMap map:
                foreach (var (key, value) in map)
                {
                    if (_left < 0) break;
                    hash.Add(Value(key, depth));
                    hash.Add(Value(value, depth));
                }

                break;
            case JsSet set:
                foreach (var item in set)
                {
                    if (_left < 0) break;
                    hash.Add(Value(item, depth));
                }

                break;
            case JsDate date:
                hash.Add(date.ToDateTime().Ticks);
                break;
            case JsArrayBuffer or JsTypedArray when JavaScriptBytes.TryRead(found, out var bytes):
                _left -= bytes.Length / 64;
                hash.Add(bytes);
                break;
            case JsObject:
                hash.Add(Members(found, depth));
                break;
        }
    }

    private long Members(ObjectInstance found, int depth)
    {
        long sum = 0;
        foreach (var (key, property) in found.GetOwnProperties())
        {
            if (_left < 0) break;
            if (key is not JsString) continue;
            var entry = default(MatchHash);
            entry.Add(key.ToString());
            entry.Add(Data(property, depth));
            sum += (long)entry.Value;
        }

        return sum;
    }

    private long Data(Jint.Runtime.Descriptors.PropertyDescriptor property, int depth) =>
        property.IsDataDescriptor() && property.Value is { } value ? Value(value, depth) : 0;
}
