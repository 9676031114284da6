using System.Text;
using System.Text.Json;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Friends;

/// <summary>What a player's edge carries beside its state: a JSON object in its canonical spelling.</summary>
static class FriendMetadata
{
    /// <summary>No metadata.</summary>
    public const string None = "{}";

    /// <summary>Spells what was submitted; empty text means none.</summary>
    /// <param name="submitted">Any text.</param>
    /// <param name="malformed">What to refuse with when it is no JSON object.</param>
    /// <param name="canonical">The canonical spelling.</param>
    public static Fault? Refusal(string submitted, Fault malformed, out string canonical)
    {
        canonical = None;
        if (submitted.Length == 0) return null;
        if (JsonDocumentText.CanonicalizeObject(submitted, out canonical) != JsonFlaw.None) return malformed;
        return Fits(canonical) ? null : FriendFaults.MetadataTooLong;
    }

    /// <summary>Whether an edge can carry it.</summary>
    public static bool Fits(string canonical) => Encoding.UTF8.GetByteCount(canonical) <= Limits.MetadataBytes;

    /// <summary>The members of both; of equal names those of the second.</summary>
    public static string Merged(string canonical, string over) =>
        canonical == None ? over
        : over == None ? canonical
        // Of equal keys the canonical spelling keeps the last.
        : JsonDocumentText.Of($"{canonical.AsSpan(0, canonical.Length - 1)}, {over.AsSpan(1)}");

    /// <summary>How an import is noted (M6).</summary>
    public static string OfProvider(string provider) => $"{{\"provider\": {JsonSerializer.Serialize(provider)}}}";
}
