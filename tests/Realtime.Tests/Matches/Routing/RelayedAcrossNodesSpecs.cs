using KaosNet.Realtime.Matches;

namespace KaosNet.Realtime.Tests.Matches.Routing;

/// <summary>A relayed match whose players are on two nodes.</summary>
[Collection(TwoNodes.Name)]
public sealed class RelayedAcrossNodesSpecs(TwoNodes nodes)
{
    [Fact]
    public async Task a_match_is_joined_from_another_node_by_its_id()
    {
        var (ann, bob) = (nodes.One.Player("ann"), nodes.Two.Player("bob"));
        var match = (await ann.Create()).MatchId;
        var joined = await bob.Enter(match);
        (joined.Size, string.Join(",", joined.Presences.Select(one => one.Username))).ShouldBe((1, "ann"));
        await ann.Sees("+bob");

        await bob.Leave(match);
        await ann.Sees("-bob");
    }

    [Fact]
    public async Task a_name_leads_to_the_same_match_on_every_node()
    {
        var (ann, bob) = (nodes.One.Player("ann"), nodes.Two.Player("bob"));
        var match = await ann.Create("lobby");
        var same = await bob.Create("lobby");
        (same.MatchId, same.Size, string.Join(",", same.Presences.Select(one => one.Username))).ShouldBe((match.MatchId, 2, "ann"));
    }

    [Fact]
    public async Task data_goes_to_all_others_or_to_some()
    {
        var (ann, bob, cat) = (nodes.One.Player("ann"), nodes.Two.Player("bob"), nodes.Two.Player("cat"));
        var match = (await ann.Create()).MatchId;
        await bob.Enter(match);
        await cat.Enter(match);
        await ann.Say(match, "for all");
        await bob.Sees("1 for all from ann");
        await cat.Sees("1 for all from ann");
        await ann.Say(match, "for bob", bob);
        await ann.Say(match, "for both", bob, cat, ann);
        await bob.Sees("1 for both from ann");
        await cat.Sees("1 for both from ann");
        await ann.Sees("1 for both from ann");
        bob.Seen.ShouldContain("1 for bob from ann");
        cat.Seen.ShouldNotContain("1 for bob from ann");

        // Whoever has left is no member, on whatever node.
        await cat.Leave(match);
        await ann.Say(match, "for cat", cat, bob);
        await bob.Sees("1 for cat from ann");
        cat.Seen.ShouldNotContain("1 for cat from ann");
    }

    [Fact]
    public async Task its_size_counts_the_players_of_all_nodes()
    {
        var (ann, bob, cat) = (nodes.One.Player("ann"), nodes.Two.Player("bob"), nodes.Two.Player("cat"));
        var match = (await ann.Create()).MatchId;
        await bob.Enter(match);
        await cat.Enter(match);
        foreach (var matches in new[] { nodes.One.Get<IMatches>(), nodes.Two.Get<IMatches>() })
        {
            (await matches.Get(match)).Value.ShouldBe(new(match, false, null, 3, 0, ""));
            var listed = (await matches.List(new(100) { Authoritative = false, MinSize = 3, MaxSize = 3 })).Value;
            listed.Count(one => one.MatchId == match).ShouldBe(1);
            listed.Single(one => one.MatchId == match).Size.ShouldBe(3);
        }
    }
}
