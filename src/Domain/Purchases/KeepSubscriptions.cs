using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Purchases;

/// <summary>
/// Keeps subscriptions that a store has confirmed: all of them or none. A subscription is its first buyer's for good; handed in again, by whomever, its product, its
/// end and what the store said change, and a refund is never taken back.
/// </summary>
/// <param name="UserId">Who hands them in; a lower-case UUID.</param>
/// <param name="Bought">What the store confirmed, at most <see cref="Limits.AtOnceMax"/>.</param>
public sealed record KeepSubscriptions(string UserId, IReadOnlyList<BoughtSubscription> Bought) : Command<IReadOnlyList<StoreSubscription>>
{
    public override IReadOnlyList<StreamRef> Streams { get; } =
    [
        .. Bought.Take(Limits.AtOnceMax).Select(one => one.OriginalTransactionId).Distinct(StringComparer.Ordinal).Select(StoreSubscription.Kind.Of),
        Account.Kind.Of(UserId),
    ];

    public override Decision<IReadOnlyList<StoreSubscription>> Decide(StreamStates states, DecisionContext context)
    {
        if (Bought.Count > Limits.AtOnceMax) return PurchaseFaults.TooMany;
        if (!states.Of(Account.Kind.Of(UserId)).IsAlive) return PurchaseFaults.UserNotFound;
        var kept = new List<StoreSubscription>(Bought.Count);
        var decision = Decision.Granted<IReadOnlyList<StoreSubscription>>(kept);
        foreach (var bought in Bought.DistinctBy(one => one.OriginalTransactionId, StringComparer.Ordinal))
        {
            if (!KeepPurchases.IsKeepable(bought.OriginalTransactionId, bought.ProductId, bought.ProviderResponse)
                || !KeepPurchases.IsKeepable(bought.OriginalTransactionId, bought.ProductId, bought.ProviderNotification)) return PurchaseFaults.Unreadable;
            var stream = StoreSubscription.Kind.Of(bought.OriginalTransactionId);
            var before = states.Of(stream);
            var isByStore = bought.ProviderNotification is not null;
            List<StoreSubscriptionEvent> events = before.Exists
                ? [new StoreSubscriptionRevalidated(isByStore ? null : UserId, bought.ProductId, bought.ExpiryTime, bought.ProviderResponse, bought.ProviderNotification)]
                :
                [
                    new StoreSubscriptionValidated(
                        UserId, bought.Store, bought.ProductId, bought.Environment, bought.PurchaseTime, bought.ExpiryTime, bought.ProviderResponse, bought.ProviderNotification),
                ];
            if (bought.RefundTime is { } refund && refund != before.RefundTime) events.Add(new StoreSubscriptionRefunded(refund));
            foreach (var happened in events) decision.Append(stream, happened);
            kept.Add(events.Aggregate(before, (state, happened) => StoreSubscription.Evolve(state, happened, context.Now)));
        }

        return decision;
    }
}
