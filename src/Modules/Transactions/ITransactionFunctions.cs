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

    /// <summary>
    /// Runs work whose changes, whatever functions of the server it calls, are committed together once it has returned, or not at all when it throws. Stored objects, boards
    /// and everything that is decided see what was changed before in it; other lists show none of it until it is committed. The work runs again, up to ten times, when
    /// others changed what it was decided from, unless it did what cannot be done twice (an HTTP request, a new match). It cannot hold another one, and not be part of a
    /// match. In scripts: <c>nk.transaction(function)</c>.
    /// </summary>
    /// <param name="work">What to do; only what its last run did counts.</param>
    /// <typeparam name="T">What it returns.</typeparam>
    /// <exception cref="RefusedException">Nothing has changed: it is too large (code 8), others were too quick (10), or the commit was refused.</exception>
    ValueTask<T> Run<T>(Func<ValueTask<T>> work);

    /// <inheritdoc cref="Run{T}"/>
    async ValueTask Run(Func<ValueTask> work) => await Run(async () =>
    {
        await work();
        return true;
    });
}

/// <summary>What several changes in one commit have come to.</summary>
/// <param name="StorageWriteAcks">The objects that were written.</param>
/// <param name="WalletUpdateAcks">The wallets that were changed.</param>
public sealed record MultiUpdated(IReadOnlyList<StorageAck> StorageWriteAcks, IReadOnlyList<WalletUpdated> WalletUpdateAcks);
