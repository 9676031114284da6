using KaosNet.Realtime.Matchmaking.Passes;

namespace KaosNet.Realtime.Tests.Matchmaking;

/// <summary>All matches that are possible, which an override chooses from (parity matches 2.6).</summary>
public class CandidatePassSpecs
{
    readonly TestPool _game = new();

    [Fact]
    public void a_ticket_is_in_all_matches_that_are_possible_and_each_is_there_once()
    {
        foreach (var name in new[] { "a", "b", "c" }) _game.Add(name);
        Candidates(_game).ShouldBe(["b a", "c a", "c b"]);
        Candidates(_game).ShouldBeEmpty("none of them searches any more");
        _game.Add("d");
        Candidates(_game).ShouldBe(["a d", "b d", "c d"]);
    }

    [Fact]
    public void larger_matches_come_first_and_who_may_wait_for_more_players_is_left_to_wait()
    {
        _game.Add("a", min: 2, max: 3);
        _game.Add("b", min: 2, max: 3);
        _game.Add("c", min: 2, max: 3);
        Candidates(_game).ShouldBe(["b c a"]);
        Candidates(_game).ShouldBe(["b c a", "b a", "c a", "c b"], "now nobody may wait any longer");
    }

    [Fact]
    public void counts_multiples_and_parties_hold_for_every_match()
    {
        _game.Add("a b", min: 2, max: 4, multiple: 2);
        _game.Add("c", min: 2, max: 4, multiple: 2);
        _game.Add("d e", min: 2, max: 4, multiple: 2);
        _game.Add("f", min: 2, max: 4, multiple: 2);
        Candidates(_game).ShouldBe(["c f a b", "d e a b", "d e f c"]);
    }

    [Fact]
    public void queries_count_of_the_searcher_alone_unless_matching_is_mutual()
    {
        foreach (var (mutual, expected) in new[] { (false, new[] { "b a" }), (true, []) })
        {
            var game = new TestPool(new() { RevPrecision = mutual });
            game.Add("a", query: "properties.side:dark", texts: [("side", "light")]);
            game.Add("b", query: "properties.side:grey", texts: [("side", "dark")]);
            Candidates(game).ShouldBe(expected);
        }
    }

    [Fact]
    public void a_player_is_never_in_a_match_twice()
    {
        _game.Add("a");
        _game.Add("a");
        _game.Add("b");
        Candidates(_game).ShouldBe(["b a", "b a"]);
    }

    [Fact]
    public void who_takes_any_number_of_players_gets_what_there_is()
    {
        _game.Add("a", min: 2, max: int.MaxValue);
        Candidates(_game).ShouldBeEmpty();
        _game.Add("b", min: 2, max: int.MaxValue - 1, multiple: 2);
        _game.Add("c", min: 2, max: int.MaxValue - 1, multiple: 2);
        Candidates(_game).ShouldBeEmpty("those who found each other may wait for more");
        Candidates(_game).ShouldBe(["c b"]);
    }

    [Fact]
    public void what_there_is_to_choose_from_is_bounded()
    {
        for (var ticket = 0; ticket < 400; ticket++) _game.Add($"p{ticket}", min: 2, max: 8);
        var matches = _game.Pool.Candidates(() => TimeSpan.Zero);
        matches.Count.ShouldBeLessThanOrEqualTo(CandidatePass.MatchesMax);
        matches.GroupBy(match => match[^1].Id).Max(group => group.Count()).ShouldBeLessThanOrEqualTo(CandidatePass.MatchesOfOneMax);
        matches[0].Count.ShouldBe(8);
        // Who was not looked at searches in the next pass.
        _game.Pool.Candidates(() => TimeSpan.Zero)[0][^1].Members[0].Username.ShouldBe("p0");
    }

    static string[] Candidates(TestPool game) =>
        [.. game.Pool.Candidates(() => game.Elapsed).Select(match => string.Join(' ', match.SelectMany(ticket => ticket.Members).Select(member => member.Username)))];
}
