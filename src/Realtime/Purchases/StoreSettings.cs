using System.Security.Cryptography.X509Certificates;

namespace KaosNet.Realtime.Purchases;

/// <summary>How the stores are reached and what they know the game by.</summary>
public sealed record StoreSettings
{
    public AppleStoreSettings Apple { get; init; } = new();

    public GoogleStoreSettings Google { get; init; } = new();

    public HuaweiStoreSettings Huawei { get; init; } = new();

    public FacebookInstantStoreSettings FacebookInstant { get; init; } = new();

    public SamsungStoreSettings Samsung { get; init; } = new();
}

/// <summary>Apple's App Store.</summary>
public sealed record AppleStoreSettings
{
    /// <summary>The app's shared secret; empty when receipts are not handed to Apple.</summary>
    public string SharedPassword { get; init; } = "";

    /// <summary>The app whose transactions count; empty for any.</summary>
    public string BundleId { get; init; } = "";

    /// <summary>What signed transactions must come from; null for Apple's own root.</summary>
    public X509Certificate2? Root { get; init; }

    public string VerifyReceiptUrl { get; init; } = "https://buy.itunes.apple.com/verifyReceipt";

    public string SandboxVerifyReceiptUrl { get; init; } = "https://sandbox.itunes.apple.com/verifyReceipt";
}

/// <summary>Google's Play Store.</summary>
public sealed record GoogleStoreSettings
{
    /// <summary>The service account.</summary>
    public string ClientEmail { get; init; } = "";

    /// <summary>Its key, PKCS#8 as PEM.</summary>
    public string PrivateKey { get; init; } = "";

    public string TokenUrl { get; init; } = "https://accounts.google.com/o/oauth2/token";

    public string ApiUrl { get; init; } = "https://androidpublisher.googleapis.com";
}

/// <summary>Huawei's AppGallery.</summary>
public sealed record HuaweiStoreSettings
{
    /// <summary>The key that signs purchases, DER in base64.</summary>
    public string PublicKey { get; init; } = "";

    public string ClientId { get; init; } = "";

    public string ClientSecret { get; init; } = "";

    public string TokenUrl { get; init; } = "https://oauth-login.cloud.huawei.com/oauth2/v3/token";

    /// <summary>Where purchases of accounts of the AppTouch kind are looked up.</summary>
    public string AppTouchOrderUrl { get; init; } = "https://orders-at-dre.iap.dbankcloud.com";

    /// <summary>Where all others are.</summary>
    public string OrderUrl { get; init; } = "https://orders-dre.iap.hicloud.com";
}

/// <summary>Facebook's Instant Games.</summary>
public sealed record FacebookInstantStoreSettings
{
    /// <summary>The secret that signs purchases.</summary>
    public string AppSecret { get; init; } = "";
}

/// <summary>Samsung's Galaxy Store.</summary>
public sealed record SamsungStoreSettings
{
    /// <summary>The app whose purchases count; empty for any.</summary>
    public string PackageName { get; init; } = "";

    public string ApiUrl { get; init; } = "https://iap.samsungapps.com";
}
