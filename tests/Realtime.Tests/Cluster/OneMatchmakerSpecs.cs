using System.Net;
using KaosNet.Realtime.Cluster;
using KaosNet.Realtime.Matchmaking;
using KaosNet.Realtime.Sessions;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KaosNet.Realtime.Tests.Cluster;

/// <summary>Two servers of a cluster have one matchmaker. Passes are turned by hand, by whichever server turns them.</summary>
public class OneMatchmakerSpecs
{
    static readonly MatchmakerSearch Anybody = MatchmakerSearch.Of(2, 2, null, "*").Value;

    [Fact]
    public async Task players_of_two_servers_find_each_other_and_nobody_is_matched_twice()
    {
        var ports = ClusterServices.FreePorts();
        using var one = OneNode.Node("one", ports);
        await one.StartAsync();
        // Before there is a cluster.
        var early = Player(one);
        var ticket = MatchmakerOf(one).Add(early.Session, Anybody).Value;
        using var two = OneNode.Node("two", ClusterServices.FreePorts(), new IPEndPoint(IPAddress.Loopback, ports.Silo));
        await two.StartAsync();
        await Eventually.Is(() => !ClusterOf(one).IsAlone && !ClusterOf(two).IsAlone);
        new[] { one, two }.Count(node => ClusterOf(node).IsFirst).ShouldBe(1);

        // What a server tells the others takes its time, and a ticket searches in a few passes only: hence newcomers at each look.
        List<TestMember> late = [];
        await Eventually.Holds(async () =>
        {
            late.Add(Enter(two));
            await Turn(one, two);
            (IsMatched(early), late.Exists(IsMatched)).ShouldBe((true, true));
        });
        early.Text.ShouldContain(ticket);
        late.ShouldContain(player => early.Text.Contains(player.Session.UserId.ToString()) && player.Text.Contains(early.Session.UserId.ToString()));

        // A ticket that ends on its server ends in the cluster; others find each other.
        var gone = Player(two);
        MatchmakerOf(two).Add(gone.Session, Anybody).Fault.ShouldBeNull();
        MatchmakerOf(two).Closing(gone.Session);
        List<TestMember> here = [], there = [];
        await Eventually.Holds(async () =>
        {
            here.Add(Enter(one));
            there.Add(Enter(two));
            await Turn(one, two);
            (here.Exists(IsMatched), there.Exists(IsMatched)).ShouldBe((true, true));
        });
        gone.Text.ShouldBeEmpty();
        foreach (var player in (TestMember[])[early, .. late, .. here, .. there]) player.Text.Split("matchmaker_matched").Length.ShouldBeLessThanOrEqualTo(2);

        await two.StopAsync();
        await Eventually.Is(() => ClusterOf(one).IsAlone);
        TestMember fifth = Player(one), sixth = Player(one);
        MatchmakerOf(one).Add(fifth.Session, Anybody).Fault.ShouldBeNull();
        MatchmakerOf(one).Add(sixth.Session, Anybody).Fault.ShouldBeNull();
        await Eventually.Holds(async () =>
        {
            await Turn(one);
            fifth.Text.ShouldContain("matchmaker_matched");
        });
        await one.StopAsync();
    }

    static bool IsMatched(TestMember player) => player.Text.Contains("matchmaker_matched");

    static TestMember Enter(IHost node)
    {
        var player = Player(node);
        MatchmakerOf(node).Add(player.Session, Anybody).Fault.ShouldBeNull();
        return player;
    }

    static async Task Turn(params IHost[] nodes)
    {
        foreach (var node in nodes) await MatchmakerOf(node).Pass();
    }

    static Matchmaker MatchmakerOf(IHost node) => node.Services.GetRequiredService<Matchmaker>();

    static OrleansMatchmaker ClusterOf(IHost node) => node.Services.GetRequiredService<OrleansMatchmaker>();

    static TestMember Player(IHost node)
    {
        var outgoing = new OneNode.Outgoing();
        var opening = new SessionOpening(Guid.NewGuid(), "x", new Dictionary<string, string>(), 0, SocketFormat.Json, false, "en", "", "");
        var session = new Session(
            Guid.NewGuid(), node.Services.GetRequiredService<NodeName>(), opening, outgoing, node.Services.GetRequiredService<SocketTraffic>(), (_, _) => { });
        node.Services.GetRequiredService<SessionRegistry>().Add(session);
        return new(session, outgoing);
    }

    sealed record TestMember(Session Session, OneNode.Outgoing Outgoing)
    {
        public string Text => Outgoing.Text;
    }
}
