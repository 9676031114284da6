using System.Runtime.CompilerServices;
using System.Text;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Undoing;

namespace KaosNet.Domain.Tests.Undoing;

/// <summary>The operators' page lists every event: what can be undone, and why what cannot is not.</summary>
public sealed class UndoPageSpecs
{
    [Fact]
    public void the_page_lists_every_event()
    {
        var page = Path.Combine(FolderOfThisFile(), "..", "..", "..", "docs", "operate", "undo.md");
        const string start = "<!-- what can be undone, written by UndoPageSpecs -->\n", end = "<!-- end -->";
        var text = File.ReadAllText(page);
        var (from, to) = (text.IndexOf(start, StringComparison.Ordinal) + start.Length, text.IndexOf(end, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("KAOS_APPROVE") == "1") File.WriteAllText(page, text[..from] + Table() + text[to..]);
        (text[from..to] == Table()).ShouldBeTrue("run the tests with KAOS_APPROVE=1");
    }

    static string Table()
    {
        var text = new StringBuilder("| Stream | Undone | Never undone |\n|---|---|---|\n");
        foreach (var rules in ReversalCatalogue.All.OrderBy(rules => rules.Kind.Prefix, StringComparer.Ordinal))
        {
            var events = EventCatalogue.EventsOf(rules.Kind).ToList();
            var undone = events.Where(type => !rules.Never.ContainsKey(type)).Select(Spelled);
            var never = events.Where(rules.Never.ContainsKey).GroupBy(type => rules.Never[type], StringComparer.Ordinal)
                .Select(group => $"{string.Join(", ", group.Select(Spelled))}: {group.Key}");
            text.Append($"| `{rules.Kind.Prefix}` | {string.Join(", ", undone)} | {string.Join("; ", never)} |\n");
        }

        return text.ToString();
    }

    static string Spelled(Type type) => $"`{EventCatalogue.NameOf(type)}`";

    static string FolderOfThisFile([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
