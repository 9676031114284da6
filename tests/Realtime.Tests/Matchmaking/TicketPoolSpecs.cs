using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Matchmaking;
using KaosNet.Realtime.Matchmaking.Passes;

namespace KaosNet.Realtime.Tests.Matchmaking;

public class TicketPoolSpecs
{
    static readonly MatchmakerRules Mutual = new() { RevPrecision = true };

    [Theory]
    [InlineData(1, 4, null, "Invalid minimum count, must be >= 2")]
    [InlineData(4, 3, null, "Invalid maximum count, must be >= minimum count")]
    [InlineData(2, 4, 0, "Invalid count multiple, must be >= 1")]
    [InlineData(3, 4, 2, "Invalid count multiple for minimum count, must divide")]
    [InlineData(4, 7, 2, "Invalid count multiple for maximum count, must divide")]
    public void counts_that_make_no_match_are_refused(int min, int max, int? multiple, string text) =>
        MatchmakerSearch.Of(min, max, multiple, "").Fault.ShouldBe(Fault.InvalidArgument(text));

    [Fact]
    public void an_empty_query_is_anybody() => MatchmakerSearch.Of(2, 2, null, "").Value.Query.ShouldBe("*");

    [Fact]
    public void malformed_queries_and_sessions_that_are_there_twice_are_refused()
    {
        var search = MatchmakerSearch.Of(2, 2, null, "+properties.a:/(/").Value;
        Ticket.Of("t", "", [TestPool.Presence("a")], search, DateTimeOffset.UnixEpoch).Fault!.Message.ShouldBe("matchmaker query invalid");
        Ticket.Of("t", "p", [TestPool.Presence("a"), TestPool.Presence("a")], search with { Query = "*" }, DateTimeOffset.UnixEpoch)
            .Fault!.Message.ShouldBe("matchmaker duplicate session");
    }

    [Fact]
    public void those_who_wait_longest_are_matched_first_and_the_searcher_is_last()
    {
        var pool = new TestPool();
        foreach (var player in "abcde") pool.Add(player.ToString());
        pool.Pass().ShouldBe(["b a", "d c"]);
        pool.Pass().ShouldBeEmpty();
        pool.Pool.Count.ShouldBe(1);
        pool.Add("f");
        pool.Pass().ShouldBe(["e f"]);
    }

    [Fact]
    public void a_search_takes_less_than_its_most_only_in_its_last_pass()
    {
        var pool = new TestPool();
        foreach (var player in "abc") pool.Add(player.ToString(), 2, 4);
        pool.Pass().ShouldBeEmpty();
        pool.Pool.ActiveCount.ShouldBe(3);
        pool.Pass().ShouldBe(["b c a"]);
    }

    [Fact]
    public void a_search_that_is_over_can_still_be_found()
    {
        var pool = new TestPool(new() { MaxIntervals = 3 });
        pool.Add("a", 2, 4);
        for (var pass = 0; pass < 4; pass++) pool.Pass().ShouldBeEmpty();
        pool.Pool.ActiveCount.ShouldBe(0);
        pool.Add("b", 2, 4);
        pool.Pass().ShouldBeEmpty();
        pool.Pass().ShouldBeEmpty();
        pool.Pass().ShouldBe(["a b"]);
    }

    [Fact]
    public void only_the_searchers_query_counts_unless_it_is_to_be_mutual()
    {
        foreach (var mutual in new[] { false, true })
        {
            var pool = new TestPool(new() { RevPrecision = mutual });
            pool.Add("a", query: "+properties.skill:>=50", numbers: [("skill", 10)]);
            pool.Add("b", query: "+properties.skill:>=50", numbers: [("skill", 90)]);
            pool.Pass().ShouldBe(mutual ? [] : ["b a"]);
        }
    }

    [Fact]
    public void mutual_means_everybody_accepts_everybody()
    {
        var pool = new TestPool(Mutual);
        pool.Add("a", 3, 3);
        pool.Add("b", 3, 3, "-properties.name:c", texts: [("name", "b")]);
        pool.Add("c", 3, 3, texts: [("name", "c")]);
        pool.Pass().ShouldBeEmpty();
        pool.Add("d", 3, 3, texts: [("name", "d")]);
        // b and c begin two matches of which the first one is filled first.
        pool.Pass().ShouldBe(["a b d"]);
    }

    [Fact]
    public void a_pass_that_takes_too_long_asks_the_searcher_only()
    {
        foreach (var (threshold, elapsed, matched) in new[] { (1, 16, true), (1, 14, false), (2, 16, false), (0, 1000, false) })
        {
            var pool = new TestPool(Mutual with { RevThreshold = threshold }) { Elapsed = TimeSpan.FromSeconds(elapsed) };
            pool.Add("a", query: "+properties.skill:>=50");
            pool.Add("b", query: "+properties.skill:>=50", numbers: [("skill", 90)]);
            pool.Pass().Count.ShouldBe(matched ? 1 : 0);
        }
    }

