using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matchmaking;
using KaosNet.Scripting.Nk;

namespace KaosNet.Scripting.Tests.Nk;

public class MatchmakerFunctionSpecs
{
    private const string MatchId = "886313e1-3b8a-5372-9b90-0c9aee199e5d.node1";

    [Fact]
    public async Task the_function_is_told_of_the_players_and_names_the_match()
    {
        using var bench = Function("""
            assert(#entries == 2 and context.execution_mode == 'matchmaker' and context.node == 'node1' and context.env.season == '3')
            local first, second = entries[1], entries[2]
            assert(first.presence.user_id == 'u-ann' and first.presence.session_id == 's-ann' and first.presence.username == 'ann' and first.presence.node == 'node1')
            assert(first.properties.mode == 'ranked' and first.properties.skill == 12.5 and first.properties.both == 7 and first.party_id == nil)
            assert(second.party_id == 'p.node1' and next(second.properties) == nil)
            return '886313e1-3b8a-5372-9b90-0c9aee199e5d.node1'
            """);
        var functions = FunctionsOf(bench);
        functions.HasMatched.ShouldBeTrue();
        (await functions.Matched(Players, TestContext.Current.CancellationToken)).Value.ShouldBe(MatchId);
    }

    [Theory]
    [InlineData("return nil", null)]
    [InlineData("", null)]
    [InlineData("return 7", "Unexpected return type from runtime Matchmaker Matched hook, must be string or nil.")]
    [InlineData("return {}", "Unexpected return type from runtime Matchmaker Matched hook, must be string or nil.")]
    [InlineData("return ''", "Invalid return value from runtime Matchmaker Matched hook, not a valid match ID.")]
    [InlineData("return 'match.node'", "Invalid return value from runtime Matchmaker Matched hook, not a valid match ID.")]
    [InlineData("return '886313e1-3b8a-5372-9b90-0c9aee199e5d'", "Invalid return value from runtime Matchmaker Matched hook, not a valid match ID.")]
    [InlineData("error('boom')", "boom")]
    public async Task anything_but_a_match_id_is_no_match(string body, string? problem)
    {
        using var bench = Function(body);
        var answer = await FunctionsOf(bench).Matched(Players, TestContext.Current.CancellationToken);
        if (problem is null) answer.Value.ShouldBeNull();
        else answer.Fault!.Message.ShouldContain(problem);
    }

    [Fact]
    public async Task the_last_one_registered_counts_and_only_while_modules_load()
    {
        using var bench = ModuleBench.Of($"""
            local nk = require('nakama')
            nk.register_matchmaker_matched(function() error('the first one') end)
            nk.register_matchmaker_matched(function() nk.register_matchmaker_matched(function() error('too late') end) return '{MatchId}' end)
            """);
        for (var call = 0; call < 2; call++) (await FunctionsOf(bench).Matched(Players, TestContext.Current.CancellationToken)).Value.ShouldBe(MatchId);
    }

    [Fact]
    public void without_a_function_nothing_is_asked()
    {
        using var bench = ModuleBench.OfFunction("return 'x'");
        FunctionsOf(bench).HasMatched.ShouldBeFalse();
        ModuleBench.RefusalOf(new Dictionary<string, string> { ["main"] = "require('nakama').register_matchmaker_matched('f')" }).ShouldContain("expects function");
    }

    private static MatchedPlayer[] Players =>
    [
        new("t1", "node1", "", new MatchPresence("u-ann", "s-ann", "ann", "node1"), MatchmakerSearch.Of(
            2, 2, null, "*", new Dictionary<string, string> { ["mode"] = "ranked", ["both"] = "text" },
            new Dictionary<string, double> { ["skill"] = 12.5, ["both"] = 7 }).Value),
        new("t2", "node1", "p.node1", new MatchPresence("u-bob", "s-bob", "bob", "node1"), MatchmakerSearch.Of(2, 2, null, "*").Value),
    ];

    private static ModuleBench Function(string body) => ModuleBench.Of($"""
        local nk = require('nakama')
        nk.register_matchmaker_matched(function(context, entries)
        {body}
        end)
        """);

    private static ModuleMatchmakerFunctions FunctionsOf(ModuleBench bench) => new(bench.Host, bench.Settings, bench.Server, TimeProvider.System);
}
