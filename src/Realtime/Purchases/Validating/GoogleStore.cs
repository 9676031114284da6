using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Purchases;
using Microsoft.Extensions.Logging;
using Base64UrlText = System.Buffers.Text.Base64Url;

namespace KaosNet.Realtime.Purchases.Validating;

/// <summary>Google's Play Store (parity, providers 10).</summary>
sealed partial class GoogleStore(GoogleStoreSettings settings, StoreCalls calls, TimeProvider time, ILogger<StoreCalls> log)
{
    const string Scope = "https://www.googleapis.com/auth/androidpublisher";

    static readonly Fault Malformed = Fault.InvalidArgument("receipt is malformed");

    readonly AccessTokens _tokens = new(time);

    /// <summary>Whether an account is there to ask with.</summary>
    public bool IsSetUp => settings.ClientEmail.Length > 0 && settings.PrivateKey.Length > 0;

    /// <summary>The purchase that a receipt tells of.</summary>
    /// <param name="receipt">As the Play Store gives it to clients.</param>
    /// <param name="email">Another account than the server's; empty for the server's.</param>
    /// <param name="key">That account's key.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<Answer<Confirmed>> Purchase(string receipt, string email, string key, CancellationToken cancel)
    {
        if (!Account(ref email, ref key)) return PurchaseFaults.NotConfigured("Google");
        if (receipt.Length == 0) return PurchaseFaults.PurchaseMissing;
        if (ReceiptIn(receipt) is not { } told || told.Text("productId") is not { } product || !IsName(product)) return Malformed;
        var token = told.Text("purchaseToken")!;
        if (told.Whole("purchaseState") is { } claimed and not 0) return NotBought(claimed);
        var path = $"products/{Uri.EscapeDataString(product)}/tokens/{Uri.EscapeDataString(token)}";
        if (!(await Ask(told, path, email, key, cancel)).IsGranted(out var asked, out var fault)) return fault;
        var (body, answer) = asked;
        // The receipt is the client's word; what counts is what Google says.
        if (answer.Whole("purchaseState") is { } state and not 0) return NotBought(state);
        if (answer.Text("productId") is { } other && other != product) return PurchaseFaults.Unreadable;
        if ((answer.Milliseconds("purchaseTimeMillis") ?? told.Milliseconds("purchaseTime")) is not { } bought) return PurchaseFaults.Unreadable;
        var environment = answer.Whole("purchaseType") == 0 ? PurchaseEnvironment.Sandbox : PurchaseEnvironment.Production;
        return new Confirmed(new(token, PurchaseStore.Google, product, environment, bought, body), body);
    }

    /// <summary>The subscription that a receipt tells of.</summary>
    /// <param name="receipt">As the Play Store gives it to clients.</param>
    /// <param name="email">Another account than the server's; empty for the server's.</param>
    /// <param name="key">That account's key.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<Answer<BoughtSubscription>> Subscription(string receipt, string email, string key, CancellationToken cancel)
    {
        if (!Account(ref email, ref key)) return PurchaseFaults.NotConfigured("Google");
        if (receipt.Length == 0) return PurchaseFaults.ReceiptMissing;
        if (ReceiptIn(receipt) is not { } told) return Malformed;
        return (await Subscription(told, email, key, cancel)).As(found => found.Bought);
    }

    /// <summary>The subscription that Google told of by itself, and the player that the game named when it was bought, if it did.</summary>
    /// <param name="package">Of which app.</param>
    /// <param name="token">Its number.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<Answer<(BoughtSubscription Bought, string? User)>> Subscription(string package, string token, CancellationToken cancel)
    {
        if (!IsSetUp) return PurchaseFaults.NotConfigured("Google");
        var asked = new JsonObject { ["packageName"] = package, ["purchaseToken"] = token }.ToJsonString();
        return ReceiptIn(asked) is { } told ? await Subscription(told, settings.ClientEmail, settings.PrivateKey, cancel) : Malformed;
    }

