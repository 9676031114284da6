using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Modules;

namespace KaosNet.Scripting.Server;

/// <summary>Reads a record from a script's table.</summary>
internal delegate T EntryReader<out T>(ref Entry entry);

/// <summary>A script's table of named members, read as a record of the server's API. The first member that is wrong is remembered.</summary>
/// <param name="fields">The table.</param>
/// <param name="inCamelCase">Whether the script spells names in camel case.</param>
internal struct Entry(JsonElement fields, bool inCamelCase)
{
    /// <summary>What a script is told that hands in something else.</summary>
    public string? Problem { get; private set; }

    /// <summary>A text that must be there and not be empty.</summary>
    public string Text(string name)
    {
        if (OptionalText(name) is not { } text) return Wrong(name, "to be supplied", "");
        return text.Length > 0 ? text : Wrong(name, "to be a non-empty string", "");
    }

    /// <summary>A text, or nothing.</summary>
    public string? OptionalText(string name, string? kindExpectation = null)
    {
        if (!Has(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String) return value.GetString();
        Problem ??= kindExpectation;
        return Wrong<string?>(name, "to be string", null);
    }

    /// <summary>A text that is not empty, or nothing.</summary>
    public string? OptionalNonEmptyText(string name)
    {
        var text = OptionalText(name);
        return text is { Length: 0 } ? Wrong<string?>(name, "to be a non-empty string", null) : text;
    }

    /// <summary>A UUID.</summary>
    public Guid Uuid(string name, string? expectation = null, string? kindExpectation = null)
    {
        if (Uuids.TryRead(Has(name, out _) ? OptionalText(name, kindExpectation) ?? "" : "", out var id)) return id;
        if (expectation is null) return Wrong(name, Has(name, out _) ? "to be a valid ID" : "to be supplied", Guid.Empty);
        Problem ??= expectation;
        return Guid.Empty;
    }

    /// <summary>A UUID, or nothing; an empty text is nothing too.</summary>
    public Guid? OptionalUuid(string name, string? expectation = null, string? kindExpectation = null)
    {
        if (OptionalText(name, kindExpectation) is not { Length: > 0 }) return null;
        var id = Uuid(name, expectation);
        return Problem is null ? id : null;
    }

    /// <summary>A whole number.</summary>
    public int Whole(string name) => OptionalWhole(name) ?? Wrong(name, "to be supplied", 0);

    /// <summary>A whole number within its bounds, of which Lua may have a narrower one.</summary>
    public int Whole(string name, long min, long max, string expectation, long minInLua)
    {
        var number = Whole(name);
        if (number < (inCamelCase ? min : minInLua) || number > max) Problem ??= expectation;
        return number;
    }

    /// <summary>A whole number, whose absence and any other value has a text of its own.</summary>
    public int Whole(string name, string expectation) => OptionalWhole(name, expectation) ?? Wrong(expectation, 0);

    /// <summary>A whole number, or nothing; any other value has a text of its own.</summary>
    public int? OptionalWhole(string name, string expectation)
    {
        if (!Has(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsInteger(number) && Math.Abs(number) <= int.MaxValue) return (int)number;
        return Wrong<int?>(expectation, null);
    }

    /// <summary>A large whole number, or nothing.</summary>
    public long? OptionalLong(string name)
    {
        if (!Has(name, out var value)) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : Wrong<long?>(name, "to be a whole number", null);
    }

    /// <summary>A moment in Unix seconds, or nothing.</summary>
    public DateTimeOffset? OptionalMoment(string name)
    {
        if (!Has(name, out var value)) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var second) && second is >= 0 and <= SecondMax
            ? DateTimeOffset.FromUnixTimeSeconds(second)
            : Wrong<DateTimeOffset?>(name, "to be a time in Unix seconds", null);
    }

    /// <summary>A word for a member of an enumeration.</summary>
    public T Word<T>(string name, string? expectation, Func<string, T?> read)
        where T : struct, Enum =>
        OptionalWord(name, expectation, read) ?? (expectation is null ? Wrong(name, "to be supplied", default(T)) : Wrong(expectation, default(T)));

    /// <summary>A word for a member of an enumeration, or nothing.</summary>
    public T? OptionalWord<T>(string name, string? expectation, Func<string, T?> read)
        where T : struct, Enum
    {
        if (!Has(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String && read(value.GetString()!) is { } member) return member;
        return expectation is null ? Wrong<T?>(name, "to be one of its words", null) : Wrong<T?>(expectation, null);
    }

    /// <summary>Words for members of an enumeration, or nothing.</summary>
    public IReadOnlyList<T>? OptionalWords<T>(string name, Func<string, T?> read)
        where T : struct, Enum
    {
        var words = OptionalTexts(name);
        if (words is null || words.Any(word => read(word) is null)) return words is null ? null : Wrong<IReadOnlyList<T>?>(name, "to be a list of its words", null);
        return [.. words.Select(word => read(word)!.Value)];
    }

    /// <summary>Records.</summary>
    public IReadOnlyList<T> Entries<T>(string name, string? expectation, int most, EntryReader<T> read)
    {
        if (!Has(name, out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > most || list.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.Object))
            return expectation is null ? Wrong<IReadOnlyList<T>>(name, $"to be a list of at most {most} tables", []) : Wrong<IReadOnlyList<T>>(expectation, []);
        var entries = new List<T>();
        foreach (var item in list.EnumerateArray())
        {
            var entry = new Entry(item, inCamelCase);
            entries.Add(read(ref entry));
            Problem ??= entry.Problem;
        }

        return entries;
    }

    /// <summary>A whole number, or nothing. A fraction is cut off, as scripts are used to.</summary>
    public int? OptionalWhole(string name)
    {
        if (!Has(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number) return (int)Math.Clamp(value.GetDouble(), int.MinValue, int.MaxValue);
        return Wrong<int?>(name, "to be number", null);
    }

    /// <summary>Yes, no, or nothing.</summary>
    public bool? OptionalFlag(string name)
    {
        if (!Has(name, out var value)) return null;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : Wrong<bool?>(name, "to be boolean", null);
    }

    /// <summary>An object.</summary>
    public JsonText Document(string name)
    {
        if (!Has(name, out var value)) return Wrong(name, "to be supplied", JsonText.Empty);
        return value.ValueKind switch
        {
            JsonValueKind.Object => new JsonText(value.GetRawText()),
            // The reference stores null for a list, and nobody can mean that.
            JsonValueKind.Array => Wrong(name, "to be a table of keys and values, not a list", JsonText.Empty),
            _ => Wrong(name, inCamelCase ? "to be object" : "to be table", JsonText.Empty),
        };
    }

    /// <summary>An object, or nothing.</summary>
    public JsonText? OptionalDocument(string name)
    {
        if (!Has(name, out var value)) return null;
        return value.ValueKind == JsonValueKind.Object ? new JsonText(value.GetRawText()) : Wrong<JsonText?>(name, "to be a table of keys and values", null);
    }

    /// <summary>Texts, or nothing.</summary>
    public IReadOnlyList<string>? OptionalTexts(string name)
    {
        if (!Has(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
            return [.. value.EnumerateArray().Select(item => item.GetString()!)];
        return Wrong<IReadOnlyList<string>?>(name, "to be a list of strings", null);
    }

    /// <summary>Amounts by name.</summary>
    public IReadOnlyDictionary<string, long> Amounts(string name) =>
        Has(name, out var value) ? AmountsOf(name, value) : Wrong(name, "to be supplied", new Dictionary<string, long>(StringComparer.Ordinal));

    /// <summary>This whole table as amounts by name.</summary>
    public IReadOnlyDictionary<string, long> AllAsAmounts(string name) => AmountsOf(name, fields);

    /// <summary>This whole table as texts by name.</summary>
    public readonly Dictionary<string, string>? AllAsWords()
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var word in fields.EnumerateObject())
        {
            if (word.Value.ValueKind != JsonValueKind.String) return null;
            words[word.Name] = word.Value.GetString()!;
        }

        return words;
    }

    private Dictionary<string, long> AmountsOf(string name, JsonElement value)
    {
        var amounts = new Dictionary<string, long>(StringComparer.Ordinal);
        if (value.ValueKind != JsonValueKind.Object) return Wrong(name, "to be a table of keys and values", amounts);
        foreach (var change in value.EnumerateObject())
        {
            if (change.Value.ValueKind == JsonValueKind.Number && change.Value.TryGetInt64(out var amount)) amounts[change.Name] = amount;
            else return Wrong(name, "values to be whole numbers", amounts);
        }

        return amounts;
    }

    private readonly bool Has(string name, out JsonElement value) =>
        fields.TryGetProperty(inCamelCase ? JsonNamingPolicy.CamelCase.ConvertName(Pascal(name)) : name, out value) && value.ValueKind != JsonValueKind.Null;

    private T Wrong<T>(string problem, T otherwise)
    {
        Problem ??= problem;
        return otherwise;
    }

    private T Wrong<T>(string name, string expectation, T otherwise)
    {
        Problem ??= $"expects {(inCamelCase ? JsonNamingPolicy.CamelCase.ConvertName(Pascal(name)) : name)} {expectation}";
        return otherwise;
    }

    /// <summary>The end of the year 9999.</summary>
    private const long SecondMax = 253_402_300_799;

    private static string Pascal(string snake) => string.Concat(snake.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
