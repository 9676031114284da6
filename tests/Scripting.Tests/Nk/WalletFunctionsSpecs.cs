using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Wallets;
using KaosNet.Projections.Wallets;
using KaosNet.Scripting.Tests.Demo;
using KaosNet.Store;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;

namespace KaosNet.Scripting.Tests.Nk;

/// <summary>Wallets, their ledger and multi updates from modules, on a real database.</summary>
public sealed class WalletFunctionsSpecs
{
    private const string Ann = "00000000-0000-4000-8000-000000000001";
    private const string Bob = "00000000-0000-4000-8000-000000000002";

    private const string Module = """
        local nk = require('nakama')
        local kaos = require('kaos')
        local ann, bob, nobody = '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000009'
        local function rpc(id, f) nk.register_rpc(function(context, payload) return nk.json_encode(f(context, payload)) end, id) end
        local function error_of(f, ...) return (select(2, pcall(f, ...))) end

        rpc('one', function()
          local updated, previous = nk.wallet_update(ann, { coins = 10, gems = 5.0 }, { why = 'start' }, true)
          local again, before = nk.wallet_update(ann, { coins = -3 })
          return { updated.coins, updated.gems, previous.coins == nil, again.coins, before.coins, #nk.wallet_ledger_list(ann) }
        end)
        rpc('many', function()
          local results = nk.wallets_update({
            { user_id = ann, changeset = { c = 5 }, metadata = { n = 1 } }, { user_id = nobody, changeset = { c = -1 } },
            { user_id = bob, changeset = { c = 2 } }, { user_id = ann, changeset = { c = -1 } },
          }, true)
          return { #results, results[1].user_id, results[1].previous.c == nil, results[1].updated.c, results[3].previous.c, results[3].updated.c,
            results[2].user_id, #nk.wallets_update({}) }
        end)
        rpc('refused', function()
          nk.wallet_update(ann, { c = 1 })
          return {
            error_of(nk.wallet_update, ann, { c = -2 }), error_of(nk.wallet_update, nobody, { c = 1 }), error_of(nk.wallet_update, 'ann', { c = 1 }),
            error_of(nk.wallet_update, ann, { c = 1.5 }), error_of(nk.wallet_update, ann, { c = '1' }), error_of(nk.wallet_update, ann),
            error_of(nk.wallet_update, ann, { 1, 2 }),
            error_of(nk.wallets_update, { { user_id = bob, changeset = { c = 1 } }, { user_id = ann, changeset = { c = -2 } } }),
            error_of(nk.wallets_update, { 1 }), error_of(nk.wallets_update, { user_id = ann }), error_of(nk.wallets_update, { { user_id = 'x', changeset = {} } }),
            error_of(nk.wallets_update, { { user_id = ann, changeset = { c = 0.5 } } }), error_of(nk.wallets_update, 'x'),
            error_of(nk.wallet_ledger_list, 'x'), error_of(nk.wallet_ledger_list, ann, 101), error_of(nk.wallet_ledger_list, ann, 10, 'bad'),
            error_of(nk.wallet_ledger_update, 'x', {}), error_of(nk.wallet_ledger_update, nobody, {}), error_of(nk.wallet_ledger_update, nobody),
          }
        end)
        rpc('ledger', function()
          for i = 1, 3 do nk.wallet_update(ann, { c = i }, { i = i, keep = true }, true) end
          local items, cursor = nk.wallet_ledger_list(ann, 2)
          local rest, last = nk.wallet_ledger_list(ann, 2, cursor)
          local item = items[1]
          local changed = nk.wallet_ledger_update(item.id, { i = 'new', more = { 1 } })
          return { #items, item.user_id, item.changeset.c, item.metadata.i, item.create_time > 1700000000, item.update_time == item.create_time, item.cause,
            #rest, rest[1].changeset.c, last, changed.id == item.id, changed.changeset.c, changed.metadata.i, changed.metadata.keep, changed.metadata.more[1] }
        end)
        rpc('reverse', function()
          nk.wallet_update(ann, { c = 5 }, { match = 1 }, true)
          local paid = nk.wallet_ledger_list(ann)[1]
          nk.wallet_update(ann, { c = -3 })
          local refusal = error_of(kaos.wallet_ledger_reverse, paid.id)
          local item = kaos.wallet_ledger_reverse(paid.id, { take_what_is_there = true, metadata = { ticket = 7 }, author = 'ref', reason = 'cheated' })
          local twice = error_of(kaos.wallet_ledger_reverse, paid.id)
          local undone = kaos.wallet_ledger_reverse(item.id)
          local list = nk.wallet_ledger_list(ann)
          return { refusal, item.reverses == paid.id, item.changeset.c, item.shortfall.c, item.metadata.ticket, item.author, item.reason,
            twice == "failed to reverse user wallet ledger: wallet ledger item is already reversed by '" .. item.id .. "'",
            undone.changeset.c, list[3].reversed_by == item.id, error_of(kaos.wallet_ledger_reverse, nobody), error_of(kaos.wallet_ledger_reverse, 'x') }
        end)
        rpc('multi', function()
          local acks, results = nk.multi_update(
            { { user_id = ann, display_name = 'Ann the Rich', location = '', metadata = { skin = 'red', level = 3 } } },
            { { collection = 'bag', key = 'sword', user_id = ann, value = { level = 3 } } },
            { { collection = 'bag', key = 'old', user_id = ann } },
            { { user_id = ann, changeset = { c = 7 }, metadata = { n = 1 } }, { user_id = bob, changeset = { c = 1 } } },
            true)
          local none, nothing = nk.multi_update()
          return { #acks, acks[1].key, #acks[1].version, #results, results[1].updated.c, #nk.wallet_ledger_list(ann), #none, #nothing }
        end)
        rpc('multi_refused', function()
          nk.storage_write({ { collection = 'bag', key = 'old', user_id = ann, value = {} } })
          local poor = error_of(nk.multi_update,
            { { user_id = ann, display_name = 'Never', metadata = { never = true } } }, { { collection = 'bag', key = 'never', user_id = ann, value = {} } },
            { { collection = 'bag', key = 'old', user_id = ann } }, { { user_id = ann, changeset = { never = -1 } } })
          local version = error_of(nk.multi_update, nil, { { collection = 'bag', key = 'old', user_id = ann, value = {}, version = 'x' } }, nil,
            { { user_id = ann, changeset = { never = 1 } } })
          local left = nk.storage_read({ { collection = 'bag', key = 'never', user_id = ann }, { collection = 'bag', key = 'old', user_id = ann } })
          return { poor, version, #left, left[1].key, error_of(nk.multi_update, { { user_id = ann, metadata = 'x' } }),
            error_of(nk.multi_update, { { user_id = ann, metadata = { x = string.rep('x', 16384) } } }),
            error_of(nk.multi_update, { { user_id = 'x' } }), error_of(nk.multi_update, nil, { 1 }), error_of(nk.multi_update, nil, nil, nil, { 1 }) }
        end)
        """;

