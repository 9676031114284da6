using KaosNet.Projections;

namespace KaosNet.Compat.Tests.Replay;

/// <summary><c>./kaos replay verify</c> as an auditor uses it, beside a server that goes on working.</summary>
[Collection(AuditedServerCollection.Name)]
public sealed class VerifySpecs(AuditedServer audited)
{
    [Fact]
    public async Task what_a_server_shows_is_what_its_events_say_table_by_table()
    {
        var run = await ReplayTool.RunProgram("verify", "--database.address", audited.Connection);
        run.ShouldEndWith(0);
        foreach (var table in ReadModels.All) run.Said.ShouldMatch($"(?m)^{table.Name}: [1-9][0-9]* rows?, all equal$");
        run.Lines[^1].ShouldBe($"{ReadModels.All.Count} read models are what their events say.");
        run.Said.ShouldNotContain('\r');
        run.Said.ShouldNotContain('\e');
        (await audited.Scalar<long>("select count(*) from pg_namespace where nspname like '%scratch%'")).ShouldBe(0);
    }

    [Fact]
    public async Task rows_that_were_tampered_with_are_printed_from_both_sides()
    {
        var stranger = Guid.CreateVersion7();
        string[] tables = ["leaderboard_records", "account_identities", "account_session_ends"];
        foreach (var table in tables) await audited.Execute($"create table kept_{table} as select * from kaos.{table}");
        await audited.Execute(
            $"""
            update kaos.leaderboard_records set score = 251 where score = 250;
            delete from kaos.account_identities where identifier = 'bob@example.com';
            insert into kaos.account_session_ends values ('{stranger}', now());
            """);
        try
        {
            var run = await audited.Replay("verify");
            run.ShouldEndWith(1);
            run.Lines.ShouldContain("leaderboard_records: 2 rows that only one side has");
            run.Lines.ShouldContain(line => line.StartsWith("  live:   {", StringComparison.Ordinal) && line.Contains("\"score\": 251", StringComparison.Ordinal));
            run.Lines.ShouldContain(line => line.StartsWith("  events: {", StringComparison.Ordinal) && line.Contains("\"score\": 250", StringComparison.Ordinal));
            run.Lines.ShouldContain("account_identities: 1 row that only one side has");
            run.Lines.ShouldContain(line => line.StartsWith("  events: {", StringComparison.Ordinal) && line.Contains("bob@example.com", StringComparison.Ordinal));
            run.Lines.ShouldContain(line => line.StartsWith("  live:   {", StringComparison.Ordinal) && line.Contains($"{stranger}", StringComparison.Ordinal));
            run.Said.ShouldMatch("(?m)^accounts: [0-9]+ rows, all equal$");
            run.Lines[^1].ShouldBe($"3 of {ReadModels.All.Count} read models differ from their events.");
        }
        finally
        {
            foreach (var table in tables)
            {
                await audited.Execute($"delete from kaos.{table}; insert into kaos.{table} select * from kept_{table}; drop table kept_{table}");
            }
        }
        (await audited.Replay("verify")).ShouldEndWith(0);
    }

    [Theory]
    [InlineData("""data = jsonb_set(data, '{score_after}', '12345')""", "\"score\": 12345")]
    [InlineData("""data = '{"score": "many"}'""", "damaged stream")]
    [InlineData("type = 'never_heard_of'", "never_heard_of")]
    [InlineData("type = 'match_ended'", "(match_ended)")]
    [InlineData("version = 9", "lacks version 1")]
    public async Task an_event_that_was_tampered_with_is_told(string change, string told)
    {
        var where = $"where stream_id = 'record-open/0/{audited.Bob.UserId}' and seq_id = (select max(seq_id) from kaos.mt_events where stream_id = 'record-open/0/{audited.Bob.UserId}')";
        await audited.Execute($"create table kept_event as select * from kaos.mt_events {where}; update kaos.mt_events set {change} {where}");
        try
        {
            var run = await audited.Replay("verify");
            run.ShouldEndWith(1);
            run.Lines.ShouldContain(line => line.Contains(told, StringComparison.Ordinal), run.Said);
            run.Lines.ShouldContain(line => line.StartsWith("  live:   {", StringComparison.Ordinal) && line.Contains("\"score\": 70", StringComparison.Ordinal));
        }
        finally
        {
            await audited.Execute($"update kaos.mt_events e set data = k.data, type = k.type, version = k.version from kept_event k where e.seq_id = k.seq_id; drop table kept_event");
        }
    }

