using System.Text.Json;
using System.Text.RegularExpressions;
using KaosNet.Projections.Search;
using KaosNet.Tests.Support;

namespace KaosNet.Projections.Tests.Search;

/// <summary>The examples of docs/reference/search.md, asked of the page's own objects.</summary>
public sealed partial class SearchPageSpecs
{
    static readonly string Page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs/reference/search.md"));

    static readonly IReadOnlyList<(string Name, SearchDocument Document)> Objects =
    [
        .. JsonDocument.Parse(Json().Match(Page).Groups["json"].Value).RootElement.EnumerateArray()
            .Select(json => (json.GetProperty("name").GetString()!, SearchDocument.OfJson("value", json))),
    ];

    public static IEnumerable<TheoryDataRow<string, string>> Examples => Rows().Matches(Page).Select(row =>
        new TheoryDataRow<string, string>(row.Groups["query"].Value.Replace("\\|", "|", StringComparison.Ordinal), row.Groups["found"].Value.Trim()));

    [Theory]
    [MemberData(nameof(Examples))]
    public void an_example_finds_what_the_page_says(string query, string found)
    {
        var parsed = SearchQuery.Parse(query).Value;
        var hits = new List<(string Name, double Score)>();
        foreach (var (name, document) in Objects)
        {
            if (parsed.Matches(document, out var score)) hits.Add((name, score));
        }

        string.Join(' ', hits.OrderByDescending(hit => hit.Score).Select(hit => hit.Name)).ShouldBe(found);
    }

    [Fact]
    public void there_are_examples() => Examples.Count().ShouldBe(27);

    [Fact]
    public void the_bounds_are_those_of_the_page()
    {
        Page.ShouldContain($"{SearchLimits.QueryMax:#,0} characters,\n{SearchLimits.ClausesMax} clauses and {SearchLimits.PatternsMax} regular expressions of {SearchLimits.PatternMax} characters");
        SearchQuery.Parse("value.mode:\"open").Fault!.Message.ShouldBe("Invalid query, at character 12: a quote is not closed.");
    }

    [GeneratedRegex("```json\n(?<json>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Json();

    /// <summary>Rows of three columns whose first is a query; those with more or fewer are other tables.</summary>
    [GeneratedRegex(@"^\| `(?<query>[^`]*)` \|(?<meaning>[^|\n]*)\|(?<found>[^|\n]*)\|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Rows();
}
