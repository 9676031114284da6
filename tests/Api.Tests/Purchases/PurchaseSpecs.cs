using System.Text.Json;
using System.Text.Json.Nodes;
using KaosNet.Projections.History.Exporting;
using KaosNet.Projections.Purchases;
using KaosNet.Store.Tables;
using KaosNet.Tests.Support;

namespace KaosNet.Api.Tests.Purchases;

/// <summary>What players buy in stores, over HTTP, with stores on this machine that look at what they are asked.</summary>
public sealed class PurchaseSpecs(StoreWorld world) : IClassFixture<StoreWorld>
{
    static readonly DateTimeOffset Bought = StoreWorld.Bought;

    StandInStores Stores => world.Stores;

    public static TheoryData<string> StoreNames => ["apple", "apple legacy", "google", "huawei", "facebookinstant", "samsung"];

    [Theory]
    [MemberData(nameof(StoreNames))]
    public async Task a_purchase_is_kept_for_whoever_hands_it_in_first(string store)
    {
        var (ann, bob) = (await world.Game.SignUp(), await world.Game.SignUp());
        var id = StoreWorld.Id("t");
        var body = BodyOf(store, id);
        var route = store.Split(' ')[0];

        // Looked at only: nothing is kept.
        body["persist"] = false;
        var looked = await world.Purchase(ann, route, body);
        looked.TryGetProperty("create_time", out _).ShouldBeFalse();
        looked.TryGetProperty("seen_before", out _).ShouldBeFalse();
        looked.TryGetProperty("user_id", out _).ShouldBe(route is not ("huawei" or "samsung"));
        (await world.Game.Get<PurchaseLists>().Purchase(id)).ShouldBeNull();

        body.Remove("persist");
        var first = await world.Purchase(ann, route, body);
        first.GetProperty("user_id").GetString().ShouldBe(ann.UserId);
        first.GetProperty("transaction_id").GetString().ShouldBe(id);
        first.GetProperty("product_id").GetString().ShouldBe("sword");
        first.GetProperty("purchase_time").GetDateTimeOffset().ShouldBe(Bought);
        first.GetProperty("create_time").GetString().ShouldBe(first.GetProperty("update_time").GetString());
        first.TryGetProperty("seen_before", out _).ShouldBeFalse();
        first.TryGetProperty("refund_time", out _).ShouldBeFalse();
        (first.TryGetProperty("store", out var number) ? number.GetInt32() : 0).ShouldBe(route switch { "apple" => 0, "google" => 1, "huawei" => 2, "facebookinstant" => 3, _ => 4 });
        first.GetProperty("environment").GetInt32().ShouldBe(route is "samsung" ? 1 : 2);
        first.TryGetProperty("provider_response", out var told).ShouldBe(store != "apple");
        if (store != "apple") JsonNode.Parse(told.GetString()!).ShouldNotBeNull();

        // Whoever asks is named; that it was seen before says that it is not theirs.
        var second = await world.Purchase(bob, route, body);
        (second.GetProperty("user_id").GetString(), second.GetProperty("seen_before").GetBoolean()).ShouldBe((bob.UserId, true));
        second.GetProperty("create_time").GetString().ShouldBe(first.GetProperty("create_time").GetString());
        var row = (await world.Game.Get<PurchaseLists>().Purchase(id)).ShouldNotBeNull();
        (row.UserId, row.IsSeenBefore, row.ProviderResponse.Length > 0).ShouldBe((Guid.Parse(ann.UserId), true, true));
    }

    [Fact]
    public async Task a_refund_is_never_taken_back()
    {
        var ann = await world.Game.SignUp();
        var id = StoreWorld.Id("t");
        await world.Purchase(ann, "apple", new { receipt = Stores.Apple.Sign(StandInApple.Purchase(id, "sword", Bought)) });
        var refunded = StandInApple.Purchase(id, "sword", Bought);
        refunded["revocationDate"] = Bought.AddDays(1).ToUnixTimeMilliseconds();
        (await world.Purchase(ann, "apple", new { receipt = Stores.Apple.Sign(refunded) })).GetProperty("refund_time").GetDateTimeOffset().ShouldBe(Bought.AddDays(1));
        // The older transaction still says nothing of it.
        (await world.Purchase(ann, "apple", new { receipt = Stores.Apple.Sign(StandInApple.Purchase(id, "sword", Bought)) }))
            .GetProperty("refund_time").GetDateTimeOffset().ShouldBe(Bought.AddDays(1));
    }

