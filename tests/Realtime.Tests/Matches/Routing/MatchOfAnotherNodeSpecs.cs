using KaosNet.Protocol.Realtime;
using ErrorCode = KaosNet.Protocol.Realtime.ErrorCode;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Joining;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Sessions.Messages;
using KaosNet.Tests.Support;

namespace KaosNet.Realtime.Tests.Matches.Routing;

/// <summary>A match on one node, with players of another.</summary>
[Collection(TwoNodes.Name)]
public sealed class MatchOfAnotherNodeSpecs(TwoNodes nodes)
{
    [Fact]
    public async Task players_of_both_nodes_see_each_other()
    {
        var match = await nodes.One.Create();
        var (ann, bob) = (nodes.One.Player("ann"), nodes.Two.Player("bob"));
        Names((await ann.Enter(match)).Presences).ShouldBeEmpty();
        var joined = await bob.Enter(match);
        (joined.MatchId, joined.Authoritative, joined.Label, joined.Size, joined.Self!.Username).ShouldBe((match, true, "start", 1, "bob"));
        Names(joined.Presences).ShouldBe(["ann"]);
        await ann.Sees("+bob");
        await bob.Sees("+bob");
        Names((await bob.Enter(match)).Presences).ShouldBe(["ann", "bob"]);

        await bob.Leave(match);
        await ann.Sees("-bob");
        await Eventually.Is(async () => (await nodes.Two.Get<IMatches>().Get(match)).Value!.Size == 1);
    }

    [Fact]
    public async Task what_a_player_says_reaches_the_match_and_its_answer_the_players()
    {
        var match = await nodes.One.Create();
        var (ann, bob, cat) = (nodes.One.Player("ann"), nodes.Two.Player("bob"), nodes.Two.Player("cat"));
        foreach (var player in new[] { ann, bob, cat }) await player.Enter(match);
        await bob.Say(match, "shout hello");
        foreach (var player in new[] { ann, bob, cat }) await player.Sees("1 hello from bob");

        await bob.Say(match, "whisper psst");
        await bob.Sees("2 psst from ");
        await ann.Say(match, "shout done");
        foreach (var player in new[] { ann, bob, cat }) await player.Sees("1 done from ann");
        cat.Seen.ShouldNotContain("2 psst from ");
        ann.Seen.ShouldNotContain("2 psst from ");
    }

    [Fact]
    public async Task what_one_player_says_keeps_its_order()
    {
        var match = await nodes.One.Create();
        var bob = nodes.Two.Player("bob");
        await bob.Enter(match);
        for (var i = 0; i < 100; i++) await bob.Say(match, "shout " + i);
        await bob.Sees("1 99 from bob");
        bob.Seen.Where(words => words.StartsWith('1')).ShouldBe(Enumerable.Range(0, 100).Select(i => $"1 {i} from bob"));
    }

    [Fact]
    public async Task who_is_kicked_is_out_without_a_word()
    {
        var match = await nodes.One.Create();
        var (ann, bob) = (nodes.One.Player("ann"), nodes.Two.Player("bob"));
        await ann.Enter(match);
        await bob.Enter(match);
        await bob.Say(match, "kick");
        await ann.Sees("-bob");
        await Eventually.Is(async () => (await nodes.One.Get<IMatches>().Get(match)).Value!.Size == 1);
        bob.Seen.ShouldNotContain("-bob");
        bob.Ended.ShouldBeNull();
    }

    [Fact]
    public async Task a_lost_socket_leaves()
    {
        var match = await nodes.One.Create();
        var (ann, bob) = (nodes.One.Player("ann"), nodes.Two.Player("bob"));
        await ann.Enter(match);
        await bob.Enter(match);
        bob.Session.Close(SessionEnd.QueueFull);
        await ann.Sees("-bob");
        await Eventually.Is(async () => (await nodes.One.Get<IMatches>().Get(match)).Value!.Size == 1);
    }

    [Fact]
    public async Task a_failing_match_closes_the_sockets_of_all_its_players()
    {
        var match = await nodes.One.Create();
        var (ann, bob) = (nodes.One.Player("ann"), nodes.Two.Player("bob"));
        await ann.Enter(match);
        await bob.Enter(match);
        await bob.Say(match, "fail");
        await Eventually.Is(() => ann.Ended is not null && bob.Ended is not null);
        (ann.Ended, bob.Ended).ShouldBe((SessionEnd.ServerSide, SessionEnd.ServerSide));
    }

