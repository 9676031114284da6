using System.Security.Cryptography;
using System.Text;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Purchases;

namespace KaosNet.Realtime.Purchases.Validating;

/// <summary>Facebook's Instant Games, whose purchases are signed with a secret that both sides know; nobody is asked (parity, providers 12).</summary>
sealed class FacebookInstantStore(FacebookInstantStoreSettings settings)
{
    static readonly Fault NotSigned = Fault.InvalidArgument("signedRequest verification failed");

    /// <summary>The purchase that Facebook signed.</summary>
    public Answer<Confirmed> Purchase(string signedRequest)
    {
        if (settings.AppSecret.Length == 0) return PurchaseFaults.NotConfigured("Facebook Instant");
        if (signedRequest.Length == 0) return PurchaseFaults.SignedRequestMissing;
        var parts = signedRequest.Split('.');
        if (parts.Length != 2 || StoreJson.Base64Url(parts[0]) is not { } signature) return NotSigned;
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(settings.AppSecret), Encoding.UTF8.GetBytes(parts[1]));
        if (!CryptographicOperations.FixedTimeEquals(expected, signature)) return NotSigned;
        if (StoreJson.Base64Url(parts[1]) is not { } payload || StoreJson.Object(payload) is not { } told) return PurchaseFaults.Unreadable;
        if (told.Text("purchase_token") is not { } token || told.Text("product_id") is not { } product) return PurchaseFaults.Unreadable;
        if (told.Whole("purchase_time") is not { } seconds || seconds is < 0 or > 253_402_300_799) return PurchaseFaults.Unreadable;
        var text = Encoding.UTF8.GetString(payload);
        return new Confirmed(new(token, PurchaseStore.FacebookInstant, product, PurchaseEnvironment.Production, DateTimeOffset.FromUnixTimeSeconds(seconds), text), text);
    }
}
