using KaosNet.Realtime.Purchases;

namespace KaosNet.Api.Configuration;

/// <summary>Sign-in with the accounts of other services.</summary>
public sealed record SocialSettings
{
    public SteamSettings Steam { get; init; } = new();

    public FacebookInstantGameSettings FacebookInstantGame { get; init; } = new();

    public FacebookLimitedLoginSettings FacebookLimitedLogin { get; init; } = new();

    public AppleSignInSettings Apple { get; init; } = new();
}

/// <summary>Sign-in with Steam.</summary>
public sealed record SteamSettings
{
    [Setting("Steam Web API publisher key; empty disables Steam sign-in.", Secret = true, NotYet = true)]
    public string PublisherKey { get; init; } = "";

    [Setting("Steam app id; 0 disables Steam sign-in.", NotYet = true)]
    public int AppId { get; init; } = 0;
}

/// <summary>Sign-in from Facebook Instant Games.</summary>
public sealed record FacebookInstantGameSettings
{
    [Setting("HMAC secret for Facebook Instant Game players.", Secret = true, NotYet = true)]
    public string AppSecret { get; init; } = "";
}

/// <summary>Sign-in with Facebook Limited Login.</summary>
public sealed record FacebookLimitedLoginSettings
{
    [Setting("Facebook app id; accepted but the audience is not checked.", NotYet = true)]
    public string AppId { get; init; } = "";
}

/// <summary>Sign-in with Apple.</summary>
public sealed record AppleSignInSettings
{
    [Setting("Enables Apple sign-in when set; the audience is not checked.", NotYet = true)]
    public string BundleId { get; init; } = "";
}

/// <summary>Validation of purchases made in app stores.</summary>
public sealed record PurchaseSettings
{
    public ApplePurchaseSettings Apple { get; init; } = new();

    public GooglePurchaseSettings Google { get; init; } = new();

    public HuaweiPurchaseSettings Huawei { get; init; } = new();

    public FacebookInstantPurchaseSettings FacebookInstant { get; init; } = new();

    public SamsungPurchaseSettings Samsung { get; init; } = new();
}

/// <summary>Purchases in Apple's store.</summary>
public sealed record ApplePurchaseSettings
{
    [Setting("App shared secret; needed for legacy receipts and for all Apple subscription calls.", Secret = true)]
    public string SharedPassword { get; init; } = "";

    [Setting("Secret last path part of the Apple notification route on the console port; empty = route absent.", Secret = true)]
    public string NotificationsEndpointId { get; init; } = "";

    [Setting("If set, receipts and signed transactions must be of the app with this bundle id; empty = of any app, as Nakama has it.")]
    public string BundleId { get; init; } = "";

    [Setting("Certificate (PEM or DER) that signed transactions must come from; empty = Apple Root CA - G3, which is built in.")]
    public string RootCertificateFile { get; init; } = "";

    [Setting("Where Apple verifies legacy receipts.")]
    public string VerifyReceiptUrl { get; init; } = new StoreSettings().Apple.VerifyReceiptUrl;

    [Setting("Where Apple verifies legacy receipts of its sandbox.")]
    public string SandboxVerifyReceiptUrl { get; init; } = new StoreSettings().Apple.SandboxVerifyReceiptUrl;
}

/// <summary>Purchases in Google's store.</summary>
public sealed record GooglePurchaseSettings
{
    [Setting("Service account e-mail.")]
    public string ClientEmail { get; init; } = "";

    [Setting("Service account PKCS#8 PEM key; line ends may be written as \\n.", Secret = true)]
    public string PrivateKey { get; init; } = "";

    [Setting("Secret last path part of the Google notification route on the console port; empty = route absent.", Secret = true)]
    public string NotificationsEndpointId { get; init; } = "";

    [Setting("Deprecated, no effect.")]
    public int RefundCheckPeriodMin { get; init; } = 0;

    [Setting("Deprecated, no effect.")]
    public string PackageName { get; init; } = "";

    [Setting("Where Google gives the service account its token.")]
    public string TokenUrl { get; init; } = new StoreSettings().Google.TokenUrl;

    [Setting("Where Google tells of purchases.")]
    public string ApiUrl { get; init; } = new StoreSettings().Google.ApiUrl;
}

/// <summary>Purchases in Huawei's store.</summary>
public sealed record HuaweiPurchaseSettings
{
    [Setting("Base64 DER public key for purchase signatures.")]
    public string PublicKey { get; init; } = "";

    [Setting("OAuth client id.")]
    public string ClientId { get; init; } = "";

    [Setting("OAuth client secret.", Secret = true)]
    public string ClientSecret { get; init; } = "";

    [Setting("Where Huawei gives the client its token.")]
    public string TokenUrl { get; init; } = new StoreSettings().Huawei.TokenUrl;

    [Setting("Where Huawei tells of purchases of AppTouch accounts (accountFlag 1).")]
    public string AppTouchOrderUrl { get; init; } = new StoreSettings().Huawei.AppTouchOrderUrl;

    [Setting("Where Huawei tells of all other purchases.")]
    public string OrderUrl { get; init; } = new StoreSettings().Huawei.OrderUrl;
}

/// <summary>Purchases in Facebook Instant Games.</summary>
public sealed record FacebookInstantPurchaseSettings
{
    [Setting("HMAC secret for Facebook Instant purchases.", Secret = true)]
    public string AppSecret { get; init; } = "";
}

/// <summary>Purchases in Samsung's store.</summary>
public sealed record SamsungPurchaseSettings
{
    [Setting("If set, the receipt's package must equal it.")]
    public string PackageName { get; init; } = "";

    [Setting("Where Samsung tells of purchases.")]
    public string ApiUrl { get; init; } = new StoreSettings().Samsung.ApiUrl;
}

/// <summary>Sign-in with Google by authorisation code.</summary>
public sealed record GoogleAuthSettings
{
    [Setting("Google OAuth client JSON for authorisation-code sign-in; unparsable = fatal.", Secret = true, NotYet = true)]
    public string CredentialsJson { get; init; } = "";
}

/// <summary>A Satori server beside this one.</summary>
public sealed record SatoriSettings
{
    [Setting("Satori server URL; when set api_key_name, api_key and signing_key are mandatory, and none of them may be set without it.", NotYet = true)]
    public string Url { get; init; } = "";

    [Setting("Satori API key name.", NotYet = true)]
    public string ApiKeyName { get; init; } = "";

    [Setting("Satori API key.", Secret = true, NotYet = true)]
    public string ApiKey { get; init; } = "";

    [Setting("Key signing Satori session tokens.", Secret = true, NotYet = true)]
    public string SigningKey { get; init; } = "";

    [Setting("Deprecated, no effect.")]
    public bool CacheEnabled { get; init; } = false;

    [Setting("Switch off caching of Satori answers.", NotYet = true)]
    public bool CacheDisabled { get; init; } = false;

    [Setting("context (per request) or time; else fatal.", NotYet = true)]
    public string CacheMode { get; init; } = "context";

    [Setting("Lifetime in time mode.", AtLeast = 1, NotYet = true)]
    public int CacheTtlSec { get; init; } = 300;

    [Setting("Timeout of Satori calls.", AtLeast = 1, NotYet = true)]
    public int HttpTimeoutMs { get; init; } = 10000;

    [Setting("Satori server key; enables the console's Satori messaging calls.", Secret = true, NotYet = true)]
    public string ServerKey { get; init; } = "";

    [Setting("Retries of a failed Satori call, 0-3.", AtLeast = 0, AtMost = 3, NotYet = true)]
    public int RetryCount { get; init; } = 0;
}
