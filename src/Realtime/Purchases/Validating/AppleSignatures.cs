using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace KaosNet.Realtime.Purchases.Validating;

/// <summary>
/// What Apple signs: a JSON Web Signature by ES256 with the certificates in its header. The chain must end at the pinned root, and its certificates must be those that Apple
/// makes for receipts: under the same root are certificates that Apple gives to any developer.
/// </summary>
sealed class AppleSignatures(X509Certificate2 root, TimeProvider time)
{
    /// <summary>Marks Apple's certificates that sign receipts.</summary>
    const string SignsReceipts = "1.2.840.113635.100.6.11.1";

    /// <summary>Marks the authority of Apple's that they come from.</summary>
    const string IsDeveloperRelations = "1.2.840.113635.100.6.2.1";

    const int CertificatesMax = 8;

    /// <summary>Whether a receipt is of this kind at all.</summary>
    public static bool IsSigned(string receipt) => receipt.Count(letter => letter == '.') == 2;

    /// <summary>What was signed; null when it is not what it should be. It gives no reason, as an attacker needs none.</summary>
    public JsonElement? Open(string signed)
    {
        var parts = signed.Split('.');
        if (parts.Length != 3 || StoreJson.Base64Url(parts[0]) is not { } headerText || StoreJson.Object(headerText) is not { } header) return null;
        if (header.Text("alg") != "ES256" || StoreJson.Base64Url(parts[2]) is not { Length: 64 } signature) return null;
        if (StoreJson.Base64Url(parts[1]) is not { } payload || StoreJson.Object(payload) is not { } content) return null;
        var chain = CertificatesOf(header);
        try
        {
            if (chain.Count < 3 || !IsTrusted(chain)) return null;
            using var key = chain[0].GetECDsaPublicKey();
            return key is { KeySize: 256 }
                && key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
                ? content
                : null;
        }
        catch (CryptographicException)
        {
            // A certificate whose insides cannot be read.
            return null;
        }
        finally
        {
            foreach (var certificate in chain) certificate.Dispose();
        }
    }

    static List<X509Certificate2> CertificatesOf(JsonElement header)
    {
        List<X509Certificate2> chain = [];
        if (!header.TryGetProperty("x5c", out var listed) || listed.ValueKind is not JsonValueKind.Array || listed.GetArrayLength() > CertificatesMax) return chain;
        foreach (var entry in listed.EnumerateArray())
        {
            try
            {
                if (entry.ValueKind is not JsonValueKind.String || StoreJson.Base64(entry.GetString()!) is not { } der) return Dropped(chain);
                chain.Add(X509CertificateLoader.LoadCertificate(der));
            }
            catch (Exception failure) when (failure is CryptographicException or InvalidOperationException)
            {
                return Dropped(chain);
            }
        }

        return chain;
    }

    static List<X509Certificate2> Dropped(List<X509Certificate2> chain)
    {
        foreach (var certificate in chain) certificate.Dispose();
        return [];
    }

    bool IsTrusted(List<X509Certificate2> certificates)
    {
        if (!Has(certificates[0], SignsReceipts) || !Has(certificates[1], IsDeveloperRelations)) return false;
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.Add(root);
        policy.ExtraStore.Add(certificates[1]);
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.VerificationTime = time.GetUtcNow().UtcDateTime;
        var isTrusted = chain.Build(certificates[0]);
        var elements = chain.ChainElements.Select(element => element.Certificate).ToList();
        try
        {
            return isTrusted && elements.Count == 3 && elements[1].RawDataMemory.Span.SequenceEqual(certificates[1].RawDataMemory.Span)
                && elements[2].RawDataMemory.Span.SequenceEqual(root.RawDataMemory.Span);
        }
        finally
        {
            foreach (var element in elements) element.Dispose();
        }
    }

    static bool Has(X509Certificate2 certificate, string identifier) => certificate.Extensions.Any(extension => extension.Oid?.Value == identifier);
}
