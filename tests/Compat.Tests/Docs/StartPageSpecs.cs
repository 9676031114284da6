using System.Text;
using System.Text.RegularExpressions;
using KaosNet.Compat.Tests.Clients;
using KaosNet.Tests.Support;

namespace KaosNet.Compat.Tests.Docs;

/// <summary>
/// Runs <c>docs/start.md</c>: the <c>sh server</c> block as a server of its own, the <c>sh</c> blocks one after the other in one shell, and holds what they
/// print against the <c>text</c> blocks, where … stands for anything. Only ports and folders are changed, so that a server of the reader's is left
/// alone.
/// </summary>
public sealed partial class StartPageSpecs
{
    [Fact]
    public async Task every_command_of_the_page_prints_what_the_page_says()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "docs", "start.md"));
        var blocks = Block().Matches(page).Select(block => (Kind: block.Groups["kind"].Value, Text: block.Groups["text"].Value)).ToList();
        var folder = TestFolder.Create("start");
        var highest = FreePort.Block(8);
        string Here(string command) => ReplayLine().Replace(command, $"$0 --data_dir {folder}/data")
            .Replace("7350", (highest - 1).ToString())
            .Replace("play.cs", $"play.cs {highest - 1}")
            .Replace("/tmp/duel.txt", Path.Combine(folder, "duel.txt"))
            .Replace("./kaos run", $"./kaos run --socket.port {highest - 1} --console.port {highest} --data_dir {folder}/data");

        await using var server = await ShellServer.Start(Here(blocks.Single(block => block.Kind == "sh server").Text), highest - 1);
        var said = await Run([.. blocks.Where(block => block.Kind == "sh").Select(block => Here(block.Text))]);

        var shell = -1;
        foreach (var (kind, text) in blocks)
        {
            if (kind == "sh") shell++;
            if (kind == "text") Pattern(text).IsMatch(said[shell]).ShouldBeTrue($"The page says\n{text}\nbut it was\n{said[shell]}\n\nserver:\n{server.Said}");
        }
    }

    /// <summary>Runs all blocks in one shell, so that functions and variables of one are there in the next. Ends at the first that fails.</summary>
    static async Task<string[]> Run(IReadOnlyList<string> blocks)
    {
        const string Mark = "=== next block ===";
        var script = new StringBuilder($"set -eo pipefail\ncd '{SourceTree.Root}'\n");
        foreach (var block in blocks) script.Append(block).Append($"\necho; echo '{Mark}'\n");
        var output = await Node.Run("bash", ["-c", script.ToString()], TimeSpan.FromMinutes(4));
        return output.Split(Mark);
    }

    static Regex Pattern(string expected) => new(
        string.Join(".*?", expected.Trim().Split('…').Select(Regex.Escape)), RegexOptions.Singleline | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));

    [GeneratedRegex(@"^\./kaos replay .*$", RegexOptions.Multiline)]
    private static partial Regex ReplayLine();

    [GeneratedRegex(@"^```(?<kind>sh server|sh|text)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();
}
