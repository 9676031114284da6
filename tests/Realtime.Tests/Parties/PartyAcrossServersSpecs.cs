using KaosNet.Realtime.Cluster;
using KaosNet.Realtime.Parties.Listing;
using KaosNet.Tests.Support;

namespace KaosNet.Realtime.Tests.Parties;

public sealed class PartyAcrossServersSpecs(PartyAcrossServersSpecs.Servers servers) : IClassFixture<PartyAcrossServersSpecs.Servers>
{
    [Fact]
    public async Task players_of_two_servers_are_in_one_party()
    {
        var (ann, bob, cat) = (servers.One.Player("ann"), servers.Two.Player("bob"), servers.Two.Player("cat"));
        var party = await ann.Create(new() { Open = true, MaxSize = 3 });
        await bob.Join(party);
        await cat.Join(party);
        await ann.HasHeardOfJoin(cat);
        bob.Pushes[0].Party!.Presences.Select(presence => presence.Username).ShouldBe(["ann", "bob"]);

        (await bob.Ask(new() { PartyDataSend = new() { PartyId = party, OpCode = 7, Data = [1] } })).ShouldBeAck();
        foreach (var other in (TestPlayer[])[ann, cat]) await other.HasHeard(push => push.PartyData is { OpCode: 7, Presence.Username: "bob", Data: [1] });
        bob.Pushes.ShouldNotContain(push => push.PartyData != null);

        (await bob.Ask(new() { PartyUpdate = new() { PartyId = party } })).ShouldBeRefused("Error updating party: party leader only");
        (await ann.Ask(new() { PartyUpdate = new() { PartyId = party, Label = "{\"a\":1}" } })).ShouldBeAck();
        await cat.HasHeard(push => push.PartyUpdate?.Label == "{\"a\":1}");

        (await cat.Ask(new() { PartyLeave = new() { PartyId = party } })).ShouldBeAck();
        await bob.HasHeardOfLeave(cat);
        await ann.HasHeardOfLeave(cat);
        servers.Two.IsOn(cat, party).ShouldBeFalse();
    }

    [Fact]
    public async Task the_leader_rules_from_another_server()
    {
        var (ann, bob, cat, dan) = (servers.One.Player("ann"), servers.Two.Player("bob"), servers.Two.Player("cat"), servers.One.Player("dan"));
        var party = await ann.Create(new() { Open = true, MaxSize = 4 });
        await bob.Join(party);
        (await ann.Ask(new() { PartyPromote = new() { PartyId = party, Presence = bob.Presence } })).ShouldBeAck();
        await bob.HasHeard(push => push.PartyLeader?.Presence?.Username == "bob");
        (await bob.Ask(new() { PartyUpdate = new() { PartyId = party } })).ShouldBeAck();

        foreach (var asker in (TestPlayer[])[cat, dan])
        {
            (await asker.Ask(new() { PartyJoin = new() { PartyId = party } })).ShouldBeAck();
            await bob.HasHeard(push => push.PartyJoinRequest?.Presences[0].Username == asker.Name);
        }

        (await bob.Ask(new() { PartyJoinRequestList = new() { PartyId = party } })).PartyJoinRequest!.Presences
            .Select(presence => presence.Username).ShouldBe(["cat", "dan"]);
        foreach (var asker in (TestPlayer[])[cat, dan])
        {
            (await bob.Ask(new() { PartyAccept = new() { PartyId = party, Presence = asker.Presence } })).ShouldBeAck();
            await asker.HasHeard(push => push.Party is not null);
        }

        (await bob.Ask(new() { PartyRemove = new() { PartyId = party, Presence = cat.Presence } })).ShouldBeAck();
        await cat.HasHeard(push => push.PartyClose is not null);
        await dan.HasHeardOfLeave(cat);
        await Eventually.Is(() => !servers.Two.IsOn(cat, party));

        (await bob.Ask(new() { PartyClose = new() { PartyId = party } })).ShouldBeAck();
        foreach (var member in (TestPlayer[])[ann, bob, dan]) await member.HasHeard(push => push.PartyClose is not null);
        await Eventually.Is(() => !servers.Two.IsOn(bob, party) && !servers.One.IsOn(dan, party));
        (await bob.Ask(new() { PartyClose = new() { PartyId = party } })).ShouldBeRefused("Error closing party: party not found");
    }

