using KaosNet.Tests.Support;
using Nakama;
using Npgsql;

namespace KaosNet.Compat.Tests.Crash;

/// <summary>A module pays rewards when a board is reset, and its server dies over it: they are paid, and paid once.</summary>
public sealed class PaydaySpecs
{
    const string Module = """
        local nk = require("nakama")
        nk.register_leaderboard_reset(function(context, leaderboard, reset)
          for _, record in ipairs(nk.leaderboard_records_list(leaderboard.id, nil, 10, "", reset)) do
            nk.wallet_update(record.owner_id, { coins = 5 }, { board = leaderboard.id }, true)
            nk.notification_send(record.owner_id, "Payday", { coins = 5 }, 7, "", true)
            nk.storage_write({{ collection = "pay", key = nk.uuid_v4(), user_id = record.owner_id, value = { period = reset } }})
          end
          nk.logger_info("all is written")
          if context.env.slow then while true do end end
        end)
        local function once(seconds) return os.date("!%S %M %H %d %m * %Y", os.time() + seconds) end
        nk.register_rpc(function()
          nk.leaderboard_create("payday", false, "desc", "best", once(5))
          nk.leaderboard_create("later", false, "desc", "best", once(8))
        end, "begin")
        """;

    [Fact]
    public async Task a_server_that_dies_in_the_middle_has_paid_nothing_and_the_next_one_pays()
    {
        var database = await TestPostgres.CreateDatabaseAsync();
        var modules = await Modules();
        ISession ann;
        await using (var dying = await GameServer.Start(modules, database, "--runtime.env", "slow=1"))
        {
            ann = await Play(dying);
            await Eventually.Is(() => dying.Said.Contains("all is written", StringComparison.Ordinal), "the function has done its work");
            await dying.KillAsync();
        }

        (await Paid(database)).ShouldBe((0, 0, 0, 0));
        await using var next = await GameServer.Start(modules, database);
        await Eventually.Holds(async () => (await Paid(database)).ShouldBe((1, 1, 1, 1)));
        await Eventually.Holds(async () => (await Marks(database)).ShouldBe(["later", "payday"]));
        (await Paid(database)).ShouldBe((1, 1, 1, 1));
        await CoinsAre(next, ann, 5);
    }

    [Fact]
    public async Task a_server_that_dies_before_it_hears_of_the_commit_has_paid_and_the_next_one_does_not()
    {
        var database = await TestPostgres.CreateDatabaseAsync();
        await using var proxy = new DatabaseProxy(database);
        var modules = await Modules();
        ISession ann;
        await using (var dying = await GameServer.Start(modules, proxy.ConnectionString))
        {
            ann = await Play(dying);
            // From the commit on that the function's work belongs to: what the Journal does before, as waking readers, is answered.
            proxy.Mute("kaos-journal", "reset:payday:");
            await Eventually.Holds(async () => (await Marks(database)).ShouldBe(["payday"]));
            proxy.HasHeardWord.ShouldBeTrue();
            await dying.KillAsync();
        }

        await using var next = await GameServer.Start(modules, database);
        // What it was to do it has done when it comes to the board that was due after it.
        await Eventually.Holds(async () => (await Marks(database)).ShouldBe(["later", "payday"]));
        (await Paid(database)).ShouldBe((1, 1, 1, 1));
        await CoinsAre(next, ann, 5);
    }

    static async Task<string> Modules()
    {
        var folder = TestFolder.Create("modules");
        await File.WriteAllTextAsync(Path.Combine(folder, "payday.lua"), Module);
        return folder;
    }

    static async Task<ISession> Play(GameServer server)
    {
        var client = new Client("http", "127.0.0.1", server.Port, "defaultkey");
        var ann = await client.AuthenticateDeviceAsync("ann-of-the-payday", "ann");
        await client.RpcAsync(ann, "begin");
        (await client.WriteLeaderboardRecordAsync(ann, "payday", 10)).ExpiryTime.ShouldNotBeNull("It belongs to the period that is about to end.");
        return ann;
    }

    static async Task CoinsAre(GameServer server, ISession player, int coins)
    {
        var client = new Client("http", "127.0.0.1", server.Port, "defaultkey");
        (await client.GetAccountAsync(player)).Wallet.ShouldBe($$"""{"coins": {{coins}}}""");
        (await client.ListNotificationsAsync(player)).Notifications.Count().ShouldBe(1);
    }

    /// <summary>How often each thing was paid: ledger entries, notifications, objects, and marks of that board.</summary>
    static async Task<(long, long, long, long)> Paid(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("""
            select (select count(*) from kaos.wallet_ledger), (select count(*) from kaos.notifications), (select count(*) from kaos.storage_objects),
              (select count(*) from kaos.mt_events where stream_id = 'schedule-payday')
            """);
        await using var reader = await command.ExecuteReaderAsync();
        (await reader.ReadAsync()).ShouldBeTrue();
        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
    }

    static async Task<List<string>> Marks(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("select leaderboard_id from kaos.leaderboard_marks order by 1");
        await using var reader = await command.ExecuteReaderAsync();
        List<string> marks = [];
        while (await reader.ReadAsync()) marks.Add(reader.GetString(0));
        return marks;
    }
}
