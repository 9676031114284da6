using System.Text;
using System.Text.Json;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using KaosNet.Domain.Kernel;
using KaosNet.Modules;
using KaosNet.Scripting.JavaScript;
using KaosNet.Scripting.Nk;

namespace KaosNet.Scripting.Server;

/// <summary>How JavaScript hands in the kinds of arguments that the server's API knows, and is handed back what it returns.</summary>
internal static class JavaScriptArguments
{
    /// <summary>Says that an argument is wrong; which one is not told in JavaScript.</summary>
    public static JsValue Wrong(ref this JavaScriptCall call, int position, string expectation) => call.Wrong(expectation);

    /// <summary>A mandatory UUID.</summary>
    public static Guid Uuid(ref this JavaScriptCall call, int position, string expectation)
    {
        if (Domain.Kernel.Uuids.TryRead(call.Text(position), out var id)) return id;
        call.Wrong(expectation);
        return default;
    }

    /// <summary>A mandatory UUID, whose absence has a text of its own.</summary>
    public static Guid NonEmptyUuid(ref this JavaScriptCall call, int position, string empty, string expectation)
    {
        if (call.Text(position).Length > 0) return call.Uuid(position, expectation);
        call.Wrong(empty);
        return default;
    }

    /// <summary>A UUID that may be absent or empty.</summary>
    public static Guid? OptionalUuid(ref this JavaScriptCall call, int position, string expectation)
    {
        if (call.OptionalText(position) is not { Length: > 0 } text) return null;
        if (Domain.Kernel.Uuids.TryRead(text, out var id)) return id;
        call.Wrong(expectation);
        return null;
    }

    /// <summary>A whole number that may be absent; -1 stands for that too.</summary>
    public static long? OptionalInteger(ref this JavaScriptCall call, int position)
    {
        if (call.IsNothing(position)) return null;
        var number = call.Integer(position);
        return number == -1 ? null : number;
    }

    /// <summary>Yes, no, or nothing.</summary>
    public static bool? OptionalBoolean(ref this JavaScriptCall call, int position) => call.IsNothing(position) ? null : call.Boolean(position);

    /// <summary>Bytes or a text, at least one.</summary>
    public static ReadOnlySpan<byte> NonEmptyBytes(ref this JavaScriptCall call, int position, string expectation)
    {
        var bytes = call.Bytes(position);
        if (bytes.IsEmpty) call.Wrong(expectation);
        return bytes;
    }

    /// <summary>Bytes that outlive the call, or none.</summary>
    public static ReadOnlyMemory<byte> OptionalKeptBytes(ref this JavaScriptCall call, int position) =>
        call.IsNothing(position) ? default(ReadOnlyMemory<byte>) : call.Bytes(position).ToArray();

    /// <summary>Bytes that are handed in as base64, at least one.</summary>
    public static byte[] Base64(ref this JavaScriptCall call, int position, string expectation)
    {
        var text = call.NonEmptyText(position, expectation);
        var bytes = new byte[text.Length];
        if (Convert.TryFromBase64String(text, bytes, out var length) && length > 0) return bytes[..length];
        call.Wrong("expects base64 string");
        return [];
    }

    /// <summary>Texts, bytes, numbers, booleans and nothing.</summary>
    public static object?[] Values(ref this JavaScriptCall call, int position, string expectation, int most) =>
        call.Array(position) is null ? [] : call.OptionalValues(position, expectation, most) ?? [];

    /// <summary>Texts, bytes, numbers, booleans and nothing, or none of them.</summary>
    public static object?[]? OptionalValues(ref this JavaScriptCall call, int position, string expectation, int most)
    {
        if (!call.HasList(position, most, out var list)) return null;
        var values = new object?[list.Length];
        for (var at = 0u; at < list.Length; at++)
        {
            var value = list[at];
            values[at] = value switch
            {
                JsString text => text.ToString(),
                JsBoolean truth => ReferenceEquals(truth, JsBoolean.True),
                JsNumber number when JavaScriptCall.TryWhole(Jint.Runtime.TypeConverter.ToNumber(number), out var whole) => whole,
                JsNumber number => Jint.Runtime.TypeConverter.ToNumber(number),
                _ when JavaScriptBytes.TryRead(value, out var bytes) => bytes.ToArray(),
                _ => null,
            };
            if (values[at] is not null || value.IsNull() || value.IsUndefined()) continue;
            call.Wrong(expectation);
            return null;
        }

        return values;
    }

    /// <summary>Returns bytes as an ArrayBuffer.</summary>
    public static JsValue ReturnBytes(ref this JavaScriptCall call, byte[]? bytes) => bytes is null ? call.Fail() : call.Return(bytes);

    /// <summary>Returns bytes as a text in base64.</summary>
    public static JsValue ReturnBase64(ref this JavaScriptCall call, byte[]? bytes) => bytes is null ? call.Fail() : call.Return(Convert.ToBase64String(bytes));

