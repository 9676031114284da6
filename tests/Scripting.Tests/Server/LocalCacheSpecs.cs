using System.Text.Json;
using KaosNet.Scripting.Server;
using KaosNet.Scripting.Tests.CSharp;
using KaosNet.Scripting.Tests.Nk;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace KaosNet.Scripting.Tests.Server;

/// <summary>What modules keep in their server's memory.</summary>
public sealed class LocalCacheSpecs : IDisposable
{
    private readonly FakeTimeProvider _time = new(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly LocalCache _cache;
    private readonly ServiceProvider _services;

    public LocalCacheSpecs()
    {
        _cache = new(new() { EntriesMax = 5, BytesMax = 5000 }, _time);
        _services = new ServiceCollection().AddSingleton(_cache).BuildServiceProvider();
    }

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task values_of_all_kinds_come_back_as_they_were()
    {
        const string body = """
            nk.localcache_put('all', { 'a', 2, 3.5, 4.0, true, false, 'x\0\255', list = { 1, { deep = 'er' } }, [2.5] = 'fraction', [true] = 'yes', [-1] = 'minus' })
            local all = nk.localcache_get('all')
            nk.localcache_put('text', 'bytes\0\254')
            nk.localcache_put('no', false)
            return nk.json_encode({ all[1], all[2], all[3], all[4] .. '', all[5], all[6], all[7] == 'x\0\255', all.list[2].deep, all[2.5], all[true], all[-1], #all,
              nk.localcache_get('text') == 'bytes\0\254', nk.localcache_get('no', 'default'), nk.localcache_get('absent', 'default'), nk.localcache_get('absent') == nil })
            """;
        (await Say(body)).ShouldBe("""["a",2,3.5,"4.0",true,false,true,"er","fraction","yes","minus",7,true,false,"default",true]""");
    }

    [Fact]
    public async Task what_a_script_gets_is_its_own_copy()
    {
        const string body = """
            local mine = { gold = 1, bag = { 'sword' } }
            nk.localcache_put('copy', mine)
            mine.gold = 2
            local first = nk.localcache_get('copy')
            first.gold, first.bag[1] = 3, 'broken'
            local second = nk.localcache_get('copy')
            return second.gold .. second.bag[1]
            """;
        (await Say(body)).ShouldBe("1sword");
    }

    [Fact]
    public async Task states_share_it_and_languages_do_not()
    {
        (await Say("nk.localcache_put('shared', 'lua') return 'done'")).ShouldBe("done");
        (await Say("return nk.localcache_get('shared')")).ShouldBe("lua");
        using var script = new JavaScriptBench(_services);
        script.Run("""
            const before = nk.localcacheGet("shared", "none");
            nk.localcachePut("shared", "js"); nk.localcachePut("number", 1.5); nk.localcachePut("truth", true);
            return [before, nk.localcacheGet("shared"), nk.localcacheGet("number"), nk.localcacheGet("truth"), nk.localcacheGet("absent") === undefined];
            """).ShouldBe("""["none","js",1.5,true,true]""");
        (await Say("return nk.localcache_get('shared')")).ShouldBe("lua");
        script.Run("nk.localcacheDelete('number'); const gone = nk.localcacheGet('number', 0); nk.localcacheClear(); return [gone, nk.localcacheGet('shared', 0)];").ShouldBe("[0,0]");
        foreach (var value in new[] { "{}", "[1]", "null", "undefined", "() => 1" })
            JsonDocument.Parse(script.Run($"return error_of(() => nk.localcachePut('k', {value}));")).RootElement.GetString().ShouldBe("unsupported value type: must be string, numeric or boolean");
    }

    [Fact]
    public async Task values_are_there_until_their_time()
    {
        (await Say("nk.localcache_put('brief', 1, 10) nk.localcache_put('long', 2, 20) nk.localcache_put('ever', 3, 0) return 'done'")).ShouldBe("done");
        const string all = "return nk.json_encode({ nk.localcache_get('brief', 0), nk.localcache_get('long', 0), nk.localcache_get('ever', 0) })";
        _time.Advance(TimeSpan.FromSeconds(9.9));
        (await Say(all)).ShouldBe("[1,2,3]");
        _time.Advance(TimeSpan.FromSeconds(0.1));
        (await Say(all)).ShouldBe("[0,2,3]");
        _time.Advance(TimeSpan.FromDays(10_000));
        (await Say(all)).ShouldBe("[0,0,3]");
        _cache.Lua.Count.ShouldBe(3);
        (await Say("nk.localcache_put('new', 1) return 'swept'")).ShouldBe("swept");
        _cache.Lua.Count.ShouldBe(2);
    }

    [Fact]
    public async Task deleting_and_clearing()
    {
        (await Say("nk.localcache_put('a', 1) nk.localcache_put('b', 2) nk.localcache_delete('a') nk.localcache_delete('absent') return nk.localcache_get('a', 'none') .. nk.localcache_get('b')"))
            .ShouldBe("none2");
        (await Say("nk.localcache_clear() return nk.localcache_get('b', 'none')")).ShouldBe("none");
    }

    [Fact]
    public async Task modules_in_csharp_have_one_of_their_own()
    {
        using var bench = await CSharpBench.Of(
            """
            setup.Rpc("f", async (context, payload) =>
            {
                var cache = context.Nk.LocalCache;
                await cache.Put("a", "x");
                await cache.Put("brief", payload, 10);
                await cache.Delete("absent");
                return $"{await cache.Get("a")} {await cache.Get("brief")} {await cache.Get("absent") is null}";
            });
            setup.Rpc("clear", async (context, payload) => { await context.Nk.LocalCache.Clear(); return await context.Nk.LocalCache.Get("a") ?? "gone"; });
            setup.Rpc("key", async (context, payload) => await context.Nk.LocalCache.Get(""));
            setup.Rpc("ttl", async (context, payload) => { await context.Nk.LocalCache.Put("a", "x", -1); return ""; });
            setup.Rpc("full", async (context, payload) => { await context.Nk.LocalCache.Put("a", new string('x', 5000)); return ""; });
            """,
            services: _services);
        (await bench.Say(payload: "y")).ShouldBe("x y True");
        _time.Advance(TimeSpan.FromSeconds(10));
        _cache.CSharp.TryGet("brief", out _).ShouldBeFalse();
        (_cache.CSharp.Count, _cache.Lua.Count).ShouldBe((2, 0));
        (await bench.Say("key")).ShouldBe("3: expects key string");
        (await bench.Say("ttl")).ShouldBe("3: expects ttl to be 0 or more seconds");
        (await bench.Say("full")).ShouldBe("8: local cache is full");
        (await bench.Say("clear")).ShouldBe("gone");
    }

    [Fact]
    public async Task a_full_cache_says_so_and_forgets_nothing()
    {
        (await Say("""
            for i = 1, 5 do nk.localcache_put('k' .. i, i, i == 1 and 60 or 0) end
            local refused = select(2, pcall(nk.localcache_put, 'k6', 6))
            nk.localcache_put('k5', 'in place of another')
            return refused .. ', ' .. nk.localcache_get('k2') .. nk.localcache_get('k5')
            """)).ShouldBe("local cache is full, 2in place of another");
        _time.Advance(TimeSpan.FromMinutes(1));
        // What has expired makes room at once.
        (await Say("nk.localcache_put('k6', 6) return tostring(nk.localcache_get('k6'))")).ShouldBe("6");
        (await Say("nk.localcache_clear() return select(2, pcall(nk.localcache_put, 'large', string.rep('x', 5000)))")).ShouldBe("local cache is full");
    }

    [Fact]
    public async Task what_cannot_be_kept_is_refused()
    {
        (await Refused("'', 1")).ShouldBe("bad argument #1 to localcache_put (expects key string)");
        (await Refused("'k'")).ShouldBe("bad argument #2 to localcache_put (value expected)");
        (await Refused("'k', 1, -1")).ShouldBe("bad argument #3 to localcache_put (expects ttl to be 0 or more seconds)");
        (await Refused("'k', function() end")).ShouldBe("bad argument #2 to localcache_put (value holds a function or something else that cannot be kept)");
        (await Refused("'k', { deep = { print } }")).ShouldBe("bad argument #2 to localcache_put (value holds a function or something else that cannot be kept)");
        (await Say("local endless = {} endless[1] = endless return (select(2, pcall(nk.localcache_put, 'k', endless)))"))
            .ShouldBe("bad argument #2 to localcache_put (value is nested too deeply or endlessly)");
        (await Say("local many = {} for i = 1, 100 do many[i] = many end return (select(2, pcall(nk.localcache_put, 'k', many)))")).ShouldStartWith("bad argument #2 to localcache_put");
        (await Say("return (select(2, pcall(nk.localcache_get, '')))")).ShouldBe("bad argument #1 to localcache_get (expects key string)");
    }

    private async Task<string> Refused(string arguments) => await Say($"return (select(2, pcall(nk.localcache_put, {arguments})))");

    private async Task<string> Say(string body)
    {
        using var bench = ModuleBench.OfFunction(body, _services);
        return await bench.Say();
    }
}
