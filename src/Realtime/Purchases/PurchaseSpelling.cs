using KaosNet.Domain.Purchases;
using KaosNet.Projections.Purchases;
using KaosNet.Protocol.Api;

namespace KaosNet.Realtime.Purchases;

/// <summary>Purchases and subscriptions as the wire spells them.</summary>
public static class PurchaseSpelling
{
    /// <summary>A purchase that is kept.</summary>
    public static ValidatedPurchase Of(PurchaseRow row) => new()
    {
        UserId = UserOf(row.UserId),
        ProductId = row.ProductId,
        TransactionId = row.TransactionId,
        Store = (StoreProvider)(int)row.Store,
        PurchaseTime = row.PurchaseTime,
        CreateTime = row.CreateTime,
        UpdateTime = row.UpdateTime,
        RefundTime = row.RefundTime,
        ProviderResponse = row.ProviderResponse,
        Environment = (StoreEnvironment)(int)row.Environment,
        SeenBefore = row.IsSeenBefore,
    };

    /// <summary>A subscription that is kept.</summary>
    /// <param name="row">It.</param>
    /// <param name="now">Whether it runs is a matter of the moment.</param>
    public static ValidatedSubscription Of(StoreSubscriptionRow row, DateTimeOffset now) => new()
    {
        UserId = UserOf(row.UserId),
        ProductId = row.ProductId,
        OriginalTransactionId = row.OriginalTransactionId,
        Store = (StoreProvider)(int)row.Store,
        PurchaseTime = row.PurchaseTime,
        CreateTime = row.CreateTime,
        UpdateTime = row.UpdateTime,
        Environment = (StoreEnvironment)(int)row.Environment,
        ExpiryTime = row.ExpiryTime,
        RefundTime = row.RefundTime,
        ProviderResponse = row.ProviderResponse,
        ProviderNotification = row.ProviderNotification,
        Active = row.IsActive(now),
    };

    /// <summary>A purchase that its store has just confirmed and that is not kept.</summary>
    internal static ValidatedPurchase Of(BoughtProduct bought, string userId, string told) => new()
    {
        UserId = userId,
        ProductId = bought.ProductId,
        TransactionId = bought.TransactionId,
        Store = (StoreProvider)(int)bought.Store,
        PurchaseTime = bought.PurchaseTime,
        RefundTime = bought.RefundTime,
        ProviderResponse = told,
        Environment = (StoreEnvironment)(int)bought.Environment,
    };

    /// <summary>A subscription that its store has just confirmed and that is not kept.</summary>
    internal static ValidatedSubscription Of(BoughtSubscription bought, string userId, DateTimeOffset now) => new()
    {
        UserId = userId,
        ProductId = bought.ProductId,
        OriginalTransactionId = bought.OriginalTransactionId,
        Store = (StoreProvider)(int)bought.Store,
        PurchaseTime = bought.PurchaseTime,
        Environment = (StoreEnvironment)(int)bought.Environment,
        ExpiryTime = bought.ExpiryTime,
        RefundTime = bought.RefundTime,
        ProviderResponse = bought.ProviderResponse ?? "",
        Active = bought.ExpiryTime > now && bought.RefundTime is null,
    };

    /// <summary>What is nobody's shows no user.</summary>
    static string UserOf(Guid userId) => userId == Guid.Empty ? "" : userId.ToString();
}
