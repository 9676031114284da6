using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Joining;
using KaosNet.Realtime.Presence;
using KaosNet.Tests.Support;

namespace KaosNet.Realtime.Tests.Matches.Routing;

public class LostNodeSpecs
{
    [Fact]
    public async Task a_node_that_goes_takes_its_players_and_its_matches_with_it()
    {
        var nodes = new TwoNodes();
        await nodes.InitializeAsync();
        var (ann, bob) = (nodes.One.Player("ann"), nodes.Two.Player("bob"));
        var (here, there) = (await nodes.One.Create(), await nodes.Two.Create());
        foreach (var player in new[] { ann, bob })
        {
            await player.Enter(here);
            await player.Enter(there);
        }

        await nodes.Two.DisposeAsync();
        await ann.Sees("-bob");
        await Eventually.Is(async () => (await nodes.One.Get<IMatches>().Get(here)).Value!.Size == 1);
        MatchKey.TryParse(there, out var lost).ShouldBeTrue();
        await Eventually.Is(() => !nodes.One.Get<PresenceTracker>().Exists(lost!.Stream()));
        ann.Ended.ShouldBeNull();
        (await ann.Join(there)).Envelope!.Error!.Message.ShouldBe("Match not found");
        await nodes.One.DisposeAsync();
    }
}
