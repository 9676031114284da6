using KaosNet.Domain.Kernel;
using KaosNet.Domain.Purchases;
using KaosNet.Projections.Purchases;
using KaosNet.Realtime.Purchases.Validating;
using KaosNet.Realtime.Scripts;
using KaosNet.Store;
using KaosNet.Store.Journal.Transactions;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Purchases;

/// <summary>What a store tells, while it is taken.</summary>
/// <param name="Store">Which store.</param>
/// <param name="Payload">What it said, as JSON text.</param>
/// <param name="Change">What functions are told of; null when they are not told.</param>
readonly record struct StoreNotice(PurchaseStore Store, string Payload, StoreChange? Change)
{
    /// <summary>Who the changes are by.</summary>
    public Caller Teller => Caller.System(Store.ToString().ToLowerInvariant(), "StoreNotification");

    public StoreNotification OfPurchase => Store is PurchaseStore.Apple ? StoreNotification.PurchaseApple : StoreNotification.PurchaseGoogle;

    public StoreNotification OfSubscription => Store is PurchaseStore.Apple ? StoreNotification.SubscriptionApple : StoreNotification.SubscriptionGoogle;
}

/// <summary>Calls the game's function for what a store told, after that is kept. What the function does is one transaction; of one that fails nothing is kept.</summary>
public sealed partial class StoreFunctionCaller(
    IStoreFunctions functions, TransactionRunner transactions, PurchaseLists lists, Database database, TimeProvider time, ILogger<StoreCalls> log)
{
    /// <summary>Calls the function for a purchase.</summary>
    /// <returns>Whether the store need not tell it again.</returns>
    internal async ValueTask<bool> ForPurchase(StoreNotice notice, string id, CancellationToken cancel)
    {
        if (notice.Change is not { } change || !functions.Has(notice.OfPurchase) || await lists.Purchase(id, cancel) is not { } row) return true;
        // Of purchases at Google the reference has a failure told again, and of nothing else (parity, providers 14).
        return await Call(new(notice.OfPurchase, change, id, notice.Payload) { Purchase = PurchaseSpelling.Of(row) }, notice.Store is PurchaseStore.Google, cancel);
    }

    /// <summary>Calls the function for a subscription.</summary>
    /// <returns>Whether the store need not tell it again.</returns>
    internal async ValueTask<bool> ForSubscription(StoreNotice notice, string id, CancellationToken cancel)
    {
        if (notice.Change is not { } change || !functions.Has(notice.OfSubscription) || await lists.Subscription(id, cancel) is not { } row) return true;
        return await Call(new(notice.OfSubscription, change, id, notice.Payload) { Subscription = PurchaseSpelling.Of(row, time.GetUtcNow()) }, areFailuresToldAgain: false, cancel);
    }

    async ValueTask<bool> Call(StoreOccasion occasion, bool areFailuresToldAgain, CancellationToken cancel)
    {
        Fault? failure = null;
        var answer = await transactions.Run<Done>(
            async stopping =>
            {
                failure = null;
                var called = await functions.Call(occasion, stopping);
                failure = called.Fault;
                return called;
            },
            cancel);
        if (answer.Fault is not { } fault) return true;
        LogFailed(log, occasion.Name, occasion.Cause, fault.Message);
        return !areFailuresToldAgain && !IsHindered(failure, fault);
    }

    /// <summary>Whether it could not be tried, or not be kept, through no fault of the function's: that is told again.</summary>
    bool IsHindered(Fault? failure, Fault fault) => failure is null
        ? fault.Code is FaultCode.Aborted or FaultCode.Unavailable or FaultCode.ResourceExhausted or FaultCode.Canceled
        : database.Outage.Duration > TimeSpan.Zero;

    [LoggerMessage(Level = LogLevel.Error, Message = "{Function} failed for {Cause}: {Error}")]
    static partial void LogFailed(ILogger log, string function, string cause, string error);
}
