using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Purchases;
using Limits = KaosNet.Domain.Purchases.Limits;

namespace KaosNet.Domain.Tests.Purchases;

public sealed class KeepPurchasesSpecs
{
    const string Ann = "0aa0aa00-0000-4000-8000-000000000001", Bob = "0bb0bb00-0000-4000-8000-000000000002";

    static readonly DateTimeOffset Bought = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly StreamRef<Purchase> Stream = Purchase.Kind.Of("t1");
    static readonly BoughtProduct Sword = new("t1", PurchaseStore.Google, "sword", PurchaseEnvironment.Sandbox, Bought, """{"a":1}""");
    static readonly PurchaseValidated Validated = new(Ann, PurchaseStore.Google, "sword", PurchaseEnvironment.Sandbox, Bought, """{"a":1}""");

    static Specification Players => Specification.Given(Account.Kind.Of(Ann), new AccountCreated("ann", IdentityKind.Device, "device-of-ann"))
        .And(Account.Kind.Of(Bob), new AccountCreated("bob", IdentityKind.Device, "device-of-bob"));

    [Fact]
    public void the_first_to_hand_it_in_keeps_it()
    {
        var first = Players.When(new KeepPurchases(Ann, [Sword])).Then(Validated);
        first.Result.ShouldHaveSingleItem().IsSeenBefore.ShouldBeFalse();
        var second = first.After.When(new KeepPurchases(Bob, [Sword with { ProductId = "crown", ProviderResponse = "{}" }]), now: Specification.Now.AddHours(1)).Then(new PurchaseRevalidated(Bob));
        second.Result.ShouldHaveSingleItem().IsSeenBefore.ShouldBeTrue();
        second.ThenState(Stream, kept =>
        {
            (kept.OwnerId, kept.ProductId, kept.ProviderResponse).ShouldBe((Ann, "sword", """{"a":1}"""));
            (kept.CreateTime, kept.UpdateTime).ShouldBe((Specification.Now, Specification.Now.AddHours(1)));
        });
    }

    [Fact]
    public void a_refund_is_told_once_and_never_taken_back()
    {
        var refund = Bought.AddDays(3);
        var refunded = Players.When(new KeepPurchases(Ann, [Sword with { RefundTime = refund }])).Then(Validated, new PurchaseRefunded(refund));
        refunded.Result.ShouldHaveSingleItem().Purchase.RefundTime.ShouldBe(refund);
        refunded.After.When(new KeepPurchases(Ann, [Sword with { RefundTime = refund }])).Then(new PurchaseRevalidated(Ann));
        refunded.After.When(new KeepPurchases(Ann, [Sword])).Then(new PurchaseRevalidated(Ann)).ThenState(Stream, kept => kept.RefundTime.ShouldBe(refund));
    }

    [Fact]
    public void it_stays_as_nobodys_when_the_owners_account_goes() => Players.And(Stream, Validated, new PurchaseOwnerLeft())
        .When(new KeepPurchases(Bob, [Sword])).Then(new PurchaseRevalidated(Bob)).ThenState(Stream, kept => (kept.OwnerId, kept.BuyerId).ShouldBe(("", Ann)));

    [Fact]
    public void one_number_in_a_receipt_is_one_purchase() => Players.When(new KeepPurchases(Ann, [Sword, Sword with { ProductId = "crown" }])).Then(Validated);

    [Fact]
    public void only_who_is_there_hands_something_in() =>
        Specification.GivenNothing().When(new KeepPurchases(Ann, [Sword])).ThenRefused(FaultCode.NotFound, "User account not found.");

    [Theory]
    [InlineData(Limits.IdBytes, true)]
    [InlineData(Limits.IdBytes + 1, false)]
    [InlineData(0, false)]
    public void names_have_bounds(int length, bool isKept)
    {
        Players.When(new KeepPurchases(Ann, [Sword with { TransactionId = new('t', length) }])).IsRefused.ShouldBe(!isKept);
        Players.When(new KeepPurchases(Ann, [Sword with { ProductId = new('p', length) }])).IsRefused.ShouldBe(!isKept);
    }

