using KaosNet.Domain.Purchases;
using KaosNet.Store.Tables;
using Npgsql;

namespace KaosNet.Projections.Purchases;

/// <summary>A subscription in a store.</summary>
/// <param name="OriginalTransactionId">The store's number of its beginning.</param>
/// <param name="UserId">Whose it is; zero for nobody's.</param>
/// <param name="ExpiryTime">Until when it is paid for.</param>
/// <param name="RefundTime">When the store gave the money back, or null.</param>
/// <param name="ProviderResponse">What the store said when it was asked last.</param>
/// <param name="ProviderNotification">What the store told by itself last.</param>
public sealed record StoreSubscriptionRow(
    string OriginalTransactionId,
    Guid UserId,
    PurchaseStore Store,
    string ProductId,
    PurchaseEnvironment Environment,
    DateTimeOffset PurchaseTime,
    DateTimeOffset ExpiryTime,
    DateTimeOffset? RefundTime,
    string ProviderResponse,
    string ProviderNotification,
    DateTimeOffset CreateTime,
    DateTimeOffset UpdateTime)
{
    /// <summary>The columns in the order in which <see cref="Read"/> takes them.</summary>
    internal const string Columns = "original_transaction_id, user_id, store, product_id, environment, purchase_time, expiry_time, refund_time, provider_response, "
        + "provider_notification, create_time, update_time";

    /// <summary>The table: inline, because a player who just subscribed finds it in the list.</summary>
    public static readonly StateTable<StoreSubscription, StoreSubscriptionRow> Table = new(
        "store_subscriptions",
        StoreSubscription.Kind,
        (_, subscription) => subscription.Exists ? [Of(subscription)] : [],
        table => table
            .Text("original_transaction_id", row => row.OriginalTransactionId)
            .Uuid("user_id", row => row.UserId)
            .Whole("store", row => (int)row.Store)
            .Text("product_id", row => row.ProductId)
            .Whole("environment", row => (int)row.Environment)
            .Time("purchase_time", row => row.PurchaseTime)
            .Time("expiry_time", row => row.ExpiryTime)
            .TimeOrNull("refund_time", row => row.RefundTime)
            .Text("provider_response", row => row.ProviderResponse)
            .Text("provider_notification", row => row.ProviderNotification)
            .Time("create_time", row => row.CreateTime)
            .Time("update_time", row => row.UpdateTime)
            .Key("original_transaction_id")
            .Index("store_subscriptions_by_time", "purchase_time, original_transaction_id")
            .Index("store_subscriptions_of_user", "user_id, purchase_time, original_transaction_id"));

    /// <summary>Whether it runs at that moment: paid for, and not refunded.</summary>
    public bool IsActive(DateTimeOffset now) => ExpiryTime > now && RefundTime is null;

    /// <summary>The row that shows a subscription.</summary>
    public static StoreSubscriptionRow Of(StoreSubscription subscription) => new(
        subscription.OriginalTransactionId, PurchaseRow.OwnerOf(subscription.OwnerId), subscription.Store, subscription.ProductId, subscription.Environment,
        subscription.PurchaseTime, subscription.ExpiryTime, subscription.RefundTime, subscription.ProviderResponse, subscription.ProviderNotification,
        subscription.CreateTime, subscription.UpdateTime);

    internal static StoreSubscriptionRow Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetGuid(1), (PurchaseStore)row.GetInt32(2), row.GetString(3), (PurchaseEnvironment)row.GetInt32(4),
        row.GetFieldValue<DateTimeOffset>(5), row.GetFieldValue<DateTimeOffset>(6), row.IsDBNull(7) ? null : row.GetFieldValue<DateTimeOffset>(7),
        row.GetString(8), row.GetString(9), row.GetFieldValue<DateTimeOffset>(10), row.GetFieldValue<DateTimeOffset>(11));
}
