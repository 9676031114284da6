using KaosNet.Modules.Accounts;
using KaosNet.Modules.Kernel;
using KaosNet.Modules.Storage;
using KaosNet.Modules.Wallets;

namespace KaosNet.Modules.Transactions;

/// <summary>Several changes in one commit.</summary>
public interface ITransactionFunctions
{
    /// <summary>Changes accounts, stored objects and wallets, all of it or nothing.</summary>
    /// <param name="accountUpdates">Changes of accounts.</param>
    /// <param name="storageWrites">Objects to write.</param>
    /// <param name="storageDeletes">Objects to delete.</param>
    /// <param name="walletUpdates">Changes of wallets.</param>
    /// <param name="updateLedger">Whether the wallets' ledgers get entries.</param>
    [ServerFunction("multi_update", Failure = "error running multi update: ", LuaReturnsMembers = true)]
    ValueTask<MultiUpdated> MultiUpdate(
        [AtMost(1000)] IReadOnlyList<AccountUpdate>? accountUpdates = null,
        [Expects("expects a valid set of keys"), AtMost(10_000)] IReadOnlyList<StorageWrite>? storageWrites = null,
        [Expects("expects a valid set of keys"), AtMost(10_000)] IReadOnlyList<StorageDelete>? storageDeletes = null,
        [Expects("expects a valid set of updates"), AtMost(1000)] IReadOnlyList<WalletUpdate>? walletUpdates = null,
        bool updateLedger = false);
}

/// <summary>What several changes in one commit have come to.</summary>
/// <param name="StorageWriteAcks">The objects that were written.</param>
/// <param name="WalletUpdateAcks">The wallets that were changed.</param>
public sealed record MultiUpdated(IReadOnlyList<StorageAck> StorageWriteAcks, IReadOnlyList<WalletUpdated> WalletUpdateAcks);
