using KaosNet.Projections;
using KaosNet.Tests.Support;
using Npgsql;

namespace KaosNet.Compat.Tests.Replay;

/// <summary><c>./kaos replay rebuild</c> as an operator uses it, beside a server that goes on working.</summary>
[Collection(AuditedServerCollection.Name)]
public sealed class RebuildSpecs(AuditedServer audited)
{
    [Fact]
    public async Task all_read_models_are_rebuilt_under_load_and_nobody_notices()
    {
        await audited.Execute("update kaos.leaderboard_records set score = 251 where score = 250; delete from kaos.friend_counts");
        using var done = new CancellationTokenSource();
        var load = Task.WhenAll(Enumerable.Range(0, 3).Select(async player =>
        {
            var session = await audited.Client.AuthenticateDeviceAsync($"device-beside-a-rebuild-{player}");
            var written = 0;
            while (!done.IsCancellationRequested)
            {
                await audited.Client.WriteLeaderboardRecordAsync(session, "open", ++written);
                await audited.Client.WriteStorageObjectsAsync(session, [new Nakama.WriteStorageObject { Collection = "rebuilt", Key = "k", Value = $$"""{"n": {{written}}}""" }]);
                (await audited.Client.GetAccountAsync(session)).User.Id.ShouldBe(session.UserId);
                (await audited.Client.ListLeaderboardRecordsAsync(session, "open", limit: 10)).Records.ShouldNotBeEmpty();
            }

            return written;
        }));
        var run = await audited.Replay("rebuild", "--all");
        await done.CancelAsync();
        (await load).ShouldAllBe(written => written > 0);
        run.ShouldEndWith(0);
        run.Lines[0].ShouldMatch("^[0-9,]+ events folded in [0-9.]+ s, [0-9,]+ a second\\.$");
        run.Lines[^1].ShouldMatch($"^{ReadModels.All.Count} read models are switched; writers waited [0-9,]+ ms for it, readers of the tables [0-9,]+ ms\\.$");
        (await audited.Replay("verify")).ShouldEndWith(0);
        (await audited.Scalar<long>("select count(*) from pg_namespace where nspname in ('kaos_rebuilding', 'kaos_replaced')")).ShouldBe(0);
    }

    [Fact]
    public async Task one_read_model_is_rebuilt_and_verified_by_its_name()
    {
        await audited.Execute("delete from kaos.account_identities");
        var verified = await audited.Replay("verify", "account_identities", "accounts");
        verified.ShouldEndWith(1);
        verified.Lines[^1].ShouldBe("1 of 2 read models differ from their events.");
        var run = await audited.Replay("rebuild", "account_identities");
        run.ShouldEndWith(0);
        run.Lines[^1].ShouldStartWith("account_identities is switched; ");
        (await audited.Replay("verify", "account_identities")).Lines[^1].ShouldBe("1 read model is what its events say.");
    }

    [Fact]
    public async Task what_the_server_keeps_in_memory_of_a_table_is_read_anew()
    {
        var player = await audited.Client.AuthenticateDeviceAsync("device-with-an-altered-object");
        await audited.Client.WriteStorageObjectsAsync(player, [new Nakama.WriteStorageObject { Collection = "kept", Key = "k", Value = """{"n": 1}""" }]);
        Task Alter(int n) => audited.Execute($$"""update kaos.storage_objects set value = '{"n": {{n}}}' where collection = 'kept'""");
        async Task<string> Read() =>
            (await audited.Client.ReadStorageObjectsAsync(player, [new Nakama.StorageObjectId { Collection = "kept", Key = "k", UserId = player.UserId }])).Objects.Single().Value;

        // Once it is the only one that writes, it reads from memory what it has read before: what is altered then it does not see.
        var altered = 1;
        await Eventually.Holds(async () =>
        {
            await Alter(++altered);
            var before = await Read();
            await Alter(++altered);
            (await Read()).ShouldBe(before);
        });
        (await audited.Replay("rebuild", "storage_objects")).ShouldEndWith(0);
        await Eventually.Holds(async () => (await Read()).ShouldBe("""{"n": 1}"""));
    }

    [Theory]
    [InlineData("Name the read models to rebuild, or say --all.")]
    [InlineData("There is no read model acounts. There are accounts, ", "acounts")]
    [InlineData("Name the read models to rebuild, or say --all.", "accounts", "--all")]
    public async Task what_it_cannot_do_is_said_in_one_line(string reason, params string[] arguments) =>
        (await audited.Replay(["rebuild", .. arguments])).ShouldRefuse(reason);

    [Fact]
    public async Task a_second_one_is_refused_while_the_first_is_at_work()
    {
        await using var connection = new NpgsqlConnection(audited.Connection);
        await connection.OpenAsync();
        await using var held = new NpgsqlCommand("select pg_advisory_lock(hashtextextended('kaos_rebuilding', 0))", connection);
        await held.ExecuteNonQueryAsync();
        (await audited.Replay("rebuild", "accounts")).ShouldRefuse("Another rebuild is at work.");
        await using var free = new NpgsqlCommand("select pg_advisory_unlock_all()", connection);
        await free.ExecuteNonQueryAsync();
    }
}
