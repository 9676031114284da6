using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Resetting;
using KaosNet.Domain.Matches;
using KaosNet.Projections.Storage;
using KaosNet.Realtime.Matchmaking;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.Nk.Bundles;

namespace KaosNet.Scripting.Tests.Nk.Bundles;

/// <summary>What the server calls in a bundle by itself (parity runtime.md section 8).</summary>
public class BundleCallbackSpecs
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("return null", "")]
    [InlineData("", "")]
    [InlineData("return '5a3c1f0e-0000-4000-8000-000000000000.node1'", "5a3c1f0e-0000-4000-8000-000000000000.node1")]
    [InlineData("return 'nonsense'", "Invalid return value from runtime Matchmaker Matched hook, not a valid match ID.")]
    [InlineData("return 5", "Unexpected return type from runtime Matchmaker Matched hook, must be string or nil.")]
    [InlineData("throw { message: 'no', code: 3 }", "no")]
    public async Task a_function_may_answer_a_match_for_those_who_were_matched(string body, string said)
    {
        using var bench = Slot("registerMatchmakerMatched", body);
        var answer = await Matchmaker(bench).Matched([.. Tickets.SelectMany(ticket => ticket.Players)], Cancel);
        (answer.Fault?.Message ?? answer.Value ?? "").ShouldBe(said);
    }

    [Theory]
    [InlineData("return [[given[1], given[0]], ['t-ann']]", "t-bob t-ann | t-ann")]
    [InlineData("return [given]", "t-ann t-bob t-bob")]
    [InlineData("return [given.map(x => ({ ticket: x.ticket }))]", "t-ann t-bob t-bob")]
    [InlineData("return []", "")]
    [InlineData("", "")]
    [InlineData("return given", "Unexpected return type from runtime matchmaker function, must be a list of lists of entries.")]
    [InlineData("return [[5]]", "Unexpected return type from runtime matchmaker function, must be a list of lists of entries.")]
    [InlineData("return [[{ get ticket() { for (;;); } }]]", "Unexpected return type from runtime matchmaker function, must be a list of lists of entries.")]
    [InlineData("return new Array(100).fill(new Array(100).fill('t-ann'))", "The runtime matchmaker function returned more entries than it was given.")]
    [InlineData("const a = given[0], b = given[1]; return [[[ctx.executionMode, a.createTime, a.minCount, a.query, a.presence.username, a.properties.skill, b.partyId, a.partyId].join()]]",
        "matchmaker_processor,1700000000,2,+properties.mode:ranked,ann,7,p.node1,")]
    public async Task a_processor_makes_matches_of_entries_or_of_tickets(string body, string said)
    {
        using var bench = Slot("registerMatchmakerProcessor", body);
        Matchmaker(bench).Part.ShouldBe(MatchmakerPart.Processor);
        Said(await Matchmaker(bench).Process(Tickets, Cancel)).ShouldBe(said);
    }

    [Fact]
    public async Task an_override_is_given_matches_in_which_a_player_is_one_object()
    {
        using var bench = Slot("registerMatchmakerOverride", "return given[0][0] === given[1][2] && given.length === 2 ? [given[1]] : []");
        var (ann, bob) = (Tickets[0], Tickets[1]);
        Said(await Matchmaker(bench).Override([[ann], [bob, ann]], Cancel)).ShouldBe("t-bob t-bob t-ann");
    }

    [Theory]
    [InlineData("return object.key === 'k' && object.userId.length === 36 && object.permissionRead === 2 && object.value.rank === 3 && ctx.executionMode === 'storage_index_filter'", true)]
    [InlineData("return false", false)]
    [InlineData("return 'yes'", null)]
    [InlineData("throw new Error('no')", null)]
    [InlineData("nk.storageIndexList('Players', ''); return true", null)]
    public async Task a_filter_keeps_an_object_or_not(string body, bool? kept)
    {
        using var bench = BundleBench.Of(
            $"function f(ctx, logger, nk, object) {{ {body} }}\nfunction InitModule(a, b, c, initializer) {{ initializer.registerStorageIndexFilter('Players', f); }}");
        var filters = new BundleCallbacks(bench.Host, bench.Settings, bench.Server, TimeProvider.System);
        (filters.Has("Players"), filters.Has("players")).ShouldBe((true, false));
        var stored = new StoredObjectRow("c", "k", Guid.NewGuid(), "{\"rank\":3}", "v", 2, 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 1);
        (await filters.Keeps("Players", stored, Cancel)).ShouldBe(kept);
        bench.Log.Lines.Any(line => line.Contains("The filter of the storage index Players failed for k")).ShouldBe(kept is null);
    }

    [Fact]
    public async Task the_function_for_the_servers_end_is_called_and_its_error_is_logged()
    {
        using var bench = Slot("registerShutdown", "logger.info('%s %d', ctx.executionMode, arguments.length); throw new Error('boom');");
        IShutdownFunctions shutdown = new BundleCallbacks(bench.Host, bench.Settings, bench.Server, TimeProvider.System);
        shutdown.Has.ShouldBeTrue();
        await shutdown.ShutDown(Cancel);
        bench.Log.Lines.ShouldContain("Information: shutdown 3");
        bench.Log.Lines.ShouldContain(line => line.StartsWith("Error: Function for the server's end failed: Error: boom", StringComparison.Ordinal));
    }

    [Fact]
    public async Task events_reach_the_function_of_their_kind()
    {
        using var bench = BundleBench.OfInit(
            "initializer.registerEvent(h); initializer.registerEventSessionEnd(e);",
            "function h(ctx, logger, nk, event) { logger.info(ctx.executionMode + JSON.stringify(event)); } function e(ctx, logger, nk, event) { logger.info('end ' + ctx.sessionId); }");
        (bench.Host.Takes(EventKind.Reported), bench.Host.Takes(EventKind.SessionStart), bench.Host.Takes(EventKind.SessionEnd)).ShouldBe((true, false, true));
        var caller = new Caller { Source = Source.Client, SessionId = "s-1" };
        await bench.Host.Take(new("won", new Dictionary<string, string> { ["a"] = "1" }, 5, IsExternal: true, caller), Cancel);
        await bench.Host.Take(new("session_end", new Dictionary<string, string>(), null, IsExternal: false, caller) { Kind = EventKind.SessionEnd }, Cancel);
        bench.Log.Lines.ShouldContain("Information: event{\"name\":\"won\",\"properties\":{\"a\":\"1\"},\"timestamp\":5,\"external\":true}");
        bench.Log.Lines.ShouldContain("Information: end s-1");
    }

    [Fact]
    public async Task a_reset_tells_of_the_board_and_returns_nothing()
    {
        using var bench = BundleBench.Of(
            "function f(ctx, logger, nk, board, reset) { logger.info('%s %s %d %d %s', ctx.executionMode, board.id, board.sortOrder, reset, JSON.stringify(board.metadata)); return 1; }\n" +
            "function InitModule(a, b, c, initializer) { initializer.registerLeaderboardReset(f); }");
        var functions = new BundleBoardFunctions(bench.Host, bench.Settings, bench.Server, TimeProvider.System);
        functions.Has(BoardCallback.LeaderboardReset).ShouldBeTrue();
        var board = new Leaderboard { Id = "weekly", SortOrder = SortOrder.Descending, Metadata = "{\"a\":1}" };
        var occurrence = new BoardOccurrence(BoardCallback.LeaderboardReset, 1_700_000_000, 0, 1_700_000_000);
        functions.CallerOf(board, occurrence).Actor.ShouldBe("index.js:f");
        (await functions.Call(board, occurrence, Cancel)).Fault.ShouldBeNull();
        bench.Log.Lines.ShouldContain("Information: leaderboard_reset weekly 1 1700000000 {\"a\":1}");
        bench.Log.Lines.ShouldContain(line => line.StartsWith("Warning: leaderboard_reset of f returned a value", StringComparison.Ordinal));
    }

    private static HeldTicket[] Tickets =>
    [
        Ticket("t-ann", "", ["ann"], MatchmakerSearch.Of(
            2, 4, 2, "+properties.mode:ranked", new Dictionary<string, string> { ["mode"] = "ranked" }, new Dictionary<string, double> { ["skill"] = 7 }).Value),
        Ticket("t-bob", "p.node1", ["bob", "cyd"], MatchmakerSearch.Of(2, 4, 2, "*").Value),
    ];

    private static HeldTicket Ticket(string id, string party, string[] names, MatchmakerSearch search) => new("node1", Realtime.Matchmaking.Passes.Ticket.Of(
        id, party, [.. names.Select(name => new MatchPresence("u-" + name, "s-" + name, name, "node1"))], search, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000)).Value);

    private static BundleBench Slot(string register, string body) => BundleBench.Of(
        $"function f(ctx, logger, nk, given) {{ {body} }}\nfunction InitModule(ctx, logger, nk, initializer) {{ initializer.{register}(f); }}");

    private static BundleMatchmakerFunctions Matchmaker(BundleBench bench) => new(bench.Host, bench.Settings, bench.Server, TimeProvider.System);

    private static string Said(Answer<IReadOnlyList<IReadOnlyList<string>>> answer) =>
        answer.Fault?.Message ?? string.Join(" | ", answer.Value.Select(match => string.Join(' ', match)));
}
