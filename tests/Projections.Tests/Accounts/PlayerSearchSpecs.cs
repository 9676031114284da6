using KaosNet.Projections.Accounts;
using KaosNet.Tests.Support;
using Npgsql;

namespace KaosNet.Projections.Tests.Accounts;

public sealed class PlayerSearchSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task players_are_looked_up_by_keys_alone()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        await using var connection = await bench.Database.General.OpenConnectionAsync();
        var schema = bench.Database.Schema;
        await Run($"""
            insert into {schema}.accounts (user_id, username, display_name, avatar_url, lang_tag, location, timezone, metadata, identities, created_at, updated_at)
              select gen_random_uuid(), 'player-' || n, '', '', 'en', '', '', '{"{}"}', '[]', now(), now() from generate_series(1, 20000) n;
            insert into {schema}.account_identities (kind, identifier, user_id, username, is_banned)
              select 'facebook', 'fb-' || username, user_id, username, false from {schema}.accounts;
            insert into {schema}.friend_counts select user_id, 1, now() from {schema}.accounts;
            analyze {schema}.accounts, {schema}.account_identities, {schema}.friend_counts;
            """);

        await using var explain = new NpgsqlCommand("explain " + new PlayerSearch(bench.Database).Statement, connection);
        explain.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [Guid.NewGuid(), Guid.NewGuid()] });
        explain.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = ["player-1"] });
        explain.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = ["fb-player-2"] });
        var plan = new List<string>();
        await using (var rows = await explain.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync()) plan.Add(rows.GetString(0));
        }

        plan.ShouldAllBe(line => !line.Contains("Seq Scan", StringComparison.Ordinal), string.Join('\n', plan));
        var found = await new PlayerSearch(bench.Database).Find([], ["player-1"], ["fb-player-2", "fb-player-1"]);
        found.Select(player => (player.Card.Username, player.EdgeCount)).ShouldBe([("player-1", 1), ("player-2", 1)], ignoreOrder: true);

        async Task Run(string statements)
        {
            await using var command = new NpgsqlCommand(statements, connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
