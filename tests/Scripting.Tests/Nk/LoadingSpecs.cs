using KaosNet.Realtime.Matches;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Scripting.Tests.Nk;

public class LoadingSpecs
{
    [Theory]
    [InlineData("x = = 2", "main.lua:1: unexpected symbol near '='")]
    [InlineData("error('boom')", "main.lua:1: boom")]
    [InlineData("require('nowhere')", "module nowhere not found:")]
    [InlineData("require('nakama').cron_next('x', 1)", "expects a valid cron string: missing field(s)")]
    [InlineData("while true do end", "instruction budget spent")]
    public void a_broken_module_stops_the_start_with_one_line(string source, string reason)
    {
        var refusal = ModuleBench.RefusalOf(new Dictionary<string, string> { ["main"] = source });
        refusal.ShouldStartWith("runtime.path ");
        refusal.ShouldContain(reason);
        refusal.ShouldNotContain('\n');
    }

    [Fact]
    public void an_empty_folder_is_a_server_without_functions()
    {
        using var bench = ModuleBench.Of([]);
        (bench.Host.States, bench.Host.Rpcs.Count, bench.Host.Knows("f")).ShouldBe((0, 0, false));
    }

    [Fact]
    public async Task what_stores_tell_has_its_functions()
    {
        var names = new[] { "purchase_notification_apple", "purchase_notification_google", "subscription_notification_apple", "subscription_notification_google" };
        using var bench = ModuleBench.Of(
            "local nk = require('nakama')\n" + string.Join('\n', names.Select(name => $"nk.register_{name}(function(context, bought, payload, kind) end)"))
            + "\nnk.register_rpc(function() return select(2, pcall(nk.register_purchase_notification_apple, 'x')) end, 'f')");
        (await bench.Say()).ShouldBe("bad argument #1 to register_purchase_notification_apple (expects function)");
    }

    [Fact]
    public async Task what_loading_does_to_the_server_is_done_once()
    {
        var matches = new CountedMatches();
        using var services = new ServiceCollection().AddSingleton<IMatches>(matches).BuildServiceProvider();
        using var bench = ModuleBench.Of(
            new Dictionary<string, string>
            {
                ["main"] = """
                    local nk = require('nakama')
                    local first, second = nk.match_create('lobby', nil), nk.match_create('lobby', nil)
                    nk.logger_info('loading')
                    nk.run_once(function(context) nk.match_create(context.execution_mode, { n = 1 }) end)
                    nk.run_once(function(context) nk.match_create('never', nil) end)
                    nk.register_rpc(function() return first .. ' ' .. second end, 'f')
                    """,
            },
            services, ModuleBench.Defaults with { StatesMin = 4, StatesMax = 4 });
        matches.Created.ShouldBe(["lobby {}", "lobby {}", "run_once {\"n\":1}"]);
        bench.Log.Lines.Count(line => line == "Information: loading").ShouldBe(1);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => bench.Say())));
        answers.ShouldAllBe(answer => answer == "match1 match2");
    }

    [Theory]
    [InlineData("nk.match_get('x')", "13: failed to get match: match id invalid")]
    [InlineData("nk.match_signal('x', 'y')", "13: failed to signal match: match busy")]
    [InlineData("nk.match_create('bad', nil)", "13: error creating match: error creating match: not found")]
    [InlineData("return tostring(nk.match_get('none'))", "nil")]
    [InlineData("return nk.json_encode(nk.match_get('some'))", """{"authoritative":true,"handler_name":"h","label":"l","match_id":"some","size":2,"tick_rate":5}""")]
    [InlineData("return nk.match_signal('echo', 'y') .. nk.match_signal('echo')", "y")]
    public async Task functions_about_matches_speak_as_scripts_know_it(string body, string expected)
    {
        using var services = new ServiceCollection().AddSingleton<IMatches>(new CountedMatches()).BuildServiceProvider();
        using var bench = ModuleBench.OfFunction(body, services);
        (await bench.Say()).ShouldBe(expected);
    }

    [Theory]
    [InlineData("nk.match_list()", "13: bad argument #2 to match_list (value expected)")]
    [InlineData("nk.match_list(nil, nil, nil, nil, nil)", "13: bad argument #6 to match_list (value expected)")]
    [InlineData("nk.match_list('x', nil, nil, nil, nil, nil)", "13: bad argument #1 to match_list (number expected, got string)")]
    [InlineData("nk.match_list(1, 1, nil, nil, nil, nil)", "13: bad argument #2 to match_list (expects authoritative true/false or nil)")]
    [InlineData("nk.match_list(1, nil, 1, nil, nil, nil)", "13: bad argument #3 to match_list (expects label string or nil)")]
    [InlineData("nk.match_list(1, nil, nil, 'x', nil, nil)", "13: bad argument #4 to match_list (expects minimum size number or nil)")]
    [InlineData("nk.match_list(1, nil, nil, nil, true, nil)", "13: bad argument #5 to match_list (expects maximum size number or nil)")]
    [InlineData("nk.match_list(1, nil, nil, nil, nil, {})", "13: bad argument #6 to match_list (expects query string or nil)")]
    [InlineData("nk.match_list(1, nil, nil, nil, nil, 'bad\"')", "13: failed to list matches: no query")]
    public async Task what_is_wrong_with_a_listing_is_told(string body, string expected)
    {
        using var services = new ServiceCollection().AddSingleton<IMatches>(new CountedMatches()).BuildServiceProvider();
        using var bench = ModuleBench.OfFunction(body, services);
        (await bench.Say()).ShouldBe(expected);
    }

    [Fact]
    public async Task a_listing_takes_every_filter_and_shows_every_field()
    {
        var matches = new CountedMatches();
        using var services = new ServiceCollection().AddSingleton<IMatches>(matches).BuildServiceProvider();
        using var bench = ModuleBench.OfFunction(
            """
            nk.match_list(nil, nil, nil, nil, nil, nil)
            nk.match_list(-1, nil, nil, nil, nil, nil)
            local found = nk.match_list(5, true, '', 1, 4, '*')
            return nk.json_encode(found[1]) .. nk.json_encode(found[2]) .. #found
            """, services);
        (await bench.Say()).ShouldBe(
            """{"authoritative":true,"handler_name":"h","label":"l","match_id":"one","size":2,"tick_rate":5}"""
            + """{"authoritative":false,"handler_name":"","match_id":"two","size":3,"tick_rate":0}2""");
        matches.Filters.ShouldBe(
        [
            new(1), new(0), new(5) { Authoritative = true, Label = "", MinSize = 1, MaxSize = 4, Query = "*" },
        ]);
    }
}
