using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Storage;
using KaosNet.Domain.Wallets;
using KaosNet.Modules;
using KaosNet.Modules.Accounts;
using KaosNet.Modules.Storage;
using KaosNet.Modules.Transactions;
using KaosNet.Projections.Storage;
using KaosNet.Store.Journal;
using KaosNet.Store.Journal.Transactions;
using WalletUpdate = KaosNet.Modules.Wallets.WalletUpdate;

namespace KaosNet.Scripting.Server;

/// <summary>Changes of accounts, stored objects and wallets in one commit (parity 8.2 and runtime.md 10).</summary>
internal sealed class TransactionFunctions(ServerApi api) : ITransactionFunctions
{
    public async ValueTask<MultiUpdated> MultiUpdate(
        IReadOnlyList<AccountUpdate>? accountUpdates,
        IReadOnlyList<StorageWrite>? storageWrites,
        IReadOnlyList<StorageDelete>? storageDeletes,
        IReadOnlyList<WalletUpdate>? walletUpdates,
        bool updateLedger)
    {
        List<CommandSequence.Step> steps = [.. (accountUpdates ?? []).Select(update => CommandSequence.Of(Editing(update)))];
        var writing = StorageFunctions.Writing(storageWrites ?? []);
        var written = steps.Count;
        if (storageWrites is { Count: > 0 }) steps.Add(CommandSequence.Of(writing));
        if (storageDeletes is { Count: > 0 }) steps.Add(CommandSequence.Of(StorageFunctions.Deleting(storageDeletes)));
        // Answers an empty list when there is nothing to update.
        steps.Add(CommandSequence.Of(WalletFunctions.Updating(walletUpdates ?? [], updateLedger)));
        var answer = await api.Get<IJournal>().Execute(new CommandSequence(steps), api.Caller, api.Cancel);
        if (answer.Fault is { } fault) api.Get<StorageWrites>().Refused(writing, fault);
        var done = ServerApi.Granted(answer);
        return new(
            storageWrites is { Count: > 0 } ? [.. ((IReadOnlyList<StoredObject>)done[written]).Select(StorageFunctions.Ack)] : [],
            [.. ((IReadOnlyList<WalletResult>)done[^1]).Select(WalletFunctions.Of)]);
    }

    public async ValueTask<T> Run<T>(Func<ValueTask<T>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (JournalTransaction.Current is not null) throw new RefusedException(StatusCode.FailedPrecondition, "a transaction cannot hold another one");
        return ServerApi.Granted(await api.Get<TransactionRunner>().Run<T>(async _ => await work(), isOnlyRepeatedIfSafe: true, api.Cancel));
    }

    private static EditAccount Editing(AccountUpdate update) => new(update.UserId.ToString())
    {
        // An empty one never changes it.
        Username = string.IsNullOrEmpty(update.Username) ? null : update.Username,
        DisplayName = update.DisplayName,
        Timezone = update.Timezone,
        Location = update.Location,
        LangTag = update.LangTag,
        AvatarUrl = update.AvatarUrl,
        Metadata = update.Metadata?.Text,
    };
}
