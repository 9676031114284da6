using System.Globalization;
using System.Text.RegularExpressions;
using KaosNet.Tests.Support;
using Nakama;

namespace KaosNet.Compat.Tests.Replay;

/// <summary><c>./kaos replay undo</c>, beside a server whose clients see it at once.</summary>
public sealed class UndoSpecs(AuditedServer audited) : IClassFixture<AuditedServer>
{
    [Fact]
    public async Task what_a_player_wrote_is_looked_at_undone_and_done_again_under_a_server_that_goes_on()
    {
        var since = DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture);
        await Write("""{"turn":2}""");
        await audited.Client.UpdateAccountAsync(audited.Ann, "audited_ann", "Mallory");
        string[] asked = ["--actor", audited.Ann.UserId, "--source", "client", "--since", since];

        var dry = await audited.Replay(["undo", .. asked, "--dry_run"]);
        dry.ShouldEndWith(0);
        dry.Lines.ShouldContain("       display_name: was Ann [the] Auditor, is Mallory, will be Ann [the] Auditor");
        dry.Lines.ShouldContain("""       value: was {"turn": 1}, is {"turn": 2}, will be {"turn": 1}""");
        dry.Lines[^1].ShouldBe("2 events of 2 would be undone, 0 not. Nothing was changed.");
        (await Read()).ShouldBe("""{"turn": 2}""");

        var done = await audited.Replay(["undo", .. asked, "--author", "auditor", "--reason", "somebody else sat there"]);
        done.ShouldEndWith(0);
        var id = Regex.Match(done.Lines[^1], "^Undo (?<id>[0-9a-f-]{36}): 2 events of 2 undone, 0 not\\.$", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["id"].Value;
        await Eventually.Holds(async () => (await Read()).ShouldBe("""{"turn": 1}"""));
        var story = await audited.Replay("stream", "undo-" + id);
        story.Said.ShouldContain("by auditor (console) through Undo");
        story.Said.ShouldContain("somebody else sat there");

        (await audited.Replay("undo", id, "--reason", "it was her")).ShouldEndWith(0);
        await Eventually.Holds(async () => (await Read()).ShouldBe("""{"turn": 2}"""));
        (await audited.Replay("verify")).ShouldEndWith(0);
    }

    [Fact]
    public async Task what_makes_no_sense_is_refused_and_changes_nothing()
    {
        (await audited.Replay("undo", "--reason", "x")).ShouldRefuse("Undo expects one of an event, an action, a request, an undo or an actor.");
        (await audited.Replay("undo", "--actor", "x", "--reason", "x")).ShouldRefuse("Undoing what an actor did expects since.");
        (await audited.Replay("undo", "--event", "1")).ShouldRefuse("Reason must have 1 to 1000 characters.");
        (await audited.Replay("undo", "--event", "1000000000", "--reason", "x")).ShouldRefuse("No event fits the undo.");
        (await audited.Replay("undo", "--event", "1", "--reason", "x")).Said.ShouldContain("Nothing of it can be undone. Event 1 of ");
    }

    async Task Write(string value) =>
        await audited.Client.WriteStorageObjectsAsync(audited.Ann, [new WriteStorageObject { Collection = "saves", Key = "slot", Value = value }]);

    async Task<string> Read() =>
        (await audited.Client.ReadStorageObjectsAsync(audited.Ann, [new StorageObjectId { Collection = "saves", Key = "slot", UserId = audited.Ann.UserId }])).Objects.Single().Value;
}