    /// <summary>Returns bytes as the text that they are in UTF-8.</summary>
    public static JsValue ReturnText(ref this JavaScriptCall call, byte[]? bytes) => bytes is null ? call.Fail() : call.Return(Encoding.UTF8.GetString(bytes));

    /// <summary>UUIDs.</summary>
    public static Guid[] Uuids(ref this JavaScriptCall call, int position, string expectation, int most, string? kindExpectation = null) =>
        call.Array(position) is null ? [] : call.OptionalUuids(position, expectation, most, kindExpectation) ?? [];

    /// <summary>UUIDs, or nothing.</summary>
    public static Guid[]? OptionalUuids(ref this JavaScriptCall call, int position, string expectation, int most, string? kindExpectation = null)
    {
        if (!call.HasList(position, most, out var list)) return null;
        var ids = new Guid[list.Length];
        for (var at = 0u; at < list.Length; at++)
        {
            if (list[at] is JsString text && Domain.Kernel.Uuids.TryRead(text.ToString(), out ids[at])) continue;
            call.Wrong(list[at] is JsString ? expectation : kindExpectation ?? expectation);
            return null;
        }

        return ids;
    }

    /// <summary>Texts, none of them empty.</summary>
    public static string[] Texts(ref this JavaScriptCall call, int position, string expectation, int most) =>
        call.Array(position) is null ? [] : call.OptionalTexts(position, expectation, most) ?? [];

    /// <summary>Texts, none of them empty, or nothing.</summary>
    public static string[]? OptionalTexts(ref this JavaScriptCall call, int position, string expectation, int most)
    {
        if (!call.HasList(position, most, out var list)) return null;
        var texts = new string[list.Length];
        for (var at = 0u; at < list.Length; at++)
        {
            texts[at] = list[at] is JsString text ? text.ToString() : "";
            if (texts[at].Length > 0) continue;
            call.Wrong(expectation);
            return null;
        }

        return texts;
    }

    /// <summary>An object.</summary>
    public static JsonText Document(ref this JavaScriptCall call, int position, string? expectation, string name) =>
        new(Encoding.UTF8.GetString(call.ObjectJson(position, expectation ?? $"expects {name} to be an object")));

    /// <summary>An object, or nothing.</summary>
    public static JsonText? OptionalDocument(ref this JavaScriptCall call, int position, string? expectation, string name) =>
        call.IsNothing(position) ? default(JsonText?) : call.Document(position, expectation, name);

    /// <summary>An object that holds nothing but data, or nothing.</summary>
    public static JsonText? OptionalPlainDocument(ref this JavaScriptCall call, int position, string expectation, string failure)
    {
        if (call.IsNothing(position)) return null;
        if (call.Value(position) is not ObjectInstance found || found.IsArray() || JavaScriptState.IsFunction(found)) call.Wrong(expectation);
        if (call.Failed) return null;
        var into = call.Owner.Scratch;
        if (call.Owner.TryWriteJson(call.Value(position), into, out _)) return new JsonText(into.ToString());
        call.Fail(failure);
        return null;
    }

    /// <summary>A text, or nothing.</summary>
    public static string? TextOrNothing(ref this JavaScriptCall call, int position, string expectation)
    {
        if (call.Value(position) is JsString text) return text.ToString();
        if (!call.IsNothing(position)) call.Wrong(expectation);
        return null;
    }

    /// <summary>Yes, no, or nothing.</summary>
    public static bool? TruthOrNothing(ref this JavaScriptCall call, int position, string expectation)
    {
        if (call.Value(position) is JsBoolean truth) return truth == JsBoolean.True;
        if (!call.IsNothing(position)) call.Wrong(expectation);
        return null;
    }

    /// <summary>A whole number, or nothing.</summary>
    public static long? WholeOrNothing(ref this JavaScriptCall call, int position, string expectation)
    {
        if (call.Value(position) is JsNumber number && JavaScriptCall.TryWhole(number.AsNumber(), out var whole)) return whole;
        if (!call.IsNothing(position)) call.Wrong(expectation);
        return null;
    }

    /// <summary>Records.</summary>
    public static List<T> Entries<T>(ref this JavaScriptCall call, int position, string? expectation, int most, EntryReader<T> read) =>
        call.Array(position) is null ? [] : call.OptionalEntries(position, expectation, most, read) ?? [];

    /// <summary>Records, or nothing.</summary>
    public static List<T>? OptionalEntries<T>(ref this JavaScriptCall call, int position, string? expectation, int most, EntryReader<T> read)
    {
        if (!call.HasList(position, most, out _)) return null;
        var entries = new List<T>();
        var json = call.Json(position);
        if (call.Failed) return null;
        foreach (var fields in Parsed(json).EnumerateArray())
        {
            var entry = new Entry(fields, inCamelCase: true);
            if (fields.ValueKind == JsonValueKind.Object) entries.Add(read(ref entry));
            else call.Wrong(expectation ?? "expects an array of objects");
            if (entry.Problem is { } problem) call.Wrong(problem);
            if (call.Failed) return null;
        }

        return entries;
    }

