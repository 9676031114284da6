using System.Text;
using System.Text.Json;
using KaosNet.Modules;
using KaosNet.Scripting.Lua;
using KaosNet.Scripting.Nk;

namespace KaosNet.Scripting.Server;

/// <summary>How Lua hands in the kinds of arguments that the server's API knows. Names and meaning are the same in every language, as the bindings are.</summary>
internal static class LuaArguments
{
    /// <summary>A mandatory UUID, whose absence has a text of its own.</summary>
    public static Guid NonEmptyUuid(ref this LuaCall call, int position, string empty, string expectation)
    {
        if (call.Text(position).Length > 0) return call.Uuid(position, expectation);
        call.Wrong(position, empty);
        return default;
    }

    /// <summary>A UUID that may be absent or empty.</summary>
    public static Guid? OptionalUuid(ref this LuaCall call, int position, string expectation)
    {
        if (call.OptionalText(position, "")! is not { Length: > 0 } text) return null;
        if (Domain.Kernel.Uuids.TryRead(text, out var id)) return id;
        call.Wrong(position, expectation);
        return null;
    }

    /// <summary>A whole number that may be absent; -1 stands for that too.</summary>
    public static long? OptionalInteger(ref this LuaCall call, int position)
    {
        if (call.IsNil(position)) return null;
        var number = call.Integer(position);
        return number == -1 ? null : number;
    }

    /// <summary>Yes, no, or nothing.</summary>
    public static bool? OptionalBoolean(ref this LuaCall call, int position) => call.IsNil(position) ? null : call.Boolean(position);

    /// <summary>Bytes, at least one.</summary>
    public static ReadOnlySpan<byte> NonEmptyBytes(ref this LuaCall call, int position, string expectation)
    {
        var bytes = call.Bytes(position);
        if (bytes.IsEmpty) call.Wrong(position, expectation);
        return bytes;
    }

    /// <summary>Bytes that outlive the call, or none.</summary>
    public static ReadOnlyMemory<byte> OptionalKeptBytes(ref this LuaCall call, int position) => call.IsNil(position) ? default(ReadOnlyMemory<byte>) : call.Bytes(position).ToArray();

    /// <summary>Texts, bytes, numbers, booleans and nothing.</summary>
    public static object?[] Values(ref this LuaCall call, int position, string expectation, int most) =>
        call.Table(position) ? call.OptionalValues(position, expectation, most) ?? [] : [];

    /// <summary>Texts, bytes, numbers, booleans and nothing, or none of them.</summary>
    public static object?[]? OptionalValues(ref this LuaCall call, int position, string expectation, int most)
    {
        if (!call.HasList(position, most, out var count)) return null;
        var values = new object?[count];
        var stack = call.Stack;
        for (var at = 0; at < count; at++)
        {
            var kind = stack.PushItem(position, at + 1);
            values[at] = kind switch
            {
                LuaKind.Boolean => stack.Truth(-1),
                LuaKind.Number when stack.TryInteger(-1, out var whole) => whole,
                LuaKind.Number when stack.TryNumber(-1, out var number) => number,
                LuaKind.Text when stack.TryBytes(-1, out var bytes) => System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : bytes.ToArray(),
                _ => null,
            };
            stack.Pop();
            if (values[at] is not null || kind is LuaKind.Nil) continue;
            call.Wrong(position, expectation);
            return null;
        }

        return values;
    }

    /// <summary>Returns bytes as a string.</summary>
    public static LuaResult ReturnBytes(ref this LuaCall call, byte[]? bytes) => bytes is null ? call.Fail() : call.Return(bytes);

    /// <summary>UUIDs.</summary>
    public static Guid[] Uuids(ref this LuaCall call, int position, string expectation, int most, string? kindExpectation = null) =>
        call.Table(position) ? call.OptionalUuids(position, expectation, most, kindExpectation) ?? [] : [];

    /// <summary>UUIDs, or nothing.</summary>
    public static Guid[]? OptionalUuids(ref this LuaCall call, int position, string expectation, int most, string? kindExpectation = null)
    {
        if (!call.HasList(position, most, out var count)) return null;
        var ids = new Guid[count];
        for (var at = 0; at < count; at++)
        {
            var isText = call.Stack.PushItem(position, at + 1) == LuaKind.Text;
            var text = call.Stack.Text(-1);
            call.Stack.Pop();
            if (Guid.TryParse(text, out ids[at])) continue;
            call.Wrong(position, isText ? expectation : kindExpectation ?? expectation);
            return null;
        }

        return ids;
    }

