using KaosNet.Domain.Purchases;
using KaosNet.Store.Tables;
using Npgsql;

namespace KaosNet.Projections.Purchases;

/// <summary>A purchase in a store.</summary>
/// <param name="TransactionId">The store's number of it.</param>
/// <param name="UserId">Whose it is; zero for nobody's.</param>
/// <param name="ProviderResponse">What the store said.</param>
/// <param name="RefundTime">When the store gave the money back, or null.</param>
public sealed record PurchaseRow(
    string TransactionId,
    Guid UserId,
    PurchaseStore Store,
    string ProductId,
    PurchaseEnvironment Environment,
    DateTimeOffset PurchaseTime,
    DateTimeOffset? RefundTime,
    string ProviderResponse,
    DateTimeOffset CreateTime,
    DateTimeOffset UpdateTime)
{
    /// <summary>The columns in the order in which <see cref="Read"/> takes them.</summary>
    internal const string Columns =
        "transaction_id, user_id, store, product_id, environment, purchase_time, refund_time, provider_response, create_time, update_time";

    /// <summary>The table: inline, because server code asks for what a player just handed in.</summary>
    public static readonly StateTable<Purchase, PurchaseRow> Table = new(
        "purchases",
        Purchase.Kind,
        (_, purchase) => purchase.Exists ? [Of(purchase)] : [],
        table => table
            .Text("transaction_id", row => row.TransactionId)
            .Uuid("user_id", row => row.UserId)
            .Whole("store", row => (int)row.Store)
            .Text("product_id", row => row.ProductId)
            .Whole("environment", row => (int)row.Environment)
            .Time("purchase_time", row => row.PurchaseTime)
            .TimeOrNull("refund_time", row => row.RefundTime)
            .Text("provider_response", row => row.ProviderResponse)
            .Time("create_time", row => row.CreateTime)
            .Time("update_time", row => row.UpdateTime)
            .Key("transaction_id")
            .Index("purchases_by_time", "purchase_time, transaction_id")
            .Index("purchases_of_user", "user_id, purchase_time, transaction_id"));

    /// <summary>Whether it was handed in again, or refunded, since it was kept.</summary>
    public bool IsSeenBefore => UpdateTime > CreateTime;

    /// <summary>The row that shows a purchase.</summary>
    public static PurchaseRow Of(Purchase purchase) => new(
        purchase.TransactionId, OwnerOf(purchase.OwnerId), purchase.Store, purchase.ProductId, purchase.Environment, purchase.PurchaseTime, purchase.RefundTime,
        purchase.ProviderResponse, purchase.CreateTime, purchase.UpdateTime);

    internal static PurchaseRow Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetGuid(1), (PurchaseStore)row.GetInt32(2), row.GetString(3), (PurchaseEnvironment)row.GetInt32(4),
        row.GetFieldValue<DateTimeOffset>(5), row.IsDBNull(6) ? null : row.GetFieldValue<DateTimeOffset>(6), row.GetString(7),
        row.GetFieldValue<DateTimeOffset>(8), row.GetFieldValue<DateTimeOffset>(9));

    internal static Guid OwnerOf(string userId) => userId.Length == 0 ? Guid.Empty : Guid.Parse(userId);
}
