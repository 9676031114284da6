using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel.Undoing;

namespace KaosNet.Domain.Purchases;

/// <summary>Purchases are facts of other companies and stay; only whose they are comes back with an account.</summary>
public static class PurchaseReversals
{
    const string OfStore = "a store confirmed it and keeps its own books: the money is given back there, and what the game gave for it is undone by itself";

    /// <summary>The rules of purchases.</summary>
    public static readonly StreamReversals Rules = new StreamReversals<Purchase, PurchaseEvent>(Purchase.Kind, Of, new Dictionary<Type, string>
    {
        [typeof(PurchaseValidated)] = OfStore,
        [typeof(PurchaseRevalidated)] = OfStore,
        [typeof(PurchaseRefunded)] = OfStore,
    });

    /// <summary>The rules of subscriptions.</summary>
    public static readonly StreamReversals OfSubscriptions = new StreamReversals<StoreSubscription, StoreSubscriptionEvent>(
        StoreSubscription.Kind, Of, new Dictionary<Type, string>
        {
            [typeof(StoreSubscriptionValidated)] = OfStore,
            [typeof(StoreSubscriptionRevalidated)] = OfStore,
            [typeof(StoreSubscriptionRefunded)] = OfStore,
        });

    static Reversal Of(Happening<Purchase, PurchaseEvent> past, UndoWorld world) => past.Event is PurchaseOwnerLeft
        ? Returned(past.Now.HasOwnerLeft, past.Now.BuyerId, world, () => past.By(new PurchaseOwnerReturned()))
        : Left(past.Now.HasOwnerLeft, () => past.By(new PurchaseOwnerLeft()));

    static Reversal Of(Happening<StoreSubscription, StoreSubscriptionEvent> past, UndoWorld world) => past.Event is StoreSubscriptionOwnerLeft
        ? Returned(past.Now.HasOwnerLeft, past.Now.BuyerId, world, () => past.By(new StoreSubscriptionOwnerReturned()))
        : Left(past.Now.HasOwnerLeft, () => past.By(new StoreSubscriptionOwnerLeft()));

    static Reversal Returned(bool hasLeft, string buyerId, UndoWorld world, Func<Reversal> returned)
    {
        if (!hasLeft) return Reversal.Later("it is its owner's again");
        return world.IsGone(buyerId) ? Reversal.Refused("the owner's account is deleted") : returned();
    }

    static Reversal Left(bool hasLeft, Func<Reversal> left) => hasLeft ? Reversal.Later("its owner has left again since") : left();
}
