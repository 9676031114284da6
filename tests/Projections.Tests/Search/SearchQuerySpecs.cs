using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Search;

namespace KaosNet.Projections.Tests.Search;

/// <summary>The query language, construct by construct (parity matches section 1.8).</summary>
public class SearchQuerySpecs
{
    const string Ranked = """
        {"mode": "ranked", "skill": 50, "full": true, "map": "Old Town", "region": "us-west", "tags": ["fast", "fun", 7], "delta": -1.5, "none": null,
         "code": "123", "opened": "2020-06-01T12:00:00Z", "day": "2020-06-01", "path": "a/b", "odd": "a*b+c", "nested": {"deep": {"level": 3}}, "text": "x:y"}
        """;

    static readonly SearchDocument Document = SearchDocument.OfJson("label", JsonDocument.Parse(Ranked).RootElement);

    [Theory]
    // Everything.
    [InlineData("", true, 1)]
    [InlineData("   ", true, 1)]
    [InlineData("*", true, 1)]
    [InlineData(" * ", true, 1)]
    // Exact words.
    [InlineData("label.mode:ranked", true, 1)]
    [InlineData("label.mode:Ranked", false, 0)]
    [InlineData("label.mode:rank", false, 0)]
    [InlineData("label.missing:ranked", false, 0)]
    [InlineData("label.region:us-west", true, 1)]
    [InlineData("label.map:Old", false, 0)]
    [InlineData(@"label.map:Old\ Town", true, 1)]
    [InlineData("label.map:\"Old Town\"", true, 1)]
    [InlineData("label.map:\"old town\"", false, 0)]
    [InlineData(@"label.text:x\:y", true, 1)]
    [InlineData("label.text:\"x:y\"", true, 1)]
    [InlineData(@"label.odd:a\*b\+c", true, 1)]
    [InlineData(@"label.odd:a\*c", false, 0)]
    [InlineData("label.path:a/b", true, 1)]
    [InlineData("label.nested.deep.level:3", true, 1)]
    [InlineData("label.none:null", false, 0)]
    // Spaces between tokens mean nothing.
    [InlineData("label.mode: ranked", true, 1)]
    [InlineData("+ label.mode:ranked", true, 1)]
    [InlineData("label.skill:>= 50", true, 1)]
    // Truth values.
    [InlineData("label.full:T", true, 1)]
    [InlineData("label.full:F", false, 0)]
    [InlineData("label.full:true", false, 0)]
    // Arrays: any element.
    [InlineData("label.tags:fun", true, 1)]
    [InlineData("label.tags:7", true, 1)]
    [InlineData("+label.tags:fun +label.tags:fast", true, 2)]
    [InlineData("label.tags:dull", false, 0)]
    // Numbers.
    [InlineData("label.skill:50", true, 1)]
    [InlineData("label.skill:50.0", true, 1)]
    [InlineData("label.skill:50.", true, 1)]
    [InlineData("label.skill:51", false, 0)]
    [InlineData("label.delta:-1.5", true, 1)]
    [InlineData("label.code:123", true, 1)]
    [InlineData("label.code:123.0", false, 0)]
    [InlineData("label.skill:>49", true, 1)]
    [InlineData("label.skill:>50", false, 0)]
    [InlineData("label.skill:>=50", true, 1)]
    [InlineData("label.skill:<50", false, 0)]
    [InlineData("label.skill:<=50", true, 1)]
    [InlineData("label.delta:>-2", true, 1)]
    [InlineData("label.delta:<-2", false, 0)]
    [InlineData("label.delta:<=-1.5", true, 1)]
    [InlineData("label.mode:>0", false, 0)]
    [InlineData("label.code:>0", false, 0)]
    // Moments.
    [InlineData("label.opened:>\"2020-01-01T00:00:00Z\"", true, 1)]
    [InlineData("label.opened:>\"2020-06-01T12:00:00Z\"", false, 0)]
    [InlineData("label.opened:>=\"2020-06-01T14:00:00+02:00\"", true, 1)]
    [InlineData("label.opened:<\"2020-06-01T12:00:00.001Z\"", true, 1)]
    [InlineData("label.day:<=\"2020-06-01T00:00:00Z\"", true, 1)]
    [InlineData("label.day:2020-06-01", false, 0)]
    [InlineData("label.opened:>0", false, 0)]
    // Wildcards, over the whole word.
    [InlineData("label.mode:r*d", true, 1)]
    [InlineData("label.mode:*", true, 1)]
    [InlineData("label.mode:rank?d", true, 1)]
    [InlineData("label.mode:rank?", false, 0)]
    [InlineData("label.mode:*an*e*", true, 1)]
    [InlineData("label.mode:an*", false, 0)]
    [InlineData("label.odd:a**c", true, 1)]
    [InlineData("label.skill:*", false, 0)]
    // Regular expressions, over the whole word.
    [InlineData("label.mode:/r.*d/", true, 1)]
    [InlineData(@"label.mode:/\^ranked/", true, 1)]
    [InlineData("label.mode:/rank/", false, 0)]
    [InlineData("label.mode:/(casual|ranked)/", true, 1)]
    [InlineData(@"label.mode:/[\^a-m]an[[\:alpha\:]]+/", true, 1)]
    [InlineData(@"label.code:/\d{3}/", true, 1)]
    [InlineData(@"label.code:/\D+/", false, 0)]
    [InlineData(@"label.region:/us\-[we]+st/", true, 1)]
    [InlineData(@"label.map:/Old\ T.*/", true, 1)]
    [InlineData("label.mode:/(?i)RANKED/", true, 1)]
    [InlineData(@"label.path:\/a/", false, 0)]
    // Tolerance.
    [InlineData("label.mode:rankd~", true, 1)]
    [InlineData("label.mode:rnked~1", true, 1)]
    [InlineData("label.mode:rankde~1", true, 1)]
    [InlineData("label.mode:rnkd~1", false, 0)]
    [InlineData("label.mode:rnkd~2", true, 1)]
    [InlineData("label.mode:ranked~0", true, 1)]
    // Must, should, must not.
    [InlineData("+label.mode:ranked +label.skill:>=50 -label.full:T", false, 0)]
    [InlineData("+label.mode:ranked +label.skill:>=50 -label.full:F", true, 2)]
    [InlineData("+label.mode:ranked label.skill:51", true, 1)]
    [InlineData("+label.mode:ranked label.skill:50", true, 2)]
    [InlineData("+label.mode:casual label.skill:50", false, 0)]
    [InlineData("label.mode:casual label.skill:50", true, 1)]
    [InlineData("label.mode:casual label.skill:51", false, 0)]
    [InlineData("-label.mode:casual", true, 1)]
    [InlineData("-label.mode:ranked", false, 0)]
    [InlineData("label.mode:casual -label.full:F", false, 0)]
    // Boosts: squared for words, as they are for the rest.
    [InlineData("label.mode:ranked^3", true, 9)]
    [InlineData("label.map:\"Old Town\"^2", true, 4)]
    [InlineData("label.skill:50^3", true, 3)]
    [InlineData("label.skill:>=50^2.5", true, 2.5)]
    [InlineData("label.mode:r*^4", true, 4)]
    [InlineData("label.mode:/r.*/^4", true, 4)]
    [InlineData("label.mode:rankd~1^2", true, 4)]
    [InlineData("label.mode:ranked^", true, 1)]
    [InlineData("label.mode:ranked ^2", true, 4)]
    [InlineData("+label.mode:ranked^2 label.skill:50^10 label.skill:51^20", true, 14)]
    // Without a field nothing is found.
    [InlineData("ranked", false, 0)]
    [InlineData("\"Old Town\"", false, 0)]
    [InlineData("50", false, 0)]
    [InlineData("rankd~1^2", false, 0)]
    [InlineData("* label.mode:casual", false, 0)]
    [InlineData("-ranked", true, 1)]
    [InlineData("+ranked label.mode:ranked", false, 0)]
    public void a_query_matches_and_scores(string query, bool matches, double score)
    {
        SearchQuery.Parse(query).Value.Matches(Document, out var actual).ShouldBe(matches);
        if (matches) actual.ShouldBe(score);
    }

