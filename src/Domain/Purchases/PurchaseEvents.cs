using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Purchases;

/// <summary>What can happen to one purchase in a store.</summary>
public abstract record PurchaseEvent;

/// <summary>A store confirmed a purchase for the first time. Whoever handed it in then keeps it.</summary>
/// <param name="UserId">Whose it is; a lower-case UUID.</param>
/// <param name="Store">Which store.</param>
/// <param name="ProductId">What was bought.</param>
/// <param name="Environment">Whether money was paid.</param>
/// <param name="PurchaseTime">When, as the store says.</param>
/// <param name="ProviderResponse">What the store said.</param>
[EventName("purchase_validated")]
public sealed record PurchaseValidated(
    string UserId, PurchaseStore Store, string ProductId, PurchaseEnvironment Environment, DateTimeOffset PurchaseTime, [property: Personal] string ProviderResponse)
    : PurchaseEvent;

/// <summary>It was handed in again and the store confirmed it again.</summary>
/// <param name="UserId">By whom, a lower-case UUID: its owner or somebody else.</param>
[EventName("purchase_revalidated")]
public sealed record PurchaseRevalidated(string UserId) : PurchaseEvent;

/// <summary>The store gave the money back.</summary>
/// <param name="RefundTime">When, as the store says.</param>
[EventName("purchase_refunded")]
public sealed record PurchaseRefunded(DateTimeOffset RefundTime) : PurchaseEvent;

/// <summary>Its owner's account was deleted; it stays, and is nobody's.</summary>
[EventName("purchase_owner_left")]
public sealed record PurchaseOwnerLeft : PurchaseEvent;

/// <summary>Its owner's account came back, and it is theirs again.</summary>
[EventName("purchase_owner_returned")]
public sealed record PurchaseOwnerReturned : PurchaseEvent;