    [Fact]
    public async Task a_match_that_ends_drops_its_stream_and_leaves_sockets_open()
    {
        var match = await nodes.One.Create();
        var bob = nodes.Two.Player("bob");
        await bob.Enter(match);
        await bob.Say(match, "stop");
        MatchKey.TryParse(match, out var key).ShouldBeTrue();
        await Eventually.Is(() => !nodes.Two.Get<PresenceTracker>().Exists(key!.Stream()));
        bob.Ended.ShouldBeNull();
        ShouldBeRefused(await bob.Join(match), ErrorCode.MatchNotFound, "Match not found");
    }

    [Theory]
    [InlineData("no", "not you")]
    [InlineData("no reason", "Match join rejected")]
    public async Task a_refusal_carries_the_handlers_reason(string say, string reason) =>
        ShouldBeRefused(await nodes.Two.Player("bob").Join(await nodes.One.Create(), say), ErrorCode.MatchJoinRejected, reason);

    [Theory]
    [InlineData("886313e1-3b8a-5372-9b90-0c9aee199e5d.one")]
    [InlineData("886313e1-3b8a-5372-9b90-0c9aee199e5d.two")]
    [InlineData("886313e1-3b8a-5372-9b90-0c9aee199e5d.three")]
    [InlineData("886313e1-3b8a-5372-9b90-0c9aee199e5d.")]
    public async Task a_match_that_is_nowhere_is_not_found(string match)
    {
        ShouldBeRefused(await nodes.Two.Player("bob").Join(match), ErrorCode.MatchNotFound, "Match not found");
        (await nodes.Two.Get<IMatches>().Get(match)).Value.ShouldBeNull();
        (await nodes.Two.Get<IMatches>().Signal(match, "")).Fault!.Message.ShouldBe("match not found");
    }

    [Fact]
    public async Task data_of_somebody_outside_is_dropped()
    {
        var match = await nodes.One.Create();
        var (ann, bob) = (nodes.One.Player("ann"), nodes.Two.Player("bob"));
        await ann.Enter(match);
        await bob.Say(match, "shout outside");
        await bob.Enter(match);
        await bob.Say(match, "shout inside");
        await ann.Sees("1 inside from bob");
        ann.Seen.ShouldNotContain("1 outside from bob");
    }

    [Fact]
    public async Task any_node_finds_signals_and_lists_the_matches_of_all()
    {
        var one = await nodes.One.Create();
        // The next one is newer only if the clock has moved, which it has when the first one is listed.
        await Eventually.Is(async () => Ids(await nodes.One.Get<IMatches>().List(new(100))).Contains(one));
        var two = await nodes.Two.Create();
        foreach (var matches in new[] { nodes.One.Get<IMatches>(), nodes.Two.Get<IMatches>() })
        {
            (await matches.Get(one)).Value.ShouldBe(new(one, true, "start", 0, 60, "test"));
            (await matches.Get(two)).Value.ShouldBe(new(two, true, "start", 0, 60, "test"));
            (await matches.Signal(one, "hi")).Value.ShouldBe("hi!");
            (await matches.Signal(two, "hi")).Value.ShouldBe("hi!");
            await Eventually.Is(async () => Ids(await matches.List(new(100) { Query = "+node:one" })).Contains(one));
            await Eventually.Is(async () => Ids(await matches.List(new(100) { Query = "+node:two" })).Contains(two));
            var all = Ids(await matches.List(new(100)));
            Array.IndexOf(all, two).ShouldBeLessThan(Array.IndexOf(all, one), "the newest comes first");
            (await matches.List(new(1))).Value.Length.ShouldBe(1);
        }

        (await nodes.Two.Get<IMatches>().Signal(one, "fail")).Fault!.Message.ShouldBe("match busy");
        (await nodes.Two.Get<IMatches>().Get(one)).Value.ShouldBeNull();
    }

    static string[] Names(List<UserPresence> presences) => [.. presences.Select(presence => presence.Username)];

    static string[] Ids(Domain.Kernel.Answer<MatchSummary[]> listed) => [.. listed.Value.Select(match => match.MatchId)];

    static void ShouldBeRefused(Reply reply, ErrorCode code, string message) =>
        (reply.Envelope!.Error!.Code, reply.Envelope.Error.Message).ShouldBe(((int)code, message));
}