    [Fact]
    public async Task one_wallet_is_updated()
    {
        await using var world = await Open();
        (await Say(world, "one")).ShouldBe("""[10,5,true,7,10,1]""");
        (await world.Get<IJournal>().Load(Wallet.Kind.Of(Ann))).Balances.ToDictionary().ShouldBe(new Dictionary<string, long> { ["coins"] = 7, ["gems"] = 5 }, ignoreOrder: true);
    }

    [Fact]
    public async Task several_are_updated_together()
    {
        await using var world = await Open();
        (await Say(world, "many")).ShouldBe($"""[3,"{Ann}",true,4,5,4,"{Bob}",0]""");
    }

    [Fact]
    public async Task what_is_wrong_is_told_in_the_references_words()
    {
        await using var world = await Open();
        (await Lines(world, "refused")).ShouldBe(
        [
            "failed to update user wallet: wallet update rejected negative value at path 'c'",
            "user not found",
            "bad argument #1 to wallet_update (expects a valid user id)",
            "bad argument #2 to wallet_update (expects changeset values to be whole numbers)",
            "bad argument #2 to wallet_update (expects changeset values to be whole numbers)",
            "bad argument #2 to wallet_update (table expected, got nil)",
            "error encoding changeset: expects a table of keys and values, not a list",
            "failed to update user wallet: wallet update rejected negative value at path 'c'",
            "bad argument #1 to wallets_update (expects a valid set of updates)",
            "bad argument #1 to wallets_update (expects a valid set of updates)",
            "bad argument #1 to wallets_update (expects a valid user id)",
            "bad argument #1 to wallets_update (expects changeset values to be whole numbers)",
            "bad argument #1 to wallets_update (table expected, got string)",
            "bad argument #1 to wallet_ledger_list (expects a valid user id)",
            "bad argument #2 to wallet_ledger_list (expects limit to be 0-100)",
            "failed to retrieve user wallet ledger: wallet ledger cursor invalid",
            "bad argument #1 to wallet_ledger_update (expects a valid item id)",
            "failed to update user wallet ledger: wallet ledger item not found",
            "bad argument #2 to wallet_ledger_update (table expected, got nil)",
        ]);
        (await world.Get<IJournal>().Load(Wallet.Kind.Of(Bob))).Exists.ShouldBeFalse();
    }

