using CsCheck;
using KaosNet.Realtime.Matchmaking;
using KaosNet.Realtime.Matchmaking.Passes;

namespace KaosNet.Realtime.Tests.Matchmaking;

/// <summary>What holds for every match that any players could be put into.</summary>
public class TicketPoolProperties
{
    static readonly Gen<string> Query = Gen.OneOf(
        Gen.Const("*"), Gen.Int[0, 2].Select(mode => $"+properties.mode:m{mode}"), Gen.Int[0, 2].Select(mode => $"-properties.mode:m{mode}"),
        Gen.Select(Gen.Int[0, 9], Gen.Int[1, 4], (skill, width) => $"+properties.skill:>={skill - width} +properties.skill:<={skill + width}"),
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 9], (mode, skill) => $"properties.mode:m{mode} properties.skill:>{skill}^3"));

    static readonly Gen<(int Min, int Max, int Multiple)> Counts = Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[0, 3], (multiple, least, more) =>
        (Math.Max(least * multiple, 2 * multiple), Math.Max(least * multiple, 2 * multiple) + (more * multiple), multiple));

    static readonly Gen<Search> OneSearch = Gen.Select(
        Gen.Int[0, 40], Gen.Frequency((4, Gen.Const(1)), (2, Gen.Int[2, 4])), Counts, Query, Gen.Int[0, 2], Gen.Int[0, 9],
        (player, size, counts, query, mode, skill) => new Search(player, size, counts, query, mode, skill));

    [Fact]
    public void every_match_is_sound() => Gen.Select(OneSearch.Array[0, 40].Array[1, 4], Gen.Bool, Gen.Int[1, 3]).Sample(
        (rounds, mutual, intervals) =>
        {
            var rules = new MatchmakerRules { RevPrecision = mutual, MaxIntervals = intervals };
            var played = Play(rounds, rules);
            foreach (var match in played) ShouldBeSound(match, mutual);
            played.SelectMany(match => match).Select(ticket => ticket.Id).ShouldBeUnique();
            // The same again comes out the same.
            Play(rounds, rules).Select(IdsOf).ShouldBe(played.Select(IdsOf));
        },
        iter: 150);

    [Fact]
    public void players_who_accept_anybody_do_not_wait_while_there_are_enough() =>
        Gen.Select(Gen.Int[2, 5], Gen.Int[0, 60]).Sample((count, players) =>
        {
            var pool = new TestPool();
            for (var player = 0; player < players; player++) pool.Add($"p{player}", count, count);
            pool.Pass().Count.ShouldBe(players / count);
            pool.Pass().ShouldBeEmpty();
            pool.Pool.Count.ShouldBe(players % count);
        },
            iter: 50);

    static List<IReadOnlyList<Ticket>> Play(Search[][] rounds, MatchmakerRules rules)
    {
        var pool = new TestPool(rules);
        var matches = new List<IReadOnlyList<Ticket>>();
        foreach (var round in rounds)
        {
            foreach (var search in round)
            {
                // Parties of different sizes may share players, as players with several sessions cannot.
                var players = Enumerable.Range(search.Player, search.Size).Select(player => $"p{player}");
                pool.Add(
                    string.Join(' ', players), search.Counts.Min, search.Counts.Max, search.Query, search.Counts.Multiple,
                    [("mode", $"m{search.Mode}")], [("skill", search.Skill)]);
            }

            foreach (var match in pool.Pool.Pass(() => TimeSpan.Zero))
            {
                foreach (var ticket in match) ticket.TryTake().ShouldBeTrue("nobody is matched twice");
                matches.Add(match);
            }
        }

        return matches;
    }

    static void ShouldBeSound(IReadOnlyList<Ticket> match, bool mutual)
    {
        var players = match.Sum(ticket => ticket.Members.Count);
        match.ShouldAllBe(ticket => ticket.Search.Suits(players));
        match.SelectMany(ticket => ticket.Members).Select(member => member.SessionId).ShouldBeUnique();
        match.Select(ticket => ticket.PartyId).Where(party => party.Length > 0).ShouldBeUnique();
        var searcher = match[^1];
        foreach (var asking in mutual ? match : [searcher])
        {
            foreach (var other in match.Where(other => other != asking)) asking.Query.Matches(other.Document, out _).ShouldBeTrue();
        }

        match.ShouldAllBe(ticket => ticket.Search.MinCount >= searcher.Search.MinCount && ticket.Search.MaxCount <= searcher.Search.MaxCount);
    }

    static string IdsOf(IReadOnlyList<Ticket> match) => string.Join(' ', match.Select(ticket => ticket.Id));

    sealed record Search(int Player, int Size, (int Min, int Max, int Multiple) Counts, string Query, int Mode, int Skill);
}
