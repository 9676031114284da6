using KaosNet.Domain.Kernel;
using KaosNet.Domain.Purchases;
using KaosNet.Projections.Kernel;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Purchases;

/// <summary>What a player bought stays when the account goes, and is nobody's (parity X2).</summary>
public sealed class OwnedPurchases(Database database) : IOwnedByAccount
{
    /// <summary>Purchases, and subscriptions, that one commit lets go; the rest goes with the commits after it.</summary>
    public const int AtOnceMax = 5000;

    internal string Statement { get; } =
        $"(select true, transaction_id from {database.Schema}.purchases where user_id = $1 limit {AtOnceMax}) " +
        $"union all (select false, original_transaction_id from {database.Schema}.store_subscriptions where user_id = $1 limit {AtOnceMax})";

    public async ValueTask<IReadOnlyList<OwnedStream>> Of(string userId, CancellationToken cancel)
    {
        await using var command = database.Reads.CreateCommand(Statement);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Parse(userId) });
        await using var reader = await database.Query(command, cancel);
        var owned = new List<OwnedStream>();
        while (await reader.ReadAsync(cancel))
        {
            var id = reader.GetString(1);
            owned.Add(reader.GetBoolean(0)
                ? OwnedStream.Of(Purchase.Kind.Of(id), purchase => purchase.OwnerId == userId ? [new PurchaseOwnerLeft()] : [])
                : OwnedStream.Of(StoreSubscription.Kind.Of(id), subscription => subscription.OwnerId == userId ? [new StoreSubscriptionOwnerLeft()] : []));
        }

        return owned;
    }
}
