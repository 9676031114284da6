using KaosNet.Realtime.Matchmaking;
using KaosNet.Realtime.Matchmaking.Passes;
using static KaosNet.Realtime.Tests.Matchmaking.TestMatchmaker;

namespace KaosNet.Realtime.Tests.Matchmaking;

/// <summary>Passes with servers that hold tickets: those have the last word.</summary>
public class MatchmakerPassesSpecs
{
    readonly TestMatchmaker _game = new();

    [Fact]
    public async Task tickets_of_several_servers_match_and_each_is_told()
    {
        var other = Enter("node2", "bob");
        var ann = _game.Player("ann");
        _game.Matchmaker.Add(ann.Session, Search());
        await _game.Passes.Pass();
        ann.Matches.Single()["users"]!.AsArray().Select(user => (string?)user!["presence"]!["username"]).Order().ShouldBe(["ann", "bob"]);
        other.Told.Single().Players.Select(player => (player.Presence.Username, player.Home)).Order().ShouldBe([("ann", "node1"), ("bob", "node2")]);
        other.Figures.ShouldNotBeNull().Tickets.ShouldBe(0);
    }

    [Fact]
    public async Task a_match_needs_all_its_tickets_and_the_others_go_on_waiting()
    {
        var other = Enter("node2", "bob");
        other.Refuses = true;
        var ann = _game.Player("ann");
        _game.Matchmaker.Add(ann.Session, Search());
        await _game.Passes.Pass();
        ann.Matches.ShouldBeEmpty();
        other.Told.ShouldBeEmpty();
        var eve = _game.Player("eve");
        _game.Matchmaker.Add(eve.Session, Search());
        await _game.Passes.Pass();
        ann.Matches.Count.ShouldBe(1);
        eve.Matches.Count.ShouldBe(1);
    }

    [Fact]
    public async Task a_server_that_cannot_be_reached_loses_its_tickets_until_it_enters_them_again()
    {
        var other = Enter("node2", "bob");
        other.IsBroken = true;
        var ann = _game.Player("ann");
        _game.Matchmaker.Add(ann.Session, Search());
        await _game.Passes.Pass();
        ann.Matches.ShouldBeEmpty();
        other.IsBroken = false;
        await _game.Passes.Pass();
        other.Figures.ShouldBeNull();
        Enter("node2", "bob");
        await _game.Passes.Pass();
        ann.Matches.Count.ShouldBe(1);
    }

    [Fact]
    public async Task a_ticket_is_given_once_also_when_two_run_the_passes()
    {
        TestPlayer ann = _game.Player("ann"), bob = _game.Player("bob");
        var tickets = new[] { _game.Matchmaker.Add(ann.Session, Search()).Value, _game.Matchmaker.Add(bob.Session, Search()).Value };
        (await _game.Matchmaker.Take(tickets)).ShouldBeEmpty();
        (await _game.Matchmaker.Take(tickets)).ShouldBe(tickets);
        _game.Matchmaker.Remove(ann.Session, tickets[0]).ShouldBeFalse();
        await _game.Matchmaker.Release([tickets[1]]);
        (await _game.Matchmaker.Take(tickets)).ShouldBe([tickets[0]]);
        var match = new FoundMatch("m.", "", [.. tickets.Select((ticket, at) => new MatchedPlayer(
            ticket, "node1", "", (at == 0 ? ann : bob).Session.MatchPresence, Search()))]);
        await _game.Matchmaker.Tell(match);
        await _game.Matchmaker.Tell(match);
        ann.Matches.Count.ShouldBe(1);
        bob.Matches.Count.ShouldBe(1);
    }

    [Fact]
    public async Task a_ticket_that_comes_back_ends_if_its_player_is_gone()
    {
        TestPlayer ann = _game.Player("ann"), bob = _game.Player("bob");
        var ticket = _game.Matchmaker.Add(ann.Session, Search()).Value;
        await _game.Matchmaker.Take([ticket]);
        ann.Leave();
        await _game.Matchmaker.Release([ticket]);
        (await _game.Matchmaker.Take([ticket])).ShouldBe([ticket]);
        _game.Matchmaker.Add(bob.Session, Search());
        await _game.Passes.Pass();
        bob.Matches.ShouldBeEmpty();
    }

    [Fact]
    public async Task members_of_a_party_on_another_server_are_told_there()
    {
        var bob = _game.Player("bob");
        var other = new OtherServer();
        var party = Ticket.Of("t", "p.node2", [TestPool.Presence("x") with { Node = "node2" }, bob.Session.MatchPresence], Search(3, 3), default).Value;
        _game.Passes.Hold("node2", other, [party]);
        var ann = _game.Player("ann");
        _game.Matchmaker.Add(ann.Session, Search(3, 3));
        await _game.Passes.Pass();
        bob.Matches.Single()["ticket"]!.GetValue<string>().ShouldBe("t");
        other.Told.Count.ShouldBe(1);
    }

    OtherServer Enter(string name, string player)
    {
        var server = new OtherServer();
        var presence = TestPool.Presence(player) with { Node = name };
        _game.Passes.Hold(name, server, [Ticket.Of("ticket-of-" + player, "", [presence], Search(), _game.Time.GetUtcNow()).Value]);
        return server;
    }

    sealed class OtherServer : IMatchmakerServer
    {
        public bool Refuses { get; set; }

        public bool IsBroken { get; set; }

        public List<FoundMatch> Told { get; } = [];

        public MatchmakerFigures? Figures { get; private set; }

        public Task<IReadOnlyCollection<string>> Take(IReadOnlyList<string> tickets) => IsBroken
            ? throw new TimeoutException()
            : Task.FromResult<IReadOnlyCollection<string>>(Refuses ? [.. tickets] : []);

        public Task Release(IReadOnlyList<string> tickets) => Task.CompletedTask;

        public Task Tell(FoundMatch match)
        {
            Told.Add(match);
            return Task.CompletedTask;
        }

        public Task Tell(MatchmakerFigures figures)
        {
            Figures = figures;
            return Task.CompletedTask;
        }
    }
}
