using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Purchases;
using KaosNet.Realtime.Purchases;
using KaosNet.Realtime.Purchases.Validating;
using KaosNet.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Api.Tests.Purchases;

/// <summary>Whatever a store does not confirm is refused, in the words that clients know.</summary>
public sealed class RefusedPurchaseSpecs(StoreWorld world) : IClassFixture<StoreWorld>
{
    const string Unreadable = "2 the store's answer does not say what was bought";

    static readonly DateTimeOffset Bought = StoreWorld.Bought;

    StandInStores Stores => world.Stores;

    [Theory]
    [InlineData("purchase/apple", "3 Receipt cannot be empty.")]
    [InlineData("purchase/google", "3 Purchase cannot be empty.")]
    [InlineData("purchase/huawei", "3 Purchase cannot be empty.")]
    [InlineData("purchase/facebookinstant", "3 SignedRequest cannot be empty.")]
    [InlineData("purchase/samsung", "3 Purchase ID cannot be empty.")]
    [InlineData("subscription/apple", "3 Receipt cannot be empty.")]
    [InlineData("subscription/google", "3 Receipt cannot be empty.")]
    public async Task nothing_is_no_receipt(string route, string refusal) => await Refused(route, new { }, refusal);

    [Fact]
    public async Task apple_must_have_signed_it()
    {
        var told = StandInApple.Purchase(StoreWorld.Id("t"), "sword", Bought);
        const string refusal = "3 Receipt is not signed by Apple.";
        using var stranger = new StandInApple();
        await Refused("purchase/apple", new { receipt = stranger.Sign(told) }, refusal);
        // Under the same root Apple gives certificates to any developer; these are not marked.
        await Refused("purchase/apple", new { receipt = Stores.Apple.Sign(told, leafMark: null) }, refusal);
        await Refused("purchase/apple", new { receipt = Stores.Apple.Sign(told, authorityMark: null) }, refusal);
        await Refused("purchase/apple", new { receipt = Stores.Apple.Sign(told, until: DateTimeOffset.UtcNow.AddDays(-1)) }, refusal);
        await Refused("purchase/apple", new { receipt = Stores.Apple.Sign(told, from: DateTimeOffset.UtcNow.AddDays(2)) }, refusal);
        var signed = Stores.Apple.Sign(told).Split('.');
        var other = Stores.Apple.Sign(StandInApple.Purchase(StoreWorld.Id("t"), "crown", Bought)).Split('.');
        await Refused("purchase/apple", new { receipt = $"{signed[0]}.{other[1]}.{signed[2]}" }, refusal);
        await Refused("purchase/apple", new { receipt = $"{signed[0]}.{signed[1]}." }, refusal);
        await Refused("purchase/apple", new { receipt = $"{signed[0]}.{signed[1]}.{other[2]}" }, refusal);
        foreach (var header in new[] { """{"alg":"none"}""", """{"alg":"ES256","x5c":["a","b","c"]}""", """{"alg":"ES256","x5c":[1,2,3]}""", "[]", "nonsense" })
            await Refused("purchase/apple", new { receipt = $"{System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(header))}.{signed[1]}.{signed[2]}" }, refusal);
        await Refused("purchase/apple", new { receipt = "a.b.c" }, refusal);
        await Refused("purchase/apple", new { receipt = ".." }, refusal);
    }

    [Fact]
    public void the_root_that_is_built_in_is_apples()
    {
        Convert.ToHexString(SHA256.HashData(AppleRoot.Certificate.RawData)).ShouldBe(AppleRoot.Fingerprint);
        (AppleRoot.Certificate.Subject, AppleRoot.Certificate.NotAfter.ToUniversalTime().Year).ShouldBe(("C=US, O=Apple Inc., OU=Apple Certification Authority, CN=Apple Root CA - G3", 2039));
    }

    [Fact]
    public async Task one_kind_of_receipt_is_not_the_other()
    {
        const string isSubscription = "9 Subscription Receipt. Use the appropriate function instead.", isPurchase = "9 Purchase Receipt. Use the appropriate function instead.";
        var subscription = Stores.Apple.Sign(StandInApple.Subscription(StoreWorld.Id("s"), "gold", Bought, Bought.AddYears(1)));
        await Refused("purchase/apple", new { receipt = subscription }, isSubscription);
        await Refused("subscription/apple", new { receipt = Stores.Apple.Sign(StandInApple.Purchase(StoreWorld.Id("t"), "sword", Bought)) }, isPurchase);
        Stores.Known["only-subscriptions"] = Legacy(new JsonArray(PurchaseSpecs.Entry(StoreWorld.Id("s"), Bought.AddYears(1))));
        await Refused("purchase/apple", new { receipt = "only-subscriptions" }, isSubscription);
        Stores.Known["only-purchases"] = Legacy(new JsonArray(PurchaseSpecs.Entry(StoreWorld.Id("t"))));
        await Refused("subscription/apple", new { receipt = "only-purchases" }, isPurchase);
        Stores.Known["nothing-in-it"] = Legacy([]);
        await Refused("purchase/apple", new { receipt = "nothing-in-it" }, "2 expects at least one receipt", 500);
    }

