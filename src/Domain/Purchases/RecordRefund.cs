using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Purchases;

/// <summary>A store tells by itself that it gave the money for a purchase back. What nobody has handed in has nothing to take back.</summary>
/// <param name="TransactionId">The store's number of the purchase.</param>
/// <param name="RefundTime">When, as the store says.</param>
public sealed record RecordRefund(string TransactionId, DateTimeOffset RefundTime) : StreamCommand<Purchase, Done>
{
    public override StreamRef<Purchase> Stream { get; } = Purchase.Kind.Of(TransactionId);

    protected override Decision<Done> Decide(Purchase state, DecisionContext context) => state.Exists
        ? Decision.Granted().AppendIf(state.RefundTime != RefundTime, Stream, () => new PurchaseRefunded(RefundTime))
        : PurchaseFaults.PurchaseNotFound;
}

/// <summary>A store tells by itself how a subscription stands: renewed, run out, refunded. It does not matter whether its owner is still there.</summary>
/// <param name="Told">As the store tells it, of a subscription that somebody has handed in.</param>
public sealed record RecordSubscription(BoughtSubscription Told) : StreamCommand<StoreSubscription, Done>
{
    public override StreamRef<StoreSubscription> Stream { get; } = StoreSubscription.Kind.Of(Told.OriginalTransactionId);

    protected override Decision<Done> Decide(StoreSubscription state, DecisionContext context)
    {
        if (!state.Exists) return PurchaseFaults.SubscriptionNotFound;
        if (!KeepPurchases.IsKeepable(Told.OriginalTransactionId, Told.ProductId, Told.ProviderNotification) || !KeepPurchases.IsKeepable(Told.OriginalTransactionId, Told.ProductId, Told.ProviderResponse))
            return PurchaseFaults.Unreadable;
        var decision = Decision.Granted().Append(Stream, new StoreSubscriptionRevalidated(null, Told.ProductId, Told.ExpiryTime, Told.ProviderResponse, Told.ProviderNotification));
        return decision.AppendIf(Told.RefundTime is not null && Told.RefundTime != state.RefundTime, Stream, () => new StoreSubscriptionRefunded(Told.RefundTime!.Value));
    }
}
