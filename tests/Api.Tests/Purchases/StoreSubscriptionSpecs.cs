using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Grpc.Core;
using Grpc.Net.Client;
using KaosNet.Protocol;
using KaosNet.Protocol.Api;
using KaosNet.Tests.Support;

namespace KaosNet.Api.Tests.Purchases;

/// <summary>Subscriptions in stores: confirmed, renewed, refunded, listed; and what modules can do of it all.</summary>
public sealed class StoreSubscriptionSpecs(StoreWorld world) : IClassFixture<StoreWorld>
{
    static readonly DateTimeOffset From = StoreWorld.Bought;
    static readonly DateTimeOffset Until = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.AddDays(30).ToUnixTimeSeconds());

    StandInStores Stores => world.Stores;

    [Fact]
    public async Task a_subscription_follows_its_store_and_stays_its_first_buyers()
    {
        var (ann, bob) = (await world.Game.SignUp(), await world.Game.SignUp());
        var id = StoreWorld.Id("s");
        var first = await Subscription(ann, "apple", new { receipt = Stores.Apple.Sign(StandInApple.Subscription(id, "silver", From, From.AddDays(30))) });
        first.TryGetProperty("active", out _).ShouldBeFalse();
        first.GetProperty("user_id").GetString().ShouldBe(ann.UserId);

        // Renewed, to another product, and handed in by somebody else: whose it is is told.
        var renewed = await Subscription(bob, "apple", new { receipt = Stores.Apple.Sign(StandInApple.Subscription(id, "gold", From, Until)) });
        renewed.GetProperty("user_id").GetString().ShouldBe(ann.UserId);
        (renewed.GetProperty("product_id").GetString(), renewed.GetProperty("active").GetBoolean(), renewed.GetProperty("expiry_time").GetDateTimeOffset()).ShouldBe(("gold", true, Until));
        var (status, own) = await world.Ask(ann, "subscription/gold", null, "GET");
        (status, own.GetProperty("original_transaction_id").GetString()).ShouldBe((200, id));
        (status, var none) = await world.Ask(bob, "subscription/gold", null, "GET");
        (status, PurchaseSpecs.Text(none)).ShouldBe((404, "5 subscription not found"));

        var refunded = StandInApple.Subscription(id, "gold", From, Until);
        refunded["revocationDate"] = From.AddDays(40).ToUnixTimeMilliseconds();
        await Subscription(ann, "apple", new { receipt = Stores.Apple.Sign(refunded) });
        (_, own) = await world.Ask(ann, "subscription/gold", null, "GET");
        own.TryGetProperty("active", out _).ShouldBeFalse();
        own.GetProperty("refund_time").GetDateTimeOffset().ShouldBe(From.AddDays(40));
    }

    [Fact]
    public async Task all_of_an_older_receipt_are_kept_and_the_one_that_runs_longest_is_told()
    {
        var ann = await world.Game.SignUp();
        var (receipt, shorter, longer) = (StoreWorld.Id("receipt"), StoreWorld.Id("s"), StoreWorld.Id("s"));
        Stores.Known[receipt] = new()
        {
            ["status"] = 0,
            ["latest_receipt_info"] = new JsonArray(
                PurchaseSpecs.Entry(shorter, Until.AddDays(-9), "silver"), PurchaseSpecs.Entry(longer, Until, "gold"), PurchaseSpecs.Entry(longer, Until.AddDays(-30), "gold")),
        };
        var told = await Subscription(ann, "apple", new { receipt });
        (told.GetProperty("original_transaction_id").GetString(), told.GetProperty("expiry_time").GetDateTimeOffset()).ShouldBe((longer, Until));
        var (_, list) = await world.Ask(ann, "subscription", new { });
        list.GetProperty("validated_subscriptions").EnumerateArray().Select(one => one.GetProperty("product_id").GetString()).ShouldBe(["silver", "gold"], ignoreOrder: true);
    }

    [Fact]
    public async Task googles_are_known_by_the_purchase_that_they_began_with()
    {
        var ann = await world.Game.SignUp();
        var (id, later) = (StoreWorld.Id("s"), StoreWorld.Id("s"));
        (await Subscription(ann, "google", new { receipt = Stores.GoogleSubscription(id, "gold", From, From.AddDays(3)), persist = false })).TryGetProperty("create_time", out _).ShouldBeFalse();
        await Subscription(ann, "google", new { receipt = Stores.GoogleSubscription(id, "gold", From, From.AddDays(30)) });
        var told = await Subscription(ann, "google", new
        {
            receipt = Stores.GoogleSubscription(later, "gold", From, Until, answer => (answer["linkedPurchaseToken"], answer["testPurchase"]) = (id, new JsonObject())),
        });
        (told.GetProperty("original_transaction_id").GetString(), told.GetProperty("active").GetBoolean(), told.GetProperty("purchase_time").GetDateTimeOffset()).ShouldBe((id, true, From));
        var (_, list) = await world.Ask(ann, "subscription", new { limit = 5 });
        list.GetProperty("validated_subscriptions").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task pages_lose_nothing_and_turn_both_ways()
    {
        var (ann, bob) = (await world.Game.SignUp(), await world.Game.SignUp());
        for (var day = 1; day <= 5; day++)
            await Subscription(ann, "apple", new { receipt = Stores.Apple.Sign(StandInApple.Subscription(StoreWorld.Id("s"), "p" + day, From.AddDays(day / 2), Until)) });
        async Task<(string Products, string Next, string Previous)> Page(string cursor)
        {
            var (status, page) = await world.Ask(ann, "subscription", new { limit = 2, cursor });
            status.ShouldBe(200, page.ToString());
            string Cursor(string name) => page.TryGetProperty(name, out var text) ? text.GetString()! : "";
            return (string.Join(' ', page.GetProperty("validated_subscriptions").EnumerateArray().Select(one => one.GetProperty("product_id").GetString())), Cursor("cursor"), Cursor("prev_cursor"));
        }

        var first = await Page("");
        var second = await Page(first.Next);
        var third = await Page(second.Next);
        $"{first.Products} {second.Products} {third.Products}".Split(' ').Order().ShouldBe(["p1", "p2", "p3", "p4", "p5"]);
        first.Products.Split(' ').Order().ShouldBe(["p4", "p5"]);
        (third.Products, first.Previous, third.Next).ShouldBe(("p1", "", ""));
        (await Page(third.Previous)).Products.ShouldBe(second.Products);
        (await Page((await Page(third.Previous)).Previous)).Products.ShouldBe(first.Products);

        async Task Refused(TestPlayer player, object body, string refusal)
        {
            var (status, answer) = await world.Ask(player, "subscription", body);
            (status, PurchaseSpecs.Text(answer)).ShouldBe((400, refusal));
        }

        await Refused(bob, new { limit = 2, cursor = first.Next }, "3 subscriptions list cursor invalid");
        await Refused(ann, new { cursor = "AAAA" }, "3 subscriptions list cursor invalid");
        foreach (var limit in new[] { 0, -1, 101 }) await Refused(ann, new { limit }, "3 Invalid limit - limit must be between 1 and 1000.");
    }

    [Fact]
    public async Task modules_have_stores_asked_for_any_player_and_see_what_is_kept()
    {
        var ann = await world.Game.SignUp();
        var (id, sub) = (StoreWorld.Id("t"), StoreWorld.Id("s"));
        var bought = await world.Call(ann, "purchase_validate_facebook_instant", ann.UserId, StandInStores.FacebookPurchase(id, "sword", From));
        var purchase = bought["answer"]!["validated_purchases"]![0]!;
        ((string?)purchase["user_id"], (string?)purchase["store"], (string?)purchase["environment"], (bool)purchase["seen_before"]!)
            .ShouldBe((ann.UserId, "FACEBOOK_INSTANT_STORE", "PRODUCTION", false));
        await world.Call(ann, "subscription_validate_google", ann.UserId, Stores.GoogleSubscription(sub, "gold", From, Until));
        ((string?)(await world.Call(ann, "purchase_get_by_transaction_id", id))["answer"]!["product_id"]).ShouldBe("sword");
        ((bool)(await world.Call(ann, "subscription_get_by_product_id", ann.UserId, "gold"))["answer"]!["active"]!).ShouldBeTrue();
        var listed = await world.Call(ann, "purchases_list", ann.UserId, 1);
        ((string?)listed["answer"]![0]!["transaction_id"], listed["cursor"]).ShouldBe((id, null));
        ((string?)(await world.Call(ann, "subscriptions_list", ann.UserId))["answer"]![0]!["original_transaction_id"]).ShouldBe(sub);
        // Everybody's, the latest first.
        (await world.Call(ann, "purchases_list"))["answer"]!.AsArray().Count.ShouldBeGreaterThan(0);
        ((string?)(await world.Call(ann, "purchases_list", ann.UserId, 10, "AAAA"))["answer"]).ShouldNotBeNull().ShouldContain("error retrieving purchases: purchases list cursor invalid");
        ((string?)(await world.Call(ann, "purchase_get_by_transaction_id", "none"))["answer"]).ShouldNotBeNull().ShouldContain("purchase not found");
        ((string?)(await world.Call(ann, "purchase_validate_samsung", Guid.NewGuid(), Stores.SamsungPurchase(StoreWorld.Id("t"), "sword", From)))["answer"])
            .ShouldNotBeNull().ShouldContain("User account not found.");
    }

    [Fact]
    public async Task over_grpc_the_same_is_answered()
    {
        var ann = await world.Game.SignUp();
        using var channel = GrpcChannel.ForAddress(new UriBuilder(world.Game.Client.BaseAddress!) { Port = world.Game.Client.BaseAddress!.Port - 1 }.Uri);
        var method = new Method<ValidatePurchaseFacebookInstantRequest, ValidatePurchaseResponse>(
            MethodType.Unary, "nakama.api.Nakama", "ValidatePurchaseFacebookInstant", Messages<ValidatePurchaseFacebookInstantRequest>(), Messages<ValidatePurchaseResponse>());
        var options = new CallOptions(new Metadata { { "authorization", "Bearer " + ann.Token } });
        var id = StoreWorld.Id("t");
        var answer = await channel.CreateCallInvoker().AsyncUnaryCall(method, null, options, new() { SignedRequest = StandInStores.FacebookPurchase(id, "sword", From) });
        var purchase = answer.ValidatedPurchases.ShouldHaveSingleItem();
        (purchase.TransactionId, purchase.UserId, purchase.Store, purchase.PurchaseTime).ShouldBe((id, ann.UserId, StoreProvider.FacebookInstantStore, From));
        var refusal = await Should.ThrowAsync<RpcException>(async () => await channel.CreateCallInvoker().AsyncUnaryCall(method, null, options, new() { SignedRequest = "x" }));
        (refusal.StatusCode, refusal.Status.Detail).ShouldBe((StatusCode.InvalidArgument, "signedRequest verification failed"));
    }

    static Marshaller<T> Messages<T>()
        where T : class => new(
        message =>
        {
            var buffer = new ArrayBufferWriter<byte>();
            ProtobufCodec.Serialize(buffer, message);
            return buffer.WrittenSpan.ToArray();
        },
        bytes => ProtobufCodec.Deserialize<T>(new ReadOnlySequence<byte>(bytes)));

    async Task<JsonElement> Subscription(TestPlayer player, string store, object body)
    {
        var (status, answer) = await world.Ask(player, "subscription/" + store, body);
        status.ShouldBe(200, answer.ToString());
        return answer.GetProperty("validated_subscription");
    }
}
