using System.Text;
using System.Text.Json;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Wallets;

/// <summary>So much of one currency.</summary>
/// <param name="Key">The currency, in the game's words.</param>
/// <param name="Value">How much; negative when it is taken away.</param>
public sealed record Amount(string Key, long Value);

/// <summary>Amounts by key, in the order and spelling in which documents show them (parity W13).</summary>
public static class Amounts
{
    /// <summary>The amounts in the order of their keys.</summary>
    public static IReadOnlyList<Amount> Sorted(IEnumerable<KeyValuePair<string, long>> amounts)
    {
        var sorted = amounts.Select(amount => new Amount(amount.Key, amount.Value)).ToArray();
        Array.Sort(sorted, static (left, right) => JsonDocumentText.CompareKeys(left.Key, right.Key));
        return sorted;
    }

    /// <summary>A JSON object such as <c>{"gems": 1, "coins": 10}</c>.</summary>
    public static string Text(IEnumerable<KeyValuePair<string, long>> amounts) => Text(Sorted(amounts));

    /// <summary>The same of amounts that are sorted already.</summary>
    public static string Text(IReadOnlyList<Amount> sorted)
    {
        if (sorted.Count == 0) return "{}";
        var text = new StringBuilder("{");
        foreach (var (key, value) in sorted)
        {
            if (text.Length > 1) text.Append(", ");
            if (IsPlain(key)) text.Append('"').Append(key).Append('"');
            else text.Append(JsonDocumentText.Of(JsonSerializer.Serialize(key)));
            text.Append(": ").Append(value);
        }

        return text.Append('}').ToString();
    }

    /// <summary>Reads what <see cref="Text(IReadOnlyList{Amount})"/> spelled.</summary>
    public static IReadOnlyDictionary<string, long> Read(string text) =>
        text is "{}" ? Empty : JsonSerializer.Deserialize<Dictionary<string, long>>(text) ?? Empty;

    /// <summary>True when a key is text that can be stored and has a length that may be.</summary>
    internal static bool IsKey(string key)
    {
        if (Ascii.IsValid(key)) return key.Length <= Limits.KeyCharacters && !key.Contains('\0');
        return key.Length <= 2 * Limits.KeyCharacters && TextRules.Fits(key, Limits.KeyCharacters);
    }

    static readonly Dictionary<string, long> Empty = new(0, StringComparer.Ordinal);

    static bool IsPlain(string key)
    {
        foreach (var letter in key)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '-' or '.' or ':' or ' ')) return false;
        }

        return true;
    }
}
