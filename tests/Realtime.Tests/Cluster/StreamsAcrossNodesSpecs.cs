using KaosNet.Domain.Matches;
using KaosNet.Projections.Accounts;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Statuses;
using KaosNet.Realtime.Tests.Matches.Routing;
using KaosNet.Tests.Support;

namespace KaosNet.Realtime.Tests.Cluster;

/// <summary>Streams with members on two nodes.</summary>
[Collection(TwoNodes.Name)]
public sealed class StreamsAcrossNodesSpecs(TwoNodes nodes)
{
    readonly StreamAddress _stream = new(StreamMode.FirstOfGames, Guid.NewGuid(), "lobby");

    [Fact]
    public async Task whoever_has_just_come_misses_no_message_of_the_other_node()
    {
        var players = new List<NodePlayer>();
        for (var i = 0; i < 100; i++)
        {
            players.Add(nodes.Two.Player("newcomer"));
            players[i].Track(_stream);
            // Nobody waits for anything: who has been told to be there is.
            nodes.One.Say(_stream, i.ToString());
        }

        await players[99].Sees("99");
        for (var i = 0; i < 100; i++)
        {
            // What was said before may have been on its way.
            var heard = players[i].Seen.Where(words => char.IsDigit(words[0])).Select(int.Parse);
            heard.Where(number => number >= i).ShouldBe(Enumerable.Range(i, 100 - i));
        }
    }

    [Fact]
    public async Task comings_and_goings_are_told_once_and_in_order()
    {
        var (ann, bob) = (nodes.One.Player("ann"), nodes.Two.Player("bob"));
        ann.Track(_stream);
        for (var i = 0; i < 50; i++)
        {
            bob.Track(_stream);
            nodes.Two.Get<PresenceTracker>().Untrack(bob.Session, _stream);
        }

        bob.Track(_stream);
        nodes.Two.Say(_stream, "done");
        await ann.Sees("done");
        await Eventually.Is(() => ann.Seen.Count(words => words == "+bob") == 51);
        ann.Seen.Where(words => words[1..] == "bob").ShouldBe(Enumerable.Range(0, 101).Select(i => i % 2 == 0 ? "+bob" : "-bob"));
    }

    [Fact]
    public async Task lists_and_counts_cover_both_nodes()
    {
        var (ann, bob, cat) = (nodes.One.Player("ann"), nodes.Two.Player("bob"), nodes.Two.Player("cat"));
        ann.Track(_stream);
        bob.Track(_stream, new(Persistence: true, Status: "far"));
        cat.Track(_stream, PresenceMeta.Invisible);
        var streams = nodes.One.Get<GameStreams>();
        await Eventually.Is(() => streams.Count(_stream) == 3);
        streams.List(_stream, withHidden: false, withVisible: true).Select(Spelled).ShouldBe(["ann one False ", "bob two True far"]);
        streams.List(_stream, withHidden: true, withVisible: false).Select(Spelled).ShouldBe(["cat two False "]);
        streams.Get(bob.Session.UserId, bob.Session.Id, _stream)!.Meta.Status.ShouldBe("far");
        streams.Get(ann.Session.UserId, bob.Session.Id, _stream).ShouldBeNull();
        ann.Seen.ShouldNotContain("+cat");

        nodes.Two.Get<PresenceTracker>().Update(bob.Session, _stream, new(Status: "near"));
        await Eventually.Is(() => streams.Get(bob.Session.UserId, bob.Session.Id, _stream)!.Meta.Status == "near");
        nodes.Two.Get<PresenceTracker>().UntrackAll(bob.Session, PresenceReason.Disconnect);
        nodes.Two.Get<PresenceTracker>().UntrackAll(cat.Session, PresenceReason.Disconnect);
        await Eventually.Is(() => streams.Count(_stream) == 1);
        await ann.Sees("-bob");
    }

