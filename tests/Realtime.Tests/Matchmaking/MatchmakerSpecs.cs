using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Matchmaking;
using static KaosNet.Realtime.Tests.Matchmaking.TestMatchmaker;

namespace KaosNet.Realtime.Tests.Matchmaking;

public class MatchmakerSpecs
{
    readonly TestMatchmaker _game = new();

    Matchmaker Matchmaker => _game.Matchmaker;

    [Fact]
    public async Task players_are_told_of_each_other_with_a_token()
    {
        TestPlayer ann = _game.Player("ann"), bob = _game.Player("bob");
        var search = MatchmakerSearch.Of(2, 2, null, "*", new Dictionary<string, string> { ["region"] = "eu" }, new Dictionary<string, double> { ["rank"] = 7 }).Value;
        var tickets = new[] { Matchmaker.Add(ann.Session, search).Value, Matchmaker.Add(bob.Session, Search()).Value };
        await Matchmaker.Pass();

        var told = ann.Matches.Single();
        ((string?)told["ticket"]).ShouldBe(tickets[0]);
        told["match_id"].ShouldBeNull();
        ((string)told["token"]!).ShouldMatch("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\\. for 30 s$");
        told["users"]!.AsArray().Select(user => (string?)user!["presence"]!["username"]).ShouldBe(["bob", "ann"]);
        told["self"]!.ToJsonString().ShouldBe(
            $$$"""{"presence":{"user_id":"{{{ann.Session.UserId}}}","session_id":"{{{ann.Session.Id}}}","username":"ann"},"string_properties":{"region":"eu"},"numeric_properties":{"rank":7}}""");
        var other = bob.Matches.Single();
        ((string?)other["ticket"], (string?)other["token"], (string?)other["self"]!["presence"]!["username"]).ShouldBe((tickets[1], (string?)told["token"], "bob"));
        other["users"]!.ToJsonString().ShouldBe(told["users"]!.ToJsonString());

        await Matchmaker.Pass();
        ann.Matches.Count.ShouldBe(1);
        Matchmaker.Remove(ann.Session, tickets[0]).ShouldBeFalse();
    }

