using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace KaosNet.Tests.Support;

/// <summary>
/// The app stores on this machine. They look at what they are sent as the real ones do, answer what a spec has them know, and keep what they were asked.
/// </summary>
public sealed class StandInStores : IDisposable
{
    public const string Password = "apple-password", GoogleEmail = "game@example.iam", FacebookSecret = "facebook-secret", HuaweiClient = "huawei-client", HuaweiSecret = "huawei-secret";

    const string GoogleToken = "google token/1", HuaweiToken = "huawei+token==";

    readonly HttpReceiver _receiver;
    readonly RSA _google = RSA.Create(2048), _huawei = RSA.Create(2048);

    public StandInStores() => _receiver = new((request, body) =>
    {
        var path = request.Url!.AbsolutePath;
        Asked.Enqueue($"{request.HttpMethod} {path}");
        return Task.FromResult(Answer(request.HttpMethod, path, request, Encoding.UTF8.GetString(body)));
    });

    public string Url => _receiver.Url.TrimEnd('/');

    public StandInApple Apple { get; } = new();

    public string GoogleKey => _google.ExportPkcs8PrivateKeyPem();

    public string HuaweiKey => Convert.ToBase64String(_huawei.ExportSubjectPublicKeyInfo());

    /// <summary>What a store answers to a path, or to what a legacy receipt says: 200 with this.</summary>
    public ConcurrentDictionary<string, JsonObject> Known { get; } = new(StringComparer.Ordinal);

    /// <summary>What is answered to a path whatever is sent: a status and a text.</summary>
    public ConcurrentDictionary<string, (int Status, string Text)> Odd { get; } = new(StringComparer.Ordinal);

