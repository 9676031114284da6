using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Storage;
using KaosNet.Domain.Wallets;
using KaosNet.Projections.Storage;
using KaosNet.Scripting.Lua;
using KaosNet.Store.Journal;

namespace KaosNet.Scripting.Nk;

/// <summary>Changes of accounts, stored objects and wallets in one commit (parity 8.2 and runtime.md 10).</summary>
internal static class MultiUpdateFunctions
{
    private const string Multi = "multi_update";
    private const int AccountsMax = 1000;

    public static LuaLibrary AddMultiUpdates(this LuaLibrary library, NkServer server) =>
        library.Add(Multi, (ref LuaCall call) => Update(ref call, server));

    private static LuaResult Update(ref LuaCall call, NkServer server)
    {
        var steps = new List<CommandSequence.Step>();
        if (!call.IsNil(1)) steps.AddRange(Accounts(ref call).Select(CommandSequence.Of));
        var writes = call.IsNil(2) ? [] : call.Writes(2);
        var deletions = call.IsNil(3) ? [] : call.Deletions(3);
        var updates = call.IsNil(4) ? [] : call.WalletUpdates(4);
        var writesLedger = call.OptionalBoolean(5, false);
        if (call.Failed) return call.Fail();

        var writing = new WriteStorageObjects(writes);
        var written = steps.Count;
        if (writes.Count > 0) steps.Add(CommandSequence.Of(writing));
        if (deletions.Count > 0) steps.Add(CommandSequence.Of(new DeleteStorageObjects(deletions)));
        // Answers an empty list when there is nothing to update.
        steps.Add(CommandSequence.Of(new UpdateWallets(updates, writesLedger)));
        var results = call.Perform(Multi, "error running multi update: ", async (caller, cancel) =>
        {
            var answer = await server.Get<IJournal>().Execute(new CommandSequence(steps), caller, cancel);
            if (!answer.IsGranted(out var done, out var fault))
            {
                server.Get<StorageWrites>().Refused(writing, fault);
                return fault;
            }

            return NkJson.Write(json =>
            {
                json.WriteStartArray();
                ObjectJson.WriteAcks(json, writes.Count > 0 ? (IReadOnlyList<StoredObject>)done[written] : []);
                WalletJson.Write(json, (IReadOnlyList<WalletResult>)done[^1]);
                json.WriteEndArray();
            });
        });
        return call.ReturnItems(results, 2);
    }

    private static List<EditAccount> Accounts(ref LuaCall call)
    {
        var edits = new List<EditAccount>();
        foreach (var entry in call.Entries(1, AccountsMax))
        {
            var username = call.TextOf(1, entry, "username");
            edits.Add(new(call.UuidOf(1, entry, "user_id", isMandatory: true) ?? "")
            {
                // An empty one never changes it.
                Username = string.IsNullOrEmpty(username) ? null : username,
                DisplayName = call.TextOf(1, entry, "display_name"),
                Timezone = call.TextOf(1, entry, "timezone"),
                Location = call.TextOf(1, entry, "location"),
                LangTag = call.TextOf(1, entry, "lang_tag"),
                AvatarUrl = call.TextOf(1, entry, "avatar_url"),
                Metadata = call.ObjectOf(1, entry, "metadata"),
            });
            if (call.Failed) break;
        }

        return edits;
    }
}
