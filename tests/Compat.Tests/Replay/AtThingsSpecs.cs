using System.Text.Json;

namespace KaosNet.Compat.Tests.Replay;

/// <summary><c>./kaos replay at MOMENT account|wallet|object|…</c>: how one thing looked then.</summary>
[Collection(AuditedServerCollection.Name)]
public sealed class AtThingsSpecs(AuditedServer audited)
{
    const string Ever = "9000000000";

    [Fact]
    public async Task an_account_is_shown_as_its_events_left_it()
    {
        var first = await audited.Replay("at", "v1", "account", audited.Ann.UserId.ToUpperInvariant());
        first.ShouldEndWith(0);
        first.Lines[0].ShouldMatch("^Account as of .*Z$");
        first.Lines.ShouldContain("       username audited_ann");
        first.Lines.ShouldNotContain("       display_name Ann [the] Auditor");
        first.Lines[^1].ShouldMatch("^       as its event 1 left it, [0-9]+ among all events$");
        var now = await audited.Replay("at", Ever, "account", audited.Ann.UserId);
        now.Lines.ShouldContain("       display_name Ann [the] Auditor");
        now.Lines.ShouldContain("         kind device, value ann-of-the-audit");
        var bob = await audited.Replay("at", Ever, "account", audited.Bob.UserId, "--json");
        using var json = JsonDocument.Parse(bob.Said);
        json.RootElement.GetProperty("state").GetProperty("has_password").GetBoolean().ShouldBeTrue();
        bob.Said.ShouldNotContain("$2");
    }

    [Fact]
    public async Task everything_that_one_stream_tells_of_can_be_looked_at()
    {
        var (ann, bob) = (audited.Ann.UserId, audited.Bob.UserId);
        async Task Shown(string[] words, string line)
        {
            var run = await audited.Replay(["at", Ever, .. words]);
            run.ShouldEndWith(0);
            run.Lines.Select(said => said.Trim()).ShouldContain(line, string.Join(' ', words));
            using var json = JsonDocument.Parse((await audited.Replay(["at", Ever, .. words, "--json"])).Said);
            json.RootElement.GetProperty("state").ValueKind.ShouldBe(JsonValueKind.Object);
        }

        await Shown(["wallet", ann], """balances {"coins":5}""");
        await Shown(["object", "saves", "slot", ann], """value {"turn":1}""");
        await Shown(["friends", ann], "count 1");
        (await audited.Replay("at", Ever, "friendship", ann, bob)).Said.ShouldContain($"\"user_id\":\"{bob}\",\"state\":\"invite_received\"");
        await Shown(["league", "ladder"], "id ladder");
        await Shown(["group", await Id("group")], "name Auditors");
        await Shown(["bracket", await Id("bracket")], "phase running");
        await Shown(["notification", await Id("notification")], "code " + await audited.Scalar<string>("select data->>'code' from kaos.mt_events where type = 'notification_sent' order by seq_id limit 1"));
        await Shown(["match", audited.FinishedMatch], "ending handler_stopped");
        await Shown(["match", audited.FinishedMatch], "joins 1");
    }

    [Fact]
    public async Task what_was_not_there_is_refused()
    {
        (await audited.Replay("at", "1999-01-01T00:00:00Z", "account", audited.Ann.UserId)).ShouldRefuse("The account was not there yet.");
        (await audited.Replay("at", Ever, "account", Guid.NewGuid().ToString())).ShouldRefuse("There never was such an account.");
        var gone = await audited.Scalar<string>("select substr(stream_id, 9) from kaos.mt_events where type = 'account_deleted'");
        (await audited.Replay("at", Ever, "account", gone)).ShouldRefuse("The account had been deleted by then.");
        (await audited.Replay("at", "v1", "friends", gone)).ShouldRefuse("A list of friends has no versions.");
        (await audited.Replay("at", "v7", "group", "auditors")).ShouldRefuse("auditors is no id.");
    }

    Task<string> Id(string kind) =>
        audited.Scalar<string>($"select substr(stream_id, {kind.Length + 2}) from kaos.mt_events where stream_id like '{kind}-%' order by seq_id limit 1");
}