    [Fact]
    public async Task where_the_app_is_named_another_apps_receipts_do_not_count()
    {
        using var calls = new StoreCalls(NullLogger<StoreCalls>.Instance);
        using var root = X509CertificateLoader.LoadCertificateFromFile(Stores.Apple.RootFile);
        PurchaseValidation Of(string bundle) => new(
            new() { Apple = new() { BundleId = bundle, Root = root, SharedPassword = StandInStores.Password, VerifyReceiptUrl = Stores.Url + "/apple/verifyReceipt" } }, calls, new MemoryJournal(),
            TimeProvider.System, NullLogger<StoreCalls>.Instance);
        var ann = new Buyer("0aa0aa00-0000-4000-8000-000000000001", IsKept: false, Caller.System("spec", "Spec"), TestContext.Current.CancellationToken);
        var signed = Stores.Apple.Sign(StandInApple.Purchase(StoreWorld.Id("t"), "sword", Bought));
        (await Of("com.example.game").Apple(ann, signed)).Fault.ShouldBeNull();
        (await Of("com.example.other").Apple(ann, signed)).Fault.ShouldBe(Fault.InvalidArgument("Receipt is of another app."));
        Stores.Known["of-the-game"] = new()
        {
            ["status"] = 0, ["receipt"] = new JsonObject { ["bundle_id"] = "com.example.game", ["in_app"] = new JsonArray(PurchaseSpecs.Entry(StoreWorld.Id("t"))) },
        };
        (await Of("com.example.game").Apple(ann, "of-the-game")).Fault.ShouldBeNull();
        (await Of("com.example.other").Apple(ann, "of-the-game")).Fault.ShouldBe(Fault.InvalidArgument("Receipt is of another app."));
    }

    [Fact]
    public async Task apple_does_not_know_the_receipt()
    {
        await Refused("purchase/apple", new { receipt = "made up" }, "9 Invalid Receipt. Status: 21002");
        await Refused("subscription/apple", new { receipt = "made up" }, "9 Invalid Receipt. Status: 21002");
        Stores.Known["busy"] = new() { ["status"] = 21009, ["is-retryable"] = true };
        await Refused("purchase/apple", new { receipt = "busy" }, "14 Apple IAP verification is currently unavailable. Try again later.", 503);
        Stores.Known["odd"] = new() { ["status"] = "fine" };
        await Refused("purchase/apple", new { receipt = "odd" }, Unreadable, 500);
    }

    [Fact]
    public async Task google_does_not_confirm_it()
    {
        await Refused("purchase/google", new { purchase = "nonsense" }, "3 receipt is malformed");
        await Refused("purchase/google", new { purchase = """{"json":"nonsense"}""" }, "3 receipt is malformed");
        await Refused("purchase/google", new { purchase = StandInStores.GoogleReceipt("t", "sword", package: "") }, "3 receipt is malformed");
        await Refused("subscription/google", new { receipt = "[]" }, "3 receipt is malformed");
        await Refused("purchase/google", new { purchase = StandInStores.GoogleReceipt("unknown", "sword") }, """2 non-200 response from Google service, status=404, payload={"error":{"code":404}}""", 500);
        await Refused("purchase/google", new { purchase = StandInStores.GoogleReceipt("t", "sword", state: 1) }, "9 Invalid Receipt. State: 1");
        // The receipt says that it is paid for, Google that it is not.
        await Refused("purchase/google", new { purchase = Stores.GooglePurchase("pending", "sword", Bought, told => told["purchaseState"] = 2) }, "9 Invalid Receipt. State: 2");
        await Refused("purchase/google", new { purchase = Stores.GooglePurchase("other", "sword", Bought, told => told["productId"] = "crown") }, Unreadable, 500);
        await Refused("subscription/google", new { receipt = Stores.GoogleSubscription("empty", "gold", Bought, Bought, told => told["lineItems"] = new JsonArray()) }, Unreadable, 500);
    }

    [Fact]
    public async Task huawei_did_not_sign_it_or_does_not_know_it()
    {
        var (purchase, signature) = Stores.HuaweiPurchase(StoreWorld.Id("t"), "sword", Bought);
        await Refused("purchase/huawei", new { purchase }, "3 Signature cannot be empty.");
        await Refused("purchase/huawei", new { purchase = purchase.Replace("sword", "crown", StringComparison.Ordinal), signature }, "3 inAppPurchaseData invalid signature");
        await Refused("purchase/huawei", new { purchase, signature = "?" }, "3 inAppPurchaseData invalid signature");
        var id = StoreWorld.Id("t");
        (purchase, signature) = Stores.HuaweiPurchase(id, "sword", Bought);
        Stores.Known.TryRemove("/huawei-touch/" + id, out _);
        await Refused("purchase/huawei", new { purchase, signature }, "9 Invalid Receipt. Code: 5");
        // Accounts of the other kind are asked about elsewhere.
        (purchase, signature) = Stores.HuaweiPurchase(id, "sword", Bought, told => told["accountFlag"] = 0);
        await Refused("purchase/huawei", new { purchase, signature }, "2 non-200 response from Huawei service, status=404, payload=nothing here", 500);
        Stores.Count("POST /huawei-other/applications/purchases/tokens/verify").ShouldBe(1);
    }