    /// <summary>Texts, none of them empty.</summary>
    public static string[] Texts(ref this LuaCall call, int position, string expectation, int most) =>
        call.Table(position) ? call.OptionalTexts(position, expectation, most) ?? [] : [];

    /// <summary>Texts, none of them empty, or nothing.</summary>
    public static string[]? OptionalTexts(ref this LuaCall call, int position, string expectation, int most)
    {
        if (!call.HasList(position, most, out var count)) return null;
        var texts = new string[count];
        for (var at = 0; at < count; at++)
        {
            var isText = call.Stack.PushItem(position, at + 1) == LuaKind.Text;
            texts[at] = isText ? call.Stack.Text(-1)! : "";
            call.Stack.Pop();
            if (texts[at].Length > 0) continue;
            call.Wrong(position, expectation);
            return null;
        }

        return texts;
    }

    /// <summary>A table of keys and values.</summary>
    public static JsonText Document(ref this LuaCall call, int position, string? expectation, string name)
    {
        if (call.OptionalDocument(position, expectation, name) is { } document) return document;
        if (call.Failed) return JsonText.Empty;
        if (expectation is null) call.Table(position);
        else call.Wrong(position, expectation);
        return JsonText.Empty;
    }

    /// <summary>A table of keys and values, or nothing. A list is refused.</summary>
    public static JsonText? OptionalDocument(ref this LuaCall call, int position, string? expectation, string name)
    {
        if (call.IsNil(position) || !call.Table(position)) return null;
        var into = call.Owner.Scratch;
        if (!call.Stack.TryWriteJson(position, into, out var trouble)) call.Fail($"error encoding {name}: {trouble}");
        else if (into.Written[0] == (byte)'{') return new JsonText(Encoding.UTF8.GetString(into.Written));
        else call.Fail($"error encoding {name}: expects a table of keys and values, not a list");
        return null;
    }

    /// <summary>A table of keys and values that holds nothing but data, or nothing.</summary>
    public static JsonText? OptionalPlainDocument(ref this LuaCall call, int position, string expectation, string failure)
    {
        if (call.IsNil(position)) return null;
        if (call.Kind(position) != LuaKind.Table)
        {
            call.Wrong(position, expectation);
            return null;
        }

        var into = call.Owner.Scratch;
        if (LuaPlainData.HoldsFunction(call.Stack, position) || !call.Stack.TryWriteJson(position, into, out _)) call.Fail(failure);
        else if (into.Written[0] == (byte)'{') return new JsonText(Encoding.UTF8.GetString(into.Written));
        else call.Wrong(position, expectation);
        return null;
    }

    /// <summary>A text, or nothing.</summary>
    public static string? TextOrNothing(ref this LuaCall call, int position, string expectation) =>
        call.IsOfKind(position, LuaKind.Text, expectation) ? call.Text(position) : null;

    /// <summary>Yes, no, or nothing.</summary>
    public static bool? TruthOrNothing(ref this LuaCall call, int position, string expectation) =>
        call.IsOfKind(position, LuaKind.Boolean, expectation) ? call.Boolean(position) : null;

    /// <summary>A whole number, or nothing.</summary>
    public static long? WholeOrNothing(ref this LuaCall call, int position, string expectation) =>
        call.IsOfKind(position, LuaKind.Number, expectation) ? call.Integer(position) : null;

    private static bool IsOfKind(ref this LuaCall call, int position, LuaKind kind, string expectation)
    {
        if (call.Failed || call.IsNil(position)) return false;
        if (call.Kind(position) == kind) return true;
        call.Wrong(position, expectation);
        return false;
    }

    /// <summary>Records.</summary>
    public static IReadOnlyList<T> Entries<T>(ref this LuaCall call, int position, string? expectation, int most, EntryReader<T> read) =>
        call.Table(position) ? call.OptionalEntries(position, expectation, most, read) ?? [] : [];

    /// <summary>Records, or nothing.</summary>
    public static List<T>? OptionalEntries<T>(ref this LuaCall call, int position, string? expectation, int most, EntryReader<T> read)
    {
        if (!call.HasList(position, most, out var count)) return null;
        var entries = new List<T>(count);
        // A table without anything in it reads as an object.
        if (call.Parsed(position) is not { } parsed || (count == 0 && parsed.ValueKind == JsonValueKind.Object && !parsed.EnumerateObject().Any())) return entries;
        if (parsed.ValueKind != JsonValueKind.Array || parsed.EnumerateArray().Any(entry => entry.ValueKind != JsonValueKind.Object))
        {
            call.Wrong(position, expectation ?? "expects a list of tables");
            return null;
        }

        foreach (var fields in parsed.EnumerateArray())
        {
            var entry = new Entry(fields, inCamelCase: false);
            entries.Add(read(ref entry));
            if (entry.Problem is null) continue;
            call.Wrong(position, entry.Problem);
            return null;
        }

        return entries;
    }

