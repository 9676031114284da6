using System.Text.Json;
using KaosNet.Tests.Support;

namespace KaosNet.Compat.Tests.Replay;

/// <summary><c>./kaos replay export_events</c>: events in a file, beside a live server.</summary>
[Collection(AuditedServerCollection.Name)]
public sealed class ExportEventsSpecs(AuditedServer audited)
{
    readonly string _file = Path.Combine(TestFolder.Create("export"), "events.jsonl");

    [Fact]
    public async Task every_event_is_in_the_file_once_and_the_next_run_adds_what_came()
    {
        (await audited.Replay("export_events", "--to", _file)).ShouldEndWith(0);
        var first = Sequences();
        // Somebody new: other specs know what Ann and Bob have.
        await audited.Client.AuthenticateDeviceAsync("device-beside-an-export");
        var again = await audited.Replay("export_events", "--to", _file);
        again.ShouldEndWith(0);
        again.Said.ShouldContain($" events after {first[^1]:N0}; the file is complete up to ");

        var all = Sequences();
        all.ShouldBeInOrder();
        all.ShouldBeUnique();
        all.Length.ShouldBeGreaterThan(first.Length);
        ((long)all.Length).ShouldBe(await audited.Scalar<long>($"select count(*) from kaos.mt_events where seq_id <= {all[^1]}"));
    }

    [Fact]
    public async Task filters_are_kept_and_others_refused()
    {
        (await audited.Replay("export_events", "--to", _file, "--slice", "wallet", "--user", audited.Ann.UserId)).ShouldEndWith(0);
        File.ReadLines(_file).ShouldAllBe(line => line.Contains($"\"stream\":\"wallet-{audited.Ann.UserId}\""));
        File.ReadLines(_file).ShouldNotBeEmpty();
        (await audited.Replay("export_events", "--to", _file)).ShouldRefuse("was begun with other filters (slice wallet, user ");
        (await audited.Replay("export_events", "--to", _file + "2", "--type", "sold")).ShouldRefuse("There is no slice or type of events named sold.");
    }

    long[] Sequences() => [.. File.ReadLines(_file).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("sequence").GetInt64())];
}
