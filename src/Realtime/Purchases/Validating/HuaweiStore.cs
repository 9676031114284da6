using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Purchases;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Purchases.Validating;

/// <summary>Huawei's AppGallery (parity, providers 11).</summary>
sealed partial class HuaweiStore(HuaweiStoreSettings settings, StoreCalls calls, TimeProvider time, ILogger<StoreCalls> log)
{
    static readonly Fault InvalidSignature = Fault.InvalidArgument("inAppPurchaseData invalid signature");
    static readonly Fault Malformed = Fault.InvalidArgument("receipt is malformed");

    readonly AccessTokens _tokens = new(time);

    /// <summary>The purchase that Huawei signed.</summary>
    /// <param name="purchase">What was signed.</param>
    /// <param name="signature">In base64.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<Answer<Confirmed>> Purchase(string purchase, string signature, CancellationToken cancel)
    {
        if (settings.PublicKey.Length == 0 || settings.ClientId.Length == 0 || settings.ClientSecret.Length == 0) return PurchaseFaults.NotConfigured("Huawei");
        if (purchase.Length == 0) return PurchaseFaults.PurchaseMissing;
        if (signature.Length == 0) return PurchaseFaults.SignatureMissing;
        if (IsSigned(purchase, signature) is not { } isSigned) return PurchaseFaults.NotConfigured("Huawei");
        if (!isSigned) return InvalidSignature;
        if (StoreJson.Object(purchase) is not { } told || told.Text("purchaseToken") is not { Length: > 0 } token || told.Text("productId") is not { Length: > 0 } product
            || told.Milliseconds("purchaseTime") is not { } bought) return Malformed;

        if (!(await _tokens.Of("huawei", () => Token(cancel))).IsGranted(out var access, out var fault)) return fault;
        var host = told.Whole("accountFlag") == 1 ? settings.AppTouchOrderUrl : settings.OrderUrl;
        using var request = new HttpRequestMessage(HttpMethod.Post, host.TrimEnd('/') + "/applications/purchases/tokens/verify")
        {
            Content = new StringContent(
                new JsonObject { ["purchaseToken"] = token, ["productId"] = product }.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json", "utf-8")),
        };
        // As text: tokens may hold what the parser of this header does not take.
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + access);
        if (!(await calls.Ask("Huawei service", request, cancel)).IsGranted(out var body, out fault)) return fault;
        if (StoreJson.Object(body) is not { } answer || answer.Text("responseCode") is not { } code) return PurchaseFaults.Unreadable;
        if (code != "0") return Fault.FailedPrecondition($"Invalid Receipt. Code: {code}");
        var environment = told.Whole("purchaseType") == 0 ? PurchaseEnvironment.Sandbox : PurchaseEnvironment.Production;
        return new Confirmed(new(token, PurchaseStore.Huawei, product, environment, bought, body), body);
    }

    /// <summary>Whether Huawei signed it; null when the operator's key is none.</summary>
    bool? IsSigned(string purchase, string signature)
    {
        using var rsa = RSA.Create();
        try
        {
            if (StoreJson.Base64(settings.PublicKey) is not { } key) throw new CryptographicException("It is no base64.");
            rsa.ImportSubjectPublicKeyInfo(key, out _);
        }
        catch (CryptographicException failure)
        {
            LogNoKey(log, failure.Message);
            return null;
        }

        return StoreJson.Base64(signature) is { } bytes && rsa.VerifyData(Encoding.UTF8.GetBytes(purchase), bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    async ValueTask<Answer<string>> Token(CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.TokenUrl)
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", settings.ClientId), new("client_secret", settings.ClientSecret)]),
        };
        return await calls.Ask("Huawei auth", request, cancel);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "iap.huawei.public_key is no RSA key in base64: {Why}")]
    static partial void LogNoKey(ILogger log, string why);
}
