using System.Text;
using System.Text.Json.Nodes;
using KaosNet.Projections.Purchases;
using KaosNet.Store.Tables;
using KaosNet.Tests.Support;

namespace KaosNet.Api.Tests.Purchases;

/// <summary>What stores tell by themselves, on the console's port.</summary>
public sealed class StoreNoticeSpecs(StoreWorld world) : IClassFixture<StoreWorld>
{
    static readonly DateTimeOffset From = StoreWorld.Bought;

    StandInStores Stores => world.Stores;

    PurchaseLists Lists => world.Game.Get<PurchaseLists>();

    [Fact]
    public async Task apple_tells_that_a_subscription_goes_on_and_ends()
    {
        var ann = await world.Game.SignUp();
        var id = StoreWorld.Id("s");
        (await world.Ask(ann, "subscription/apple", new { receipt = Stores.Apple.Sign(StandInApple.Subscription(id, "gold", From, From.AddDays(30))) })).Status.ShouldBe(200);
        (await Tell(Signed("DID_RENEW", StandInApple.Subscription(id, "gold", From, From.AddDays(60))))).ShouldBe(200);
        var row = (await Lists.Subscription(id))!;
        (row.UserId, row.ExpiryTime, row.ProviderNotification.Contains("DID_RENEW", StringComparison.Ordinal), row.ProviderResponse.Contains("jws", StringComparison.Ordinal))
            .ShouldBe((Guid.Parse(ann.UserId), From.AddDays(60), true, true));

        (await Tell(Signed("DID_CHANGE_RENEWAL_PREF", StandInApple.Subscription(id, "gold", From, From.AddDays(60)), new JsonObject { ["autoRenewProductId"] = "silver" }, "DOWNGRADE"))).ShouldBe(200);
        (await Lists.Subscription(id))!.ProductId.ShouldBe("silver");
        var ending = new JsonObject
        {
            ["originalTransactionId"] = id, ["renewalDate"] = From.AddDays(60).ToUnixTimeMilliseconds(), ["gracePeriodExpiresDate"] = From.AddDays(63).ToUnixTimeMilliseconds(),
        };
        (await Tell(Signed("EXPIRED", null, ending))).ShouldBe(200);
        (await Lists.Subscription(id))!.ExpiryTime.ShouldBe(From.AddDays(63));

        var refunded = StandInApple.Subscription(id, "silver", From, From.AddDays(63));
        refunded["revocationDate"] = From.AddDays(5).ToUnixTimeMilliseconds();
        (await Tell(Signed("REFUND", refunded))).ShouldBe(200);
        (await Lists.Subscription(id))!.RefundTime.ShouldBe(From.AddDays(5));
        foreach (var table in await world.Game.Get<TableRebuilder>().Verify([PurchaseRow.Table, StoreSubscriptionRow.Table])) table.Differences.ShouldBeEmpty(table.Table);
    }

    [Fact]
    public async Task a_subscription_that_nobody_handed_in_is_the_players_whom_the_game_named()
    {
        var ann = await world.Game.SignUp();
        var named = StandInApple.Subscription(StoreWorld.Id("s"), "gold", From, From.AddDays(30));
        named["appAccountToken"] = ann.UserId;
        (await Tell(Signed("SUBSCRIBED", named))).ShouldBe(200);
        (await Lists.Subscription((string)named["originalTransactionId"]!))!.UserId.ShouldBe(Guid.Parse(ann.UserId));

        // Nobody is named: Apple tells it again, until the game has handed it in. A player who is not there is not waited for.
        var stray = StandInApple.Subscription(StoreWorld.Id("s"), "gold", From, From.AddDays(30));
        (await Tell(Signed("SUBSCRIBED", stray))).ShouldBe(500);
        stray["appAccountToken"] = $"{Guid.NewGuid()}";
        (await Tell(Signed("SUBSCRIBED", stray))).ShouldBe(200);
        (await Lists.Subscription((string)stray["originalTransactionId"]!)).ShouldBeNull();
    }

