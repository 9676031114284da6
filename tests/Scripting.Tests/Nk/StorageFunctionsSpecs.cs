using KaosNet.Domain.Kernel;
using KaosNet.Domain.Storage;
using KaosNet.Scripting.Tests.Demo;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;

namespace KaosNet.Scripting.Tests.Nk;

/// <summary>Stored objects from modules, on a real database.</summary>
public sealed class StorageFunctionsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Ann = "00000000-0000-4000-8000-000000000001";

    private const string Module = """
        local nk = require('nakama')
        local ann, bob = '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'
        local function rpc(id, f) nk.register_rpc(function(context, payload) return nk.json_encode(f(context, payload)) end, id) end
        local function error_of(f, ...) return select(2, pcall(f, ...)) end

        rpc('write', function()
          local acks = nk.storage_write({
            { collection = 'bag', key = 'b', user_id = ann, value = { n = 1, list = { 1, 2 }, none = {} } },
            { collection = 'bag', key = 'a', value = {}, permission_read = 2, permission_write = 0 },
          })
          return { #acks, acks[1].collection, acks[1].key, acks[1].user_id, acks[1].version == nk.md5_hash('{"list":[1,2],"n":1,"none":{}}'), acks[2].user_id }
        end)
        rpc('read', function()
          local objects = nk.storage_read({ { collection = 'bag', key = 'a' }, { collection = 'bag', key = 'b', user_id = ann }, { collection = 'bag', key = 'none' } })
          table.sort(objects, function(one, other) return one.key < other.key end)
          local a, b = objects[1], objects[2]
          return { #objects, a.user_id, a.permission_read, a.permission_write, b.user_id, b.permission_read, b.permission_write, b.value.n, #b.value.list,
            b.create_time > 1700000000, b.update_time >= b.create_time, #b.version }
        end)
        rpc('list', function()
          for i = 1, 5 do nk.storage_write({ { collection = 'many', key = 'k' .. i, user_id = i == 5 and bob or ann, value = { i = i }, permission_read = i % 3 } }) end
          local keys, cursor = {}, nil
          repeat
            local page
            page, cursor = nk.storage_list(ann, 'many', 3, cursor)
            for _, object in ipairs(page) do keys[#keys + 1] = object.key end
          until not cursor
          local all = nk.storage_list(nil, 'many')
          local seen = nk.storage_list(ann, 'many', 10, '', bob)
          return { keys, #all, #seen, #nk.storage_list('', 'many', 10, '', bob), #nk.storage_list('', 'many', 0) }
        end)
        rpc('versions', function()
          local function write(version, value) return nk.storage_write({ { collection = 'v', key = 'k', user_id = ann, value = value, version = version } }) end
          local first = write('*', { n = 1 })[1].version
          local second = write(first, { n = 2 })[1].version
          return { first ~= second, error_of(write, '*', { n = 3 }), error_of(write, first, { n = 3 }) }
        end)
        rpc('delete', function()
          nk.storage_write({ { collection = 'd', key = 'k', user_id = ann, value = {}, permission_write = 0 } })
          nk.storage_delete({ { collection = 'd', key = 'k', user_id = ann } })
          nk.storage_delete({ { collection = 'd', key = 'k', user_id = ann }, { collection = 'd', key = 'absent' } })
          return { #nk.storage_list(nil, 'd'), error_of(nk.storage_delete, { { collection = 'd', key = 'k', version = 'old' } }) }
        end)
        rpc('add', function()
          local tries = 0
          local acks = nk.storage_write_retry({ { collection = 'sum', key = 'k', user_id = ann } }, function(objects)
            tries = tries + 1
            local now = objects[1]
            return { { collection = 'sum', key = 'k', user_id = ann, version = now and now.version or '*', value = { n = (now and now.value.n or 0) + 1 } } }
          end, 10)
          return { #acks, tries }
        end)
        rpc('sum', function() return nk.storage_read({ { collection = 'sum', key = 'k', user_id = ann } })[1].value.n end)
        rpc('exhausted', function()
          local tries = 0
          local e = error_of(nk.storage_write_retry, {}, function()
            tries = tries + 1
            return { { collection = 'bag', key = 'x', version = 'never', value = {} } }
          end, 2)
          return { tries, e }
        end)
        rpc('wrong', function()
          local errors = {}
          local function try(f, ...) errors[#errors + 1] = error_of(f, ...) end
          try(nk.storage_read, 'bag')
          try(nk.storage_read, { 'bag' })
          try(nk.storage_read, { { collection = 'c' } })
          try(nk.storage_read, { { collection = 1, key = 'k' } })
          try(nk.storage_read, { { collection = '', key = 'k' } })
          try(nk.storage_read, { { collection = 'c', key = 'k', user_id = 'ann' } })
          try(nk.storage_write, { { collection = 'c', key = 'k' } })
          try(nk.storage_write, { { collection = 'c', key = 'k', value = '{}' } })
          try(nk.storage_write, { { collection = 'c', key = 'k', value = { 1, 2 } } })
          try(nk.storage_write, { { collection = 'c', key = 'k', value = {}, version = '' } })
          try(nk.storage_write, { { collection = 'c', key = 'k', value = {}, permission_read = 'all' } })
          try(nk.storage_write, { { collection = 'c', key = string.rep('k', 129), value = {} } })
          try(nk.storage_list, 'ann', 'c')
          try(nk.storage_list, nil, 'c', -1)
          try(nk.storage_list, nil, 'c', 1, 'bad')
          try(nk.storage_write_retry, {}, nil, 1)
          try(nk.storage_write_retry, {}, function() end, 11)
          return errors
        end)
        rpc('nothing', function()
          nk.storage_delete({})
          return { #nk.storage_read({}), #nk.storage_write({}) }
        end)
        rpc('any_permission', function()
          nk.storage_write({ { collection = 'odd', key = 'k', value = {}, permission_read = 5 } })
          return nk.storage_read({ { collection = 'odd', key = 'k' } })[1].permission_read
        end)
        """;

    [Fact]
    public async Task objects_are_written_read_listed_and_deleted()
    {
        await using var world = await Open();
        var caller = new Caller { Source = Source.Client, Actor = Ann, UserId = Ann, Username = "ann", Correlation = "c-1" };
        (await world.Call("write", "", caller)).ShouldBe($$"""[2,"bag","b","{{Ann}}",true,"{{ObjectKey.System}}"]""");
        var written = (await world.EventsOf($"object-bag/b/{Ann}")).ShouldHaveSingleItem();
        (written.Actor, written.Source, written.Operation, written.Cause, written.Correlation).ShouldBe(("main", "script", "storage_write", "rpc write", "c-1"));

        (await world.Call("read")).ShouldBe($$"""[2,"{{ObjectKey.System}}",2,0,"{{Ann}}",1,1,1,2,true,true,32]""");
        (await world.Call("list")).ShouldBe("""[["k3","k1","k4","k2"],5,1,2,0]""");
        (await world.Call("delete")).ShouldStartWith("[0,");
        (await world.Call("delete")).ShouldContain(
            "failed to remove storage: Storage delete rejected - not found, version check failed, or permission denied.");
        (await world.Call("nothing")).ShouldBe("[0,0]");
        (await world.Call("any_permission")).ShouldBe("5");
    }

    [Fact]
    public async Task versions_hold_for_modules_too()
    {
        await using var world = await Open();
        var answer = await world.Call("versions");
        answer.ShouldStartWith("[true,");
        answer.Split("failed to write storage objects: Storage write rejected - version check failed.").Length.ShouldBe(3);
    }

    [Fact]
    public async Task a_write_is_tried_again_while_others_are_quicker()
    {
        await using var world = await Open();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => world.Call("add"))));
        answers.ShouldAllBe(answer => answer.StartsWith("[1,"));
        (await world.Call("sum")).ShouldBe("4");
        var exhausted = await world.Call("exhausted");
        exhausted.ShouldStartWith("[3,");
        exhausted.ShouldContain("Storage write retries exhausted.");
    }

    [Fact]
    public async Task wrong_arguments_are_told_by_what_is_wrong_with_them()
    {
        await using var world = await Open();
        var errors = System.Text.Json.JsonDocument.Parse(await world.Call("wrong")).RootElement.EnumerateArray().Select(entry => entry.GetString()!).ToList();
        string[] expected =
        [
            "bad argument #1 to storage_read (table expected, got string)",
            "bad argument #1 to storage_read (expects a valid set of keys)",
            "bad argument #1 to storage_read (expects key to be supplied)",
            "bad argument #1 to storage_read (expects collection to be string)",
            "bad argument #1 to storage_read (expects collection to be a non-empty string)",
            "bad argument #1 to storage_read (expects user_id to be a valid ID)",
            "bad argument #1 to storage_write (expects value to be supplied)",
            "bad argument #1 to storage_write (expects value to be table)",
            "bad argument #1 to storage_write (expects value to be a table of keys and values, not a list)",
            "bad argument #1 to storage_write (expects version to be a non-empty string)",
            "bad argument #1 to storage_write (expects permission_read to be number)",
            "failed to write storage objects: " + StorageFaults.NameNotStorable.Message,
            "bad argument #1 to storage_list (expects empty or valid user id)",
            "bad argument #3 to storage_list (expects limit to be 0-10000)",
            "failed to list storage objects: Malformed cursor was used.",
            "bad argument #2 to storage_write_retry (function expected, got nil)",
            "bad argument #3 to storage_write_retry (expects max retries to be 0-10)",
        ];
        errors.Count.ShouldBe(expected.Length);
        for (var at = 0; at < expected.Length; at++) errors[at].ShouldEndWith(expected[at]);
    }

    [Fact]
    public async Task what_is_the_servers_no_player_changes()
    {
        await using var world = await Open();
        await world.Call("any_permission");
        var player = new Caller { Source = Source.Client, Actor = Ann, UserId = Ann };
        var refused = await world.Get<IJournal>().Execute(new DeleteStorageObjects([new(new("odd", "k", ObjectKey.System))]), player);
        refused.Fault.ShouldBe(StorageFaults.DeleteRejected);
    }

    private async Task<GameWorld> Open()
    {
        var folder = TestFolder.Create("modules");
        await File.WriteAllTextAsync(Path.Combine(folder, "main.lua"), Module);
        return await GameWorld.Open(postgres.ConnectionString, folder);
    }
}
