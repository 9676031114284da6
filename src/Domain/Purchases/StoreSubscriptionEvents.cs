using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Purchases;

/// <summary>What can happen to one subscription in a store.</summary>
public abstract record StoreSubscriptionEvent;

/// <summary>A store confirmed a subscription for the first time. Whoever handed it in then keeps it.</summary>
/// <param name="UserId">Whose it is; a lower-case UUID.</param>
/// <param name="Store">Which store.</param>
/// <param name="ProductId">To what.</param>
/// <param name="Environment">Whether money was paid.</param>
/// <param name="PurchaseTime">When it began, as the store says.</param>
/// <param name="ExpiryTime">Until when it is paid for.</param>
/// <param name="ProviderResponse">What the store said when it was asked.</param>
/// <param name="ProviderNotification">What the store told by itself.</param>
[EventName("store_subscription_validated")]
public sealed record StoreSubscriptionValidated(
    string UserId,
    PurchaseStore Store,
    string ProductId,
    PurchaseEnvironment Environment,
    DateTimeOffset PurchaseTime,
    DateTimeOffset ExpiryTime,
    [property: Personal] string? ProviderResponse,
    [property: Personal] string? ProviderNotification) : StoreSubscriptionEvent;

/// <summary>The store confirmed it again, or told of it by itself: renewed, run out, or as it was.</summary>
/// <param name="UserId">Who handed it in, a lower-case UUID: its owner or somebody else; null when the store told by itself.</param>
/// <param name="ProductId">To what, by now.</param>
/// <param name="ExpiryTime">Until when it is paid for, by now.</param>
/// <param name="ProviderResponse">What the store said; null keeps what was there.</param>
/// <param name="ProviderNotification">What the store told by itself; null keeps what was there.</param>
[EventName("store_subscription_revalidated")]
public sealed record StoreSubscriptionRevalidated(
    string? UserId,
    string ProductId,
    DateTimeOffset ExpiryTime,
    [property: Personal] string? ProviderResponse,
    [property: Personal] string? ProviderNotification) : StoreSubscriptionEvent;

/// <summary>The store gave the money back.</summary>
/// <param name="RefundTime">When, as the store says.</param>
[EventName("store_subscription_refunded")]
public sealed record StoreSubscriptionRefunded(DateTimeOffset RefundTime) : StoreSubscriptionEvent;

/// <summary>Its owner's account was deleted; it stays, and is nobody's.</summary>
[EventName("store_subscription_owner_left")]
public sealed record StoreSubscriptionOwnerLeft : StoreSubscriptionEvent;

/// <summary>Its owner's account came back, and it is theirs again.</summary>
[EventName("store_subscription_owner_returned")]
public sealed record StoreSubscriptionOwnerReturned : StoreSubscriptionEvent;
