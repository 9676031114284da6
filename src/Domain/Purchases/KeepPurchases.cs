using System.Text;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Purchases;

/// <summary>A purchase that is kept.</summary>
/// <param name="Purchase">As it is now.</param>
/// <param name="IsSeenBefore">Whether somebody had handed it in before.</param>
public sealed record KeptPurchase(Purchase Purchase, bool IsSeenBefore);

/// <summary>
/// Keeps purchases that a store has confirmed: all of them or none. A purchase is its first buyer's for good; handed in again, by whomever, only its last sight and
/// a refund change, and a refund is never taken back.
/// </summary>
/// <param name="UserId">Who hands them in; a lower-case UUID.</param>
/// <param name="Bought">What the store confirmed, at most <see cref="Limits.AtOnceMax"/>.</param>
public sealed record KeepPurchases(string UserId, IReadOnlyList<BoughtProduct> Bought) : Command<IReadOnlyList<KeptPurchase>>
{
    public override IReadOnlyList<StreamRef> Streams { get; } =
    [
        .. Bought.Take(Limits.AtOnceMax).Select(one => one.TransactionId).Distinct(StringComparer.Ordinal).Select(Purchase.Kind.Of),
        Account.Kind.Of(UserId),
    ];

    public override Decision<IReadOnlyList<KeptPurchase>> Decide(StreamStates states, DecisionContext context)
    {
        if (Bought.Count > Limits.AtOnceMax) return PurchaseFaults.TooMany;
        if (!states.Of(Account.Kind.Of(UserId)).IsAlive) return PurchaseFaults.UserNotFound;
        var kept = new List<KeptPurchase>(Bought.Count);
        var decision = Decision.Granted<IReadOnlyList<KeptPurchase>>(kept);
        foreach (var bought in Bought.DistinctBy(one => one.TransactionId, StringComparer.Ordinal))
        {
            if (!IsKeepable(bought.TransactionId, bought.ProductId, bought.ProviderResponse)) return PurchaseFaults.Unreadable;
            var stream = Purchase.Kind.Of(bought.TransactionId);
            var before = states.Of(stream);
            List<PurchaseEvent> events = before.Exists
                ? [new PurchaseRevalidated(UserId)]
                : [new PurchaseValidated(UserId, bought.Store, bought.ProductId, bought.Environment, bought.PurchaseTime, bought.ProviderResponse)];
            if (bought.RefundTime is { } refund && refund != before.RefundTime) events.Add(new PurchaseRefunded(refund));
            foreach (var happened in events) decision.Append(stream, happened);
            kept.Add(new(events.Aggregate(before, (state, happened) => Purchase.Evolve(state, happened, context.Now)), before.Exists));
        }

        return decision;
    }

    /// <summary>Whether tables and streams can hold what a store said.</summary>
    internal static bool IsKeepable(string id, string productId, string? response) =>
        IsName(id) && IsName(productId) && (response is null || (Encoding.UTF8.GetByteCount(response) <= Limits.ResponseBytes && !response.Contains('\0')));

    static bool IsName(string text) => text.Length > 0 && Encoding.UTF8.GetByteCount(text) <= Limits.IdBytes && !text.Any(char.IsControl);
}
