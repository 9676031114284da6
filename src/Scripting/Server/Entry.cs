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
    public string? OptionalText(string name)
    {
        if (!Has(name, out var value)) return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : Wrong<string?>(name, "to be string", null);
    }

    /// <summary>A text that is not empty, or nothing.</summary>
    public string? OptionalNonEmptyText(string name)
    {
        var text = OptionalText(name);
        return text is { Length: 0 } ? Wrong<string?>(name, "to be a non-empty string", null) : text;
    }

    /// <summary>A UUID.</summary>
    public Guid Uuid(string name)
    {
        if (!Has(name, out _)) return Wrong(name, "to be supplied", Guid.Empty);
        return Uuids.TryRead(OptionalText(name) ?? "", out var id) ? id : Wrong(name, "to be a valid ID", Guid.Empty);
    }

    /// <summary>A UUID, or nothing; an empty text is nothing too.</summary>
    public Guid? OptionalUuid(string name)
    {
        if (OptionalText(name) is not { Length: > 0 } text) return null;
        return Uuids.TryRead(text, out var id) ? id : Wrong<Guid?>(name, "to be a valid ID", null);
    }

    /// <summary>A whole number.</summary>
    public int Whole(string name) => OptionalWhole(name) ?? Wrong(name, "to be supplied", 0);

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
    public JsonText Document(string name) => OptionalDocument(name) ?? Wrong(name, "to be supplied", JsonText.Empty);

    /// <summary>An object, or nothing.</summary>
    public JsonText? OptionalDocument(string name)
    {
        if (!Has(name, out var value)) return null;
        return value.ValueKind switch
        {
            JsonValueKind.Object => new JsonText(value.GetRawText()),
            JsonValueKind.Array => Wrong<JsonText?>(name, "to be a table of keys and values, not a list", null),
            _ => Wrong<JsonText?>(name, inCamelCase ? "to be object" : "to be table", null),
        };
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
    public IReadOnlyDictionary<string, long> Amounts(string name)
    {
        var amounts = new Dictionary<string, long>(StringComparer.Ordinal);
        if (!Has(name, out var value)) return Wrong(name, "to be supplied", amounts);
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

    private T Wrong<T>(string name, string expectation, T otherwise)
    {
        Problem ??= $"expects {(inCamelCase ? JsonNamingPolicy.CamelCase.ConvertName(Pascal(name)) : name)} {expectation}";
        return otherwise;
    }

    private static string Pascal(string snake) => string.Concat(snake.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