    async ValueTask<Answer<(BoughtSubscription Bought, string? User)>> Subscription(JsonElement told, string email, string key, CancellationToken cancel)
    {
        var token = told.Text("purchaseToken")!;
        if (!(await Ask(told, $"subscriptionsv2/tokens/{Uri.EscapeDataString(token)}", email, key, cancel)).IsGranted(out var asked, out var fault)) return fault;
        var (body, answer) = asked;
        if (answer.List("lineItems").Select(item => (JsonElement?)item).FirstOrDefault() is not { } line || line.Moment("expiryTime") is not { } expiry) return PurchaseFaults.Unreadable;
        if ((line.Text("productId") ?? told.Text("productId")) is not { } product) return PurchaseFaults.Unreadable;
        if ((answer.Moment("startTime") ?? told.Milliseconds("purchaseTime")) is not { } bought) return PurchaseFaults.Unreadable;
        var environment = answer.Has("testPurchase") ? PurchaseEnvironment.Sandbox : PurchaseEnvironment.Production;
        var id = answer.Text("linkedPurchaseToken") is { Length: > 0 } linked ? linked : token;
        var accounts = answer.Part("externalAccountIdentifiers");
        var user = accounts?.Text("obfuscatedExternalAccountId") ?? accounts?.Text("obfuscatedExternalProfileId");
        return (new BoughtSubscription(id, PurchaseStore.Google, product, environment, bought, expiry) { ProviderResponse = body }, user);
    }

    static Fault NotBought(long state) => Fault.FailedPrecondition(string.Create(CultureInfo.InvariantCulture, $"Invalid Receipt. State: {state}"));

    /// <summary>The receipt, alone or as text within another object; null unless it names a package and a purchase.</summary>
    static JsonElement? ReceiptIn(string text)
    {
        if (StoreJson.Object(text) is not { } told) return null;
        if (told.Text("json") is { } inner)
        {
            if (StoreJson.Object(inner) is not { } unwrapped) return null;
            told = unwrapped;
        }

        return told.Text("packageName") is { } package && IsName(package) && told.Text("purchaseToken") is { } token && IsName(token) ? told : null;
    }

    /// <summary>Names become parts of a path: with dots alone they would lead to another one, whose answer would be taken for a purchase.</summary>
    static bool IsName(string text) => text.Length is > 0 and <= Limits.IdBytes && text.Any(letter => letter != '.')
        && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or ':' or '~' or '+' or '=');

    bool Account(ref string email, ref string key)
    {
        if (email.Length == 0) email = settings.ClientEmail;
        if (key.Length == 0) key = settings.PrivateKey;
        return email.Length > 0 && key.Length > 0;
    }

    async ValueTask<Answer<(string Body, JsonElement Answer)>> Ask(JsonElement receipt, string path, string email, string key, CancellationToken cancel)
    {
        var (account, secret) = (email, key);
        var name = account + "/" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
        if (!(await _tokens.Of(name, () => Token(account, secret, cancel))).IsGranted(out var token, out var fault)) return fault;
        var package = Uri.EscapeDataString(receipt.Text("packageName")!);
        var url = $"{settings.ApiUrl.TrimEnd('/')}/androidpublisher/v3/applications/{package}/purchases/{path}?access_token={Uri.EscapeDataString(token)}";
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (!(await calls.Ask("Google service", request, cancel)).IsGranted(out var body, out fault)) return fault;
        return StoreJson.Object(body) is { } answer ? (body, answer) : PurchaseFaults.Unreadable;
    }

    async ValueTask<Answer<string>> Token(string email, string key, CancellationToken cancel)
    {
        if (Assertion(email, key) is not { } assertion)
        {
            LogNoKey(log, email);
            return PurchaseFaults.NotConfigured("Google");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, settings.TokenUrl)
        {
            Content = new FormUrlEncodedContent([new("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), new("assertion", assertion)]),
        };
        return await calls.Ask("Google auth", request, cancel);
    }

    /// <summary>Says that the account asks, signed with its key; null when the key is none.</summary>
    string? Assertion(string email, string key)
    {
        using var rsa = RSA.Create();
        try
        {
            // Environment variables and JSON files of Google's hold line ends as two letters.
            rsa.ImportFromPem(key.Replace("\\n", "\n", StringComparison.Ordinal));
            var now = time.GetUtcNow().ToUnixTimeSeconds();
            var claims = new JsonObject { ["iss"] = email, ["scope"] = Scope, ["aud"] = settings.TokenUrl, ["iat"] = now, ["exp"] = now + 3600 };
            var text = $"{Spelled("""{"alg":"RS256","typ":"JWT"}""")}.{Spelled(claims.ToJsonString())}";
            return $"{text}.{Base64UrlText.EncodeToString(rsa.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    static string Spelled(string json) => Base64UrlText.EncodeToString(Encoding.UTF8.GetBytes(json));

    [LoggerMessage(Level = LogLevel.Error, Message = "The private key for Google's Play Store is no RSA key in PEM; the account is {Account}")]
    static partial void LogNoKey(ILogger log, string account);
}
