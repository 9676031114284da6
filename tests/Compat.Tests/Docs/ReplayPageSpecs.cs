using KaosNet.Compat.Tests.Replay;
using KaosNet.Domain.Kernel;
using KaosNet.Projections;
using KaosNet.Tests.Support;

namespace KaosNet.Compat.Tests.Docs;

/// <summary>The auditors' page says what the command line says.</summary>
[Collection(AuditedServerCollection.Name)]
public sealed class ReplayPageSpecs(AuditedServer audited)
{
    static readonly string Page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "operate", "replay.md"));

    [Fact]
    public async Task verify_prints_the_tables_that_the_page_shows_in_their_order()
    {
        var shown = Page.Split("$ ./kaos replay verify\n")[1].Split("```")[0].Trim().Split('\n');
        var run = await audited.Replay("verify");
        run.Lines.Where(line => line.Contains(": ", StringComparison.Ordinal)).Select(TableOf)
            .ShouldBe(shown.Where(line => line.Contains(": ", StringComparison.Ordinal)).Select(TableOf));
        shown[^1].ShouldBe(run.Lines[^1]);
        File.ReadAllText(Path.Combine(SourceTree.Root, "README.md")).ShouldContain($"\n{ReadModels.All.Count} read models are what their events say.\n");
    }

    [Fact]
    public void every_kind_of_stream_has_its_key_on_the_page()
    {
        foreach (var prefix in EventCatalogue.Default.Kinds.Keys) Page.ShouldContain($"`{prefix}-");
    }

    [Fact]
    public async Task every_command_of_the_page_is_one()
    {
        var commands = Page.Split('\n').Where(line => line.StartsWith("$ ./kaos replay ", StringComparison.Ordinal)).Select(line => line.Split(' ')[3]).Distinct().ToList();
        commands.ShouldBe(["verify", "rebuild", "stream", "match", "diff", "at", "user", "disqualify", "undo", "export_events"], ignoreOrder: true);
        foreach (var command in commands) (await audited.Replay(command, "--help")).ShouldEndWith(0);
    }

    static string TableOf(string line) => line.Split(':')[0];
}
