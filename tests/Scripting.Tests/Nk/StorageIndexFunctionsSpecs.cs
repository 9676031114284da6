using KaosNet.Projections.Storage.Indexes;
using KaosNet.Scripting.Tests.Demo;
using KaosNet.Tests.Support;

namespace KaosNet.Scripting.Tests.Nk;

/// <summary>Storage indexes from modules, on a real database.</summary>
public sealed class StorageIndexFunctionsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Ann = "00000000-0000-4000-8000-000000000001";

    private const string Module = """
        local nk = require('nakama')
        local ann, bob = '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'
        nk.register_storage_index('players', 'players', '', { 'rank', 'mode' }, { 'rank' }, 1000)
        nk.register_storage_index('memory', 'players', '', { 'rank' }, { 'rank' }, 1000, true)
        nk.register_storage_index('filtered', 'players', '', { 'rank' }, {}, 1000)
        nk.register_storage_index_filter('filtered', function(context, object)
          if object.value.mode == 'fail' then error('no') end
          if object.value.mode == 'odd' then return 'yes' end
          if object.value.mode == 'search' then nk.storage_index_list('players', '', 1, {}) end
          return context.execution_mode == 'storage_index_filter' and object.collection == 'players' and #object.key > 0 and #object.version == 32
            and (object.user_id == ann or object.user_id == bob) and object.permission_write == 1 and object.value.rank < 3
        end)
        local function rpc(id, f) nk.register_rpc(function(context, payload) return nk.json_encode(f(context, payload)) end, id) end
        local function keys(...)
          local objects, cursor = nk.storage_index_list(...)
          local found = {}
          for at, object in ipairs(objects) do found[at] = object.key end
          return found, cursor
        end
        rpc('write', function(_, mode)
          for at = 1, 4 do
            nk.storage_write({ { collection = 'players', key = 'k' .. at, user_id = at % 2 == 0 and ann or bob,
              value = { rank = at, mode = mode, extra = true }, permission_read = at > 2 and 2 or 1 } })
          end
          return true
        end)
        rpc('list', function(_, query) return (keys('players', query, 100, { '-value.rank' })) end)
        rpc('filtered', function() return (keys('filtered', '', 100, {})) end)
        rpc('default', function() return (keys('players', '*', nil, {})) end)
        rpc('as', function(_, caller) return (keys('players', '', 10, {}, caller)) end)
        rpc('pages', function()
          local first, cursor = keys('players', '', 3, { 'value.rank' })
          local second, last = keys('players', '', 3, { 'value.rank' }, '', cursor)
          return { #first, second[1], type(cursor), type(last) }
        end)
        rpc('memory', function()
          local object = nk.storage_index_list('memory', '+value.rank:4', 1, {})[1]
          return { object.key, object.collection, object.user_id, #object.version, object.permission_read, object.permission_write, object.value,
            object.create_time > 1700000000, object.update_time >= object.create_time }
        end)
        rpc('limit', function(_, limit) nk.storage_index_list('players', '', tonumber(limit), {}) end)
        rpc('order', function() nk.storage_index_list('players', '', 1) end)
        rpc('caller', function() nk.storage_index_list('players', '', 1, {}, 'nobody') end)
        rpc('none', function() nk.storage_index_list('none', '', 1, {}) end)
        rpc('query', function() nk.storage_index_list('players', 'a:"', 1, {}) end)
        rpc('cursor', function() nk.storage_index_list('players', '', 1, {}, nil, 'made up') end)
        rpc('late', function()
          nk.register_storage_index('late', 'players', '', { 'rank' }, {}, 10)
          nk.register_storage_index_filter('players', function() return false end)
          return (keys('players', '', 1, {}))
        end)
        """;

    [Fact]
    public async Task indexes_are_declared_and_searched()
    {
        await using var world = await Open(Module);
        (await world.Call("write", "ranked")).ShouldBe("true");
        (await world.Call("list", "")).ShouldBe("""["k4","k3","k2","k1"]""");
        (await world.Call("list", "+value.mode:ranked +value.rank:>=2 -value.rank:3")).ShouldBe("""["k4","k2"]""");
        (await world.Call("default")).ShouldBe("""["k1","k2","k3","k4"]""");
        (await world.Call("as", Ann)).ShouldBe("""["k2","k3","k4"]""");
        (await world.Call("pages")).ShouldBe("""[3,"k4","string","nil"]""");
        (await world.Call("memory")).ShouldBe($$"""["k4","players","{{Ann}}",32,2,1,{"rank":4},true,true]""");
        (await world.Call("late")).ShouldBe("""["k1"]""");
        world.Get<StorageIndexes>().Names.ShouldBe(["filtered", "memory", "players"]);
    }

    [Fact]
    public async Task a_filter_keeps_what_it_wants()
    {
        await using var world = await Open(Module);
        await world.Call("write", "plain");
        (await world.Call("filtered")).ShouldBe("""["k1","k2"]""");

        // What fails leaves objects as they were, and is logged.
        foreach (var (mode, trouble) in new[] { ("fail", "no"), ("odd", "it must return a boolean"), ("search", "may not be called by a storage index filter") })
        {
            await world.Call("write", mode);
            (await world.Call("filtered")).ShouldBe("""["k1","k2"]""", mode);
            world.Log.Lines.ShouldContain(line => line.StartsWith("Error: The filter of the storage index filtered failed for k1 of") && line.Contains(trouble));
        }
    }

    [Fact]
    public async Task refusals_are_script_errors()
    {
        await using var world = await Open(Module);
        (await world.Call("limit", "0")).ShouldBe("13: bad argument #3 to storage_index_list (invalid limit: expects value 1-10000)");
        (await world.Call("limit", "10001")).ShouldBe("13: bad argument #3 to storage_index_list (invalid limit: expects value 1-10000)");
        (await world.Call("order")).ShouldBe("13: bad argument #4 to storage_index_list (table expected, got nil)");
        (await world.Call("caller")).ShouldBe("13: bad argument #5 to storage_index_list (expects caller ID to be empty or a valid identifier)");
        (await world.Call("none")).ShouldBe("13: failed to list storage index: index \"none\" not found");
        (await world.Call("query")).ShouldBe("13: failed to list storage index: Invalid query, at character 3: a quote is not closed.");
        (await world.Call("cursor")).ShouldBe("13: failed to list storage index: Malformed cursor was used.");
    }

    [Fact]
    public async Task the_example_of_the_page_runs()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "docs/reference/search.md"));
        var start = page.IndexOf("```lua\n", StringComparison.Ordinal) + "```lua\n".Length;
        await using var world = await Open(page[start..page.IndexOf("```", start, StringComparison.Ordinal)]);
        world.Get<StorageIndexes>().Names.ShouldBe(["players"]);
    }

    [Theory]
    [InlineData("nk.register_storage_index('', 'c', '', { 'a' }, {}, 1)", "failed to create storage index: storage index 'name' must be set")]
    [InlineData("nk.register_storage_index('i', 'c', '', {}, {}, 1)", "failed to create storage index: storage index 'fields' must contain at least one top level key to index")]
    [InlineData("nk.register_storage_index('i', 'c', '', { 'a' }, {}, 0)", "failed to create storage index: storage index 'max_entries' must be > 0")]
    [InlineData("nk.register_storage_index('i', 'c', '', { 1 }, {}, 1)", "bad argument #4 to register_storage_index (expects each field to be string)")]
    [InlineData("nk.register_storage_index('i', 'c', '', { 'a' }, nil, 1)", "bad argument #5 to register_storage_index (table expected, got nil)")]
    [InlineData("for _ = 1, 2 do nk.register_storage_index('i', 'c', '', { 'a' }, {}, 1) end", "failed to create storage index: cannot create index: index with name \"i\" already exists")]
    [InlineData("nk.register_storage_index_filter('', print)", "bad argument #1 to register_storage_index_filter (expects index name to be a non-empty string)")]
    [InlineData("nk.register_storage_index_filter('i')", "bad argument #2 to register_storage_index_filter (expects function)")]
    public async Task a_wrong_declaration_stops_the_start(string source, string reason)
    {
        var refusal = await Should.ThrowAsync<ModulesRefusedException>(async () => await (await Open("local nk = require('nakama')\n" + source)).DisposeAsync());
        refusal.Message.ShouldContain(reason);
    }

    private async Task<GameWorld> Open(string module)
    {
        var folder = TestFolder.Create("modules");
        await File.WriteAllTextAsync(Path.Combine(folder, "main.lua"), module);
        return await GameWorld.Open(postgres.ConnectionString, folder);
    }
}
