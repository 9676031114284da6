using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Scripting.Tests.Demo;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;

namespace KaosNet.Scripting.Tests.Nk;

/// <summary>Friends from modules, on a real database.</summary>
public sealed class FriendFunctionsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Module = """
        local nk = require('nakama')
        local ann, bob, cid = '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000003'
        local function rpc(id, f) nk.register_rpc(function(context, payload) return nk.json_encode(f(context, payload)) end, id) end
        local function look(user, state)
          local seen = {}
          for i, friend in ipairs((nk.friends_list(user, 100, state))) do seen[i] = friend.state .. friend.user.username end
          return table.concat(seen, ' ')
        end

        rpc('change', function()
          local seen = {}
          nk.friends_add(ann, 'ann', { bob }, { 'cid', 'nobody' }, { note = 'x' }) seen[#seen + 1] = look(ann) .. '/' .. look(bob)
          nk.friends_add(bob, 'bob', nil, { 'ann' }) seen[#seen + 1] = look(ann) .. '/' .. look(bob)
          nk.friends_block(cid, 'cid', { ann }) seen[#seen + 1] = look(ann) .. '/' .. look(cid)
          nk.friends_delete(cid, 'cid', { ann }) seen[#seen + 1] = look(cid)
          nk.friends_add(ann, 'ann') nk.friends_delete(ann, 'ann', {}, { 'nobody' }) seen[#seen + 1] = look(ann, 0) .. look(ann, 1)
          return seen
        end)
        rpc('metadata', function()
          nk.friend_metadata_update(ann, bob, { rank = 7 })
          local friend = nk.friends_list(ann)[1]
          return { friend.metadata.rank, friend.metadata.note or 'gone', friend.update_time > 1700000000, friend.user.user_id == bob, friend.user.online }
        end)
        rpc('status', function()
          local friends = nk.users_get_friend_status(ann, { bob, cid })
          return { #friends, friends[1].user.username, friends[1].state }
        end)
        rpc('pages', function()
          nk.friends_add(bob, 'bob', { cid }) nk.friends_add(cid, 'cid', { bob })
          local first, cursor = nk.friends_list(bob, 1)
          local second, none = nk.friends_list(bob, 1, nil, cursor)
          local known, over = nk.friends_of_friends_list(ann)
          return { first[1].user.username, second[1].user.username, type(none), known[1].referrer == bob, known[1].user.username, type(over) }
        end)
        rpc('self', function() nk.friends_add(ann, 'ann', { ann }) end)
        rpc('id', function() nk.friends_add('ann', 'ann', { bob }) end)
        rpc('cursor', function() nk.friends_list(ann, 1, nil, 'bad') end)
        rpc('limit', function() nk.friends_list(ann, 1001) end)
        rpc('state', function() nk.friends_list(ann, 1, 4) end)
        """;

    [Fact]
    public async Task friends_are_made_blocked_removed_and_listed()
    {
        await using var world = await Open();
        (await world.Call("change")).ShouldBe("""["1bob 1cid/2ann","0bob 1cid/0ann","0bob/3ann","","0bob"]""");
        (await world.Call("metadata")).ShouldBe("""[7,"gone",true,true,false]""");
        (await world.Call("status")).ShouldBe("""[1,"bob",0]""");
        (await world.Call("pages")).ShouldBe("""["ann","cid","nil",true,"cid","nil"]""");
    }

    [Fact]
    public async Task what_cannot_be_is_an_error_in_the_script()
    {
        await using var world = await Open();
        foreach (var (call, problem) in new[]
        {
            ("self", "error trying to add friends: cannot add self as friend"),
            ("id", "expects user ID to be a valid identifier"),
            ("cursor", "error while trying to list friends: cursor is invalid"),
            ("limit", "expects limit to be 1-1000"),
            ("state", "expects state to be 0-3"),
        })
            (await world.Call(call)).ShouldContain(problem);
    }

    private async Task<GameWorld> Open()
    {
        var folder = TestFolder.Create("friends");
        await File.WriteAllTextAsync(Path.Combine(folder, "main.lua"), Module);
        var world = await GameWorld.Open(postgres.ConnectionString, folder);
        foreach (var (name, number) in new[] { ("ann", 1), ("bob", 2), ("cid", 3) })
        {
            await world.Get<IJournal>().Execute(
                new CreateAccount($"00000000-0000-4000-8000-{number:x12}", name, Identity.Device($"device-of-{name}")), Caller.System("spec", "Spec"));
        }

        return world;
    }
}
