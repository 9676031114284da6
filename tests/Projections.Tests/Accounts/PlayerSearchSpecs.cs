using KaosNet.Domain.Accounts;
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

        Guid[] ids = [Guid.NewGuid(), Guid.NewGuid()];
        await PlanHasNoScan(new PlayerSearch(bench.Database).Statement, Ids(ids), Texts("player-1"), Texts("fb-player-2"));
        await PlanHasNoScan(new PlayerSearch(bench.Database).StatementOfRandom, new NpgsqlParameter<Guid> { TypedValue = ids[0] }, new NpgsqlParameter<int> { TypedValue = 10 });
        await PlanHasNoScan(new AccountProfiles(bench.Database).StatementOfMany, Ids(ids), Texts("device-1"));
        var found = await new PlayerSearch(bench.Database).Find([], ["player-1"], ["fb-player-2", "fb-player-1"]);
        found.Select(player => (player.Card.Username, player.EdgeCount)).ShouldBe([("player-1", 1), ("player-2", 1)], ignoreOrder: true);

        async Task PlanHasNoScan(string statement, params NpgsqlParameter[] parameters)
        {
            await using var explain = new NpgsqlCommand("explain " + statement, connection);
            explain.Parameters.AddRange(parameters);
            var plan = new List<string>();
            await using var rows = await explain.ExecuteReaderAsync();
            while (await rows.ReadAsync()) plan.Add(rows.GetString(0));
            plan.ShouldAllBe(line => !line.Contains("Seq Scan", StringComparison.Ordinal), string.Join('\n', plan));
        }

        async Task Run(string statements)
        {
            await using var command = new NpgsqlCommand(statements, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public async Task players_by_chance_are_different_ones_and_as_many_as_there_are()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        for (var i = 1; i <= 5; i++) await bench.Do(new CreateAccount($"00000000-0000-4000-8000-00000000000{i}", $"player{i}", Identity.Device($"device-of-{i}")));
        var search = new PlayerSearch(bench.Database);
        // From the fourth on, then from the first again.
        (await Names("00000000-0000-4000-8000-000000000004", 3)).ShouldBe(["player1", "player4", "player5"]);
        (await Names("ffffffff-ffff-4fff-bfff-ffffffffffff", 2)).ShouldBe(["player1", "player2"]);
        (await Names("00000000-0000-4000-8000-000000000002", 1000)).ShouldBe(["player1", "player2", "player3", "player4", "player5"]);

        async Task<IEnumerable<string>> Names(string from, int count) => (await search.Random(Guid.Parse(from), count)).Select(player => player.Card.Username).Order();
    }

    [Fact]
    public async Task accounts_are_found_by_ids_and_devices_each_once()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        var (ann, bob) = (Guid.NewGuid(), Guid.NewGuid());
        await bench.Do(new CreateAccount(ann.ToString(), "ann", Identity.Device("device-of-ann")));
        await bench.Do(new CreateAccount(bob.ToString(), "bob", Identity.Custom("device-of-bob")));
        var found = await new AccountProfiles(bench.Database).Find([ann, bob, Guid.NewGuid()], ["device-of-ann", "device-of-bob"]);
        found.Select(own => own.Profile.Username).Order().ShouldBe(["ann", "bob"]);
        (await new AccountProfiles(bench.Database).Find([], ["device-of-ann", "device-of-bob"])).ShouldHaveSingleItem().Profile.UserId.ShouldBe(ann);
    }

    static NpgsqlParameter<Guid[]> Ids(params Guid[] ids) => new() { TypedValue = ids };

    static NpgsqlParameter<string[]> Texts(params string[] texts) => new() { TypedValue = texts };
}
