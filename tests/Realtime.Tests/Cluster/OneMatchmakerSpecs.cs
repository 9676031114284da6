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
        using var one = TwoNodesSpecs.Node("one", ports);
        await one.StartAsync();
        // Before there is a cluster.
        var early = Player(one);
        var ticket = MatchmakerOf(one).Add(early.Session, Anybody).Value;
        using var two = TwoNodesSpecs.Node("two", ClusterServices.FreePorts(), new IPEndPoint(IPAddress.Loopback, ports.Silo));
        await two.StartAsync();
        await Eventually.Is(() => !ClusterOf(one).IsAlone && !ClusterOf(two).IsAlone);
        new[] { one, two }.Count(node => ClusterOf(node).IsFirst).ShouldBe(1);

        var late = Player(two);
        MatchmakerOf(two).Add(late.Session, Anybody).Fault.ShouldBeNull();
        await Eventually.Holds(async () =>
        {
            await Turn(one, two);
            (early.Text.Contains("matchmaker_matched"), late.Text.Contains("matchmaker_matched")).ShouldBe((true, true));
        });
        early.Text.ShouldContain(ticket);
        early.Text.ShouldContain(late.Session.UserId.ToString());
        late.Text.ShouldContain(early.Session.UserId.ToString());

        // A ticket that ends on its server ends in the cluster; the third player finds the fourth.
        TestMember third = Player(one), fourth = Player(two), gone = Player(two);
        MatchmakerOf(two).Add(gone.Session, Anybody).Fault.ShouldBeNull();
        MatchmakerOf(two).Closing(gone.Session);
        MatchmakerOf(one).Add(third.Session, Anybody).Fault.ShouldBeNull();
        MatchmakerOf(two).Add(fourth.Session, Anybody).Fault.ShouldBeNull();
        await Eventually.Holds(async () =>
        {
            await Turn(one, two);
            (third.Text.Contains("matchmaker_matched"), fourth.Text.Contains("matchmaker_matched")).ShouldBe((true, true));
        });
        gone.Text.ShouldBeEmpty();
        foreach (var player in new[] { early, late, third, fourth }) player.Text.Split("matchmaker_matched").Length.ShouldBe(2);

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

    static async Task Turn(params IHost[] nodes)
    {
        foreach (var node in nodes) await MatchmakerOf(node).Pass();
    }

    static Matchmaker MatchmakerOf(IHost node) => node.Services.GetRequiredService<Matchmaker>();

    static OrleansMatchmaker ClusterOf(IHost node) => node.Services.GetRequiredService<OrleansMatchmaker>();

    static TestMember Player(IHost node)
    {
        var outgoing = new TwoNodesSpecs.Outgoing();
        var opening = new SessionOpening(Guid.NewGuid(), "x", new Dictionary<string, string>(), 0, SocketFormat.Json, false, "en", "", "");
        var session = new Session(
            Guid.NewGuid(), node.Services.GetRequiredService<NodeName>(), opening, outgoing, node.Services.GetRequiredService<SocketTraffic>(), (_, _) => { });
        node.Services.GetRequiredService<SessionRegistry>().Add(session);
        return new(session, outgoing);
    }

    sealed record TestMember(Session Session, TwoNodesSpecs.Outgoing Outgoing)
    {
        public string Text => Outgoing.Text;
    }
}
