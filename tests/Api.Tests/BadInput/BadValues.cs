using KaosNet.Protocol;

namespace KaosNet.Api.Tests.BadInput;

/// <summary>A value that no good client sends.</summary>
/// <param name="Name">What is wrong with it, as the table of answers calls it.</param>
/// <param name="Json">As JSON in a body.</param>
/// <param name="Text">As text in path or query; null where it cannot be sent there.</param>
public sealed record BadValue(string Name, string Json, string? Text);

/// <summary>What bad values are made of.</summary>
/// <param name="Salt">In every text that might be taken for a name, so that what one test leaves behind is in no other one's way.</param>
/// <param name="ForeignCursor">A good cursor of some other list.</param>
public sealed record BadWords(string Salt, string ForeignCursor);

/// <summary>What may be wrong with a field, by its kind and name.</summary>
public static class BadValues
{
    const string Nul = "a\0b";
    const string Control = "a\u0001b";
    const string Emoji = "\U0001F600\U0001F600\U0001F600\U0001F600";

    // Well over every limit, and under that of a request line.
    static readonly string Long = new('x', 4_000);

    public static IEnumerable<BadValue> Of(MessageField field, BadWords words)
    {
        if (field.Shape is FieldShape.Map) return [new("not a map", "[1]", null), new("wrong values", """{"a":{}}""", null)];
        if (field.Shape is FieldShape.Single) return Single(field, words);
        var elements = Single(field, words).Select(bad => new BadValue(bad.Name, $"[{bad.Json}]", bad.Text)).ToList();
        var good = field.Kind is FieldKind.Message ? "{}" : "\"0dd0dd00-0000-4000-8000-00000000000d\"";
        elements.Add(new("not a list", "5", null));
        elements.Add(new("null in it", $"[null,{good}]", null));
        elements.Add(new("3,000 of them", $"[{string.Join(',', Enumerable.Repeat(good, 3_000))}]", null));
        return elements;
    }

    static IEnumerable<BadValue> Single(MessageField field, BadWords words) => field.Kind switch
    {
        FieldKind.String or FieldKind.StringValue => Texts(field, words),
        FieldKind.Bool or FieldKind.BoolValue => [new("a word", "\"maybe\"", "maybe"), new("a number", "5", "5")],
        FieldKind.Int32 or FieldKind.Int32Value or FieldKind.Int64 or FieldKind.Int64Value or FieldKind.UInt32 or FieldKind.UInt32Value =>
        [
            new("negative", "-1", "-1"), new("zero", "0", "0"), new("largest", "2147483647", "2147483647"), new("too large", "\"99999999999999999999\"", "99999999999999999999"),
            new("a fraction", "1.5", "1.5"), new("a word", "\"many\"", "many"), new("a list", "[1]", null), new("hex", "\"0x10\"", "0x10"),
        ],
        FieldKind.Double or FieldKind.DoubleValue => [new("a word", "\"many\"", "many"), new("a list", "[1]", null)],
        FieldKind.Timestamp => [new("a word", "\"yesterday\"", "yesterday"), new("a number", "5", "5"), new("year 20000", "\"20000-01-01T00:00:00Z\"", "20000-01-01T00:00:00Z")],
        FieldKind.Enum => [new("unknown name", "\"NEVER\"", "NEVER"), new("unknown number", "77", "77"), new("a list", "[1]", null)],
        FieldKind.Bytes or FieldKind.BytesValue => [new("no base64", "\"?\"", "?"), new("a number", "5", "5")],
        _ => [new("a number", "5", null), new("a text", "\"x\"", null), new("a list", "[1]", null)],
    };

    static IEnumerable<BadValue> Texts(MessageField field, BadWords words)
    {
        yield return Text("empty", "");
        yield return Text("too long", Long);
        yield return Text("NUL", Nul);
        yield return Text("control character", Control + words.Salt);
        yield return Text("4-byte UTF-8", Emoji + words.Salt);
        yield return Text("quotes", "'\"; drop table accounts; --" + words.Salt);
        yield return Text("percent", "%s%n%" + words.Salt);
        yield return new("half a character", "\"a\\ud800b\"", null);
        yield return new("a number", "5", null);
        yield return new("an object", "{}", null);
        if (field.Name.EndsWith("_id", StringComparison.Ordinal) || field.Name.EndsWith("ids", StringComparison.Ordinal))
        {
            yield return Text("no UUID", "not-a-uuid");
            yield return Text("zero UUID", Guid.Empty.ToString());
            yield return Text("nobody's UUID", "0dd0dd00-0000-4000-8000-00000000000d");
        }

        if (field.Name.Contains("cursor", StringComparison.Ordinal))
        {
            yield return Text("short nonsense", "AAAA");
            yield return Text("another list's", words.ForeignCursor);
        }

        if (field.Name is "metadata" or "value" or "content" or "properties") yield return Text("broken JSON", "{\"a\":");
        if (field.Name is "metadata" or "value" or "content")
        {
            yield return Text("no object", "[1,2]");
            yield return Text("NUL in JSON", "{\"a\":\"\\u0000\"}");
            yield return Text("deep JSON", "{\"a\":" + new string('[', 500) + new string(']', 500) + "}");
            yield return Text("huge number", "{\"a\":1e400000}");
        }
    }

    static BadValue Text(string name, string value) => new(name, System.Text.Json.JsonSerializer.Serialize(value), value);
}
