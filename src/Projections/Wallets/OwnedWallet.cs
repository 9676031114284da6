using KaosNet.Domain.Kernel;
using KaosNet.Domain.Wallets;
using KaosNet.Projections.Kernel;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Wallets;

/// <summary>A player's wallet and its ledger go with the account (parity 8.1).</summary>
public sealed class OwnedWallet(Database database) : IOwnedByAccount
{
    /// <summary>Entries that one commit removes; the rest goes with the commits after it.</summary>
    public const int AtOnceMax = 5000;

    internal string Statement { get; } =
        $"(select null::uuid from {database.Schema}.wallets where user_id = $1) " +
        $"union all (select id from {database.Schema}.wallet_ledger where user_id = $1 limit {AtOnceMax})";

    public async ValueTask<IReadOnlyList<OwnedStream>> Of(string userId, CancellationToken cancel)
    {
        await using var command = database.Reads.CreateCommand(Statement);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Parse(userId) });
        await using var reader = await database.Query(command, cancel);
        var owned = new List<OwnedStream>();
        while (await reader.ReadAsync(cancel))
        {
            owned.Add(reader.IsDBNull(0)
                ? OwnedStream.Of(Wallet.Kind.Of(userId), wallet => wallet.Exists ? [new WalletClosed()] : [])
                : OwnedStream.Of(LedgerEntry.Kind.Of(reader.GetGuid(0).ToString()), entry => entry.Exists ? [new LedgerEntryRemoved()] : []));
        }

        return owned;
    }
}