    [Theory]
    [InlineData("label.mode:\"open", "Invalid query, at character 12: a quote is not closed.")]
    [InlineData("label.mode:", "Invalid query, at character 12: a value was expected after the colon.")]
    [InlineData("label.mode:+x", "Invalid query, at character 12: a value was expected after the colon.")]
    [InlineData("label.mode:-x", "Invalid query, at character 12: a value was expected after the colon.")]
    [InlineData("label.skill:=5", "Invalid query, at character 13: a value was expected after the colon.")]
    [InlineData("a:b:c", "Invalid query, at character 4: a field or a text was expected.")]
    [InlineData(":x", "Invalid query, at character 1: a field or a text was expected.")]
    [InlineData("12:x", "Invalid query, at character 3: a field or a text was expected.")]
    [InlineData("+", "Invalid query, at character 2: a clause is missing.")]
    [InlineData("a:b -", "Invalid query, at character 6: a clause is missing.")]
    [InlineData("+-a:b", "Invalid query, at character 2: a field or a text was expected.")]
    [InlineData("^2", "Invalid query, at character 1: a field or a text was expected.")]
    [InlineData("a:b^x", "Invalid query, at character 4: a boost must be a number.")]
    [InlineData("a:b^1e999", "Invalid query, at character 4: a boost must be a number.")]
    [InlineData("a:b^2~1", "Invalid query, at character 6: a field or a text was expected.")]
    [InlineData("a:b~3", "Invalid query, at character 4: a tilde allows up to 2 edits.")]
    [InlineData("a:b~x", "Invalid query, at character 4: a tilde allows up to 2 edits.")]
    [InlineData("a:5~1", "Invalid query, at character 4: a tilde follows a text only.")]
    [InlineData("a:>x", "Invalid query, at character 4: a number or a quoted date was expected.")]
    [InlineData("a:>", "Invalid query, at character 4: a number or a quoted date was expected.")]
    [InlineData("a:>=-x", "Invalid query, at character 6: a number or a quoted date was expected.")]
    [InlineData("a:>\"2020-01-01\"", "Invalid query, at character 4: a date must be spelled as 2020-01-31T10:20:30Z.")]
    [InlineData("a:/(/", "Invalid query, at character 3: the regular expression is malformed or uses back references or looking around.")]
    [InlineData(@"a:/(x)\\1/", "Invalid query, at character 3: the regular expression is malformed or uses back references or looking around.")]
    [InlineData("a:/(?=x)/", "Invalid query, at character 3: the regular expression is malformed or uses back references or looking around.")]
    [InlineData("a:/x{1001}/", "Invalid query, at character 3: a regular expression repeats more than 1000 times.")]
    [InlineData("a:/(x{50}){50}/", "Invalid query, at character 3: a regular expression repeats more than 1000 times.")]
    [InlineData(@"a:/[[\:nope\:]]/", "Invalid query, at character 3: a regular expression names an unknown class.")]
    public void what_is_malformed_is_refused_and_says_where(string query, string message)
    {
        var fault = SearchQuery.Parse(query).Fault;
        fault.ShouldBe(Fault.InvalidArgument(message));
    }

