using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Purchases;

/// <summary>One subscription in a store as its events left it.</summary>
public sealed record StoreSubscription : IWeighed
{
    /// <summary>Subscriptions, by the store's number of their beginning.</summary>
    public static readonly StreamKind<StoreSubscription, StoreSubscriptionEvent> Kind =
        new("storesubscription", id => new StoreSubscription { OriginalTransactionId = id }, Evolve, About, snapshotEvery: 100)
        {
            Whose = new() { ByEvent = (happened, before) => [happened is StoreSubscriptionValidated validated ? validated.UserId : before.BuyerId] },
        };

    /// <summary>The store's number of its beginning.</summary>
    public required string OriginalTransactionId { get; init; }

    /// <summary>Who handed it in first, a lower-case UUID; empty when nobody has.</summary>
    public string BuyerId { get; init; } = "";

    /// <summary>Whether the buyer's account is deleted.</summary>
    public bool HasOwnerLeft { get; init; }

    public PurchaseStore Store { get; init; }

    /// <summary>To what.</summary>
    public string ProductId { get; init; } = "";

    public PurchaseEnvironment Environment { get; init; }

    /// <summary>When it began, as the store says.</summary>
    public DateTimeOffset PurchaseTime { get; init; }

    /// <summary>Until when it is paid for.</summary>
    public DateTimeOffset ExpiryTime { get; init; }

    /// <summary>What the store said when it was asked last.</summary>
    public string ProviderResponse { get; init; } = "";

    /// <summary>What the store told by itself last.</summary>
    public string ProviderNotification { get; init; } = "";

    /// <summary>When the store gave the money back, or null.</summary>
    public DateTimeOffset? RefundTime { get; init; }

    public DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset UpdateTime { get; init; }

    /// <summary>Whether anybody has handed it in.</summary>
    public bool Exists => BuyerId.Length > 0;

    /// <summary>Whose it is now, a lower-case UUID; empty for nobody's.</summary>
    public string OwnerId => HasOwnerLeft ? "" : BuyerId;

    int IWeighed.Weight => 1000 + (sizeof(char) * (ProviderResponse.Length + ProviderNotification.Length + OriginalTransactionId.Length));

    /// <summary>The subscription after one more event.</summary>
    public static StoreSubscription Evolve(StoreSubscription subscription, StoreSubscriptionEvent happened, DateTimeOffset at) => happened switch
    {
        StoreSubscriptionValidated validated => new()
        {
            OriginalTransactionId = subscription.OriginalTransactionId,
            BuyerId = validated.UserId,
            Store = validated.Store,
            ProductId = validated.ProductId,
            Environment = validated.Environment,
            PurchaseTime = validated.PurchaseTime,
            ExpiryTime = validated.ExpiryTime,
            ProviderResponse = validated.ProviderResponse ?? "",
            ProviderNotification = validated.ProviderNotification ?? "",
            CreateTime = at,
            UpdateTime = at,
        },
        StoreSubscriptionRevalidated again => subscription with
        {
            ProductId = again.ProductId,
            ExpiryTime = again.ExpiryTime,
            ProviderResponse = again.ProviderResponse ?? subscription.ProviderResponse,
            ProviderNotification = again.ProviderNotification ?? subscription.ProviderNotification,
            UpdateTime = at,
        },
        StoreSubscriptionRefunded refunded => subscription with { RefundTime = refunded.RefundTime, UpdateTime = at },
        StoreSubscriptionOwnerLeft => subscription with { HasOwnerLeft = true },
        StoreSubscriptionOwnerReturned => subscription with { HasOwnerLeft = false },
        _ => subscription,
    };

    static IEnumerable<string> About(string id, StoreSubscriptionEvent happened) => happened switch
    {
        StoreSubscriptionValidated validated => [validated.UserId],
        StoreSubscriptionRevalidated { UserId: { } user } => [user],
        _ => [],
    };
}
