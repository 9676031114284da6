using KaosNet.Projections.Accounts;
using KaosNet.Tests.Support;
using Npgsql;

namespace KaosNet.Projections.Tests.Accounts;

/// <summary>What an account is made of is found by indexes, in however large a game.</summary>
public sealed class AccountContentsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task nothing_is_read_from_end_to_end()
    {
        var database = await Schemas.Take(postgres.ConnectionString);
        var contents = new AccountContents(database);
        await using (var connection = await database.General.OpenConnectionAsync())
        {
            // So that an empty table does not look best when read as a whole; what no index helps with still is.
            await using (var setting = new NpgsqlCommand("set enable_seqscan = off", connection)) await setting.ExecuteNonQueryAsync();
            foreach (var statement in new[]
            {
                contents.ObjectsStatement, contents.FriendsStatement, contents.GroupsStatement, contents.MessagesStatement, contents.RecordsStatement,
                contents.NotificationsStatement, contents.LedgerStatement,
            })
            {
                await using var explain = new NpgsqlCommand("explain " + statement, connection);
                explain.Parameters.Add(new NpgsqlParameter { Value = Guid.NewGuid() });
                await using var reader = await explain.ExecuteReaderAsync();
                while (await reader.ReadAsync()) reader.GetString(0).ShouldNotContain("Seq Scan", customMessage: statement);
            }

            await using (var setting = new NpgsqlCommand("reset enable_seqscan", connection)) await setting.ExecuteNonQueryAsync();
        }

        await Schemas.GiveBack(database);
    }
}