    /// <summary>Whether a text is handed in.</summary>
    public static bool IsText(ref this LuaCall call, int position) => call.Kind(position) == LuaKind.Text;

    /// <summary>A record.</summary>
    public static T Entry<T>(ref this LuaCall call, int position, string? expectation, EntryReader<T> read)
    {
        if (expectation is not null && call.IsNil(position)) call.Wrong(position, expectation);
        var entry = new Entry(call.Table(position) && call.Parsed(position) is { ValueKind: JsonValueKind.Object } parsed ? parsed : NoFields, inCamelCase: false);
        var value = read(ref entry);
        if (entry.Problem is { } problem) call.Wrong(position, problem);
        return value;
    }

    /// <summary>A record, or nothing.</summary>
    public static T? OptionalEntry<T>(ref this LuaCall call, int position, string? expectation, string name, EntryReader<T> read)
        where T : class => call.OptionalDocument(position, null, name) is null ? null : call.Entry(position, expectation, read);

    /// <summary>Amounts by name.</summary>
    public static IReadOnlyDictionary<string, long> Amounts(ref this LuaCall call, int position, string name)
    {
        var document = call.Document(position, null, name);
        var entry = new Entry(call.Failed ? NoFields : JsonElement.Parse(document.Text), inCamelCase: false);
        var amounts = entry.AllAsAmounts(name);
        if (entry.Problem is { } problem) call.Wrong(position, problem);
        return amounts;
    }

    /// <summary>Texts by name.</summary>
    public static IReadOnlyDictionary<string, string> Words(ref this LuaCall call, int position, string? expectation, int most)
    {
        if (!call.Table(position) || call.Parsed(position) is not { } parsed) return new Dictionary<string, string>(StringComparer.Ordinal);
        if (parsed.ValueKind == JsonValueKind.Object && new Entry(parsed, inCamelCase: false).AllAsWords() is { } words && words.Count <= most) return words;
        call.Wrong(position, expectation ?? $"expects a table of at most {most} strings by name");
        return new Dictionary<string, string>(StringComparer.Ordinal);
    }

    /// <summary>Texts by name, or nothing.</summary>
    public static IReadOnlyDictionary<string, string>? OptionalWords(ref this LuaCall call, int position, string? expectation, int most) =>
        call.IsNil(position) ? null : call.Words(position, expectation, most);

    /// <summary>A word that stands for a member of an enumeration.</summary>
    public static T? Word<T>(ref this LuaCall call, int position, string? expectation, T? otherwise, Func<string, T?> read)
        where T : struct, Enum
    {
        if (call.OptionalText(position) is not { Length: > 0 } word) return otherwise;
        if (read(word) is { } value) return value;
        call.Wrong(position, expectation ?? "unknown word");
        return otherwise ?? default(T);
    }

    /// <summary>A number that stands for a member of an enumeration.</summary>
    public static T? Choice<T>(ref this LuaCall call, int position, string expectation)
        where T : struct, Enum
    {
        var number = call.Integer(position);
        if (!call.Failed && Choices.Of<T>(number) is null) call.Wrong(position, expectation);
        return Choices.Of<T>(number);
    }

    /// <summary>Fails a call that leaves an argument out altogether, <c>nil</c> too.</summary>
    public static void MustBePassed(ref this LuaCall call, int position)
    {
        if (call.Count < position) call.Wrong(position, "value expected");
    }

    private static readonly JsonElement NoFields = JsonDocument.Parse("{}").RootElement.Clone();

    /// <summary>An argument as JSON.</summary>
    private static JsonElement? Parsed(ref this LuaCall call, int position)
    {
        var into = call.Owner.Scratch;
        if (!call.Stack.TryWriteJson(position, into, out var problem))
        {
            call.Fail(problem!);
            return null;
        }

        var reader = new Utf8JsonReader(into.Written);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>The length of a list within its bound; false where there is none.</summary>
    private static bool HasList(ref this LuaCall call, int position, int most, out int count)
    {
        count = 0;
        if (call.IsNil(position) || !call.Table(position)) return false;
        count = (int)Math.Min(call.Stack.Length(position), int.MaxValue);
        if (count <= most) return true;
        call.Wrong(position, $"expects at most {most} entries");
        return false;
    }
}
