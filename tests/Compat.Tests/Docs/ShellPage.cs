using System.Text;
using System.Text.RegularExpressions;
using KaosNet.Compat.Tests.Clients;
using KaosNet.Tests.Support;

namespace KaosNet.Compat.Tests.Docs;

/// <summary>
/// A page whose <c>sh</c> blocks can be run one after the other in one shell, each followed by what it prints in a <c>text</c> block, where … stands for
/// anything and a line may be broken where the page is not wide enough.
/// </summary>
sealed partial class ShellPage
{
    readonly List<(string Kind, string Text)> _blocks;

    ShellPage(string text) => _blocks = [.. Block().Matches(text).Select(block => (block.Groups["kind"].Value, block.Groups["text"].Value))];

    /// <summary>Reads a page of <c>docs/</c>.</summary>
    public static ShellPage Open(params string[] path) => new(File.ReadAllText(Path.Combine([SourceTree.Root, "docs", .. path])));

    /// <summary>The one block of that kind.</summary>
    public string Single(string kind) => _blocks.Single(block => block.Kind == kind).Text;

    /// <summary>Runs every <c>sh</c> block and holds what they print against the page. Ends at the first that fails.</summary>
    /// <param name="here">Turns a command of the page into one for this machine: other ports, other folders.</param>
    /// <param name="others">What else there is to tell when something is not as the page says.</param>
    public async Task PrintsWhatItSays(Func<string, string> here, Func<string>? others = null)
    {
        var said = await Run([.. _blocks.Where(block => block.Kind == "sh").Select(block => here(block.Text))]);
        var shell = -1;
        foreach (var (kind, text) in _blocks)
        {
            if (kind == "sh") shell++;
            if (kind == "text") Pattern(text).IsMatch(Flat(said[shell])).ShouldBeTrue($"The page says\n{text}\nbut it was\n{said[shell]}\n{others?.Invoke()}");
        }
    }

    /// <summary>Runs all blocks in one shell, so that functions and variables of one are there in the next.</summary>
    static async Task<string[]> Run(IReadOnlyList<string> blocks)
    {
        const string Mark = "=== next block ===";
        var script = new StringBuilder($"set -eo pipefail\ncd '{SourceTree.Root}'\n");
        foreach (var block in blocks) script.Append(block).Append($"\necho; echo '{Mark}'\n");
        var output = await Node.Run("bash", ["-c", script.ToString()], TimeSpan.FromMinutes(4));
        return output.Split(Mark);
    }

    static Regex Pattern(string expected) => new(
        string.Join(".*?", Flat(expected).Split('…').Select(Regex.Escape)), RegexOptions.Singleline | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));

    /// <summary>Without the line breaks, and what stands around them.</summary>
    static string Flat(string text) => string.Concat(text.Trim().Split('\n').Select(line => line.Trim()));

    [GeneratedRegex(@"^```(?<kind>sh server|sh|text)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();
}
