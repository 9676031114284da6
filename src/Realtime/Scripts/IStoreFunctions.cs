using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;

namespace KaosNet.Realtime.Scripts;

/// <summary>A message of a store about something that was bought there.</summary>
public enum StoreNotification
{
    /// <summary>Apple, a purchase.</summary>
    PurchaseApple,

    /// <summary>Apple, a subscription.</summary>
    SubscriptionApple,

    /// <summary>Google, a purchase.</summary>
    PurchaseGoogle,

    /// <summary>Google, a subscription.</summary>
    SubscriptionGoogle,
}

/// <summary>What happened to it.</summary>
public enum StoreChange
{
    Subscribed,
    Renewed,
    Expired,
    Cancelled,
    Refunded,
}

/// <summary>What a store told, after it was kept.</summary>
/// <param name="Notification">Which function it is for.</param>
/// <param name="Change">What happened.</param>
/// <param name="Id">The store's number of the purchase, or of the subscription's beginning.</param>
/// <param name="Payload">What the store said, as JSON text.</param>
public sealed record StoreOccasion(StoreNotification Notification, StoreChange Change, string Id, string Payload)
{
    /// <summary>The purchase as it is kept now; null for a subscription's.</summary>
    public ValidatedPurchase? Purchase { get; init; }

    /// <summary>The subscription as it is kept now; null for a purchase's.</summary>
    public ValidatedSubscription? Subscription { get; init; }

    /// <summary>What a function's context says that it runs for.</summary>
    public string Name => Notification switch
    {
        StoreNotification.PurchaseApple => "purchase_notification_apple",
        StoreNotification.SubscriptionApple => "subscription_notification_apple",
        StoreNotification.PurchaseGoogle => "purchase_notification_google",
        _ => "subscription_notification_google",
    };

    /// <summary>What happened, as functions are told.</summary>
    public string Word => Change switch
    {
        StoreChange.Subscribed => "SUBSCRIBED",
        StoreChange.Renewed => "RENEWED",
        StoreChange.Expired => "EXPIRED",
        StoreChange.Cancelled => "CANCELLED",
        _ => "REFUNDED",
    };

    /// <summary>What all that a function does is kept with.</summary>
    public string Cause => $"store:{Word}:{Id}";
}

/// <summary>The functions that modules registered for what stores tell by themselves (parity runtime.md section 8).</summary>
public interface IStoreFunctions
{
    /// <summary>True if there is one.</summary>
    bool Has(StoreNotification notification);

    /// <summary>Calls it. Refused with the error when it fails.</summary>
    ValueTask<Answer<Done>> Call(StoreOccasion occasion, CancellationToken cancel);
}
