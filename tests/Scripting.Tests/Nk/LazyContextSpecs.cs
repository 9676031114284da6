using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.Server;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Scripting.Tests.Nk;

/// <summary>The lists of a call's context are made at the first look. No script can tell: whatever it looks with, it sees the table that it would see had they been there.</summary>
public sealed class LazyContextSpecs
{
    private const string Sorted = "local function names(t) local all = {} for i = 1, #t do all[i] = t[i] end table.sort(all) return table.concat(all, ' ') end ";

    private static readonly Dictionary<string, IReadOnlyList<string>> Headers = new() { ["X-Game"] = ["a", "b"], ["Host"] = ["here"] };

    private static readonly Dictionary<string, IReadOnlyList<string>> Parameters = new() { ["page"] = ["2"], ["grüße"] = [""] };

    [Theory]
    [InlineData("return context.headers['X-Game'][2] .. context.headers.Host[1] .. context.query_params.page[1] .. #context.query_params['grüße'][1]", "bhere20")]
    [InlineData("return tostring(context.headers == context.headers) .. tostring(context.missing)", "truenil")]
    [InlineData("local all = {} for name in pairs(context) do all[#all + 1] = name end return names(all)", "env execution_mode headers node query_params version")]
    [InlineData("local all = {} for name in next, context do all[#all + 1] = name end return names(all)", "env execution_mode headers node query_params version")]
    [InlineData("local all, name = {}, 'node' repeat name = next(context, name) all[#all + 1] = type(name) == 'userdata' and 'odd' or nil until not name return names(all)", "")]
    [InlineData("local seen = 0 for name, value in pairs(context) do if type(name) ~= 'string' or (name == 'headers' and not value.Host) then seen = seen + 1 end end return seen .. ''", "0")]
    [InlineData("return rawget(context, 'headers').Host[1] .. tostring(rawget(context, 'none'))", "herenil")]
    [InlineData("return tostring(getmetatable(context)) .. #context .. rawlen(context) .. type(context)", "nil00table")]
    [InlineData("context.headers = nil return tostring(context.headers) .. context.query_params.page[1]", "nil2")]
    [InlineData("context.headers = { own = 1 } return context.headers.own .. tostring(context.headers.Host)", "1nil")]
    [InlineData("rawset(context, 'headers', nil) return tostring(context.headers) .. tostring(rawget(context, 'headers'))", "nilnil")]
    [InlineData("context.mine = 5 return context.mine .. context.headers.Host[1]", "5here")]
    [InlineData("context.headers.Host = nil return tostring(context.headers.Host) .. context.headers['X-Game'][1]", "nila")]
    [InlineData("setmetatable(context, { __index = function(_, name) return name end }) return context.other .. context.headers.Host[1] .. context.query_params.page[1]", "otherhere2")]
    [InlineData("local heir = setmetatable({}, { __index = context }) return heir.node .. heir.headers.Host[1]", "node1here")]
    [InlineData("local copy = {} for name, value in pairs(context) do copy[name] = value end return copy.headers.Host[1] .. copy.query_params.page[1]", "here2")]
    [InlineData(
        "return nk.json_encode({ outer = { context } })",
        """{"outer":[{"env":{"season":"3"},"execution_mode":"rpc","headers":{"Host":["here"],"X-Game":["a","b"]},"node":"node1","query_params":{"grüße":[""],"page":["2"]},"version":"9.9"}]}""")]
    [InlineData("nk.localcache_put('context', context) return nk.localcache_get('context').headers.Host[1]", "here")]
    [InlineData("table.insert(context, 'x') return context[1] .. context.headers.Host[1]", "xhere")]
    [InlineData("return unpack(context) or select('#', ipairs(context)) .. table.concat(context)", "3")]
    public async Task what_is_looked_at_is_there(string body, string expected) => (await Call(Sorted + body)).ShouldBe(expected);

    [Theory]
    [InlineData("next(5)", "bad argument #1 to 'next' (table expected, got number)")]
    [InlineData("rawget(nil, 1)", "bad argument #1 to 'rawget' (table expected, got nil)")]
    [InlineData("rawset('a', 1, 1)", "bad argument #1 to 'rawset' (table expected, got string)")]
    public async Task what_is_no_table_is_refused_as_ever(string body, string expected) => (await Call(body)).ShouldBe(expected);

    [Fact]
    public async Task a_context_that_is_kept_stays_what_it_was()
    {
        using var bench = ModuleBench.OfFunction(
            "kept = kept or context return kept.headers.Host[1] .. '/' .. context.headers.Host[1] .. '/' .. tostring(kept == context)",
            settings: ModuleBench.Defaults with { StatesMax = 1 });
        (await Call(bench, Request("first"))).ShouldBe("first/first/true");
        (await Call(bench, Request("second"))).ShouldBe("first/second/false");
        (await Call(bench, Request("third"))).ShouldBe("first/third/false");
    }

    [Fact]
    public async Task a_kept_context_can_be_looked_at_first_in_another_call()
    {
        using var bench = ModuleBench.OfFunction(
            "if not kept then kept = context return 'kept' end collectgarbage() return kept.headers.Host[1] .. kept.query_params.page[1]",
            settings: ModuleBench.Defaults with { StatesMax = 1 });
        (await Call(bench, Request("first"))).ShouldBe("kept");
        (await Call(bench, Request("second"))).ShouldBe("first2");
    }

    private static RpcRequest Request(string host) => new(
        new Caller { Source = Source.Client }, new Dictionary<string, IReadOnlyList<string>> { ["Host"] = [host] }, Parameters);

    private static async Task<string> Call(string body)
    {
        using var services = new ServiceCollection().AddSingleton(new LocalCache(new(), TimeProvider.System)).BuildServiceProvider();
        using var bench = ModuleBench.OfFunction(body, services);
        return await Call(bench, new RpcRequest(new Caller { Source = Source.Client }, Headers, Parameters));
    }

    private static async Task<string> Call(ModuleBench bench, RpcRequest request)
    {
        var answer = await bench.Host.Call("f", "", request, CancellationToken.None);
        return answer.IsGranted(out var text, out var fault) ? text : fault.Message;
    }
}