    [Fact]
    public async Task sessions_of_the_other_node_are_put_on_streams_and_taken_off()
    {
        var (ann, bob) = (nodes.One.Player("ann"), nodes.Two.Player("bob"));
        ann.Track(_stream);
        var (streams, cancel) = (nodes.One.Get<GameStreams>(), CancellationToken.None);
        (await streams.Join(bob.Session.UserId, bob.Session.Id, _stream, new(Status: "in"), cancel)).Value.ShouldBeTrue();
        (await streams.Join(bob.Session.UserId, bob.Session.Id, _stream, new(Status: "again"), cancel)).Value.ShouldBeFalse();
        await ann.Sees("+bob");
        streams.Get(bob.Session.UserId, bob.Session.Id, _stream)!.Meta.Status.ShouldBe("in");
        (await streams.Update(bob.Session.UserId, bob.Session.Id, _stream, new(Status: "changed"), cancel)).Fault.ShouldBeNull();
        await Eventually.Is(() => streams.Get(bob.Session.UserId, bob.Session.Id, _stream)!.Meta.Status == "changed");
        (await streams.Join(ann.Session.UserId, bob.Session.Id, _stream, new(), cancel)).Fault!.Message.ShouldBe("session id does not exist");
        (await streams.Join(bob.Session.UserId, Guid.NewGuid(), _stream, new(), cancel)).Fault!.Message.ShouldBe("node not found");

        streams.Leave(ann.Session.UserId, bob.Session.Id, _stream).Fault.ShouldBeNull();
        streams.Get(bob.Session.UserId, bob.Session.Id, _stream).ShouldNotBeNull();
        streams.Leave(bob.Session.UserId, bob.Session.Id, _stream).Fault.ShouldBeNull();
        await Eventually.Is(() => nodes.Two.Get<PresenceTracker>().Find(bob.Session, _stream) is null);
        streams.Leave(bob.Session.UserId, Guid.NewGuid(), _stream).Fault!.Message.ShouldBe("node not found");

        streams.Send(_stream, "for bob", reliable: true, [bob.Session.Id.ToString(), Guid.NewGuid().ToString()]);
        await bob.Sees("for bob");
        streams.Disconnect(bob.Session.Id, PresenceReason.Unknown);
        await Eventually.Is(() => bob.Ended is { Reason: PresenceReason.Disconnect });
    }

    [Fact]
    public async Task a_stream_is_closed_on_both_without_a_word()
    {
        var (ann, bob) = (nodes.One.Player("ann"), nodes.Two.Player("bob"));
        ann.Track(_stream);
        bob.Track(_stream);
        await ann.Sees("+bob");
        nodes.Two.Get<GameStreams>().Close(_stream);
        await Eventually.Is(() => nodes.One.Get<GameStreams>().Count(_stream) + nodes.Two.Get<GameStreams>().Count(_stream) == 0);
        ann.Track(_stream);
        nodes.Two.Say(_stream, "after");
        await ann.Sees("after");
        ann.Seen.ShouldNotContain("-bob");
    }

    [Fact]
    public async Task who_is_followed_may_be_on_the_other_node()
    {
        var (ann, bob) = (nodes.One.Player("ann"), nodes.Two.Player("bob"));
        nodes.One.Get<StatusFollows>().Follow(ann.Session, [bob.Session.UserId]).Fault.ShouldBeNull();
        bob.Track(StatusStreams.Of(bob.Session.UserId), new(Status: "here"));
        await ann.Sees("+bob");
        nodes.One.Get<StatusFollows>().Online([bob.Session.UserId]).Select(one => one.Status).ShouldBe(["here"]);
        nodes.One.Get<IOnlinePlayers>().IsOnline(bob.Session.UserId).ShouldBeTrue();

        bob.Session.Close(Realtime.Sessions.SessionEnd.QueueFull);
        await ann.Sees("-bob");
        nodes.One.Get<IOnlinePlayers>().IsOnline(bob.Session.UserId).ShouldBeFalse();
        // Whom somebody follows is the business of their own node.
        nodes.Two.Get<GameStreams>().Count(StatusStreams.FollowersOf(bob.Session.UserId)).ShouldBe(0);
    }

    [Fact]
    public async Task what_goes_to_everybody_goes_to_both()
    {
        var (ann, bob) = (nodes.One.Player("ann"), nodes.Two.Player("bob"));
        nodes.One.Get<StreamRouter>().SendToAll(new Envelope { StreamData = new() { Data = "all of you" } });
        foreach (var player in (NodePlayer[])[ann, bob]) await player.Sees("all of you");
    }

    static string Spelled(StreamMember member) => $"{member.Plain.Username} {member.Who.Node} {member.Meta.Persistence} {member.Meta.Status}";
}