    [Fact]
    public async Task facebook_did_not_sign_it()
    {
        const string refusal = "3 signedRequest verification failed";
        await Refused("purchase/facebookinstant", new { signed_request = StandInStores.FacebookPurchase("t", "sword", Bought, "another secret") }, refusal);
        foreach (var made in new[] { "x", "a.b", "..", ".", "?.?" }) await Refused("purchase/facebookinstant", new { signed_request = made }, refusal);
        await Refused("purchase/facebookinstant", new { signed_request = StandInStores.FacebookPurchase(new('t', Limits.IdBytes + 1), "sword", Bought) }, Unreadable, 500);
    }

    [Fact]
    public async Task samsung_does_not_know_it_or_it_is_of_another_app()
    {
        var (_, answer) = await Refused("purchase/samsung", new { purchase_id = "unknown" }, null, 500);
        PurchaseSpecs.Text(answer).ShouldStartWith("2 Samsung IAP: purchase validation failed: Not exist order (errorCode=9135), status=200, payload={");
        await Refused("purchase/samsung", new { purchase_id = "not one" }, "3 Purchase ID is malformed.");
        await Refused("purchase/samsung", new { purchase_id = Stores.SamsungPurchase("elsewhere", "sword", Bought, told => told["packageName"] = "com.example.other") }, "3 Samsung IAP: the purchase is of another app");
        await Refused("purchase/samsung", new { purchase_id = Stores.SamsungPurchase("timeless", "sword", Bought, told => told["purchaseDate"] = "soon") }, Unreadable, 500);
    }

    [Fact]
    public async Task a_store_that_sends_on_elsewhere_or_talks_without_end_has_not_confirmed()
    {
        const string path = "/google/androidpublisher/v3/applications/com.example.game/purchases/products/sword/tokens/";
        Stores.Odd[path + "moved"] = (302, "");
        await Refused("purchase/google", new { purchase = StandInStores.GoogleReceipt("moved", "sword") }, "2 non-200 response from Google service, status=302, payload=", 500);
        Stores.Count("/elsewhere").ShouldBe(0);
        Stores.Odd[path + "endless"] = (200, new string(' ', Limits.ResponseBytes + 1));
        await Refused("purchase/google", new { purchase = StandInStores.GoogleReceipt("endless", "sword") }, "2 Google service is out of reach", 500);
        Stores.Odd[path + "wordy"] = (503, new string('x', 5000));
        await Refused("purchase/google", new { purchase = StandInStores.GoogleReceipt("wordy", "sword") }, $"2 non-200 response from Google service, status=503, payload={new string('x', 1024)}", 500);
        Stores.Odd[path + "odd"] = (200, "[]");
        await Refused("purchase/google", new { purchase = StandInStores.GoogleReceipt("odd", "sword") }, Unreadable, 500);
    }

    [Fact]
    public async Task a_service_account_of_a_modules_own_is_another_account()
    {
        var ann = await world.Game.SignUp();
        using var other = RSA.Create(2048);
        var receipt = Stores.GooglePurchase(StoreWorld.Id("t"), "sword", Bought);
        // Google does not know this key; the server's token is not lent to it.
        ((string?)(await world.Call(ann, "purchase_validate_google", ann.UserId, receipt, false, StandInStores.GoogleEmail, other.ExportPkcs8PrivateKeyPem()))["answer"])
            .ShouldNotBeNull().ShouldContain("non-200 response from Google auth, status=400");
        ((string?)(await world.Call(ann, "purchase_validate_google", ann.UserId, receipt, false, StandInStores.GoogleEmail, "no key"))["answer"])
            .ShouldNotBeNull().ShouldContain("Google IAP is not configured.");
    }

    static JsonObject Legacy(JsonArray entries) => new() { ["status"] = 0, ["receipt"] = new JsonObject(), ["latest_receipt_info"] = entries };

    async Task<(int Status, System.Text.Json.JsonElement Answer)> Refused(string route, object body, string? refusal, int status = 400)
    {
        var answer = await world.Ask(await world.Game.SignUp(), route, body);
        answer.Status.ShouldBe(status, answer.Answer.ToString());
        if (refusal is not null) PurchaseSpecs.Text(answer.Answer).ShouldBe(refusal);
        return answer;
    }
}
