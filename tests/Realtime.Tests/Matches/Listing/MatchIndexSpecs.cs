using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Listing;

namespace KaosNet.Realtime.Tests.Matches.Listing;

public class MatchIndexSpecs
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task a_new_match_is_listed_with_the_next_batch()
    {
        await using var bench = new MatchBench();
        var match = bench.Create();
        Found(bench, new(10)).ShouldBeEmpty();
        bench.Clock.Advance(Interval - TimeSpan.FromMilliseconds(1));
        Found(bench, new(10)).ShouldBeEmpty();
        bench.Clock.Advance(TimeSpan.FromMilliseconds(1));
        bench.Index.Find(new(10)).Value.Single().Match.ShouldBe(new(match.ToString(), true, "start", 0, 10, "test"));
    }

    [Fact]
    public async Task a_label_is_found_from_the_next_batch_on_and_seen_at_once_by_its_id()
    {
        await using var bench = new MatchBench();
        var match = await Labelled(bench, "first");
        bench.Clock.Advance(Interval);
        bench.Say(match, "ann", "label second");
        bench.Ticks(1);
        bench.Host.Get(match.ToString()).Value!.Label.ShouldBe("second");
        Labels(bench, new(10) { Label = "second" }).ShouldBeEmpty();
        Labels(bench, new(10) { Label = "first" }).ShouldBe(["first"]);
        bench.Clock.Advance(Interval);
        Labels(bench, new(10) { Label = "second" }).ShouldBe(["second"]);
        Labels(bench, new(10) { Label = "first" }).ShouldBeEmpty();
    }

    [Fact]
    public async Task of_many_labels_between_two_batches_the_last_one_counts()
    {
        await using var bench = new MatchBench();
        var match = await Labelled(bench, "one");
        foreach (var label in new[] { "two", "three", "four" })
        {
            bench.Say(match, "ann", "label " + label);
            bench.Ticks(1);
        }

        bench.Clock.Advance(Interval);
        Labels(bench, new(10)).ShouldBe(["four"]);
    }

    [Fact]
    public async Task a_match_that_is_over_is_hidden_at_once_and_comes_back_with_no_batch()
    {
        await using var bench = new MatchBench();
        var listed = await Labelled(bench, "listed");
        bench.Clock.Advance(Interval);
        bench.Say(listed, "ann", "stop");
        bench.Ticks(1);
        Found(bench, new(10)).ShouldBeEmpty();

        var waiting = await Labelled(bench, "waiting");
        bench.Say(waiting, "ann", "stop");
        bench.Ticks(1);
        bench.Clock.Advance(Interval);
        Found(bench, new(10)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("+label.mode:ranked", "ranked 5", "ranked 2")]
    [InlineData("label.mode:ranked label.level:5^10", "ranked 5", "casual 5", "ranked 2")]
    [InlineData("+label.level:>=5", "casual 5", "ranked 5")]
    [InlineData("-label.mode:ranked", "plain", "casual 5")]
    [InlineData("label.tags:fast", "ranked 2")]
    [InlineData("label.open:T", "ranked 5")]
    [InlineData("label_string:plain", "plain")]
    [InlineData("+handler_name:test +tick_rate:10 +node:node", "plain", "casual 5", "ranked 5", "ranked 2")]
    [InlineData("handler_name:other")]
    [InlineData("*", "plain", "casual 5", "ranked 5", "ranked 2")]
    [InlineData("", "plain", "casual 5", "ranked 5", "ranked 2")]
    public async Task a_query_finds_by_score_and_newest_first(string query, params string[] found)
    {
        await using var bench = await Four();
        Names(bench, new(10) { Query = query }).ShouldBe(found);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("""{"name":"ranked 2","mode":"ranked","level":2,"tags":["fast","new"]}""", "ranked 2")]
    [InlineData("""{"name":"ranked 2"}""")]
    [InlineData("Plain")]
    [InlineData("")]
    public async Task a_label_is_found_by_its_exact_text(string label, params string[] found)
    {
        await using var bench = await Four();
        Names(bench, new(10) { Label = label }).ShouldBe(found);
        Names(bench, new(10) { Label = label, Query = "label.mode:casual" }).ShouldBe(["casual 5"], "a query wins over the label");
    }

    [Fact]
    public async Task only_as_many_as_are_wanted_are_listed_the_newest_of_them()
    {
        await using var bench = await Four();
        Names(bench, new(2)).ShouldBe(["plain", "casual 5"]);
        Names(bench, new(1) { Query = "label.mode:ranked" }).ShouldBe(["ranked 5"]);
    }

    [Fact]
    public async Task members_are_counted_as_of_now()
    {
        await using var bench = await Four();
        var match = bench.Create();
        bench.Clock.Advance(Interval);
        foreach (var name in new[] { "ann", "bob", "cat" }) await bench.Join(match, name);
        Sizes(bench, new(10) { MinSize = 2 }).ShouldBe([3]);
        Sizes(bench, new(10) { MinSize = 3, MaxSize = 3 }).ShouldBe([3]);
        Sizes(bench, new(10) { MinSize = 4 }).ShouldBeEmpty();
        Sizes(bench, new(10) { MaxSize = 0 }).ShouldBeEmpty();
        Sizes(bench, new(10) { MaxSize = 2, MinSize = 1 }).ShouldBe([1, 1, 1, 1]);
    }

    [Fact]
    public async Task a_query_that_is_none_is_refused()
    {
        await using var bench = new MatchBench();
        bench.Index.Find(new(10) { Query = "label.a:\"open" }).Fault!.Message.ShouldStartWith("Invalid query");
    }

    /// <summary>Four matches, the last one the newest, each with one player.</summary>
    static async Task<MatchBench> Four()
    {
        var bench = new MatchBench();
        foreach (var label in new[]
                 {
                     """{"name":"ranked 2","mode":"ranked","level":2,"tags":["fast","new"]}""",
                     """{"name":"ranked 5","mode":"ranked","level":5,"open":true}""",
                     """{"name":"casual 5","mode":"casual","level":5,"open":false}""",
                     "plain",
                 })
        {
            await Labelled(bench, label);
            bench.Clock.Advance(Interval);
        }

        return bench;
    }

    static async Task<MatchKey> Labelled(MatchBench bench, string label)
    {
        var match = bench.Create();
        await bench.Join(match, "ann");
        bench.Say(match, "ann", "label " + label);
        bench.Ticks(1);
        return match;
    }

    static FoundMatch[] Found(MatchBench bench, MatchFilter filter) => bench.Index.Find(filter).Value;

    static string?[] Labels(MatchBench bench, MatchFilter filter) => [.. Found(bench, filter).Select(match => match.Match.Label)];

    static int[] Sizes(MatchBench bench, MatchFilter filter) => [.. Found(bench, filter).Select(match => match.Match.Size)];

    static string[] Names(MatchBench bench, MatchFilter filter) =>
        [.. Labels(bench, filter).Select(label => label!.StartsWith('{') ? System.Text.Json.JsonDocument.Parse(label).RootElement.GetProperty("name").GetString()! : label)];
}
