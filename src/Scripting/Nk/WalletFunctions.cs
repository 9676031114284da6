using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Wallets;
using KaosNet.Projections.Wallets;
using KaosNet.Scripting.Lua;
using KaosNet.Store.Journal;

namespace KaosNet.Scripting.Nk;

/// <summary>Wallets and their ledger for modules (parity section 8 and runtime.md 10), and the reversal of entries, which is ours.</summary>
internal static class WalletFunctions
{
    private const string UpdateOne = "wallet_update";
    private const string UpdateMany = "wallets_update";
    private const string ListLedger = "wallet_ledger_list";
    private const string UpdateLedger = "wallet_ledger_update";
    private const string ReverseLedger = "wallet_ledger_reverse";
    private const string UpdateFailed = "failed to update user wallet: ";
    private const int ListLimit = 100;

    public static LuaLibrary AddWallets(this LuaLibrary library, NkServer server) => library
        .Add(UpdateOne, (ref LuaCall call) => Update(ref call, server))
        .Add(UpdateMany, (ref LuaCall call) => UpdateAll(ref call, server))
        .Add(ListLedger, (ref LuaCall call) => List(ref call, server))
        .Add(UpdateLedger, (ref LuaCall call) => Annotate(ref call, server))
        .Add(ReverseLedger, (ref LuaCall call) => Reverse(ref call, server));

    private static LuaResult Update(ref LuaCall call, NkServer server)
    {
        var user = call.WalletId(1, "expects a valid user id");
        var changeset = call.IsNil(2) && !call.Table(2) ? null : call.OptionalObject(2, "error encoding changeset");
        var amounts = changeset is null ? [] : call.Changeset(2, changeset);
        var metadata = call.OptionalObject(3, "error encoding metadata");
        var writesLedger = call.OptionalBoolean(4, false);
        if (call.Failed) return call.Fail();

        var command = new UpdateWallets([new(user.ToString(), amounts, metadata ?? "{}")], writesLedger);
        var updated = call.Perform(UpdateOne, "", async (caller, cancel) =>
        {
            var answer = await server.Get<IJournal>().Execute(command, caller, cancel);
            if (!answer.IsGranted(out var results, out var fault)) return fault with { Message = UpdateFailed + fault.Message };
            return results is [var result] ? NkJson.Write(json => WalletJson.WriteBoth(json, result)) : WalletFaults.UserNotFound;
        });
        return call.ReturnItems(updated, 2);
    }

    private static LuaResult UpdateAll(ref LuaCall call, NkServer server)
    {
        var updates = call.WalletUpdates(1);
        var writesLedger = call.OptionalBoolean(2, false);
        if (call.Failed) return call.Fail();
        return call.ReturnJson(call.Perform(UpdateMany, UpdateFailed, async (caller, cancel) =>
        {
            var answer = await server.Get<IJournal>().Execute(new UpdateWallets(updates, writesLedger), caller, cancel);
            return answer.IsGranted(out var results, out var fault) ? NkJson.Write(json => WalletJson.Write(json, results)) : fault;
        }));
    }

    private static LuaResult List(ref LuaCall call, NkServer server)
    {
        var user = call.WalletId(1, "expects a valid user id");
        var limit = call.OptionalInteger(2, ListLimit);
        var cursor = call.OptionalText(3, "")!;
        if (limit is < 0 or > Limits.PageMax) call.Wrong(2, "expects limit to be 0-100");
        if (call.Failed) return call.Fail();
        var page = call.Perform(ListLedger, "failed to retrieve user wallet ledger: ", async (_, cancel) =>
        {
            var answer = await server.Get<LedgerLists>().Page(user, (int)limit, cursor, cancel: cancel);
            return answer.IsGranted(out var found, out var fault) ? NkJson.Write(json => WalletJson.Write(json, found)) : fault;
        });
        return call.ReturnItems(page, 2);
    }

    private static LuaResult Annotate(ref LuaCall call, NkServer server)
    {
        var item = call.WalletId(1, "expects a valid item id");
        var metadata = call.IsNil(2) && !call.Table(2) ? null : call.OptionalObject(2, "error encoding metadata");
        if (call.Failed) return call.Fail();
        return call.ReturnJson(call.Perform(UpdateLedger, "failed to update user wallet ledger: ", async (caller, cancel) =>
        {
            var answer = await server.Get<IJournal>().Execute(new UpdateLedgerMetadata(item.ToString(), metadata ?? "{}"), caller, cancel);
            return Entry(answer);
        }));
    }

    private static LuaResult Reverse(ref LuaCall call, NkServer server)
    {
        var item = call.WalletId(1, "expects a valid item id");
        var given = call.OptionalObject(2, "error encoding options");
        if (call.Failed) return call.Fail();
        using var options = JsonDocument.Parse(given ?? "{}");
        var (takesWhatIsThere, metadata) = (call.FlagOf(2, options.RootElement, "take_what_is_there"), call.ObjectOf(2, options.RootElement, "metadata"));
        var (author, reason) = (call.TextOf(2, options.RootElement, "author"), call.TextOf(2, options.RootElement, "reason"));
        if (call.Failed) return call.Fail();
        return call.ReturnJson(call.Perform(ReverseLedger, "failed to reverse user wallet ledger: ", async (caller, cancel) =>
        {
            var journal = server.Get<IJournal>();
            // Whose it is never changes, so that may well be looked up before.
            var entry = await journal.Load(LedgerEntry.Kind.Of(item.ToString()), cancel);
            if (!entry.Exists) return WalletFaults.ItemNotFound;
            return Entry(await journal.Execute(
                new ReverseLedgerEntry(entry.UserId, entry.Id)
                {
                    TakesWhatIsThere = takesWhatIsThere,
                    Metadata = metadata ?? "{}",
                    Author = string.IsNullOrEmpty(author) ? null : author,
                    Reason = string.IsNullOrEmpty(reason) ? null : reason,
                },
                caller,
                cancel));
        }));
    }

    private static Answer<byte[]> Entry(Answer<LedgerEntry> answer) =>
        answer.IsGranted(out var entry, out var fault) ? NkJson.Write(json => WalletJson.Write(json, LedgerRow.Of(entry))) : fault;
}
