using System.Text;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Wallets;

/// <summary>What server code may write about an entry.</summary>
static class Metadata
{
    /// <summary>The canonical spelling of metadata as it was submitted; empty text is none.</summary>
    public static Answer<string> Of(string submitted)
    {
        if (submitted.Length == 0) return "{}";
        if (submitted.Length > Limits.MetadataBytes) return WalletFaults.InvalidMetadata;
        return JsonDocumentText.CanonicalizeObject(submitted, out var canonical) == JsonFlaw.None && Fits(canonical) ? canonical : WalletFaults.InvalidMetadata;
    }

    /// <summary>Whether it is no more than an entry may hold.</summary>
    public static bool Fits(string canonical) => Encoding.UTF8.GetByteCount(canonical) <= Limits.MetadataBytes;
}
