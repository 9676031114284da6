using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Joining;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Statuses;
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

        var relayed = (await bob.Create()).MatchId;
        await ann.Enter(relayed);
        var lobby = new StreamAddress(StreamMode.Room, Guid.Empty, "lobby");
        foreach (var player in new[] { ann, bob }) player.Track(lobby);
        bob.Track(StatusStreams.Of(bob.Session.UserId));
        nodes.One.Get<StatusFollows>().Follow(ann.Session, [bob.Session.UserId]).Fault.ShouldBeNull();
        await Eventually.Is(() => nodes.One.Get<StatusFollows>().Online([bob.Session.UserId]).Count == 1);

        await nodes.Two.DisposeAsync();
        // From his status, the room, the relayed match and the one of this node; he is not told of as a player of the one that is gone with him.
        await Eventually.Is(() => ann.Seen.Count(words => words == "-bob") == 4);
        nodes.One.Get<RemotePresences>().Count.ShouldBe(0);
        await Eventually.Is(async () => (await nodes.One.Get<IMatches>().Get(here)).Value!.Size == 1);
        MatchKey.TryParse(there, out var lost).ShouldBeTrue();
        await Eventually.Is(() => !nodes.One.Get<PresenceTracker>().Exists(lost!.Stream()));
        ann.Ended.ShouldBeNull();
        (await ann.Join(there)).Envelope!.Error!.Message.ShouldBe("Match not found");
        await nodes.One.DisposeAsync();
    }
}
