using System.Text.RegularExpressions;
using KaosNet.Tests.Support;

namespace KaosNet.Compat.Tests.Docs;

/// <summary>
/// Runs <c>docs/start.md</c>: the <c>sh server</c> block as a server of its own, and all others against it. Only ports and folders are changed, so that a
/// server of the reader's is left alone.
/// </summary>
public sealed partial class StartPageSpecs
{
    [Fact]
    public async Task every_command_of_the_page_prints_what_the_page_says()
    {
        var page = ShellPage.Open("start.md");
        var folder = TestFolder.Create("start");
        var highest = FreePort.Block(8);
        string Here(string command) => ReplayLine().Replace(command, $"$0 --data_dir {folder}/data")
            .Replace("7350", (highest - 1).ToString())
            .Replace("play.cs", $"play.cs {highest - 1}")
            .Replace("/tmp/duel.txt", Path.Combine(folder, "duel.txt"))
            .Replace("./kaos run", $"./kaos run --socket.port {highest - 1} --console.port {highest} --data_dir {folder}/data");

        await using var server = await ShellServer.Start(Here(page.Single("sh server")), highest - 1);
        await page.PrintsWhatItSays(Here, () => "\nserver:\n" + server.Said);
    }

    [GeneratedRegex(@"^\./kaos replay .*$", RegexOptions.Multiline)]
    private static partial Regex ReplayLine();
}
