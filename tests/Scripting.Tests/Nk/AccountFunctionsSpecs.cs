using System.Text;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Accounts.Linking;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Wallets;
using KaosNet.Modules.Accounts;
using KaosNet.Scripting.Server;
using KaosNet.Scripting.Tests.Demo;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;
using Account = KaosNet.Modules.Accounts.Account;

namespace KaosNet.Scripting.Tests.Nk;

/// <summary>Accounts, players and bans from modules, on a real database.</summary>
public sealed class AccountFunctionsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Module = """
        local nk = require('nakama')
        local dan = '00000000-0000-4000-8000-000000000004'
        local ann, bob, nobody = '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-00000000000f'
        local function rpc(id, f) nk.register_rpc(function(context, payload) return nk.json_encode(f(context, payload) or 'done') end, id) end
        local function names(users)
          local seen = {}
          for i, user in ipairs(users) do seen[i] = user.username end
          table.sort(seen)
          return table.concat(seen, ' ')
        end

        rpc('get', function()
          local account = nk.account_get_id(ann)
          return { account.user_id == ann, account.username, account.user.user_id == ann, account.user.username, account.wallet.coins, account.email,
            account.devices[1].id, account.custom_id, account.disable_time or 'not banned', account.verify_time or 'not verified', account.lang_tag,
            account.create_time > 1700000000, account.edge_count, account.online, account.steam_id or 'no steam' }
        end)
        rpc('find', function()
          return { names(nk.accounts_get_id({ ann, nobody })), names(nk.accounts_get_id({ ann }, { 'device-of-ann', 'device-of-bob', 'no device' })),
            names(nk.accounts_get_id(nil, { 'device-of-bob' })), names(nk.accounts_get_id()), names(nk.accounts_get_id({}, {})) }
        end)
        rpc('update', function()
          nk.account_update_id(ann, { title = 'queen' }, 'anna', 'Anna', 'UTC', 'Riga', 'lv', 'http://a')
          nk.account_update_id(ann, nil, '', '', '', '', '', '')
        end)
        rpc('updated', function()
          local user = nk.users_get_id({ ann })[1]
          return { user.metadata.title, user.username, user.display_name, user.timezone, user.location, user.lang_tag, user.avatar_url }
        end)
        rpc('rename', function() nk.account_update_id(ann, nil, 'ann') end)
        rpc('users', function()
          return { names(nk.users_get_id({ ann, bob, nobody, ann })), names(nk.users_get_id(nil, { 'fb-bob', 'fb-none' })), names(nk.users_get_id({ ann }, { 'fb-bob' })),
            names(nk.users_get_username({ 'ann', 'Bob', 'bob' })), names(nk.users_get_username({ 'a\0' })), names(nk.users_get_username()), names(nk.users_get_id()),
            nk.users_get_id({ bob })[1].facebook_id, nk.users_get_id({ bob })[1].email or 'hidden' }
        end)
        rpc('random', function()
          return { names(nk.users_get_random(1000)), #nk.users_get_random(1), #nk.users_get_random(2), #nk.users_get_random(0), #nk.users_get_random() }
        end)
        rpc('ban', function() nk.users_ban_id({ ann, nobody, ann }) nk.users_ban_id({ ann }) nk.users_ban_id({}) nk.users_ban_id() end)
        rpc('banned', function() return nk.account_get_id(ann).disable_time or 0 end)
        rpc('unban', function() nk.users_unban_id({ ann, nobody }) nk.users_unban_id({ ann, bob }) nk.users_unban_id() end)
        rpc('delete', function() nk.account_delete_id(bob, true) nk.account_delete_id(bob) nk.account_delete_id(nobody) end)

        rpc('ban dan', function() nk.users_ban_id({ dan }) end)

        rpc('no account', function() nk.account_get_id(nobody) end)
        rpc('no id', function() nk.account_get_id('ann') end)
        rpc('no ids', function() nk.accounts_get_id({ 'ann' }) end)
        rpc('no devices', function() nk.accounts_get_id({}, { '' }) end)
        rpc('nothing', function() nk.account_update_id(dan) end)
        rpc('empty', function() nk.account_update_id(dan, nil, '') end)
        rpc('taken', function() nk.account_update_id(dan, nil, 'eve') end)
        rpc('malformed', function() nk.account_update_id(dan, nil, 'a\1') end)
        rpc('long', function() nk.account_update_id(dan, nil, nil, string.rep('x', 256)) end)
        rpc('list', function() nk.account_update_id(dan, { 1, 2 }) end)
        rpc('no table', function() nk.account_update_id(dan, 'x') end)
        rpc('not deleted', function() nk.account_delete_id('x') end)
        rpc('no users', function() nk.users_get_id({ 'ann' }) end)
        rpc('no names', function() nk.users_get_username({ '' }) end)
        rpc('many', function() nk.users_get_random(1001) end)
        rpc('few', function() nk.users_get_random(-2) end)
        rpc('not banned', function() nk.users_ban_id({ 'ann' }) end)
        rpc('not unbanned', function() nk.users_unban_id({ 1 }) end)
        rpc('crowd', function() local all = {} for i = 1, 1001 do all[i] = dan end nk.users_ban_id(all) end)
        """;

    private const string Ann = "00000000-0000-4000-8000-000000000001";
    private const string Bob = "00000000-0000-4000-8000-000000000002";
    private const string Dan = "00000000-0000-4000-8000-000000000004";

    [Fact]
    public async Task accounts_are_read_changed_banned_and_deleted()
    {
        await using var world = await Open();
        (await world.Call("get")).ShouldBe(
            """[true,"ann",true,"ann",5,"ann@example.com","device-of-ann","custom-ann","not banned","not verified","en",true,0,false,"no steam"]""");
        (await world.Call("find")).ShouldBe("""["ann","ann bob","bob","",""]""");
        (await world.Call("users")).ShouldBe("""["ann bob","bob","ann bob","ann bob","","","","fb-bob","hidden"]""");
        (await world.Call("random")).ShouldBe("""["ann bob dan eve",1,2,0,0]""");

        // An empty text leaves a member as it is, so the second change is none.
        (await world.Call("update")).ShouldContain("error while trying to update user: No fields to update.");
        (await world.Call("updated")).ShouldBe("""["queen","anna","Anna","UTC","Riga","lv","http://a"]""");
        (await world.Call("rename")).ShouldBe("\"done\"");

        (await world.Call("ban")).ShouldBe("\"done\"");
        long.Parse(await world.Call("banned")).ShouldBeGreaterThan(1_700_000_000);
        (await world.Call("unban")).ShouldBe("\"done\"");
        (await world.Call("banned")).ShouldBe("0");
        (await world.EventsOf($"account-{Ann}")).Select(happened => happened.Name)
            .ShouldBe(["account_created", "identity_linked", "identity_linked", "account_renamed", "profile_edited", "account_renamed", "account_banned", "account_unbanned"]);

        (await world.Call("delete")).ShouldBe("\"done\"");
        (await world.EventsOf($"account-{Bob}")).Select(happened => (happened.Name, happened.Json)).ToList()[^1].ShouldBe(("account_deleted", """{"is_recorded": true}"""));
        (await world.Call("find")).ShouldBe("""["ann","ann","","",""]""");
    }

    [Fact]
    public async Task what_a_module_does_is_done_in_its_name()
    {
        await using var world = await Open();
        await world.Call("ban dan");
        var banned = (await world.EventsOf($"account-{Dan}"))[^1];
        (banned.Actor, banned.Source, banned.Operation, banned.Cause).ShouldBe(("main", "script", "users_ban_id", "rpc ban dan"));
    }

    [Fact]
    public async Task what_cannot_be_is_an_error_in_the_script()
    {
        await using var world = await Open();
        foreach (var (call, problem) in new[]
        {
            ("no account", "failed to get account: account not found"),
            ("no id", "bad argument #1 to account_get_id (expects user ID to be a valid identifier)"),
            ("no ids", "bad argument #1 to accounts_get_id (expects each user ID to be a valid identifier)"),
            ("no devices", "bad argument #2 to accounts_get_id (expects each device ID to be a non-empty string)"),
            ("nothing", "error while trying to update user: No fields to update."),
            ("empty", "error while trying to update user: No fields to update."),
            ("taken", "error while trying to update user: rpc error: code = AlreadyExists desc = Username is already in use."),
            ("malformed", "error while trying to update user: Username invalid, no spaces or control characters allowed."),
            ("long", "error while trying to update user: Error while trying to update account."),
            ("list", "expects a table of keys and values, not a list"),
            ("no table", "bad argument #2 to account_update_id"),
            ("not deleted", "bad argument #1 to account_delete_id (expects user ID to be a valid identifier)"),
            ("no users", "bad argument #1 to users_get_id (expects each user ID to be a valid identifier)"),
            ("no names", "bad argument #1 to users_get_username (expects each username to be a non-empty string)"),
            ("many", "bad argument #1 to users_get_random (count must be 0-1000)"),
            ("few", "bad argument #1 to users_get_random (count must be 0-1000)"),
            ("not banned", "bad argument #1 to users_ban_id (expects each user ID to be a valid identifier)"),
            ("not unbanned", "bad argument #1 to users_unban_id (expects each user ID to be a valid identifier)"),
            ("crowd", "bad argument #1 to users_ban_id (expects at most 1000 entries)"),
        })
            (await world.Call(call)).ShouldContain(problem, customMessage: call);
    }

    [Fact]
    public void javascript_has_the_user_only_as_a_member_and_nothing_that_is_empty()
    {
        var user = new User { UserId = Guid.Parse(Ann), Username = "ann", CreateTime = DateTimeOffset.UnixEpoch, UpdateTime = DateTimeOffset.UnixEpoch };
        JavaScript(new() { User = user }).ShouldBe("""
            {"user":{"userId":"00000000-0000-4000-8000-000000000001","username":"ann","displayName":"","avatarUrl":"","langTag":"","location":"","timezone":"","online":false,"edgeCount":0,"createTime":0,"updateTime":0,"metadata":{}},"wallet":{}}
            """);
        JavaScript(new() { User = user, Email = "a@b.c", Devices = [new("d")], CustomId = "c", DisableTime = DateTimeOffset.FromUnixTimeSeconds(7) })
            .ShouldEndWith(""","wallet":{},"email":"a@b.c","devices":[{"id":"d"}],"customId":"c","disableTime":7}""");
    }

    private static string JavaScript(Account account) =>
        Shapes.OfJavaScript.Write(account).IsGranted(out var json, out _) ? Encoding.UTF8.GetString(json) : "";

    private async Task<GameWorld> Open()
    {
        var folder = TestFolder.Create("accounts");
        await File.WriteAllTextAsync(Path.Combine(folder, "main.lua"), Module);
        var world = await GameWorld.Open(postgres.ConnectionString, folder);
        // The specs of this class share a database, each with players of its own.
        if ((await world.Get<IJournal>().Load(Domain.Accounts.Account.Kind.Of(Dan))).IsAlive) return world;
        foreach (var (name, id) in new[] { ("ann", Ann), ("bob", Bob), ("dan", Dan), ("eve", "00000000-0000-4000-8000-000000000005") })
            await Do(new CreateAccount(id, name, Identity.Device($"device-of-{name}")));
        await Do(new LinkIdentity(Ann, Identity.Email("ann@example.com"), "$2a$04$hash"));
        await Do(new LinkIdentity(Ann, Identity.Custom("custom-ann")));
        await Do(new LinkIdentity(Bob, new(IdentityKind.Facebook, "fb-bob")));
        await Do(new ReplaceWallet(Ann, """{"coins":5}"""));
        return world;

        async Task Do<T>(Command<T> command) => (await world.Get<IJournal>().Execute(command, Caller.System("spec", "Spec"))).Fault.ShouldBeNull();
    }
}
