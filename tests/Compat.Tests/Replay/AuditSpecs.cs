using KaosNet.Tests.Support;
using Nakama;

namespace KaosNet.Compat.Tests.Replay;

/// <summary><c>./kaos replay audit</c> as an auditor uses it. What it finds of each kind of change is held by the specs of the store.</summary>
[Collection(AuditedServerCollection.Name)]
public sealed class AuditSpecs(AuditedServer audited)
{
    [Fact]
    public async Task a_history_that_nobody_touched_stands_whole_and_stream_by_stream()
    {
        var run = await audited.Replay("audit");
        run.ShouldEndWith(0);
        run.Said.ShouldMatch("(?m)^[0-9,]+ events of [0-9,]+ streams and 0 seals over them looked at in ");
        run.Lines[^1].ShouldBe("Every event is as it was written and where it was written.");

        (await audited.Replay("audit", "--stream", $"account-{audited.Ann.UserId}")).ShouldEndWith(0);
        (await audited.Replay("audit", "--since", "2020-01-01T00:00Z", "--until", "2100-01-01")).ShouldEndWith(0);
        (await audited.Replay("audit", "--stream", "account-nobody")).ShouldRefuse("There is no stream account-nobody.");
        (await audited.Replay("audit", "--seal", "/nowhere/seal.json")).ShouldRefuse("The seal /nowhere/seal.json cannot be used: ");
    }

    [Fact]
    public async Task an_altered_event_is_named_in_words()
    {
        var where = $"where stream_id = 'record-open/0/{audited.Bob.UserId}' and version = 1";
        await audited.Execute($"create table kept_event as select * from kaos.mt_events {where}; update kaos.mt_events set data = jsonb_set(data, '{{score_after}}', '12345') {where}");
        try
        {
            foreach (var arguments in (string[][])[["audit"], ["audit", "--stream", $"record-open/0/{audited.Bob.UserId}"]])
            {
                var run = await audited.Replay(arguments);
                run.ShouldEndWith(1);
                run.Said.ShouldMatch(
                    $"The first event that is not as it was written:\n  altered: record-open/0/{audited.Bob.UserId}, version 1, number [0-9]+ \\(score_submitted of 20[-0-9: ]+ UTC\\)\n    It is not what its hash was taken of\\.");
            }
        }
        finally
        {
            await audited.Execute("update kaos.mt_events e set data = k.data from kept_event k where e.seq_id = k.seq_id; drop table kept_event");
        }
    }

    [Fact]
    public async Task a_server_seals_when_it_stops()
    {
        var file = Path.Combine(TestFolder.Create("seals"), "latest.json");
        var connection = await TestPostgres.CreateDatabaseAsync();
        var server = await GameServer.Start(audited.Modules, connection, "--seal.interval_sec", "86400", "--seal.file", file);
        await using (server)
        {
            var client = new Client("http", "127.0.0.1", server.Port, "defaultkey") { Timeout = 60 };
            await client.AuthenticateDeviceAsync("sealed-in-the-night", "sealed");
        }

        var run = await ReplayTool.Run("audit", "--seal", file, "--database.address", connection);
        run.ShouldEndWith(0);
        run.Said.ShouldMatch(" and 1 seal over them");
        run.Said.ShouldContain("1 event came after the seals: only their chains speak for them.", customMessage: "which is the seal itself");
        run.Said.ShouldContain("as it was kept outside: nothing up to number ");

        await using var source = Npgsql.NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand("delete from kaos.mt_events where stream_id = 'seals-store'; delete from kaos.mt_streams where id = 'seals-store'");
        await command.ExecuteNonQueryAsync();
        run = await ReplayTool.Run("audit", "--seal", file, "--database.address", connection);
        run.ShouldEndWith(1);
        run.Said.ShouldContain(" is not in the store any more: the history up to number ");
    }
}
