using System.Text.Json;
using KaosNet.Tests.Support;

namespace KaosNet.Compat.Tests.Replay;

/// <summary><c>./kaos replay diff</c>: recorded calls and matches run with other modules.</summary>
[Collection(AuditedServerCollection.Name)]
public sealed class DiffSpecs(AuditedServer audited)
{
    [Fact]
    public async Task the_same_modules_change_nothing_and_others_are_told_apart()
    {
        var changed = TestFolder.Create("changed");
        foreach (var module in Directory.GetFiles(audited.Modules)) File.Copy(module, Path.Combine(changed, Path.GetFileName(module)));
        await Eventually.Holds(async () =>
        {
            var run = await audited.Replay("diff", "--modules", changed, "--since", "3h", "--json");
            run.ShouldEndWith(0);
            Functions(run).ShouldContain("rpc create_referee 0");
        }, TimeSpan.FromSeconds(60));

        var referee = Path.Combine(changed, "referee.lua");
        await File.WriteAllTextAsync(referee, (await File.ReadAllTextAsync(referee)).Replace("state.joined + #presences", "state.joined + 2", StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(changed, "clock.lua"), "require('nakama').register_rpc(function() return 'another' end, 'start_clock')\n");
        var other = await audited.Replay("diff", "--modules", changed, "--since", "3h");
        other.ShouldEndWith(1);
        other.Said.ShouldContain("is  another");
        other.Said.ShouldContain("asks no more tournament_create[\"once\"");
        other.Said.ShouldContain("match referee");
        other.Lines[^1].ShouldMatch(@"^\d+ of \d+ go another way\.$");
    }

    [Fact]
    public async Task what_it_cannot_run_is_refused()
    {
        (await audited.Replay("diff", "--modules", "/no/such/folder", "--since", "1h")).ShouldRefuse("There is no folder /no/such/folder.");
        (await audited.Replay("diff", "--modules", audited.Modules, "--since", "lately")).ShouldRefuse("lately is no time.");
        var none = await audited.Replay("diff", "--modules", audited.Modules, "--since", "2100-01-01T00:00:00Z");
        none.ShouldEndWith(0);
        none.Said.ShouldStartWith("No calls and no matches were recorded since.");
    }

    static IEnumerable<string> Functions(ReplayRun run) => JsonDocument.Parse(run.Said).RootElement.GetProperty("functions").EnumerateArray()
        .Select(function => $"{function.GetProperty("kind").GetString()} {function.GetProperty("name").GetString()} {function.GetProperty("changed").GetInt64()}");
}
