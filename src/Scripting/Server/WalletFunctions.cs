using KaosNet.Domain.Wallets;
using KaosNet.Modules;
using KaosNet.Modules.Wallets;
using KaosNet.Projections.Wallets;
using KaosNet.Store.Journal;
using LedgerPage = KaosNet.Modules.Wallets.LedgerPage;
using WalletUpdate = KaosNet.Modules.Wallets.WalletUpdate;

namespace KaosNet.Scripting.Server;

/// <summary>Wallets and their ledger for modules (parity section 8 and runtime.md 10), and the reversal of entries, which is ours.</summary>
internal sealed class WalletFunctions(ServerApi api) : IWalletFunctions
{
    public async ValueTask<WalletUpdated> Update(Guid userId, IReadOnlyDictionary<string, long> changeset, JsonText? metadata, bool updateLedger)
    {
        var command = Updating([new() { UserId = userId, Changeset = changeset, Metadata = metadata }], updateLedger);
        var answer = await api.Get<IJournal>().Execute(command, api.Caller, api.Cancel);
        // Only this refusal has something in front of it.
        if (answer.Fault is { } fault) throw new RefusedException((StatusCode)(int)fault.Code, "failed to update user wallet: " + fault.Message);
        return answer.Value is [var result] ? Of(result) : throw new RefusedException((StatusCode)(int)WalletFaults.UserNotFound.Code, WalletFaults.UserNotFound.Message);
    }

    public async ValueTask<IReadOnlyList<WalletUpdated>> UpdateMany(IReadOnlyList<WalletUpdate> updates, bool updateLedger) =>
        [.. (await api.Execute(Updating(updates, updateLedger))).Select(Of)];

    public async ValueTask<LedgerPage> ListLedger(Guid userId, int limit, string cursor)
    {
        var page = ServerApi.Granted(await api.Get<LedgerLists>().Page(userId, limit, cursor, cancel: api.Cancel));
        return new([.. page.Rows.Select(Of)], page.Next);
    }

    public async ValueTask<LedgerItem> UpdateLedger(Guid itemId, JsonText metadata) =>
        Of(LedgerRow.Of(await api.Execute(new UpdateLedgerMetadata(itemId.ToString(), metadata.Text))));

    public async ValueTask<LedgerItem> Reverse(Guid itemId, LedgerReversal? options)
    {
        // Whose it is never changes, so that may well be looked up before.
        var entry = await api.Get<IJournal>().Load(LedgerEntry.Kind.Of(itemId.ToString()), api.Cancel);
        if (!entry.Exists) throw new RefusedException((StatusCode)(int)WalletFaults.ItemNotFound.Code, WalletFaults.ItemNotFound.Message);
        return Of(LedgerRow.Of(await api.Execute(new ReverseLedgerEntry(entry.UserId, entry.Id)
        {
            TakesWhatIsThere = options?.TakeWhatIsThere ?? false,
            Metadata = options?.Metadata?.Text ?? "{}",
            Author = string.IsNullOrEmpty(options?.Author) ? null : options.Author,
            Reason = string.IsNullOrEmpty(options?.Reason) ? null : options.Reason,
        })));
    }

    /// <summary>The command that updates.</summary>
    public static UpdateWallets Updating(IReadOnlyList<WalletUpdate> updates, bool updateLedger) =>
        new([.. updates.Select(update => new Domain.Wallets.WalletUpdate(update.UserId.ToString(), update.Changeset, update.Metadata?.Text ?? "{}"))], updateLedger);

    /// <summary>What a wallet has become.</summary>
    public static WalletUpdated Of(WalletResult result) => new(result.Updated, result.Previous, Guid.Parse(result.UserId));

    private static LedgerItem Of(LedgerRow row) => new()
    {
        Id = row.Id,
        UserId = row.UserId,
        CreateTime = row.CreateTime,
        UpdateTime = row.UpdateTime,
        Changeset = row.Changeset,
        Metadata = row.Metadata,
        Cause = row.Cause,
        Correlation = row.Correlation,
        Reverses = row.Reverses?.ToString(),
        ReversedBy = row.ReversedBy?.ToString(),
        Shortfall = row.Shortfall == "{}" ? default(JsonText?) : new JsonText(row.Shortfall),
        Author = row.Author,
        Reason = row.Reason,
    };
}