    [Fact]
    public async Task server_code_may_name_the_match()
    {
        _game.Found = players => Task.FromResult<Answer<string?>>(string.Join('+', players.Select(player => player.Presence.Username)));
        TestPlayer ann = _game.Player("ann"), bob = _game.Player("bob");
        Matchmaker.Add(ann.Session, Search());
        Matchmaker.Add(bob.Session, Search());
        await Matchmaker.Pass();
        foreach (var told in new[] { ann.Matches.Single(), bob.Matches.Single() }) ((string?)told["match_id"], (string?)told["token"]).ShouldBe(("bob+ann", null));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task server_code_that_fails_or_names_none_gives_a_relayed_match(bool fails)
    {
        _game.Found = _ => Task.FromResult<Answer<string?>>(fails ? Fault.Internal("broken") : (Answer<string?>)(string?)null);
        TestPlayer ann = _game.Player("ann"), bob = _game.Player("bob");
        Matchmaker.Add(ann.Session, Search());
        Matchmaker.Add(bob.Session, Search());
        await Matchmaker.Pass();
        ann.Matches.Single()["token"].ShouldNotBeNull();
    }

    [Fact]
    public void a_session_has_so_many_tickets_at_most()
    {
        TestPlayer ann = _game.Player("ann"), bob = _game.Player("bob");
        var tickets = new[] { Matchmaker.Add(ann.Session, Search()).Value, Matchmaker.Add(ann.Session, Search()).Value };
        Matchmaker.AddParty("p.node1", [ann.Session.MatchPresence, bob.Session.MatchPresence], Search(3, 3)).Fault.ShouldBeNull();
        Matchmaker.Add(ann.Session, Search()).Fault.ShouldBe(Fault.InvalidArgument("matchmaker too many tickets"));
        Matchmaker.AddParty("p.node1", [ann.Session.MatchPresence, bob.Session.MatchPresence], Search(3, 3)).Fault!.Message.ShouldBe("matchmaker too many tickets");
        Matchmaker.Add(bob.Session, Search()).Fault.ShouldBeNull();
        Matchmaker.Remove(ann.Session, tickets[0]).ShouldBeTrue();
        Matchmaker.Add(ann.Session, Search()).Fault.ShouldBeNull();
    }

    [Fact]
    public void a_party_has_so_many_tickets_at_most()
    {
        for (var at = 0; at < 4; at++)
        {
            // Others each time, so that it is not their sessions that have too many.
            var added = Matchmaker.AddParty("p.node1", [_game.Player("ann").Session.MatchPresence], Search());
            added.Fault?.Message.ShouldBe(at < 3 ? null : "matchmaker too many tickets");
        }
    }

    [Fact]
    public void what_is_no_search_is_refused_with_its_reason()
    {
        var ann = _game.Player("ann");
        Matchmaker.Add(ann.Session, Search(query: "+a:")).Fault!.Message.ShouldBe("matchmaker query invalid");
        Matchmaker.AddParty("p.node1", [ann.Session.MatchPresence, ann.Session.MatchPresence], Search()).Fault!.Message.ShouldBe("matchmaker duplicate session");
        Matchmaker.AddParty("p.node1", [], Search()).Fault!.Message.ShouldBe("matchmaker not available");
        ann.Leave();
        Matchmaker.Add(ann.Session, Search()).Fault!.Message.ShouldBe("matchmaker not available");
    }

    [Fact]
    public async Task only_those_who_search_may_stop_it()
    {
        TestPlayer ann = _game.Player("ann"), bob = _game.Player("bob");
        var alone = Matchmaker.Add(ann.Session, Search(query: "+nobody:T")).Value;
        var together = Matchmaker.AddParty("p.node1", [ann.Session.MatchPresence], Search(query: "+nobody:T")).Value;
        Matchmaker.Remove(bob.Session, alone).ShouldBeFalse();
        Matchmaker.Remove(ann.Session, together).ShouldBeFalse();
        Matchmaker.Remove(ann.Session, "").ShouldBeFalse();
        Matchmaker.RemoveParty("p.node1", alone).ShouldBeFalse();
        Matchmaker.RemoveParty("", alone).ShouldBeFalse();
        Matchmaker.RemoveParty("q.node1", together).ShouldBeFalse();
        Matchmaker.Add(bob.Session, Search());
        Matchmaker.RemoveParty("p.node1", together).ShouldBeTrue();
        Matchmaker.RemoveParty("p.node1", together).ShouldBeFalse();
        Matchmaker.Remove(ann.Session, alone).ShouldBeTrue();
        Matchmaker.Remove(ann.Session, alone).ShouldBeFalse();
        await Matchmaker.Pass();
        bob.Matches.ShouldBeEmpty();
        Matchmaker.Figures.Tickets.ShouldBe(1);
    }

    [Fact]
    public async Task a_closed_socket_ends_all_its_tickets_at_once()
    {
        TestPlayer ann = _game.Player("ann"), bob = _game.Player("bob"), eve = _game.Player("eve");
        Matchmaker.Add(ann.Session, Search());
        Matchmaker.AddParty("p.node1", [ann.Session.MatchPresence, bob.Session.MatchPresence], Search(3, 3));
        ann.Leave();
        Matchmaker.Add(eve.Session, Search());
        Matchmaker.Add(eve.Session, Search(3, 3));
        await Matchmaker.Pass();
        eve.Matches.ShouldBeEmpty();
        bob.Matches.ShouldBeEmpty();
        Matchmaker.Figures.Tickets.ShouldBe(2);
    }

    [Fact]
    public async Task parties_are_told_with_their_id_and_end_by_it()
    {
        TestPlayer ann = _game.Player("ann"), bob = _game.Player("bob"), eve = _game.Player("eve");
        var party = new[] { ann.Session.MatchPresence, bob.Session.MatchPresence };
        Matchmaker.AddParty("p.node1", party, Search(3, 3));
        Matchmaker.AddParty("p.node1", party, Search(3, 3));
        Matchmaker.RemoveAllOf("p.node1");
        Matchmaker.RemoveAllOf("q.node1");
        Matchmaker.Add(eve.Session, Search(3, 3));
        await Matchmaker.Pass();
        eve.Matches.ShouldBeEmpty();

        var ticket = Matchmaker.AddParty("p.node1", party, Search(3, 3)).Value;
        await Matchmaker.Pass();
        var told = bob.Matches.Single();
        ((string?)told["ticket"], (string?)told["self"]!["party_id"], (string?)told["self"]!["presence"]!["username"]).ShouldBe((ticket, "p.node1", "bob"));
        told["users"]!.AsArray().Select(user => (string?)user!["party_id"]).ShouldBe([null, "p.node1", "p.node1"]);
        eve.Matches.Single()["users"]!.ToJsonString().ShouldBe(told["users"]!.ToJsonString());
    }

    [Fact]
    public async Task who_leaves_while_server_code_makes_the_match_keeps_nobody_from_it()
    {
        TestPlayer ann = _game.Player("ann"), bob = _game.Player("bob"), eve = _game.Player("eve");
        _game.Found = _ =>
        {
            ann.Leave();
            return Task.FromResult<Answer<string?>>("m.");
        };
        Matchmaker.AddParty("p.node1", [ann.Session.MatchPresence, bob.Session.MatchPresence], Search(3, 3));
        Matchmaker.Add(eve.Session, Search(3, 3));
        await Matchmaker.Pass();
        ann.Matches.ShouldBeEmpty();
        bob.Matches.Count.ShouldBe(1);
        eve.Matches.Count.ShouldBe(1);
        Matchmaker.Add(bob.Session, Search()).Fault.ShouldBeNull();
    }

    [Fact]
    public async Task server_code_that_throws_gives_a_relayed_match()
    {
        _game.Found = _ => throw new InvalidOperationException("bug");
        TestPlayer ann = _game.Player("ann"), bob = _game.Player("bob");
        Matchmaker.Add(ann.Session, Search());
        Matchmaker.Add(bob.Session, Search());
        await Matchmaker.Pass();
        bob.Matches.Single()["token"].ShouldNotBeNull();
    }

    /// <summary>The matchmaker took itself for lost then: it found no more matches, and showed the figures of that pass for ever.</summary>
    [Fact]
    public async Task a_player_who_cannot_be_told_keeps_nobody_from_anything()
    {
        TestPlayer ann = _game.Player("ann"), bob = _game.Player("bob"), eve = _game.Player("eve");
        foreach (var player in new[] { ann, bob, eve }) Matchmaker.Add(player.Session, Search(3, 3));
        Matchmaker.Add(ann.Session, Search(4, 4));
        ann.Break();
        await Matchmaker.Pass();
        (bob.Matches.Count, eve.Matches.Count, Matchmaker.Figures.Tickets).ShouldBe((1, 1, 1));
        _game.Log.Lines.ShouldHaveSingleItem();

        ann.Leave();
        Matchmaker.Add(bob.Session, Search());
        Matchmaker.Add(eve.Session, Search());
        await Matchmaker.Pass();
        (bob.Matches.Count, eve.Matches.Count, Matchmaker.Figures.Tickets).ShouldBe((2, 2, 0));
    }

    [Fact]
    public async Task what_was_given_up_while_it_was_in_a_match_ends_when_that_does_not_come_about()
    {
        TestPlayer ann = _game.Player("ann"), bob = _game.Player("bob"), eve = _game.Player("eve");
        var alone = Matchmaker.Add(ann.Session, Search(3, 3)).Value;
        var party = Matchmaker.AddParty("p.node1", [ann.Session.MatchPresence, bob.Session.MatchPresence], Search(3, 3)).Value;
        (await Matchmaker.Take([alone, party])).ShouldBeEmpty();
        Matchmaker.Remove(ann.Session, alone).ShouldBeFalse();
        Matchmaker.RemoveAllOf("p.node1");
        await Matchmaker.Release([alone, party]);
        (await Matchmaker.Take([alone, party])).ShouldBe([alone, party]);
        Matchmaker.Add(eve.Session, Search(3, 3));
        await Matchmaker.Pass();
        eve.Matches.ShouldBeEmpty();
        Matchmaker.Figures.Tickets.ShouldBe(1);
    }

    [Fact]
    public async Task a_session_that_closes_while_it_is_added_has_no_ticket()
    {
        TestPlayer ann = _game.Player("ann"), bob = _game.Player("bob");
        ann.Leave();
        Matchmaker.Add(ann.Session, Search()).Fault.ShouldNotBeNull();
        // A party learns of it later.
        Matchmaker.AddParty("p.node1", [bob.Session.MatchPresence, ann.Session.MatchPresence], Search(3, 3)).Fault.ShouldNotBeNull();
        Matchmaker.Add(bob.Session, Search());
        await Matchmaker.Pass();
        bob.Matches.ShouldBeEmpty();
        Matchmaker.Figures.Tickets.ShouldBe(1);
    }

    [Fact]
    public async Task figures_are_those_of_the_last_pass()
    {
        Matchmaker.Figures.ShouldBe(MatchmakerFigures.None);
        var began = _game.Time.GetUtcNow();
        for (var player = 0; player < 13; player++)
        {
            Matchmaker.Add(_game.Player("x").Session, Search());
            _game.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await Matchmaker.Pass();
        Matchmaker.Add(_game.Player("x").Session, Search());
        var figures = Matchmaker.Figures;
        (figures.Tickets, figures.Oldest).ShouldBe((1, began.AddSeconds(12)));
        figures.Completions.Count.ShouldBe(10);
        figures.Completions.Select(completion => completion.Over).Distinct().ShouldBe([began.AddSeconds(13)]);
        figures.Completions.Min(completion => completion.Began).ShouldBe(began.AddSeconds(2));
    }
}