    /// <summary>Method and path of each question, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>How often something was asked whose line holds that text.</summary>
    public int Count(string text) => Asked.Count(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>A receipt of Google's, for a purchase that the store knows of.</summary>
    public string GooglePurchase(string token, string product, DateTimeOffset at, Action<JsonObject>? say = null)
    {
        var told = new JsonObject { ["kind"] = "androidpublisher#productPurchase", ["purchaseState"] = 0, ["purchaseTimeMillis"] = $"{at.ToUnixTimeMilliseconds()}", ["regionCode"] = "DE" };
        say?.Invoke(told);
        Known[$"/google/androidpublisher/v3/applications/com.example.game/purchases/products/{product}/tokens/{token}"] = told;
        return GoogleReceipt(token, product);
    }

    /// <summary>A receipt of Google's, for a subscription that the store knows of.</summary>
    public string GoogleSubscription(string token, string product, DateTimeOffset from, DateTimeOffset until, Action<JsonObject>? say = null)
    {
        var told = new JsonObject
        {
            ["startTime"] = $"{from:yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}",
            ["lineItems"] = new JsonArray(new JsonObject { ["productId"] = product, ["expiryTime"] = $"{until:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}" }),
        };
        say?.Invoke(told);
        Known[$"/google/androidpublisher/v3/applications/com.example.game/purchases/subscriptionsv2/tokens/{token}"] = told;
        return GoogleReceipt(token, product);
    }

    public static string GoogleReceipt(string token, string product, string package = "com.example.game", int state = 0) => new JsonObject
    {
        ["orderId"] = "GPA.1", ["packageName"] = package, ["productId"] = product, ["purchaseState"] = state, ["purchaseTime"] = 1, ["purchaseToken"] = token,
    }.ToJsonString();

    /// <summary>A purchase that Huawei has signed, and the signature.</summary>
    public (string Purchase, string Signature) HuaweiPurchase(string token, string product, DateTimeOffset at, Action<JsonObject>? say = null)
    {
        var told = new JsonObject { ["purchaseToken"] = token, ["productId"] = product, ["purchaseTime"] = at.ToUnixTimeMilliseconds(), ["accountFlag"] = 1 };
        say?.Invoke(told);
        var text = told.ToJsonString();
        Known["/huawei-touch/" + token] = new() { ["responseCode"] = "0", ["purchaseTokenData"] = text };
        return (text, Convert.ToBase64String(_huawei.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
    }

    /// <summary>A request that Facebook has signed.</summary>
    public static string FacebookPurchase(string token, string product, DateTimeOffset at, string secret = FacebookSecret)
    {
        var payload = StandInApple.Base64Url(new JsonObject
        {
            ["algorithm"] = "HMAC-SHA256", ["product_id"] = product, ["purchase_token"] = token, ["purchase_time"] = at.ToUnixTimeSeconds(), ["payment_id"] = "p1",
        }.ToJsonString());
        return $"{StandInApple.Base64Url(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(payload)))}.{payload}";
    }

    /// <summary>Has Samsung know of a purchase.</summary>
    public string SamsungPurchase(string id, string product, DateTimeOffset at, Action<JsonObject>? say = null)
    {
        var told = new JsonObject { ["itemId"] = product, ["status"] = "success", ["mode"] = "TEST", ["packageName"] = "com.example.game", ["purchaseDate"] = $"{at:yyyy-MM-dd HH:mm:ss}" };
        say?.Invoke(told);
        Known["/samsung/" + id] = told;
        return id;
    }

    public void Dispose()
    {
        _receiver.Dispose();
        Apple.Dispose();
        _google.Dispose();
        _huawei.Dispose();
    }

    (int Status, string Text) Answer(string method, string path, HttpListenerRequest request, string body)
    {
        if (Odd.TryGetValue(path, out var odd)) return odd;
        switch (method + " " + path)
        {
            case "POST /google/token": return IsOfGame(Form(body)) ? (200, Token(GoogleToken)) : (400, """{"error":"invalid_grant"}""");
            case "POST /huawei/token":
                var form = Form(body);
                return (form["grant_type"], form["client_id"], form["client_secret"]) == ("client_credentials", HuaweiClient, HuaweiSecret) ? (200, Token(HuaweiToken)) : (403, "{}");
            case "POST /apple/verifyReceipt" or "POST /apple/sandbox/verifyReceipt": return OfApple(path.Contains("sandbox", StringComparison.Ordinal), JsonNode.Parse(body)!, request);
            case "POST /huawei-touch/applications/purchases/tokens/verify":
                var asked = JsonNode.Parse(body)!;
                if (request.Headers["Authorization"] != "Bearer " + HuaweiToken || asked["productId"] is null) return (401, "{}");
                return (200, (Known.GetValueOrDefault("/huawei-touch/" + asked["purchaseToken"]) ?? new() { ["responseCode"] = "5" }).ToJsonString());
            case "GET /samsung/iap/v6/receipt":
                return (200, (Known.GetValueOrDefault("/samsung/" + request.QueryString["purchaseID"])
                    ?? new() { ["status"] = "fail", ["errorCode"] = 9135, ["errorMessage"] = "Not exist order" }).ToJsonString());
        }

        if (!path.StartsWith("/google/", StringComparison.Ordinal)) return (404, "nothing here");
        if (request.QueryString["access_token"] != GoogleToken) return (401, "{}");
        return Known.TryGetValue(path, out var known) ? (200, known.ToJsonString()) : (404, """{"error":{"code":404}}""");
    }

    (int Status, string Text) OfApple(bool isSandbox, JsonNode asked, HttpListenerRequest request)
    {
        var isWell = (string?)asked["password"] == Password && (bool?)asked["exclude-old-transactions"] == true && request.ContentType == "application/json; charset=utf-8";
        if (!isWell) return (200, """{"status":21004}""");
        if (!Known.TryGetValue((string)asked["receipt-data"]!, out var known)) return (200, """{"status":21002}""");
        return (200, !isSandbox && (string?)known["environment"] == "Sandbox" ? """{"status":21007}""" : known.ToJsonString());
    }

    /// <summary>Whether the game's account signed the assertion, for this scope and place and for an hour.</summary>
    bool IsOfGame(IReadOnlyDictionary<string, string> form)
    {
        var parts = form.GetValueOrDefault("assertion", "").Split('.');
        if (form.GetValueOrDefault("grant_type") != "urn:ietf:params:oauth:grant-type:jwt-bearer" || parts.Length != 3) return false;
        var signature = System.Buffers.Text.Base64Url.DecodeFromChars(parts[2]);
        if (!_google.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)) return false;
        var claims = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]))!;
        return (string?)claims["iss"] == GoogleEmail && (string?)claims["scope"] == "https://www.googleapis.com/auth/androidpublisher"
            && (string?)claims["aud"] == Url + "/google/token" && (long)claims["exp"]! - (long)claims["iat"]! == 3600;
    }

    static string Token(string token) => new JsonObject { ["access_token"] = token, ["expires_in"] = 3600 }.ToJsonString();

    static Dictionary<string, string> Form(string body) => body.Split('&').Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2)
        .ToDictionary(pair => WebUtility.UrlDecode(pair[0]), pair => WebUtility.UrlDecode(pair[1]), StringComparer.Ordinal);
}
