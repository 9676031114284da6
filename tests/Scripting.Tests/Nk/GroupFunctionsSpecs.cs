using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Scripting.Tests.Demo;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;

namespace KaosNet.Scripting.Tests.Nk;

/// <summary>Groups from modules, on a real database.</summary>
public sealed class GroupFunctionsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Ann = "00000000-0000-4000-8000-000000000001";
    private const string Bob = "00000000-0000-4000-8000-000000000002";
    private const string Cid = "00000000-0000-4000-8000-000000000003";

    private const string Module = """
        local nk = require('nakama')
        local ann, bob, cid = '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000003'
        local nobody = '00000000-0000-4000-8000-0000000000ff'
        local function rpc(id, f) nk.register_rpc(function(context, payload) return nk.json_encode(f(context, payload)) end, id) end
        local function find(name) return nk.groups_list(name, nil, nil)[1] end
        local function roster(id, state)
          local users = nk.group_users_list(id, 100, state)
          local names = {}
          for i, entry in ipairs(users) do names[i] = entry.user.username .. entry.state end
          return table.concat(names, ' ')
        end

        rpc('create', function()
          local g = nk.group_create(ann, 'Clan', bob, 'de', 'We play', 'http://a', true, { b = 1, a = { 2 } }, 5)
          local plain = nk.group_create(ann, 'Plain')
          return { g.name, g.creator_id == bob, g.lang_tag, g.description, g.avatar_url, g.open, g.metadata.a[1], g.max_count, g.edge_count,
            g.create_time > 1700000000, plain.creator_id, plain.open, plain.max_count, plain.lang_tag }
        end)
        rpc('run', function()
          local id = find('Clan').id
          local seen = {}
          local function look() seen[#seen + 1] = roster(id) end
          nk.group_user_join(id, bob, 'whoever') look()
          nk.group_users_add(id, { cid }, ann) look()
          nk.group_users_promote(id, { cid, bob }) look()
          nk.group_users_demote(id, { cid }, ann) look()
          nk.group_users_ban(id, { cid }, bob) look()
          seen[#seen + 1] = roster(id, 4)
          nk.group_users_kick(id, { cid, bob }) look()
          nk.group_users_add(id, {}) look()
          nk.group_users_add(id, { bob }) nk.group_user_leave(id, bob, 'bob') look()
          return seen
        end)
        rpc('update', function()
          local id = find('Clan').id
          nk.group_update(id, nil, 'Guild', cid, '', '', '', nil, { c = 3 }, 9)
          local g = find('guild')
          nk.group_update(id, ann, '', '', 'fr', 'New', 'http://b', false)
          local h = find('guild')
          return { g.name, g.creator_id == cid, g.lang_tag, g.open, g.metadata.c, g.max_count, h.lang_tag, h.description, h.open }
        end)
        rpc('lists', function()
          for i = 1, 5 do nk.group_create(ann, 'Team ' .. i, nil, 'x' .. i % 2) end
          local first, cursor = nk.groups_list('team%', nil, nil, nil, 3)
          local second, none = nk.groups_list('team%', nil, nil, nil, 3, cursor)
          local page, more = nk.user_groups_list(ann, 2)
          local rest = nk.user_groups_list(ann, 100, nil, more)
          local by_id = nk.groups_get_id({ first[1].id, second[1].id, nobody })
          return { #first, type(cursor), #second, type(none), page[1].state, #page + #rest, #by_id, #nk.groups_get_id(), #nk.groups_get_random(3),
            #nk.groups_get_random(), #nk.groups_list('', 'x1', nil, 1), #nk.user_groups_list(ann, 10, 4), #nk.group_users_list(nobody) }
        end)
        rpc('delete', function() nk.group_delete(find('Plain').id) return #nk.groups_list('Plain', nil, nil) end)
        rpc('refuse', function(context, payload)
          local team = find('Team 1').id
          local calls = {
            taken = function() nk.group_create(ann, 'Team 1') end,
            nobody = function() nk.group_create(nobody, 'Nobodys') end,
            unnamed = function() nk.group_create(ann, '') end,
            list = function() nk.group_create(ann, 'List', nil, '', '', '', false, { 1, 2 }) end,
            gone = function() nk.group_delete(nobody) end,
            add = function() nk.group_users_add(team, { nobody }) end,
            rights = function() nk.group_users_kick(team, { ann }, cid) end,
            id = function() nk.group_users_ban(team, { 'cid' }) end,
            open = function() nk.groups_list('a', 'b') end,
            state = function() nk.group_users_list(team, 1, 5) end,
            limit = function() nk.group_users_list(team, 10001) end,
            cursor = function() nk.group_users_list(team, 1, nil, 'bad') end,
            last = function() nk.group_users_add(team, { bob }) nk.group_user_leave(team, ann, 'ann') end,
            random = function() nk.groups_get_random(1001) end,
            both = function() nk.groups_list('a', 'b', nil) end,
          }
          calls[payload]()
        end)
        """;

    [Fact]
    public async Task groups_are_founded_run_edited_listed_and_ended_and_refusals_are_script_errors()
    {
        await using var world = await Open();
        (await world.Call("create")).ShouldBe(
            """["Clan",true,"de","We play","http://a",true,2,5,1,true,"00000000-0000-0000-0000-000000000000",false,100,"en"]""");
        (await world.Call("run")).ShouldBe(
            """["ann0 bob2","ann0 bob2 cid2","ann0 bob1 cid1","ann0 bob1 cid2","ann0 bob1","cid4","ann0","ann0","ann0"]""");
        (await world.Call("update")).ShouldBe("""["Guild",true,"de",true,3,9,"fr","New",false]""");
        (await world.Call("lists")).ShouldBe("""[3,"string",2,"nil",0,7,2,0,3,0,3,0,0]""");
        (await world.Call("delete")).ShouldBe("0");
        foreach (var (what, refusal) in Refusals) (await world.Call("refuse", what)).ShouldBe("13: " + refusal);
    }

    private static readonly (string What, string Refusal)[] Refusals =
    [
        ("taken", "error while trying to create group: group name is in use"),
        ("nobody", "error while trying to create group: user not found"),
        ("unnamed", "bad argument #2 to group_create (expects group name not be empty)"),
        ("list", "error encoding metadata: expects a table of keys and values, not a list"),
        ("gone", "error while trying to delete group: group not found"),
        ("add", "error while trying to add users into a group: one or more users not found"),
        ("rights", "error while trying to kick users from a group: group not found or permission denied"),
        ("id", "bad argument #2 to group_users_ban (expects each user ID to be a valid identifier)"),
        ("open", "bad argument #3 to groups_list (value expected)"),
        ("state", "bad argument #3 to group_users_list (expects state to be 0-4)"),
        ("limit", "bad argument #2 to group_users_list (expects limit to be 1-10000)"),
        ("cursor", "error while trying to list users in a group: cursor is invalid"),
        ("last", "error while trying to leave a group: cannot leave group when you are the last superadmin"),
        ("random", "bad argument #1 to groups_get_random (count must be 0-1000)"),
        ("both", "error listing groups: name filter cannot be combined with any other filter"),
    ];

    private async Task<GameWorld> Open()
    {
        var folder = TestFolder.Create("modules");
        await File.WriteAllTextAsync(Path.Combine(folder, "main.lua"), Module);
        var world = await GameWorld.Open(postgres.ConnectionString, folder);
        var somebody = new Caller { Source = Source.System, Actor = "spec", Operation = "Spec" };
        foreach (var (id, name) in new[] { (Ann, "ann"), (Bob, "bob"), (Cid, "cid") })
            (await world.Get<IJournal>().Execute(new CreateAccount(id, name, Identity.Device("device-of-" + name)), somebody)).Fault.ShouldBeNull();
        return world;
    }
}