    [Fact]
    public async Task a_refund_is_told_also_when_the_account_is_gone()
    {
        var ann = await world.Game.SignUp();
        var (apples, googles) = (StoreWorld.Id("t"), StoreWorld.Id("t"));
        await world.Purchase(ann, "apple", new { receipt = Stores.Apple.Sign(StandInApple.Purchase(apples, "sword", From)) });
        await world.Purchase(ann, "google", new { purchase = Stores.GooglePurchase(googles, "sword", From) });
        (await world.Game.Send("DELETE", "/v2/account", ann.Token)).EnsureSuccessStatusCode();
        (await Tell(Refund(apples, "sword"))).ShouldBe(200);
        (await Lists.Purchase(apples))!.RefundTime.ShouldBe(From.AddDays(5));
        var voided = Voided(googles, 2);
        (await Tell(Posted(voided), "google")).ShouldBe(200);
        var told = (await Lists.Purchase(googles))!.RefundTime.ShouldNotBeNull();
        (await Tell(Posted(voided), "google")).ShouldBe(200);
        (await Lists.Purchase(googles))!.RefundTime.ShouldBe(told);
        (await Tell(Posted(Voided("never-seen", 2)), "google")).ShouldBe(200);
    }

    [Fact]
    public async Task google_tells_that_something_changed_and_is_asked_what()
    {
        var ann = await world.Game.SignUp();
        var id = StoreWorld.Id("s");
        Stores.GoogleSubscription(id, "gold", From, From.AddDays(30), answer => answer["externalAccountIdentifiers"] = new JsonObject { ["obfuscatedExternalAccountId"] = ann.UserId });
        (await Tell(Posted(Changed(4, id)), "google", "subscriptions")).ShouldBe(200);
        (await Lists.Subscription(id))!.UserId.ShouldBe(Guid.Parse(ann.UserId));
        Stores.GoogleSubscription(id, "gold", From, From.AddDays(60));
        (await Tell(Posted(Changed(20, id)), "google")).ShouldBe(200);
        (await Lists.Subscription(id))!.ExpiryTime.ShouldBe(From.AddDays(30));
        (await Tell(Posted(Changed(2, id)), "google")).ShouldBe(200);
        (await Lists.Subscription(id))!.ExpiryTime.ShouldBe(From.AddDays(60));
        (await Tell(Posted(Voided(id, 1)), "google")).ShouldBe(200);
        (await Lists.Subscription(id))!.RefundTime.ShouldNotBeNull();
        // Nobody was named: there is nothing to wait for. What Google itself does not know of is told again.
        var stray = StoreWorld.Id("s");
        Stores.GoogleSubscription(stray, "gold", From, From.AddDays(30));
        (await Tell(Posted(Changed(4, stray)), "google")).ShouldBe(200);
        (await Lists.Subscription(stray)).ShouldBeNull();
        (await Tell(Posted(Changed(4, "unknown")), "google")).ShouldBe(500);
    }

