using System.Text.RegularExpressions;

namespace KaosNet.Api.Tests.Metrics;

/// <summary>What a scrape said, taken apart.</summary>
sealed partial class Scrape
{
    readonly Dictionary<string, Family> _families = [];

    public IReadOnlyDictionary<string, Family> Families => _families;

    /// <summary>Reads a page; a line that Prometheus could not read fails.</summary>
    public static Scrape Of(string text)
    {
        var scrape = new Scrape();
        Family? family = null;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal)) continue;
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                var words = line.Split(' ');
                family = new(words[2], words[3]);
                scrape._families.TryAdd(family.Name, family).ShouldBeTrue($"{family.Name} stands twice");
                continue;
            }
            var sample = Sample().Match(line);
            sample.Success.ShouldBeTrue(line);
            sample.Groups["name"].Value.ShouldStartWith(family!.Name);
            family.LabelSets.Add(
                [.. Label().Matches(sample.Groups["labels"].Value).Select(label => label.Groups["name"].Value).Where(name => name is not ("quantile" or "le"))]);
            family.Quantiles.UnionWith(Label().Matches(sample.Groups["labels"].Value).Where(label => label.Groups["name"].Value == "quantile").Select(label => label.Groups["value"].Value));
        }
        return scrape;
    }

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)\{(?<labels>([a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*",?)*)\} (-?[0-9.]+(E[+-]?[0-9]+)?|NaN|[+-]Inf)$""", RegexOptions.ExplicitCapture)]
    private static partial Regex Sample();

    [GeneratedRegex("""(?<name>[a-zA-Z_][a-zA-Z0-9_]*)="(?<value>([^"\\]|\\.)*)",?""", RegexOptions.ExplicitCapture)]
    private static partial Regex Label();

    public sealed record Family(string Name, string Type)
    {
        /// <summary>Label names of each sample, in order, without those that summaries and histograms add.</summary>
        public List<string[]> LabelSets { get; } = [];

        public SortedSet<string> Quantiles { get; } = new(StringComparer.Ordinal);
    }
}