    /// <summary>Whether a text is handed in.</summary>
    public static bool IsText(ref this JavaScriptCall call, int position) => call.Value(position) is JsString;

    /// <summary>A record.</summary>
    public static T Entry<T>(ref this JavaScriptCall call, int position, string? expectation, EntryReader<T> read)
    {
        var json = call.ObjectJson(position, expectation ?? "expects object");
        var entry = new Entry(Parsed(call.Failed ? "{}"u8 : json), inCamelCase: true);
        var value = read(ref entry);
        if (entry.Problem is { } problem) call.Wrong(problem);
        return value;
    }

    /// <summary>A record, or nothing.</summary>
    public static T? OptionalEntry<T>(ref this JavaScriptCall call, int position, string? expectation, string name, EntryReader<T> read)
        where T : class => call.IsNothing(position) ? null : call.Entry(position, expectation, read);

    /// <summary>Amounts by name.</summary>
    public static IReadOnlyDictionary<string, long> Amounts(ref this JavaScriptCall call, int position, string name)
    {
        var json = call.ObjectJson(position, $"expects {name} to be an object");
        var entry = new Entry(Parsed(call.Failed ? "{}"u8 : json), inCamelCase: true);
        var amounts = entry.AllAsAmounts(name);
        if (entry.Problem is { } problem) call.Wrong(problem);
        return amounts;
    }

    /// <summary>Texts by name.</summary>
    public static IReadOnlyDictionary<string, string> Words(ref this JavaScriptCall call, int position, string? expectation, int most)
    {
        var problem = expectation ?? $"expects an object of at most {most} strings by name";
        var json = call.ObjectJson(position, problem);
        if (!call.Failed && new Entry(Parsed(json), inCamelCase: true).AllAsWords() is { } words && words.Count <= most) return words;
        call.Wrong(problem);
        return new Dictionary<string, string>(StringComparer.Ordinal);
    }

    /// <summary>Texts by name, or nothing.</summary>
    public static IReadOnlyDictionary<string, string>? OptionalWords(ref this JavaScriptCall call, int position, string? expectation, int most) =>
        call.IsNothing(position) ? null : call.Words(position, expectation, most);

    /// <summary>A word that stands for a member of an enumeration.</summary>
    public static T? Word<T>(ref this JavaScriptCall call, int position, string? expectation, T? otherwise, Func<string, T?> read)
        where T : struct, Enum
    {
        if (call.OptionalText(position) is not { Length: > 0 } word) return otherwise;
        if (read(word) is { } value) return value;
        call.Wrong(expectation ?? "unknown word");
        return otherwise ?? default(T);
    }

    /// <summary>A number that stands for a member of an enumeration.</summary>
    public static T? Choice<T>(ref this JavaScriptCall call, int position, string expectation)
        where T : struct, Enum
    {
        var number = call.Integer(position);
        if (!call.Failed && Choices.Of<T>(number) is null) call.Wrong(expectation);
        return Choices.Of<T>(number);
    }

    /// <summary>Does something outside the script, in whatever way the scene does such things. Null means refused, and then the call has failed with the refusal.</summary>
    public static byte[]? Perform(
        ref this JavaScriptCall call, string function, string failure, Func<Caller, CancellationToken, ValueTask<Answer<byte[]>>> perform)
    {
        var scene = ScriptScene.Of(call.Owner.Context);
        var arguments = scene.WantsArguments ? call.ArgumentsAsJson() : default;
        if (call.Failed) return null;
        if (scene.Perform(function, failure, arguments, perform).IsGranted(out var json, out var fault)) return json;
        call.Fail(fault.Message, (int)fault.Code);
        return null;
    }

    /// <summary>Returns an answer: the value that its JSON stands for, nothing for an empty one.</summary>
    public static JsValue ReturnAnswer(ref this JavaScriptCall call, byte[]? answer)
    {
        if (answer is null) return call.Fail();
        return answer.Length == 0 ? call.Return() : call.ReturnJson(answer);
    }

    private static ReadOnlySpan<byte> ArgumentsAsJson(ref this JavaScriptCall call)
    {
        var arguments = new JsValue[call.Count];
        for (var position = 1; position <= arguments.Length; position++)
        {
            // JSON has no bytes, so the record shows them in base64.
            var value = call.Value(position);
            arguments[position - 1] = value is JsArrayBuffer or JsTypedArray && JavaScriptBytes.TryRead(value, out var bytes)
                ? JsString.Create(Convert.ToBase64String(bytes))
                : value;
        }

        return call.JsonOf(call.Owner.NewList(arguments));
    }

    private static JsonElement Parsed(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>A list within its bound; false where there is none.</summary>
    private static bool HasList(ref this JavaScriptCall call, int position, int most, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out JsArray? list)
    {
        list = call.OptionalArray(position);
        if (list is null) return false;
        if (list.Length <= most) return true;
        call.Wrong($"expects at most {most} entries");
        return false;
    }
}