    [Fact]
    public async Task functions_are_told_once_it_is_kept()
    {
        var ann = await world.Game.SignUp();
        var (apples, googles, bought, voided) = (StoreWorld.Id("s"), StoreWorld.Id("s"), StoreWorld.Id("t"), StoreWorld.Id("t"));
        JsonObject Subscription(bool isRefunded = false)
        {
            var made = StandInApple.Subscription(apples, "gold", From, From.AddDays(30));
            made["appAccountToken"] = ann.UserId;
            if (isRefunded) made["revocationDate"] = From.AddDays(5).ToUnixTimeMilliseconds();
            return made;
        }

        JsonObject Ending() => new() { ["originalTransactionId"] = apples, ["renewalDate"] = From.AddDays(60).ToUnixTimeMilliseconds() };
        foreach (var type in (string[])["SUBSCRIBED", "DID_RENEW", "EXPIRED"]) (await Tell(Signed(type, Subscription(), Ending()))).ShouldBe(200);
        foreach (var subtype in (string[])["AUTO_RENEW_DISABLED", "AUTO_RENEW_ENABLED"])
            (await Tell(Signed("DID_CHANGE_RENEWAL_STATUS", null, Ending(), subtype))).ShouldBe(200);
        (await Tell(Signed("REFUND", Subscription(isRefunded: true)))).ShouldBe(200);
        (await Told(ann, apples)).ShouldBe(Lines("subscription_notification_apple", "gold", "SUBSCRIBED", "RENEWED", "EXPIRED", "CANCELLED", "REFUNDED"));

        Stores.GoogleSubscription(googles, "gold", From, From.AddDays(30), answer => answer["externalAccountIdentifiers"] = new JsonObject { ["obfuscatedExternalAccountId"] = ann.UserId });
        foreach (var type in (int[])[4, 2, 13, 3]) (await Tell(Posted(Changed(type, googles)), "google")).ShouldBe(200);
        (await Tell(Posted(Voided(googles, 1)), "google")).ShouldBe(200);
        (await Told(ann, googles)).ShouldBe(Lines("subscription_notification_google", "gold", "SUBSCRIBED", "RENEWED", "EXPIRED", "CANCELLED", "REFUNDED"));

        await world.Purchase(ann, "apple", new { receipt = Stores.Apple.Sign(StandInApple.Purchase(bought, "sword", From)) });
        await world.Purchase(ann, "google", new { purchase = Stores.GooglePurchase(voided, "sword", From) });
        (await Tell(Refund(bought, "sword"))).ShouldBe(200);
        (await Tell(Posted(Voided(voided, 2)), "google")).ShouldBe(200);
        (await Told(ann, bought)).ShouldBe(Lines("purchase_notification_apple", "sword", "REFUNDED"));
        (await Told(ann, voided)).ShouldBe(Lines("purchase_notification_google", "sword", "REFUNDED"));

        string[] Lines(string mode, string product, params string[] types) => [.. types.Select(type => $"{mode} {type} {ann.UserId} {product} True")];
    }

    [Fact]
    public async Task of_a_function_that_fails_nothing_is_kept_and_google_tells_a_refunded_purchase_again()
    {
        var ann = await world.Game.SignUp();
        var (apples, googles) = (StoreWorld.Id("t"), StoreWorld.Id("t"));
        await world.Purchase(ann, "apple", new { receipt = Stores.Apple.Sign(StandInApple.Purchase(apples, "cursed", From)) });
        await world.Purchase(ann, "google", new { purchase = Stores.GooglePurchase(googles, "cursed", From) });
        (await Tell(Refund(apples, "cursed"))).ShouldBe(200);
        (await Tell(Posted(Voided(googles, 2)), "google")).ShouldBe(500);
        (await Tell(Posted(Voided(googles, 2)), "google")).ShouldBe(500);
        foreach (var id in (string[])[apples, googles])
        {
            (await Lists.Purchase(id))!.RefundTime.ShouldNotBeNull();
            (await Told(ann, id)).ShouldBeEmpty();
        }

        await world.Call(ann, "storage_write", (object)new[] { new { collection = "mended", key = googles, value = new { well = true } } });
        (await Tell(Posted(Voided(googles, 2)), "google")).ShouldBe(200);
        (await Told(ann, googles)).ShouldBe([$"purchase_notification_google REFUNDED {ann.UserId} cursed True"]);
    }

