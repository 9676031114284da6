using System.Text;
using KaosNet.Domain.Kernel.Documents;

namespace KaosNet.Domain.Kernel;

/// <summary>What keeps a text from being stored as a JSON document.</summary>
public enum JsonFlaw
{
    /// <summary>Nothing: it is JSON and can be stored.</summary>
    None,

    /// <summary>It is no JSON, or more than one value.</summary>
    NotJson,

    /// <summary>
    /// It is JSON by the letter, but holds what no store of documents takes: U+0000, half of a surrogate pair, a number beyond all bounds, or too many levels.
    /// </summary>
    NotStorable,
}

/// <summary>
/// JSON documents (storage values, metadata, contents) in the one spelling in which clients get them back, that of PostgreSQL's jsonb (parity W13):
/// <c>{"a": 1, "bb": [1, 2]}</c>. One space after colons and commas, keys sorted by their length in UTF-8 and then by their bytes, of equal keys the last,
/// numbers as exact decimals with the digits that they were given, and only what must be escaped is.
/// </summary>
public static class JsonDocumentText
{
    /// <summary>Levels of arrays and objects within each other.</summary>
    public const int DepthMax = 256;

    /// <summary>Digits before a number's decimal point.</summary>
    public const int WholeDigitsMax = 131_072;

    /// <summary>Digits after a number's decimal point.</summary>
    public const int FractionDigitsMax = 16_383;

    /// <summary>Zeros that exponents such as <c>1e9</c> may add to all of a document, so that a short text stays short.</summary>
    public const int AddedZerosMax = WholeDigitsMax + FractionDigitsMax;

    /// <summary>Spells any JSON value in the canonical way.</summary>
    /// <param name="text">As it was submitted.</param>
    /// <param name="canonical">The canonical text; empty when there is a flaw.</param>
    /// <returns>What is wrong with the text, or <see cref="JsonFlaw.None"/>.</returns>
    public static JsonFlaw Canonicalize(string text, out string canonical)
    {
        if (text is "{}")
        {
            canonical = text;
            return JsonFlaw.None;
        }

        var reader = new CanonicalReader(text);
        try
        {
            var flaw = reader.Read();
            canonical = flaw == JsonFlaw.None ? reader.ToString() : "";
            return flaw;
        }
        finally
        {
            reader.Dispose();
        }
    }

    /// <summary>Spells a JSON object in the canonical way; any other value is as wrong as no JSON.</summary>
    /// <param name="text">As it was submitted.</param>
    /// <param name="canonical">The canonical text; empty when there is a flaw.</param>
    /// <returns>What is wrong with the text, or <see cref="JsonFlaw.None"/>.</returns>
    public static JsonFlaw CanonicalizeObject(string text, out string canonical)
    {
        var flaw = Canonicalize(text, out canonical);
        if (flaw != JsonFlaw.None || canonical[0] == '{') return flaw;
        canonical = "";
        return JsonFlaw.NotJson;
    }

    /// <summary>True when a text is one JSON object that can be stored.</summary>
    public static bool IsObject(string text) => CanonicalizeObject(text, out _) == JsonFlaw.None;

    /// <summary>The canonical text of a document that was accepted before; a text that is none stays as it is.</summary>
    public static string Of(string accepted) => Canonicalize(accepted, out var canonical) == JsonFlaw.None ? canonical : accepted;

    /// <summary>The order of keys: by length in UTF-8, then by bytes.</summary>
    internal static int CompareKeys(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var isAscii = Ascii.IsValid(left) && Ascii.IsValid(right);
        if (isAscii) return left.Length != right.Length ? left.Length - right.Length : left.SequenceCompareTo(right);

        var length = Encoding.UTF8.GetByteCount(left) - Encoding.UTF8.GetByteCount(right);
        if (length != 0) return length;
        var common = left.CommonPrefixLength(right);
        if (common == left.Length || common == right.Length) return left.Length - right.Length;
        // Bytes order like code points do, and in UTF-16 only surrogates stand out of line: they are above all else.
        var (first, second) = (left[common], right[common]);
        var isFirstHigh = char.IsSurrogate(first);
        return isFirstHigh == char.IsSurrogate(second) ? first - second : isFirstHigh ? 1 : -1;
    }
}
