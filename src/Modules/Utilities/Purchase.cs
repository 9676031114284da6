namespace KaosNet.Modules.Utilities;

/// <summary>A purchase that a store confirmed.</summary>
/// <param name="UserId">Whose; null for nobody's.</param>
/// <param name="ProductId">What was bought.</param>
/// <param name="TransactionId">The store's number of it.</param>
/// <param name="Store">Which store, as <c>APPLE_APP_STORE</c>.</param>
/// <param name="ProviderResponse">What the store said.</param>
/// <param name="PurchaseTime">When it was bought.</param>
/// <param name="CreateTime">When it was first seen here; 1970 when it is not kept.</param>
/// <param name="UpdateTime">When it was last seen here; 1970 when it is not kept.</param>
/// <param name="RefundTime">When it was refunded; null if it was not.</param>
/// <param name="Environment">As <c>SANDBOX</c>.</param>
/// <param name="SeenBefore">Whether it was seen here before.</param>
public sealed record Purchase(
    Guid? UserId, string ProductId, string TransactionId, string Store, string ProviderResponse, DateTimeOffset PurchaseTime, DateTimeOffset CreateTime,
    DateTimeOffset UpdateTime, DateTimeOffset? RefundTime, string Environment, bool SeenBefore);

/// <summary>Purchases that a receipt stands for.</summary>
/// <param name="ValidatedPurchases">They.</param>
public sealed record PurchaseReceipt(IReadOnlyList<Purchase> ValidatedPurchases);

/// <summary>A page of purchases.</summary>
/// <param name="ValidatedPurchases">They.</param>
/// <param name="Cursor">Where the next page begins; null on the last.</param>
/// <param name="PrevCursor">Where the page before begins; null on the first.</param>
public sealed record PurchasePage(IReadOnlyList<Purchase> ValidatedPurchases, string? Cursor, string? PrevCursor);

/// <summary>A subscription that a store confirmed.</summary>
/// <param name="UserId">Whose; null for nobody's.</param>
/// <param name="ProductId">To what.</param>
/// <param name="OriginalTransactionId">The store's number of its beginning.</param>
/// <param name="Store">Which store, as <c>APPLE_APP_STORE</c>.</param>
/// <param name="PurchaseTime">When it was bought.</param>
/// <param name="CreateTime">When it was first seen here; 1970 when it is not kept.</param>
/// <param name="UpdateTime">When it was last seen here; 1970 when it is not kept.</param>
/// <param name="RefundTime">When it was refunded; null if it was not.</param>
/// <param name="Environment">As <c>SANDBOX</c>.</param>
/// <param name="ExpiryTime">Until when it was paid for.</param>
/// <param name="Active">Whether it runs.</param>
/// <param name="ProviderResponse">What the store said.</param>
/// <param name="ProviderNotification">What the store said by itself, last.</param>
public sealed record Subscription(
    Guid? UserId, string ProductId, string OriginalTransactionId, string Store, DateTimeOffset PurchaseTime, DateTimeOffset CreateTime, DateTimeOffset UpdateTime,
    DateTimeOffset? RefundTime, string Environment, DateTimeOffset ExpiryTime, bool Active, string ProviderResponse, string ProviderNotification);

/// <summary>The subscription that a receipt stands for.</summary>
/// <param name="ValidatedSubscription">It.</param>
public sealed record SubscriptionReceipt(Subscription ValidatedSubscription);

/// <summary>A page of subscriptions.</summary>
/// <param name="ValidatedSubscriptions">They.</param>
/// <param name="Cursor">Where the next page begins; null on the last.</param>
/// <param name="PrevCursor">Where the page before begins; null on the first.</param>
public sealed record SubscriptionPage(IReadOnlyList<Subscription> ValidatedSubscriptions, string? Cursor, string? PrevCursor);

/// <summary>What a store tells of a purchase by itself.</summary>
/// <param name="Purchase">It.</param>
/// <param name="ProviderPayload">What the store said, as JSON text.</param>
/// <param name="NotificationType"><c>SUBSCRIBED</c>, <c>RENEWED</c>, <c>EXPIRED</c>, <c>CANCELLED</c> or <c>REFUNDED</c>.</param>
public sealed record PurchaseNotification(Purchase Purchase, string ProviderPayload, string NotificationType);

/// <summary>What a store tells of a subscription by itself.</summary>
/// <param name="Subscription">It.</param>
/// <param name="ProviderPayload">What the store said, as JSON text.</param>
/// <param name="NotificationType"><c>SUBSCRIBED</c>, <c>RENEWED</c>, <c>EXPIRED</c>, <c>CANCELLED</c> or <c>REFUNDED</c>.</param>
public sealed record SubscriptionNotification(Subscription Subscription, string ProviderPayload, string NotificationType);