    [Fact]
    public void best_score_goes_first_then_the_longest_wait()
    {
        var pool = new TestPool();
        pool.Add("a", query: "properties.rank:10^5 properties.region:eu");
        pool.Add("b", query: "+properties.rank:0", texts: [("region", "eu")]);
        pool.Add("c", query: "+properties.rank:0", texts: [("region", "us")], numbers: [("rank", 10)]);
        pool.Add("d", query: "+properties.rank:0", texts: [("region", "eu")], numbers: [("rank", 10)]);
        pool.Pass().ShouldBe(["d a"]);
    }

    [Fact]
    public void counts_of_the_found_lie_within_those_of_the_searcher()
    {
        var pool = new TestPool();
        pool.Add("a", 2, 2);
        pool.Add("b", 2, 8);
        pool.Add("c", 4, 8);
        for (var pass = 0; pass < 3; pass++) pool.Pass().ShouldBe(pass == 1 ? ["a b"] : []);
    }

    [Fact]
    public void parties_stay_whole_and_never_play_against_themselves()
    {
        var pool = new TestPool();
        pool.Add("a b c", 4, 4);
        pool.Add("d e", 4, 4);
        pool.Pass().ShouldBeEmpty();
        pool.Add("a b c", 4, 4);
        pool.Pass().ShouldBeEmpty();
        pool.Add("f", 4, 4);
        pool.Pass().ShouldBe(["a b c f"]);
        pool.Add("g h", 4, 4);
        pool.Pass().ShouldBe(["d e g h"]);
    }

    [Fact]
    public void nobody_meets_themselves()
    {
        var pool = new TestPool();
        pool.Add("a", 3, 3);
        pool.Add("a", 3, 3);
        pool.Add("b", 3, 3);
        pool.Add("b", 3, 3);
        pool.Pass().ShouldBeEmpty();
        pool.Add("c", 3, 3);
        pool.Pass().ShouldBe(["a b c"]);
    }

    [Fact]
    public void more_than_a_multiple_is_sent_back_the_youngest_first()
    {
        var pool = new TestPool(new() { MaxIntervals = 1 });
        foreach (var player in "abcde") pool.Add(player.ToString(), 2, 6, multiple: 2);
        pool.Pass().ShouldBe(["b c d a"]);

        pool = new(new() { MaxIntervals = 1 });
        pool.Add("a b", 3, 9, multiple: 3);
        pool.Add("c", 3, 9, multiple: 3);
        pool.Add("d e", 3, 9, multiple: 3);
        // Of five players two are too many: d and e.
        pool.Pass().ShouldBe(["c a b"]);

        pool = new(new() { MaxIntervals = 1 });
        pool.Add("a b", 4, 8, multiple: 4);
        pool.Add("c d e", 4, 8, multiple: 4);
        pool.Pass().ShouldBeEmpty();
    }

    [Fact]
    public void a_final_candidate_that_does_not_fit_spoils_nothing()
    {
        var pool = new TestPool(new() { MaxIntervals = 1 });
        pool.Add("a", 2, 4);
        pool.Add("b", 2, 4);
        pool.Add("c d e", 2, 4);
        pool.Pass().ShouldBe(["c d e a"], "it fits beside the searcher alone, and fills the match");
        pool = new(new() { MaxIntervals = 1 });
        pool.Add("a b", 2, 4);
        pool.Add("c", 2, 4);
        pool.Add("d e f", 2, 4);
        pool.Pass().ShouldBe(["c a b"]);
    }

    [Fact]
    public void everything_about_a_ticket_can_be_asked()
    {
        foreach (var query in new[]
                 {
                     "+ticket:t1", "+min_count:2", "+max_count:<=2", "+created_at:>=1772366401000000000 +created_at:<=1772366401000000000",
                     "+properties.since:>=\"2020-01-01T00:00:00Z\"", "+properties.club.name:red", "+properties.both:7", "-properties.both:word",
                     "+properties.odd:F", "-party_id:*",
                 })
        {
            var pool = new TestPool();
            pool.Add(
                "a", query: "+properties.nobody:T",
                texts: [("since", "2021-05-06"), ("club.name", "red"), ("both", "word"), ("odd", "F")], numbers: [("both", 7)]);
            pool.Add("b", query: query);
            pool.Pass().ShouldBe(["a b"], query);
        }
    }

    [Fact]
    public void tickets_that_end_while_a_pass_looks_at_them_are_left_out()
    {
        var pool = new TestPool();
        pool.Add("a");
        pool.Add("b").End();
        pool.Add("c");
        pool.Pass().ShouldBe(["c a"]);
        pool.Pool.Sweep();
        pool.Pool.Count.ShouldBe(0);
    }

    /// <summary>One that ended between two looks was left out of one list and kept in the other, and counted for ever.</summary>
    [Fact]
    public async Task tickets_that_end_while_they_are_swept_are_not_left_over()
    {
        var pool = new TestPool();
        for (var round = 0; round < 8; round++)
        {
            Ticket[] tickets = [.. Enumerable.Range(0, 800).Select(name => pool.Add($"p{name}"))];
            var ending = Task.Run(() =>
            {
                // Towards who sweeps, and not faster than that.
                foreach (var ticket in tickets.Reverse())
                {
                    ticket.End();
                    Thread.SpinWait(200);
                }
            });
            while (!ending.IsCompleted) pool.Pool.Sweep();
            await ending;
            pool.Pool.Sweep();
            pool.Pool.Count.ShouldBe(0);
        }
    }
}