    [Fact]
    public void a_query_is_bounded()
    {
        SearchQuery.Parse(new string('a', SearchLimits.QueryMax)).Fault.ShouldBeNull();
        SearchQuery.Parse(new string('a', SearchLimits.QueryMax + 1)).Fault!.Message.ShouldBe("Invalid query: it has more than 16384 characters.");
        SearchQuery.Parse(Repeat("a:b ", SearchLimits.ClausesMax)).Fault.ShouldBeNull();
        SearchQuery.Parse(Repeat("a:b ", SearchLimits.ClausesMax + 1)).Fault!.Message.ShouldBe("Invalid query, at character 2049: there are more than 512 clauses.");
        SearchQuery.Parse(Repeat("a:/b/ ", SearchLimits.PatternsMax)).Fault.ShouldBeNull();
        SearchQuery.Parse(Repeat("a:/b/ ", SearchLimits.PatternsMax + 1)).Fault!.Message.ShouldEndWith("there are more than 32 regular expressions.");
        SearchQuery.Parse($"a:/{new string('b', SearchLimits.PatternMax + 1)}/").Fault!.Message.ShouldEndWith("a regular expression has more than 512 characters.");
    }

    [Fact]
    public void no_pattern_takes_long()
    {
        var evil = new SearchDocumentBuilder().Add("a", SearchValue.OfText(new string('x', 50_000) + "!")).Build();
        foreach (var query in new[] { "a:/(x+x+)+y/", "a:/(x|x)*y/", "a:*x*x*x*x*x*y", "a:xxxx~2" })
            SearchQuery.Parse(query).Value.Matches(evil, out _).ShouldBeFalse(query);
    }

    [Theory]
    [InlineData("2020-01-31", "2020-01-31T00:00:00.0000000+00:00")]
    [InlineData("2020-01-31 10:20:30", "2020-01-31T10:20:30.0000000+00:00")]
    [InlineData("2020-01-31T10:20:30", "2020-01-31T10:20:30.0000000+00:00")]
    [InlineData("2020-01-31T10:20:30.25", "2020-01-31T10:20:30.2500000+00:00")]
    [InlineData("2020-01-31T10:20:30Z", "2020-01-31T10:20:30.0000000+00:00")]
    [InlineData("2020-01-31T10:20:30.123456789Z", "2020-01-31T10:20:30.1234567+00:00")]
    [InlineData("2020-01-31T10:20:30-01:30", "2020-01-31T11:50:30.0000000+00:00")]
    [InlineData("2020-02-30", null)]
    [InlineData("2020-01-31x", null)]
    [InlineData("2020-01-31 10:20", null)]
    [InlineData("2020-01-31 10:20:30Z", null)]
    [InlineData("2020-01-31T24:00:00Z", null)]
    [InlineData("2020-01-31T10:20:30.Z", null)]
    [InlineData("0000-01-01", null)]
    [InlineData("0001-01-01T00:00:00+01:00", null)]
    [InlineData("20-1-1", null)]
    public void texts_that_read_as_moments_are_moments(string text, string? moment)
    {
        var value = SearchValue.Read(text);
        if (moment is null) value.ShouldBe(SearchValue.OfText(text));
        else new DateTimeOffset(value.Ticks, TimeSpan.Zero).ToString("o").ShouldBe(moment);
    }

    static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
