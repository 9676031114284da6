using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Matchmaking;
using KaosNet.Realtime.Scripts;

namespace KaosNet.Realtime.Tests.Matchmaking;

/// <summary>Server code that chooses the matches of a pass, or makes them (parity matches 2.6).</summary>
public class ChosenMatchesSpecs
{
    readonly TestMatchmaker _game = new();

    [Fact]
    public async Task a_processor_makes_matches_whatever_queries_and_counts_say()
    {
        var players = Search("ann", "bob", "cyd");
        _game.Process(tickets =>
        {
            tickets.Select(ticket => ticket.Players.Single().Presence.Username).ShouldBe(["ann", "bob", "cyd"]);
            return [[tickets[2].Ticket.Id, tickets[0].Ticket.Id, tickets[1].Ticket.Id]];
        });
        await _game.Passes.Pass();
        foreach (var player in players)
            player.Matches.Single()["users"]!.AsArray().Select(user => (string?)user!["presence"]!["username"]).ShouldBe(["cyd", "ann", "bob"]);
        _game.Matchmaker.Figures.Tickets.ShouldBe(0);
    }

    [Fact]
    public async Task with_a_processor_tickets_are_asked_for_in_every_pass_and_it_is_not_asked_about_none()
    {
        var asked = 0;
        _game.Process(tickets =>
        {
            tickets.Count.ShouldBe(1);
            return ++asked < 4 ? [] : [[tickets[0].Ticket.Id]];
        });
        await _game.Passes.Pass();
        asked.ShouldBe(0);
        var ann = Search("ann").Single();
        for (var pass = 0; pass < 6; pass++) await _game.Passes.Pass();
        asked.ShouldBe(4);
        ann.Matches.Count.ShouldBe(1);
    }

    [Fact]
    public async Task an_override_picks_from_what_is_possible()
    {
        var players = Search("ann", "bob", "cyd");
        _game.Override(candidates => [Ids(candidates.Single(match => Names(match) == "cyd bob"))]);
        await _game.Passes.Pass();
        players.Select(player => player.Matches.Count).ShouldBe([0, 1, 1]);
    }

    [Theory]
    [InlineData("stranger", "is none that it was given")]
    [InlineData("twice in one", "is matched twice")]
    [InlineData("twice in two", "is matched twice")]
    [InlineData("same player", "is of a player who is in the match already")]
    public async Task a_match_that_cannot_be_does_not_come_about_and_the_others_do(string wrong, string problem)
    {
        var players = Search("ann", "bob", "cyd", "dan");
        _game.Matchmaker.Add(players[0].Session, TestMatchmaker.Search());
        _game.Process(tickets =>
        {
            var (ann, bob, cyd, dan, again) = (tickets[0].Ticket.Id, tickets[1].Ticket.Id, tickets[2].Ticket.Id, tickets[3].Ticket.Id, tickets[4].Ticket.Id);
            string[] bad = wrong switch
            {
                "stranger" => [ann, Guid.Empty.ToString()],
                "twice in one" => [ann, bob, ann],
                "twice in two" => [ann, cyd],
                _ => [ann, again],
            };
            return wrong == "twice in two" ? [[cyd, dan], bad, []] : [bad, [], [cyd, dan]];
        });
        await _game.Passes.Pass();
        players.Select(player => player.Matches.Count).ShouldBe([0, 0, 1, 1]);
        _game.Log.Lines.Single().ShouldSatisfyAllConditions(line => line.ShouldContain("returned 1 matches"), line => line.ShouldContain(problem));
        _game.Process(tickets => [[.. tickets.Select(ticket => ticket.Ticket.Id).Distinct().Take(2)]]);
        await _game.Passes.Pass();
        players.Select(player => player.Matches.Count).ShouldBe([1, 1, 1, 1], "nobody has lost the ticket");
    }

    [Theory]
    [InlineData(MatchmakerPart.Processor)]
    [InlineData(MatchmakerPart.Override)]
    public async Task when_it_fails_all_wait_for_the_next_pass(MatchmakerPart part)
    {
        var players = Search("ann", "bob");
        Answer<IReadOnlyList<IReadOnlyList<string>>> answer = Fault.Internal("boom");
        _game.Part = part;
        _game.Processing = _ => answer;
        _game.Overriding = _ => answer;
        await _game.Passes.Pass();
        players.Select(player => player.Matches.Count).ShouldBe([0, 0]);
        _game.Log.Lines.Single().ShouldContain("boom");
        _game.Part = MatchmakerPart.Processor;
        _game.Process(tickets => [Ids(tickets)]);
        await _game.Passes.Pass();
        players.Select(player => player.Matches.Count).ShouldBe([1, 1]);
    }

    [Fact]
    public async Task a_party_comes_whole_with_any_of_its_members_and_may_be_named_for_each()
    {
        foreach (var times in new[] { 1, 2 })
        {
            var (ann, bob, cyd) = (_game.Player("ann"), _game.Player("bob"), _game.Player("cyd"));
            var party = _game.Matchmaker.AddParty("party", [ann.Session.MatchPresence, bob.Session.MatchPresence], TestMatchmaker.Search(3, 3)).Value;
            var alone = _game.Matchmaker.Add(cyd.Session, TestMatchmaker.Search(3, 3)).Value;
            _game.Process(_ => [times == 1 ? [alone, party] : [party, alone, party]]);
            await _game.Passes.Pass();
            new[] { ann, bob, cyd }.Select(player => player.Matches.Single()["users"]!.AsArray().Count).ShouldBe([3, 3, 3]);
        }

        _game.Log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task who_left_while_it_chose_takes_the_match_along()
    {
        var players = Search("ann", "bob", "cyd");
        _game.Process(tickets =>
        {
            players[0].Leave();
            return [Ids(tickets.Take(2)), Ids(tickets.Skip(2))];
        });
        await _game.Passes.Pass();
        players.Select(player => player.Matches.Count).ShouldBe([0, 0, 1]);
        _game.Matchmaker.Figures.Tickets.ShouldBe(1);
    }

    List<TestPlayer> Search(params string[] names)
    {
        var players = names.Select(_game.Player).ToList();
        foreach (var player in players)
        {
            _game.Matchmaker.Add(player.Session, TestMatchmaker.Search());
            // Tickets are told apart by their age.
            _game.Time.Advance(TimeSpan.FromSeconds(1));
        }

        return players;
    }

    static string[] Ids(IEnumerable<HeldTicket> tickets) => [.. tickets.Select(ticket => ticket.Ticket.Id)];

    static string Names(IEnumerable<HeldTicket> tickets) => string.Join(' ', tickets.SelectMany(ticket => ticket.Players).Select(player => player.Presence.Username));
}
