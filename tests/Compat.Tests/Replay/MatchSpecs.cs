using KaosNet.Tests.Support;

namespace KaosNet.Compat.Tests.Replay;

/// <summary><c>./kaos replay match ID</c>: the recorded match goes the same way again, or the first tick that does not is named.</summary>
[Collection(AuditedServerCollection.Name)]
public sealed class MatchSpecs(AuditedServer audited)
{
    [Fact]
    public async Task a_finished_match_goes_exactly_as_recorded()
    {
        var run = await audited.Replay("match", audited.FinishedMatch, "--runtime.path", audited.Modules);
        run.ShouldEndWith(0);
        run.Said.ShouldMatch(@"^Match [0-9a-f-]{36}: referee, 20 ticks a second on test, \d+ ticks, ended by its handler\n[1-9]\d* ticks? went exactly as recorded\.\n$");
    }

    [Fact]
    public async Task what_a_match_does_in_a_transaction_is_done_as_a_whole_or_not_and_runs_again()
    {
        var client = audited.Client;
        var player = await client.AuthenticateDeviceAsync("who-buys-in-a-match");
        await using var table = await RefereeTable.Open(client, player);
        (await table.Say(10, "shield")).ShouldStartWith("""{"bought":0,"done":false""");
        await audited.Ask("wallet", $$$"""{"updates":[{"user_id":"{{{player.UserId}}}","changeset":{"coins":2}}],"update_ledger":true}""");
        (await table.Say(10, "sword")).ShouldBe("""{"bought":1,"done":true,"said":"sword"}""");
        (await table.Say(10, "nothing")).ShouldBe("""{"bought":1,"done":false,"said":"sold out"}""");
        (await client.GetAccountAsync(player)).Wallet.ShouldBe("""{"coins": 1}""");
        (await client.ListUsersStorageObjectsAsync(player, "bought", player.UserId)).Objects.Select(kept => kept.Key).ShouldBe(["sword"]);
        await table.Say(4, "");

        await Eventually.Holds(async () =>
        {
            var run = await audited.Replay("match", table.Match, "--runtime.path", audited.Modules);
            run.ShouldEndWith(0);
            run.Said.ShouldContain("ended by its handler");
            run.Said.ShouldContain("went exactly as recorded.");
        });
    }

    [Fact]
    public async Task a_change_of_the_module_is_said_first_and_the_first_differing_tick_then()
    {
        var changed = TestFolder.Create("changed");
        foreach (var module in Directory.GetFiles(audited.Modules)) File.Copy(module, Path.Combine(changed, Path.GetFileName(module)));
        var referee = Path.Combine(changed, "referee.lua");
        var source = await File.ReadAllTextAsync(referee);

        await File.WriteAllTextAsync(referee, "-- Comments do not count, lines do.\n" + source);
        var same = await audited.Replay("match", audited.FinishedMatch, "--runtime.path", changed);
        same.ShouldEndWith(0);
        same.Lines[1].ShouldBe("The modules have changed since the match was played. A difference may come from that.");

        await File.WriteAllTextAsync(referee, source.Replace("state.joined + #presences", "state.joined + 2", StringComparison.Ordinal));
        var other = await audited.Replay("match", audited.FinishedMatch, "--runtime.path", changed);
        other.ShouldEndWith(1);
        other.Lines[1].ShouldBe("The modules have changed since the match was played. A difference may come from that.");
        other.Lines[^1].ShouldMatch(@"^The match goes another way than recorded: tick \d+: the record's hash is [0-9a-f]{16}, the replay's [0-9a-f]{16}$");
    }

    [Fact]
    public async Task a_record_that_lost_its_last_piece_is_told()
    {
        var where = $"where stream_id = 'match-{audited.FinishedMatch.Split('.')[0]}' and type = 'match_inputs_recorded'";
        await audited.Execute($"create table kept_event as select * from kaos.mt_events {where}; delete from kaos.mt_events {where}");
        try
        {
            var run = await audited.Replay("match", audited.FinishedMatch, "--runtime.path", audited.Modules);
            run.ShouldEndWith(1);
            run.Lines[^1].ShouldMatch(@"^The record has lost its end: it holds 0 of the match's \d+ ticks\.$");
        }
        finally
        {
            await audited.Execute("insert into kaos.mt_events select * from kept_event; drop table kept_event");
        }
    }

    [Fact]
    public async Task what_cannot_be_run_again_is_refused()
    {
        var unknown = Guid.CreateVersion7();
        (await audited.Replay("match", $"{unknown}", "--runtime.path", audited.Modules)).ShouldRefuse($"There is no record of a match {unknown}.");
        (await audited.Replay("match", "the-final", "--runtime.path", audited.Modules)).ShouldRefuse("the-final is no match id.");
        (await audited.Replay("match", audited.FinishedMatch, "--runtime.path", "/no/such/folder")).ShouldRefuse("There is no folder /no/such/folder.");
        var without = await audited.Replay("match", audited.FinishedMatch, "--runtime.path", TestFolder.Create("without"));
        without.Code.ShouldBe(2, without.Said);
        without.Lines[^1].ShouldContain("No match handler has the name referee.");
    }
}