    [Fact]
    public void what_cannot_be_kept_is_refused()
    {
        foreach (var bad in new[] { Sword with { TransactionId = "a\0b" }, Sword with { ProductId = "a\nb" }, Sword with { ProviderResponse = "\0" }, Sword with { ProviderResponse = new('x', Limits.ResponseBytes + 1) } })
            Players.When(new KeepPurchases(Ann, [bad])).ThenRefused(FaultCode.Unknown, "the store's answer does not say what was bought");
        Players.When(new KeepPurchases(Ann, [Sword with { ProviderResponse = new('x', Limits.ResponseBytes) }])).IsRefused.ShouldBeFalse();
        IReadOnlyList<BoughtProduct> Many(int count) => [.. Enumerable.Range(0, count).Select(number => Sword with { TransactionId = "t" + number })];
        Players.When(new KeepPurchases(Ann, Many(Limits.AtOnceMax))).Events.Count.ShouldBe(Limits.AtOnceMax);
        Players.When(new KeepPurchases(Ann, Many(Limits.AtOnceMax + 1))).ThenRefused(FaultCode.InvalidArgument, "At most 100 purchases can be kept at once.");
    }

    [Fact]
    public void what_a_store_tells_counts_for_what_was_handed_in_whoever_is_still_there()
    {
        Specification.Given(Stream, Validated, new PurchaseOwnerLeft()).When(new RecordRefund("t1", Bought)).Then(new PurchaseRefunded(Bought))
            .After.When(new RecordRefund("t1", Bought)).ThenNothing();
        Specification.GivenNothing().When(new RecordRefund("t1", Bought)).ThenRefused(FaultCode.NotFound, "purchase not found");
        var told = new BoughtSubscription("s1", PurchaseStore.Apple, "gold", PurchaseEnvironment.Production, Bought, Bought.AddDays(60)) { ProviderNotification = "told", RefundTime = Bought };
        Specification.GivenNothing().When(new RecordSubscription(told)).ThenRefused(FaultCode.NotFound, "subscription not found");
        var begun = new StoreSubscriptionValidated(Ann, PurchaseStore.Apple, "gold", PurchaseEnvironment.Production, Bought, Bought.AddDays(30), "{}", null);
        Specification.Given(StoreSubscription.Kind.Of("s1"), begun, new StoreSubscriptionOwnerLeft()).When(new RecordSubscription(told))
            .Then(new StoreSubscriptionRevalidated(null, "gold", Bought.AddDays(60), null, "told"), new StoreSubscriptionRefunded(Bought));
        Specification.Given(StoreSubscription.Kind.Of("s1"), begun).When(new RecordSubscription(told with { ProductId = "" }))
            .ThenRefused(FaultCode.Unknown, "the store's answer does not say what was bought");
    }

    [Fact]
    public void a_subscription_follows_what_its_store_says_last()
    {
        var stream = StoreSubscription.Kind.Of("s1");
        var gold = new BoughtSubscription("s1", PurchaseStore.Apple, "gold", PurchaseEnvironment.Production, Bought, Bought.AddDays(30)) { ProviderResponse = "{}" };
        var first = Players.When(new KeepSubscriptions(Ann, [gold])).Then(
            new StoreSubscriptionValidated(Ann, PurchaseStore.Apple, "gold", PurchaseEnvironment.Production, Bought, Bought.AddDays(30), "{}", null));
        var renewed = first.After.When(new KeepSubscriptions(Bob, [gold with { ProductId = "silver", ExpiryTime = Bought.AddDays(60), ProviderResponse = "[]", RefundTime = Bought }]))
            .Then(new StoreSubscriptionRevalidated(Bob, "silver", Bought.AddDays(60), "[]", null), new StoreSubscriptionRefunded(Bought));
        renewed.ThenState(stream, kept => (kept.OwnerId, kept.ProductId, kept.ExpiryTime, kept.RefundTime).ShouldBe((Ann, "silver", Bought.AddDays(60), Bought)));
        // What a store tells by itself is by nobody, and leaves its answer as it was.
        renewed.After.When(new KeepSubscriptions(Ann, [gold with { ProviderResponse = null, ProviderNotification = "told" }]))
            .Then(new StoreSubscriptionRevalidated(null, "gold", Bought.AddDays(30), null, "told"))
            .ThenState(stream, kept => (kept.ProviderResponse, kept.ProviderNotification, kept.RefundTime).ShouldBe(("[]", "told", Bought)));
        Specification.GivenNothing().When(new KeepSubscriptions(Ann, [gold])).ThenRefused(FaultCode.NotFound, "User account not found.");
    }
}
