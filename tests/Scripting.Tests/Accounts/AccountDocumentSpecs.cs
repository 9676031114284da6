using System.Text.Json.Nodes;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Scripting.Tests.CSharp;
using KaosNet.Scripting.Tests.Demo;
using KaosNet.Scripting.Tests.Server;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;

namespace KaosNet.Scripting.Tests.Accounts;

/// <summary>Accounts handed out as documents and taken over from them, in all languages of modules, on a real database (parity console-infra.md).</summary>
public sealed class AccountDocumentSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Ann = "00000000-0000-4000-8000-000000000001";
    private const string Bob = "00000000-0000-4000-8000-000000000002";
    private const string Cid = "00000000-0000-4000-8000-000000000003";
    private const string Nobody = "00000000-0000-4000-8000-00000000000f";

    private const string Module = """
        local nk = require('nakama')
        local ann, bob = '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'
        nk.register_rpc(function(context, payload)
          nk.account_update_id(ann, { title = 'queen' }, nil, 'Anna', 'UTC', 'Riga', 'lv', 'http://a')
          nk.wallet_update(ann, { coins = 5 }, { why = 'gift' }, true)
          nk.storage_write({ { collection = 'bag', key = 'sword', user_id = ann, value = { damage = 3 }, permission_read = 2, permission_write = 0 },
            { collection = 'bag', key = 'bow', user_id = ann, value = { damage = 1 } }, { collection = 'cup', key = 'old', user_id = bob, value = { a = 1 } } })
          nk.friends_add(ann, 'ann', { bob }, {})
          nk.group_create(ann, 'knights', ann)
          nk.channel_message_send(nk.channel_id_build(ann, 'hall', 1), { text = 'hi' }, ann, 'ann', true)
          nk.leaderboard_create('cup', true)
          nk.leaderboard_record_write('cup', ann, 'ann', 7)
          nk.notification_send(ann, 'told', { n = 1 }, 1, nil, true)
          return 'done'
        end, 'live')
        nk.register_rpc(function(context, payload) return nk.account_export_id(payload) end, 'export')
        nk.register_rpc(function(context, payload)
          local account = nk.account_import_id(payload)
          return account.user_id .. ' ' .. account.username .. ' ' .. tostring(account.wallet.coins)
        end, 'import')
        nk.register_rpc(function(context, payload) return nk.account_import_id(payload, bob).username end, 'import into bob')
        nk.register_rpc(function(context, payload)
          local said = {}
          for i, text in ipairs({ '', 'x', '{}', '{"account":{}}', '{"account":{"user":{"id":"x"}}}', '{"account":{"user":{"id":"00000000-0000-0000-0000-000000000000"}}}' }) do
            said[i] = select(2, pcall(nk.account_import_id, text))
          end
          said[#said + 1] = select(2, pcall(nk.account_import_id, payload, 'x'))
          said[#said + 1] = select(2, pcall(nk.account_import_id, payload, '00000000-0000-4000-8000-00000000000f'))
          said[#said + 1] = select(2, pcall(nk.account_export_id, '00000000-0000-4000-8000-00000000000f'))
          said[#said + 1] = select(2, pcall(nk.account_export_id, 'x'))
          return table.concat(said, '\n')
        end, 'refused')
        """;

    [Fact]
    public async Task all_that_belongs_to_a_player_is_handed_out_and_taken_over()
    {
        await using var world = await Open();
        (await world.Call("live")).ShouldBe("done");
        var text = await world.Call("export", Ann);
        var document = JsonNode.Parse(text)!;

        document["account"]!["user"]!["id"]!.GetValue<string>().ShouldBe(Ann);
        Members(document["account"]!["user"]!, "username", "display_name", "location", "metadata", "steam_id").ShouldBe("""["ann","Anna","Riga","{\"title\": \"queen\"}",null]""");
        Members(document["account"]!, "wallet", "email", "devices").ShouldBe("""["{\"coins\": 5}","ann@example.com",[{"id":"device-of-ann"}]]""");
        text.ShouldNotContain("$2a$04$hash");
        One(document, "objects", 1, "collection", "key", "value", "permission_read").ShouldBe("""["bag","sword","{\"damage\": 3}",2]""");
        One(document, "friends", 0, "user", "state").ShouldBe($$"""[{"id":"{{Bob}}"},1]""");
        One(document, "groups", 0, "name", "edge_count").ShouldBe("""["knights",1]""");
        One(document, "messages", 0, "room_name", "content", "sender_id").ShouldBe($$"""["hall","{\"text\": \"hi\"}","{{Ann}}"]""");
        One(document, "leaderboard_records", 0, "leaderboard_id", "score", "num_score").ShouldBe("""["cup","7",1]""");
        One(document, "notifications", 0, "subject", "content", "code").ShouldBe("""["told","{\"n\": 1}",1]""");
        One(document, "wallet_ledgers", 0, "changeset", "metadata", "user_id").ShouldBe("""["{\"coins\": 5}","{\"why\": \"gift\"}",null]""");

        // The same player under another id, as another server would see the document.
        (await world.Call("import", text)).ShouldContain("error importing account: User identifier already exists.");
        var other = Other(text, Cid, "cid");
        (await world.Call("import", other)).ShouldBe($"{Cid} cid 5");
        var copy = JsonNode.Parse(await world.Call("export", Cid))!;
        Members(copy["account"]!["user"]!, "display_name", "timezone", "metadata", "create_time").ShouldBe(
            Members(document["account"]!["user"]!, "display_name", "timezone", "metadata", "create_time"));
        copy["objects"]!.ToJsonString().ShouldBe(document["objects"]!.ToJsonString().Replace(Ann, Cid));
        foreach (var list in new[] { "friends", "groups", "messages", "leaderboard_records", "notifications", "wallet_ledgers" })
            copy[list]!.AsArray().ShouldBeEmpty(list);
        (await world.Call("import", Other(text, Nobody, "ann"))).ShouldContain("error importing account: Username already in use.");
        (await world.Call("import", Other(text, Nobody, "cid2").Replace("device-of-cid2", "device-of-cid"))).ShouldContain("User identifier already exists.");
        (await world.Call("export", Nobody)).ShouldContain("error exporting account: account not found");

        // Into bob: metadata, wallet and objects, and nothing else.
        (await world.Call("import into bob", text)).ShouldBe("bob");
        var bob = JsonNode.Parse(await world.Call("export", Bob))!;
        Members(bob["account"]!["user"]!, "username", "display_name", "metadata").ShouldBe("""["bob",null,"{\"title\": \"queen\"}"]""");
        Members(bob["account"]!, "wallet", "email").ShouldBe("""["{\"coins\": 5}",null]""");
        bob["objects"]!.ToJsonString().ShouldBe(document["objects"]!.ToJsonString().Replace(Ann, Bob));
        (await world.EventsOf($"object-cup/old/{Bob}")).Select(happened => (happened.Name, happened.Operation)).ShouldBe(
            [("storage_object_written", "storage_write"), ("storage_object_deleted", "account_import_id")]);

        (await world.Call("refused", text)).Split('\n').ShouldBe(
        [
            "bad argument #1 to account_import_id (expects data string)", "error importing account: malformed JSON: 'x' is an invalid start of a value. LineNumber: 0 | BytePositionInLine: 0.",
            "error importing account: expects a document with an account", "error importing account: expects a document with an account",
            "error importing account: expects an account with a valid user ID", "error importing account: expects an account with a valid user ID",
            "bad argument #2 to account_import_id (expects user ID to be a valid identifier)", "error importing account: account not found",
            "error exporting account: account not found", "bad argument #1 to account_export_id (expects user ID to be a valid identifier)",
        ]);

        // The other languages have the same.
        using var script = new JavaScriptBench(world.Get<IServiceProvider>());
        script.Run($"const data = nk.accountExportId('{Cid}'); return [JSON.parse(data).objects.length, nk.accountImportId(data, '{Bob}').user.username];").ShouldBe("""[2,"bob"]""");
        using var module = await CSharpBench.Of(
            $$"""
            setup.Rpc("f", async (context, payload) =>
            {
                var data = await context.Nk.Accounts.Export(Guid.Parse("{{Cid}}"));
                return (await context.Nk.Accounts.Import(data, Guid.Parse("{{Bob}}"))).User.Username + data.Contains("wallet_ledgers");
            });
            """,
            services: world.Get<IServiceProvider>());
        (await module.Say()).ShouldBe("bobTrue");
    }

    private static string Other(string document, string id, string name) =>
        document.Replace(Ann, id).Replace("\"ann\"", $"\"{name}\"").Replace("device-of-ann", $"device-of-{name}").Replace("ann@example", $"{name}@example");

    private static string One(JsonNode document, string list, int at, params string[] names) => Members(document[list]![at]!, names);

    private static string Members(JsonNode of, params string[] names) =>
        new JsonArray([.. names.Select(name => of[name]?.DeepClone())]).ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private async Task<GameWorld> Open()
    {
        var folder = TestFolder.Create("documents");
        await File.WriteAllTextAsync(Path.Combine(folder, "main.lua"), Module);
        var world = await GameWorld.Open(postgres.ConnectionString, folder);
        await Do(new CreateAccount(Ann, "ann", Identity.Device("device-of-ann")));
        await Do(new CreateAccount(Bob, "bob", Identity.Device("device-of-bob")));
        await Do(new Domain.Accounts.Linking.LinkIdentity(Ann, Identity.Email("ann@example.com"), "$2a$04$hash"));
        return world;

        async Task Do<T>(Command<T> command) => (await world.Get<IJournal>().Execute(command, Caller.System("spec", "Spec"))).Fault.ShouldBeNull();
    }
}
