using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Groups;

/// <summary>Measures of a group's own fields.</summary>
static class GroupText
{
    /// <summary>At most so many Unicode characters and none that the store cannot hold; null fits.</summary>
    public static bool Fits(string? text, int characters) =>
        text is null || ((text.Length <= characters || text.EnumerateRunes().Count() <= characters) && !text.Contains('\0') && IsWhole(text));

    /// <summary>Whether a text is metadata for a group: one JSON object that can be stored, in its canonical spelling.</summary>
    public static bool IsMetadata(string text, out string canonical)
    {
        canonical = "";
        return text.Length <= Limits.MetadataCharacters && JsonDocumentText.CanonicalizeObject(text, out canonical) == JsonFlaw.None;
    }

    /// <summary>Whether no half of a surrogate pair stands alone: what has no UTF-8 cannot be stored.</summary>
    static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || ++i == text.Length || !char.IsLowSurrogate(text[i])) return false;
        }

        return true;
    }
}