    [Fact]
    public async Task an_account_made_to_claim_another_ones_identity_is_a_difference_and_no_breakdown()
    {
        var where = $"where stream_id = 'account-{audited.Bob.UserId}' and version = 1";
        await audited.Execute(
            $"""
            create table kept_event as select * from kaos.mt_events {where};
            update kaos.mt_events set data = (select data from kaos.mt_events where stream_id = 'account-{audited.Ann.UserId}' and version = 1) {where};
            """);
        try
        {
            var run = await audited.Replay("verify");
            run.ShouldEndWith(1);
            run.Said.ShouldContain("account_identities: ");
        }
        finally
        {
            await audited.Execute("update kaos.mt_events e set data = k.data from kept_event k where e.seq_id = k.seq_id; drop table kept_event");
        }
    }

    [Fact]
    public async Task a_stream_that_was_slipped_in_is_told_even_when_its_name_makes_no_sense()
    {
        await audited.Execute(
            $"""
            create table kept_event as select * from kaos.mt_events where stream_id = 'account-{audited.Ann.UserId}' and version = 1;
            create table kept_stream as select * from kaos.mt_streams where id = 'account-{audited.Ann.UserId}';
            update kept_event set data = jsonb_build_object('kind', 'device', 'username', 'me', 'identifier', 'a device of mine'), stream_id = 'account-me', seq_id = 9000000000, id = '{Guid.CreateVersion7()}';
            update kept_stream set id = 'account-me', version = 1;
            insert into kaos.mt_streams select * from kept_stream;
            insert into kaos.mt_events select * from kept_event;
            """);
        try
        {
            var run = await audited.Replay("verify");
            run.ShouldEndWith(1);
            run.Lines.ShouldContain(line => line.StartsWith("  account-me: it shows no rows of this game: ", StringComparison.Ordinal), run.Said);
        }
        finally
        {
            await audited.Execute(
                """
                delete from kaos.mt_events where stream_id = 'account-me'; delete from kaos.mt_streams where id = 'account-me';
                drop table kept_event; drop table kept_stream;
                """);
        }
    }

    [Fact]
    public async Task a_stream_whose_last_event_is_gone_is_told_even_when_nothing_shows_it()
    {
        var stream = "match-" + audited.FinishedMatch.Split('.')[0];
        var where = $"where stream_id = '{stream}' and type = 'match_ended'";
        await audited.Execute($"create table kept_event as select * from kaos.mt_events {where}; delete from kaos.mt_events {where}");
        try
        {
            var run = await audited.Replay("verify");
            run.ShouldEndWith(1);
            run.Lines.ShouldContain(line => line.StartsWith($"  {stream}: it is at version ", StringComparison.Ordinal), run.Said);
        }
        finally
        {
            await audited.Execute("insert into kaos.mt_events select * from kept_event; drop table kept_event");
        }
    }

    [Fact]
    public async Task a_server_under_load_is_neither_disturbed_nor_in_the_way()
    {
        using var done = new CancellationTokenSource();
        var load = Task.WhenAll(Enumerable.Range(0, 4).Select(async player =>
        {
            var session = await audited.Client.AuthenticateDeviceAsync($"device-under-load-{player}");
            var written = 0;
            while (!done.IsCancellationRequested) await audited.Client.WriteLeaderboardRecordAsync(session, "open", ++written);
            return written;
        }));
        var run = await audited.Replay("verify");
        await done.CancelAsync();
        (await load).ShouldAllBe(written => written > 0);
        run.ShouldEndWith(0);
    }
}