    [Fact]
    public async Task a_socket_that_drops_on_another_server_leaves()
    {
        var (ann, bob) = (servers.One.Player("ann"), servers.Two.Player("bob"));
        var party = await ann.Create(new() { Open = true, MaxSize = 3 });
        await bob.Join(party);
        (await ann.Ask(new() { PartyPromote = new() { PartyId = party, Presence = bob.Presence } })).ShouldBeAck();
        bob.Drop();
        await ann.HasHeardOfLeave(bob);
        ann.Pushes[^2].PartyLeader!.Presence!.Username.ShouldBe("ann");
        (await ann.Ask(new() { PartyAccept = new() { PartyId = party, Presence = bob.Presence } }))
            .ShouldBeRefused("Error accepting party join request: party join request not found");
    }

    [Fact]
    public async Task a_request_whose_socket_is_gone_on_another_server_cannot_be_accepted()
    {
        var (ann, bob) = (servers.One.Player("ann"), servers.Two.Player("bob"));
        var party = await ann.Create(new() { MaxSize = 3 });
        (await bob.Ask(new() { PartyJoin = new() { PartyId = party } })).ShouldBeAck();
        bob.Drop();
        (await ann.Ask(new() { PartyAccept = new() { PartyId = party, Presence = bob.Presence } }))
            .ShouldBeRefused("Error accepting party join request: party could not accept request");
    }

    [Fact]
    public async Task each_server_lists_the_parties_of_all()
    {
        var (ann, bob) = (servers.One.Player("ann"), servers.Two.Player("bob"));
        var label = $"{{\"tag\":\"{Guid.NewGuid():N}\"}}";
        string[] parties = [await ann.Create(new() { MaxSize = 3, Label = label }), await bob.Create(new() { MaxSize = 3, Label = label })];
        foreach (var server in (TestServer[])[servers.One, servers.Two])
        {
            await Eventually.Holds(async () =>
            {
                var page = (await server.Get<PartyList>().Page(10, null, false, "label.tag:" + label[8..^2], "")).Value;
                page.Parties.Select(party => party.Key.ToString()).ShouldBe(parties, ignoreOrder: true);
            });
        }
    }

    [Fact]
    public async Task nobody_answers_for_a_server_that_there_is_none_of()
    {
        var ann = servers.One.Player("ann");
        (await ann.Ask(new() { PartyJoin = new() { PartyId = $"{Guid.NewGuid()}.three" } })).ShouldBeRefused("Error joining party: party not found");
    }

    [Fact]
    public async Task when_a_server_goes_its_players_leave_and_its_parties_are_over()
    {
        var four = await TestServer.InCluster("four", ClusterServices.FreePorts(), servers.Ports);
        await Servers.Know(servers.One, "two", "four");
        await Servers.Know(four, "one", "two");
        var (ann, bob) = (servers.One.Player("ann"), four.Player("bob"));
        var here = await ann.Create(new() { Open = true, MaxSize = 3 });
        var there = await bob.Create(new() { Open = true, MaxSize = 3 });
        await bob.Join(here);
        await ann.Join(there);
        await four.DisposeAsync();
        await ann.HasHeardOfLeave(bob);
        await ann.HasHeard(push => push.PartyClose?.PartyId == there);
        (await ann.Ask(new() { PartyClose = new() { PartyId = there } })).ShouldBeRefused("Error closing party: party not found");
        (await ann.Ask(new() { PartyClose = new() { PartyId = here } })).ShouldBeAck();
    }

    /// <summary>Two servers that know each other.</summary>
    public sealed class Servers : IAsyncLifetime
    {
        internal (int Silo, int Gateway) Ports { get; } = ClusterServices.FreePorts();

        internal TestServer One { get; private set; } = null!;

        internal TestServer Two { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            One = await TestServer.InCluster("one", Ports);
            Two = await TestServer.InCluster("two", ClusterServices.FreePorts(), Ports);
            await Know(One, "two");
            await Know(Two, "one");
        }

        public async ValueTask DisposeAsync()
        {
            await Two.DisposeAsync();
            await One.DisposeAsync();
        }

        internal static Task Know(TestServer server, params string[] others) =>
            Eventually.Is(() => others.All(other => server.Get<ClusterNodes>().Find(other) is not null), "the servers know each other", TimeSpan.FromMinutes(1));
    }
}
