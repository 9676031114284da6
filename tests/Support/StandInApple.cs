using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace KaosNet.Tests.Support;

/// <summary>Signs transactions as Apple does, under a root of its own.</summary>
public sealed class StandInApple : IDisposable
{
    public const string ReceiptMark = "1.2.840.113635.100.6.11.1", AuthorityMark = "1.2.840.113635.100.6.2.1";

    readonly ECDsa _rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP384), _authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    readonly X509Certificate2 _root;

    public StandInApple()
    {
        var request = new CertificateRequest("CN=Stand-in Root", _rootKey, HashAlgorithmName.SHA384);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-3), DateTimeOffset.UtcNow.AddYears(20));
        RootFile = Path.Combine(TestFolder.Create("apple"), "root.cer");
        File.WriteAllBytes(RootFile, _root.Export(X509ContentType.Cert));
    }

    /// <summary>The root as DER, for <c>iap.apple.root_certificate_file</c>.</summary>
    public string RootFile { get; }

    /// <summary>A transaction that was signed.</summary>
    /// <param name="transaction">What is said.</param>
    /// <param name="leafMark">What the certificate that signs is marked with.</param>
    /// <param name="authorityMark">What the one above is.</param>
    /// <param name="from">Since when the certificates count.</param>
    /// <param name="until">Until when.</param>
    public string Sign(JsonObject transaction, string? leafMark = ReceiptMark, string? authorityMark = AuthorityMark, DateTimeOffset? from = null, DateTimeOffset? until = null)
    {
        var (begin, end) = (from ?? DateTimeOffset.UtcNow.AddYears(-1), until ?? DateTimeOffset.UtcNow.AddYears(10));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = Issue(_root, _rootKey, "CN=Stand-in Relations", _authorityKey, authorityMark, isAuthority: true, begin, end);
        using var leaf = Issue(authority, _authorityKey, "CN=Stand-in Receipts", key, leafMark, isAuthority: false, begin, end);
        var header = new JsonObject
        {
            ["alg"] = "ES256",
            ["x5c"] = new JsonArray([.. new[] { leaf, authority, _root }.Select(certificate => (JsonNode)Convert.ToBase64String(certificate.Export(X509ContentType.Cert)))]),
        };
        var text = $"{Base64Url(header.ToJsonString())}.{Base64Url(transaction.ToJsonString())}";
        return $"{text}.{Base64Url(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256))}";
    }

    /// <summary>What Apple says of something bought once.</summary>
    public static JsonObject Purchase(string id, string product, DateTimeOffset at) => new()
    {
        ["transactionId"] = id, ["originalTransactionId"] = id, ["productId"] = product, ["bundleId"] = "com.example.game",
        ["purchaseDate"] = at.ToUnixTimeMilliseconds(), ["originalPurchaseDate"] = at.ToUnixTimeMilliseconds(), ["environment"] = "Production",
    };

    /// <summary>What Apple says of a subscription.</summary>
    public static JsonObject Subscription(string id, string product, DateTimeOffset from, DateTimeOffset until)
    {
        var told = Purchase(id, product, from);
        told["expiresDate"] = until.ToUnixTimeMilliseconds();
        return told;
    }

    public void Dispose()
    {
        _root.Dispose();
        _rootKey.Dispose();
        _authorityKey.Dispose();
    }

    internal static string Base64Url(string text) => Base64Url(Encoding.UTF8.GetBytes(text));

    internal static string Base64Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    static X509Certificate2 Issue(
        X509Certificate2 issuer, ECDsa issuerKey, string name, ECDsa key, string? mark, bool isAuthority, DateTimeOffset from, DateTimeOffset until)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
        if (mark is not null) request.CertificateExtensions.Add(new X509Extension(mark, [5, 0], critical: false));
        var signs = X509SignatureGenerator.CreateForECDsa(issuerKey);
        return request.Create(issuer.SubjectName, signs, from, until, RandomNumberGenerator.GetBytes(8));
    }
}
