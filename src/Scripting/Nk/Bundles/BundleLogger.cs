using System.Globalization;
using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using KaosNet.Scripting.JavaScript;
using Microsoft.Extensions.Logging;

namespace KaosNet.Scripting.Nk.Bundles;

/// <summary>
/// The second argument of every function of a bundle: lines into the server's log, with printf verbs and with fields. A state has one; its fields are forgotten
/// with each call. As ever, adding fields changes the logger itself.
/// </summary>
internal sealed class BundleLogger
{
    private const int MessageMax = 32 * 1024;
    private const int FieldsMax = 64;
    private const int WidthMax = 200;

    private readonly NkServer _server;
    private readonly SortedDictionary<string, string> _fields = new(StringComparer.Ordinal);

    public BundleLogger(JavaScriptState state, NkServer server)
    {
        _server = server;
        Object = state.ObjectOf(new JavaScriptLibrary("logger")
            .Add("debug", (ref JavaScriptCall call) => Log(ref call, LogLevel.Debug))
            .Add("info", (ref JavaScriptCall call) => Log(ref call, LogLevel.Information))
            .Add("warn", (ref JavaScriptCall call) => Log(ref call, LogLevel.Warning))
            .Add("error", (ref JavaScriptCall call) => Log(ref call, LogLevel.Error))
            .Add("withField", WithField)
            .Add("withFields", WithFields)
            .Add("getFields", (ref JavaScriptCall call) => BundleContext.Texts(call.Owner, _fields)));
    }

    /// <summary>The logger as scripts see it.</summary>
    public ObjectInstance Object { get; }

    /// <summary>A call begins.</summary>
    public void Clear() => _fields.Clear();

    private JsValue Log(ref JavaScriptCall call, LogLevel level)
    {
        var format = call.Text(1);
        if (call.Failed) return call.Fail();
        var scene = BundleScene.Of(ref call);
        if (!scene.Logs || !_server.Log.IsEnabled(level)) return call.Return();
        var line = Formatted(ref call, format);
        var fields = scene.LogFields.Concat(_fields.Select(field => new KeyValuePair<string, object?>(field.Key, field.Value))).ToList();
        _server.Log.Log(level, default, fields, null, (_, _) => line);
        return call.Return();
    }

    private JsValue WithField(ref JavaScriptCall call)
    {
        var (key, value) = (call.Text(1), call.Text(2));
        if (call.Failed) return call.Fail();
        Set(key, value);
        return Object;
    }

    private JsValue WithFields(ref JavaScriptCall call)
    {
        if (call.Object(1) is not { } fields) return call.Fail();
        foreach (var key in fields.GetOwnPropertyKeys(Types.String))
        {
            if (fields.Get(key) is JsString value) Set(key.ToString(), value.ToString());
            else return call.Wrong("expects object with string values");
        }

        return Object;
    }

    private void Set(string key, string value)
    {
        if (_fields.Count < FieldsMax || _fields.ContainsKey(key)) _fields[key] = value.Length > MessageMax ? value[..MessageMax] : value;
    }

    /// <summary>The verbs that scripts use: %s %v %d %i %f %t %q %j %x %%, with a width and a precision.</summary>
    private static string Formatted(ref JavaScriptCall call, string format)
    {
        var text = new StringBuilder(format.Length + 32);
        var next = 2;
        for (var at = 0; at < format.Length && text.Length < MessageMax; at++)
        {
            if (format[at] != '%' || at + 1 == format.Length)
            {
                text.Append(format[at]);
                continue;
            }

            var start = ++at;
            while (at < format.Length && (char.IsAsciiDigit(format[at]) || format[at] is '+' or '-' or '#' or '.' or ' ')) at++;
            if (at == format.Length) break;
            if (format[at] == '%') text.Append('%');
            else if (next > call.Count) text.Append("%!").Append(format[at]).Append("(MISSING)");
            else text.Append(Spelled(ref call, next++, format[at], format.AsSpan(start, at - start)));
        }

        // What no verb asked for is shown all the same, as ever.
        if (next <= call.Count) text.Append("%!(EXTRA");
        for (var extra = next; extra <= call.Count && text.Length < MessageMax; extra++) text.Append(extra > next ? ", " : " ").Append(Plain(ref call, extra));
        if (next <= call.Count) text.Append(')');
        return text.Length > MessageMax ? text.ToString(0, MessageMax) : text.ToString();
    }

    private static string Spelled(ref JavaScriptCall call, int position, char verb, ReadOnlySpan<char> flags)
    {
        var dot = flags.IndexOf('.');
        var precision = dot >= 0 && int.TryParse(flags[(dot + 1)..], CultureInfo.InvariantCulture, out var digits) ? Math.Min(digits, 100) : 6;
        var value = call.Value(position);
        var number = value is JsNumber found ? found.AsNumber() : double.NaN;
        var text = verb switch
        {
            'd' or 'i' when double.IsFinite(number) => Math.Truncate(number).ToString("F0", CultureInfo.InvariantCulture),
            'f' when double.IsFinite(number) => number.ToString("F" + precision, CultureInfo.InvariantCulture),
            'x' when double.IsFinite(number) => ((long)number).ToString("x", CultureInfo.InvariantCulture),
            'q' => $"\"{Plain(ref call, position)}\"",
            _ => Plain(ref call, position),
        };
        var width = int.TryParse(flags[..(dot >= 0 ? dot : flags.Length)].Trim("+-# "), CultureInfo.InvariantCulture, out var wanted) ? Math.Min(wanted, WidthMax) : 0;
        if (flags.Contains('-')) return text.PadRight(width);
        return flags.StartsWith("0") ? text.PadLeft(width, '0') : text.PadLeft(width);
    }

    private static string Plain(ref JavaScriptCall call, int position)
    {
        var value = call.Value(position);
        if (value is not ObjectInstance found) return value.IsUndefined() ? "undefined" : value.IsSymbol() ? "Symbol" : TypeConverter.ToString(value);
        if (found is JsError || found.IsCallable()) return TypeConverter.ToString(value);
        var into = call.Owner.Scratch;
        return call.Owner.TryWriteJson(value, into, out var problem) ? into.ToString() : problem;
    }
}