    [Fact]
    public async Task nobody_else_can_tell()
    {
        var transaction = StandInApple.Purchase(StoreWorld.Id("t"), "sword", From);
        var good = Signed("REFUND", transaction);
        foreach (var path in new[] { "/v2/console/apple/notifications/guess", "/v2/console/apple/notifications/", "/v2/console/apple/notifications/apple-secret/x", "/v2/console/google/notifications/apple-secret" })
            (await Post(path, good)).ShouldBe(404);
        using var stranger = new StandInApple();
        (await Tell(Payload(stranger.Sign(Told("REFUND", transaction, null, null))))).ShouldBe(500);
        foreach (var body in new[] { "", "{}", "nonsense", """{"signedPayload":5}""", """{"signedPayload":"a.b.c"}""", new string(' ', 300_000) }) (await Tell(body)).ShouldBe(500);
        foreach (var body in new[] { "", "{}", """{"message":{"data":"?"}}""", """{"message":{"data":"W10="}}""" }) (await Tell(body, "google")).ShouldBe(500);
        // Where the operator set nothing there is no such path.
        (await world.Game.Send("POST", "/v2/console/apple/notifications/apple-secret", body: good)).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await Tell(Signed("TEST", null))).ShouldBe(200);
        (await Tell(Signed("DID_RENEW", null))).ShouldBe(500);
        (await Tell(Signed("EXPIRED", null))).ShouldBe(500);
    }

    JsonObject Told(string type, JsonObject? transaction, JsonObject? renewal, string? subtype)
    {
        var data = new JsonObject { ["bundleId"] = "com.example.game" };
        if (transaction is not null) data["signedTransactionInfo"] = Stores.Apple.Sign(transaction);
        if (renewal is not null) data["signedRenewalInfo"] = Stores.Apple.Sign(renewal);
        return new() { ["notificationType"] = type, ["subtype"] = subtype, ["data"] = data };
    }

    static JsonObject Changed(int type, string token) => new()
    {
        ["packageName"] = "com.example.game", ["subscriptionNotification"] = new JsonObject { ["notificationType"] = type, ["purchaseToken"] = token },
    };

    static JsonObject Voided(string token, int productType) =>
        new() { ["voidedPurchaseNotification"] = new JsonObject { ["purchaseToken"] = token, ["productType"] = productType } };

    string Refund(string id, string product)
    {
        var refunded = StandInApple.Purchase(id, product, From);
        refunded["revocationDate"] = From.AddDays(5).ToUnixTimeMilliseconds();
        return Signed("REFUND", refunded);
    }

    /// <summary>What the module's functions kept of what they were told: which one, what happened, to whom and what, and whether what the store said was with it.</summary>
    async Task<string[]> Told(TestPlayer player, string id)
    {
        var read = (await world.Call(player, "storage_read", (object)new[] { new { collection = "told", key = id } }))["answer"];
        return read is JsonArray { Count: > 0 } found
            ? [.. found[0]!["value"]!["list"]!.AsArray().Select(one => $"{one![0]} {one[1]} {one[2]} {one[3]} {IsWhatWasSaid(one[4]!)}")]
            : [];

        static bool IsWhatWasSaid(JsonNode payload) => payload.AsObject().Any(part => part.Key.EndsWith("otification", StringComparison.Ordinal) || part.Key == "notificationType");
    }

    string Signed(string type, JsonObject? transaction, JsonObject? renewal = null, string? subtype = null) => Payload(Stores.Apple.Sign(Told(type, transaction, renewal, subtype)));

    static string Payload(string signed) => new JsonObject { ["signedPayload"] = signed }.ToJsonString();

    static string Posted(JsonObject told) => new JsonObject
    {
        ["message"] = new JsonObject { ["data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(told.ToJsonString())), ["messageId"] = "1" }, ["subscription"] = "s",
    }.ToJsonString();

    Task<int> Tell(string body, string store = "apple", string route = "notifications") => Post($"/v2/console/{store}/{route}/{store}-secret", body);

    async Task<int> Post(string path, string body)
    {
        // The console's port is two below the clients'.
        var address = new UriBuilder(world.Game.Client.BaseAddress!) { Path = path };
        address.Port -= 2;
        using var response = await world.Game.Client.PostAsync(address.Uri, new StringContent(body, Encoding.UTF8, "application/json"));
        return (int)response.StatusCode;
    }
}
