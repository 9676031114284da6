using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matchmaking;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.Nk;
using KaosNet.Tests.Support;

namespace KaosNet.Scripting.Tests.Nk;

/// <summary>Functions that choose or make the matchmaker's matches (parity matches 2.6).</summary>
public class MatchmakerChoiceSpecs
{
    [Fact]
    public async Task a_processor_is_given_all_entries_and_returns_matches_of_them()
    {
        using var bench = Function("processor", """
            assert(context.execution_mode == 'matchmaker_processor' and context.node == 'node1' and #given == 4)
            local ann, bob, cyd = given[1], given[2], given[3]
            assert(ann.ticket == 't-ann' and ann.create_time == 1700000000 and ann.presence.username == 'ann' and ann.presence.node == 'node1' and ann.party_id == nil)
            assert(ann.min_count == 2 and ann.max_count == 4 and ann.count_multiple == 2 and ann.query == '+properties.mode:ranked' and ann.properties.skill == 7)
            assert(bob.ticket == 't-bob' and cyd.ticket == 't-bob' and bob.party_id == 'p.node1' and cyd.presence.username == 'cyd')
            return { { bob, ann, cyd }, { 't-dan' } }
            """);
        Functions(bench).Part.ShouldBe(MatchmakerPart.Processor);
        Said(await Process(bench)).ShouldBe("t-bob t-ann t-bob | t-dan");
    }

    [Fact]
    public async Task an_override_is_given_possible_matches_and_returns_some_of_them()
    {
        using var bench = Function("override", """
            assert(context.execution_mode == 'matchmaker_override' and #given == 2)
            assert(#given[1] == 3 and given[1][3].presence.username == 'ann' and #given[2] == 2 and given[2][1].ticket == 't-dan')
            assert(given[1][3] == given[2][2], 'a player is one table')
            return { given[2] }
            """);
        Functions(bench).Part.ShouldBe(MatchmakerPart.Override);
        var (ann, bobAndCyd, dan) = (Tickets[0], Tickets[1], Tickets[2]);
        Said(await Functions(bench).Override([[bobAndCyd, ann], [dan, ann]], TestContext.Current.CancellationToken)).ShouldBe("t-dan t-ann");
    }

    [Fact]
    public void the_processor_wins_over_the_override()
    {
        using var bench = ModuleBench.Of("""
            local nk = require('kaos')
            nk.register_matchmaker_processor(function() end)
            nk.register_matchmaker_override(function() end)
            """);
        Functions(bench).Part.ShouldBe(MatchmakerPart.Processor);
        Functions(bench).HasMatched.ShouldBeFalse();
        ModuleBench.RefusalOf(new() { ["main"] = "require('kaos').register_matchmaker_override({})" }).ShouldContain("expects function");
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("return nil", "")]
    [InlineData("return {}", "")]
    [InlineData("return { {} }", "")]
    [InlineData("return { { given[1] }, 'x' }", "Unexpected return type from runtime matchmaker function, must be a table of tables of entries.")]
    [InlineData("return { given[1] }", "Unexpected return type from runtime matchmaker function, must be a table of tables of entries.")]
    [InlineData("return given", "Unexpected return type from runtime matchmaker function, must be a table of tables of entries.")]
    [InlineData("return { { 7 } }", "Unexpected return type from runtime matchmaker function, must be a table of tables of entries.")]
    [InlineData("return { { { ticket = 7 } } }", "Unexpected return type from runtime matchmaker function, must be a table of tables of entries.")]
    [InlineData("return { { { ticket = 'unknown' } } }", "unknown")]
    [InlineData("return 'no'", "Unexpected return type from runtime matchmaker function, must be a table of tables of entries.")]
    [InlineData("local big = {} for at = 1, 2000 do big[at] = given[1] end return { big }", "The runtime matchmaker function returned more entries than it was given.")]
    [InlineData("local big = {} for at = 1, 2000 do big[at] = {} end return big", "The runtime matchmaker function returned more entries than it was given.")]
    [InlineData("error('boom')", "boom")]
    [InlineData("while true do end", "script ended: instruction budget spent")]
    public async Task whatever_is_returned_is_read_or_refused(string body, string expected)
    {
        using var bench = Function("processor", body);
        Said(await Process(bench)).ShouldBe(expected);
        Said(await Process(bench)).ShouldBe(expected, "a state that was lost is replaced");
    }

    [Fact]
    public async Task what_the_page_shows_does_what_it_says()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "docs", "reference", "matchmaker.md"), TestContext.Current.CancellationToken);
        string Example(string word) => page.Split("```").Single(block => block.StartsWith("lua", StringComparison.Ordinal) && block.Contains(word, StringComparison.Ordinal))[3..];

        using var choosing = ModuleBench.Of(Example("register_matchmaker_override"));
        var (ann, party, dan) = (Tickets[0], Tickets[1], Tickets[2]);
        Said(await Functions(choosing).Override([[party, ann], [dan, party]], TestContext.Current.CancellationToken)).ShouldBe("t-dan t-bob t-bob");

        using var pairing = ModuleBench.Of("local kaos = require('kaos')\n" + Example("register_matchmaker_processor"));
        Said(await Process(pairing)).ShouldBe("t-ann t-dan");
    }

    private static HeldTicket[] Tickets =>
    [
        Ticket("t-ann", "", ["ann"], MatchmakerSearch.Of(
            2, 4, 2, "+properties.mode:ranked", new Dictionary<string, string> { ["mode"] = "ranked" }, new Dictionary<string, double> { ["skill"] = 7 }).Value),
        Ticket("t-bob", "p.node1", ["bob", "cyd"], MatchmakerSearch.Of(2, 4, 2, "*").Value),
        Ticket("t-dan", "", ["dan"], MatchmakerSearch.Of(2, 2, null, "*").Value),
    ];

    private static HeldTicket Ticket(string id, string party, string[] names, MatchmakerSearch search) => new("node1", Realtime.Matchmaking.Passes.Ticket.Of(
        id, party, [.. names.Select(name => new MatchPresence("u-" + name, "s-" + name, name, "node1"))], search, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000)).Value);

    private static ModuleBench Function(string kind, string body) => ModuleBench.Of(
        new Dictionary<string, string> { ["main"] = $"require('kaos').register_matchmaker_{kind}(function(context, given)\n{body}\nend)" },
        settings: ModuleBench.Defaults with { Instructions = 5_000_000 });

    private static ValueTask<Answer<IReadOnlyList<IReadOnlyList<string>>>> Process(ModuleBench bench) =>
        Functions(bench).Process(Tickets, TestContext.Current.CancellationToken);

    private static string Said(Answer<IReadOnlyList<IReadOnlyList<string>>> answer) =>
        answer.Fault?.Message ?? string.Join(" | ", answer.Value.Select(match => string.Join(' ', match)));

    private static ModuleMatchmakerFunctions Functions(ModuleBench bench) => new ModuleMatchmakerFunctions(bench.Host, bench.Settings, bench.Server, TimeProvider.System);
}