    [Fact]
    public async Task the_ledger_is_listed_and_annotated()
    {
        await using var world = await Open();
        (await Say(world, "ledger")).ShouldBe($"""[2,"{Ann}",3,3,true,true,"rpc ledger",1,1,"",true,3,"new",true,1]""");
    }

    [Fact]
    public async Task an_entry_is_reversed_and_so_is_its_reversal()
    {
        await using var world = await Open();
        (await Say(world, "reverse")).ShouldBe(
            """["failed to reverse user wallet ledger: wallet reversal rejected negative value at path 'c': 5 to take back, 2 there",true,-2,3,7,"ref","cheated",true,2,true,""" +
            "\"failed to reverse user wallet ledger: wallet ledger item not found\",\"bad argument #1 to wallet_ledger_reverse (expects a valid item id)\"]");
        var page = (await world.Get<LedgerLists>().Page(Guid.Parse(Ann), 10, "")).Value;
        page.Rows.Select(row => row.Changeset).ShouldBe(["""{"c": 2}""", """{"c": -2}""", """{"c": 5}"""]);
    }

    [Fact]
    public async Task accounts_objects_and_wallets_change_in_one_commit()
    {
        await using var world = await Open();
        (await Say(world, "multi")).ShouldBe("""[1,"sword",32,2,7,1,0,0]""");
        var account = await world.Get<IJournal>().Load(Account.Kind.Of(Ann));
        (account.DisplayName, account.Metadata).ShouldBe(("Ann the Rich", """{"skin": "red", "level": 3}"""));
        await using var moments = world.Get<Database>().General.CreateCommand(
            $"select count(distinct xmin::text), count(distinct stream_id) from {world.Get<Database>().Schema}.mt_events where headers ->> 'operation' = 'multi_update'");
        await using var reader = await moments.ExecuteReaderAsync();
        await reader.ReadAsync();
        (reader.GetInt64(0), reader.GetInt64(1)).ShouldBe((1, 6));
    }

    [Fact]
    public async Task or_not_at_all()
    {
        await using var world = await Open();
        var lines = await Say(world, "multi_refused");
        lines.ShouldBe(
            """["error running multi update: wallet update rejected negative value at path 'never'","error running multi update: Storage write rejected - version check failed.",1,"old",""" +
            "\"bad argument #1 to multi_update (expects metadata to be a table of keys and values)\"," +
            "\"error running multi update: Account metadata must be a JSON object of at most 16384 characters.\",\"bad argument #1 to multi_update (expects user_id to be a valid ID)\"," +
            "\"bad argument #2 to multi_update (expects a valid set of keys)\",\"bad argument #4 to multi_update (expects a valid set of updates)\"]");
        (await world.Get<IJournal>().Load(Wallet.Kind.Of(Ann))).Exists.ShouldBeFalse();
        var account = await world.Get<IJournal>().Load(Account.Kind.Of(Ann));
        (account.DisplayName, account.Metadata).ShouldBe(("", "{}"));
    }

    private async Task<GameWorld> Open()
    {
        var folder = TestFolder.Create("modules");
        await File.WriteAllTextAsync(Path.Combine(folder, "main.lua"), Module);
        var world = await GameWorld.Open(await TestPostgres.CreateDatabaseAsync(), folder);
        var system = Caller.System("spec", "Spec");
        foreach (var (id, name) in new[] { (Ann, "ann"), (Bob, "bob") })
            (await world.Get<IJournal>().Execute(new CreateAccount(id, name, Identity.Device("phone-of-" + name)), system)).Fault.ShouldBeNull();
        return world;
    }

    private static Task<string> Say(GameWorld world, string rpc) => world.Call(rpc);

    private static async Task<string[]> Lines(GameWorld world, string rpc) => System.Text.Json.JsonSerializer.Deserialize<string[]>(await Say(world, rpc))!;
}
