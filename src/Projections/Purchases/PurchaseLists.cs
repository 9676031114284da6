using KaosNet.Domain.Kernel;
using KaosNet.Domain.Purchases;
using KaosNet.Projections.Kernel;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Purchases;

/// <summary>What players and modules can ask about what was bought in stores (parity, providers 13).</summary>
public sealed class PurchaseLists(Database database, Cursors cursors)
{
    internal NewestFirst<PurchaseRow> Bought { get; } = new(
        database, cursors, "purchases", "transaction_id", PurchaseRow.Columns, PurchaseRow.Read, row => (row.PurchaseTime, row.TransactionId));

    internal NewestFirst<StoreSubscriptionRow> Subscribed { get; } = new(
        database, cursors, "store_subscriptions", "original_transaction_id", StoreSubscriptionRow.Columns, StoreSubscriptionRow.Read,
        row => (row.PurchaseTime, row.OriginalTransactionId));

    internal string PurchaseStatement { get; } = $"select {PurchaseRow.Columns} from {database.Schema}.purchases where transaction_id = $1";

    internal string SubscriptionStatement { get; } =
        $"select {StoreSubscriptionRow.Columns} from {database.Schema}.store_subscriptions where original_transaction_id = $1";

    /// <summary>Of several subscriptions to one product, such as one after the other, the one that runs longest.</summary>
    internal string OfProductStatement { get; } =
        $"select {StoreSubscriptionRow.Columns} from {database.Schema}.store_subscriptions where user_id = $1 and product_id = $2 "
        + "order by expiry_time desc, original_transaction_id limit 1";

    /// <summary>A page of purchases, the latest first.</summary>
    /// <param name="userId">Whose; null for everybody's.</param>
    /// <param name="limit">How many at most; 1 to <see cref="Limits.PageMax"/>.</param>
    /// <param name="cursor">From an earlier page of the same list; empty for none.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<Answer<StorePage<PurchaseRow>>> Purchases(Guid? userId, int limit, string cursor, CancellationToken cancel = default)
    {
        if (limit is < 1 or > Limits.PageMax) return PurchaseFaults.InvalidLimit;
        return await Bought.Page(userId, limit, cursor, cancel) is { } page ? page : PurchaseFaults.InvalidPurchaseCursor;
    }

    /// <summary>A page of subscriptions, the latest first.</summary>
    /// <param name="userId">Whose; null for everybody's.</param>
    /// <param name="limit">How many at most; 1 to <see cref="Limits.PageMax"/>.</param>
    /// <param name="cursor">From an earlier page of the same list; empty for none.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<Answer<StorePage<StoreSubscriptionRow>>> Subscriptions(Guid? userId, int limit, string cursor, CancellationToken cancel = default)
    {
        if (limit is < 1 or > Limits.PageMax) return PurchaseFaults.InvalidLimit;
        return await Subscribed.Page(userId, limit, cursor, cancel) is { } page ? page : PurchaseFaults.InvalidSubscriptionCursor;
    }

    /// <summary>A purchase by the store's number, or null.</summary>
    public ValueTask<PurchaseRow?> Purchase(string transactionId, CancellationToken cancel = default) =>
        First(PurchaseStatement, PurchaseRow.Read, cancel, new NpgsqlParameter<string> { TypedValue = transactionId });

    /// <summary>A subscription by the store's number of its beginning, or null.</summary>
    public ValueTask<StoreSubscriptionRow?> Subscription(string originalTransactionId, CancellationToken cancel = default) =>
        First(SubscriptionStatement, StoreSubscriptionRow.Read, cancel, new NpgsqlParameter<string> { TypedValue = originalTransactionId });

    /// <summary>A player's subscription to a product, or null.</summary>
    public ValueTask<StoreSubscriptionRow?> Subscription(Guid userId, string productId, CancellationToken cancel = default) => First(
        OfProductStatement, StoreSubscriptionRow.Read, cancel, new NpgsqlParameter<Guid> { TypedValue = userId }, new NpgsqlParameter<string> { TypedValue = productId });

    /// <summary>Texts that clients and modules send may hold U+0000, which no text of the database's does: nothing is found by them.</summary>
    async ValueTask<TRow?> First<TRow>(string statement, Func<NpgsqlDataReader, TRow> read, CancellationToken cancel, params NpgsqlParameter[] parameters)
        where TRow : class
    {
        if (parameters.Any(parameter => parameter is NpgsqlParameter<string> { TypedValue: { } text } && text.Contains('\0'))) return null;
        await using var command = database.Reads.CreateCommand(statement);
        command.Parameters.AddRange(parameters);
        await using var reader = await database.Query(command, cancel);
        return await reader.ReadAsync(cancel) ? read(reader) : null;
    }
}
