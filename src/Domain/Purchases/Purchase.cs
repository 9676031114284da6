using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Purchases;

/// <summary>One purchase in a store as its events left it.</summary>
public sealed record Purchase : IWeighed
{
    /// <summary>Purchases, by the store's number of them.</summary>
    public static readonly StreamKind<Purchase, PurchaseEvent> Kind =
        new("purchase", id => new Purchase { TransactionId = id }, Evolve, About, snapshotEvery: 100)
        {
            Whose = new() { ByEvent = (happened, before) => [happened is PurchaseValidated validated ? validated.UserId : before.BuyerId] },
        };

    /// <summary>The store's number of it.</summary>
    public required string TransactionId { get; init; }

    /// <summary>Who handed it in first, a lower-case UUID; empty when nobody has.</summary>
    public string BuyerId { get; init; } = "";

    /// <summary>Whether the buyer's account is deleted.</summary>
    public bool HasOwnerLeft { get; init; }

    public PurchaseStore Store { get; init; }

    /// <summary>What was bought.</summary>
    public string ProductId { get; init; } = "";

    public PurchaseEnvironment Environment { get; init; }

    /// <summary>When it was bought, as the store says.</summary>
    public DateTimeOffset PurchaseTime { get; init; }

    /// <summary>What the store said.</summary>
    public string ProviderResponse { get; init; } = "";

    /// <summary>When the store gave the money back, or null.</summary>
    public DateTimeOffset? RefundTime { get; init; }

    public DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset UpdateTime { get; init; }

    /// <summary>Whether anybody has handed it in.</summary>
    public bool Exists => BuyerId.Length > 0;

    /// <summary>Whose it is now, a lower-case UUID; empty for nobody's.</summary>
    public string OwnerId => HasOwnerLeft ? "" : BuyerId;

    int IWeighed.Weight => 800 + (sizeof(char) * (ProviderResponse.Length + TransactionId.Length));

    /// <summary>The purchase after one more event.</summary>
    public static Purchase Evolve(Purchase purchase, PurchaseEvent happened, DateTimeOffset at) => happened switch
    {
        PurchaseValidated validated => new()
        {
            TransactionId = purchase.TransactionId,
            BuyerId = validated.UserId,
            Store = validated.Store,
            ProductId = validated.ProductId,
            Environment = validated.Environment,
            PurchaseTime = validated.PurchaseTime,
            ProviderResponse = validated.ProviderResponse,
            CreateTime = at,
            UpdateTime = at,
        },
        PurchaseRevalidated => purchase with { UpdateTime = at },
        PurchaseRefunded refunded => purchase with { RefundTime = refunded.RefundTime, UpdateTime = at },
        PurchaseOwnerLeft => purchase with { HasOwnerLeft = true },
        PurchaseOwnerReturned => purchase with { HasOwnerLeft = false },
        _ => purchase,
    };

    static IEnumerable<string> About(string id, PurchaseEvent happened) => happened switch
    {
        PurchaseValidated validated => [validated.UserId],
        PurchaseRevalidated again => [again.UserId],
        _ => [],
    };
}