    [Fact]
    public async Task a_receipt_of_apples_older_kind_may_hold_several_and_be_of_the_sandbox()
    {
        var ann = await world.Game.SignUp();
        var (receipt, one, other) = (StoreWorld.Id("receipt"), StoreWorld.Id("t"), StoreWorld.Id("t"));
        Stores.Known[receipt] = new()
        {
            ["status"] = 0, ["environment"] = "Sandbox",
            ["receipt"] = new JsonObject { ["in_app"] = new JsonArray(Entry(one), Entry(other), Entry(StoreWorld.Id("s"), expires: Bought.AddDays(30))) },
            ["latest_receipt_info"] = new JsonArray(Entry(one)),
        };
        var (status, answer) = await world.Ask(ann, "purchase/apple", new { receipt });
        status.ShouldBe(200, answer.ToString());
        var purchases = answer.GetProperty("validated_purchases").EnumerateArray().ToList();
        purchases.Select(purchase => purchase.GetProperty("transaction_id").GetString()).ShouldBe([one, other], ignoreOrder: true);
        purchases.ShouldAllBe(purchase => purchase.GetProperty("environment").GetInt32() == 1);
        Stores.Count("POST /apple/sandbox/verifyReceipt").ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task all_of_it_is_in_the_users_export_and_stays_as_nobodys_when_the_account_goes()
    {
        var (ann, bob) = (await world.Game.SignUp(), await world.Game.SignUp());
        var (id, sub) = (StoreWorld.Id("t"), StoreWorld.Id("s"));
        var receipt = Stores.GooglePurchase(id, "sword", Bought);
        await world.Purchase(ann, "google", new { purchase = receipt });
        await world.Purchase(bob, "google", new { purchase = receipt });
        (await world.Ask(ann, "subscription/google", new { receipt = Stores.GoogleSubscription(sub, "gold", Bought, Bought.AddYears(1)) })).Status.ShouldBe(200);

        var (purchases, subscriptions, changes) = await Export(ann);
        var bought = purchases.ShouldHaveSingleItem();
        (bought.GetProperty("transaction_id").GetString(), bought.GetProperty("store").GetString(), bought.GetProperty("product_id").GetString()).ShouldBe((id, "google", "sword"));
        bought.GetProperty("provider_response").GetProperty("regionCode").GetString().ShouldBe("DE");
        var subscribed = subscriptions.ShouldHaveSingleItem();
        (subscribed.GetProperty("original_transaction_id").GetString(), subscribed.GetProperty("product_id").GetString()).ShouldBe((sub, "gold"));
        changes.ShouldContain("purchase_validated");
        changes.ShouldContain("store_subscription_validated");
        // Who hands in another's receipt is told that they did, and nothing of what the store said to its owner.
        var (hisPurchases, _, hisChanges) = await Export(bob);
        hisPurchases.ShouldBeEmpty();
        hisChanges.ShouldContain("purchase_revalidated");
        hisChanges.ShouldNotContain("regionCode");

        (await world.Game.Send("DELETE", "/v2/account", ann.Token)).EnsureSuccessStatusCode();
        (await world.Game.Get<PurchaseLists>().Purchase(id))!.UserId.ShouldBe(Guid.Empty);
        (await world.Game.Get<PurchaseLists>().Subscription(sub))!.UserId.ShouldBe(Guid.Empty);
        (await Export(ann)).Purchases.ShouldHaveSingleItem();
        (await world.Purchase(bob, "google", new { purchase = receipt })).GetProperty("seen_before").GetBoolean().ShouldBeTrue();
        (await world.Game.Get<PurchaseLists>().Purchase(id))!.UserId.ShouldBe(Guid.Empty);
        foreach (var table in await world.Game.Get<TableRebuilder>().Verify([PurchaseRow.Table, StoreSubscriptionRow.Table])) table.Differences.ShouldBeEmpty(table.Table);
    }

    [Fact]
    public async Task googles_token_is_asked_for_once()
    {
        var ann = await world.Game.SignUp();
        await world.Purchase(ann, "google", new { purchase = Stores.GooglePurchase(StoreWorld.Id("t"), "sword", Bought) });
        var before = Stores.Count("POST /google/token");
        await world.Purchase(ann, "google", new { purchase = Stores.GooglePurchase(StoreWorld.Id("t"), "sword", Bought) });
        Stores.Count("POST /google/token").ShouldBe(before);
    }

    [Fact]
    public async Task googles_word_counts_where_the_receipt_says_another()
    {
        var ann = await world.Game.SignUp();
        var id = StoreWorld.Id("t");
        var wrapped = new JsonObject { ["json"] = Stores.GooglePurchase(id, "sword", Bought, told => told["purchaseType"] = 0), ["signature"] = "s" }.ToJsonString();
        var purchase = await world.Purchase(ann, "google", new { purchase = wrapped });
        (purchase.GetProperty("environment").GetInt32(), purchase.GetProperty("purchase_time").GetDateTimeOffset()).ShouldBe((1, Bought));
    }

    [Theory]
    [InlineData("..", "t")]
    [InlineData("sword", "..")]
    [InlineData("sword", "../../x")]
    [InlineData("sword", "a/b")]
    [InlineData("sword?x=", "t")]
    [InlineData("sword", "a\tb")]
    public async Task no_name_in_a_receipt_leads_to_another_question(string product, string token)
    {
        var before = Stores.Asked.Count(line => line.Contains("androidpublisher", StringComparison.Ordinal));
        var (status, answer) = await world.Ask(await world.Game.SignUp(), "purchase/google", new { purchase = StandInStores.GoogleReceipt(token, product) });
        (status, Text(answer)).ShouldBe((400, "3 receipt is malformed"));
        Stores.Asked.Count(line => line.Contains("androidpublisher", StringComparison.Ordinal)).ShouldBe(before);
    }

    JsonObject BodyOf(string store, string id)
    {
        switch (store)
        {
            case "apple": return new() { ["receipt"] = Stores.Apple.Sign(StandInApple.Purchase(id, "sword", Bought)) };
            case "apple legacy":
                Stores.Known["receipt-" + id] = new()
                {
                    ["status"] = 0, ["environment"] = "Production", ["receipt"] = new JsonObject { ["in_app"] = new JsonArray(Entry(id)) },
                };
                return new() { ["receipt"] = "receipt-" + id };
            case "google": return new() { ["purchase"] = Stores.GooglePurchase(id, "sword", Bought) };
            case "huawei":
                var (purchase, signature) = Stores.HuaweiPurchase(id, "sword", Bought);
                return new() { ["purchase"] = purchase, ["signature"] = signature };
            case "facebookinstant": return new() { ["signed_request"] = StandInStores.FacebookPurchase(id, "sword", Bought) };
            default: return new() { ["purchase_id"] = Stores.SamsungPurchase(id, "sword", Bought) };
        }
    }

    internal static JsonObject Entry(string id, DateTimeOffset? expires = null, string product = "sword")
    {
        var entry = new JsonObject
        {
            ["transaction_id"] = id, ["original_transaction_id"] = id, ["product_id"] = product, ["purchase_date_ms"] = $"{Bought.ToUnixTimeMilliseconds()}",
            ["original_purchase_date_ms"] = $"{Bought.ToUnixTimeMilliseconds()}",
        };
        if (expires is { } until) entry["expires_date_ms"] = $"{until.ToUnixTimeMilliseconds()}";
        return entry;
    }

    internal static string Text(JsonElement answer) => $"{answer.GetProperty("code").GetInt32()} {answer.GetProperty("message").GetString()}";

    async Task<(List<JsonElement> Purchases, List<JsonElement> Subscriptions, string Changes)> Export(TestPlayer player)
    {
        var document = JsonSerializer.Deserialize<JsonElement>((await world.Game.Get<UserExportDocuments>().Of(Guid.Parse(player.UserId))).Value.Json);
        return (
            [.. document.GetProperty("purchases").EnumerateArray()], [.. document.GetProperty("subscriptions").EnumerateArray()], document.GetProperty("changes").GetRawText());
    }
}
