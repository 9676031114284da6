using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Tests.Groups;

/// <summary>Any number of players.</summary>
static class Ids
{
    public static string Of(int number) => $"0bb0bb00-0000-4000-8000-{number:x12}";
}

/// <summary>How PostgreSQL answers the lists of groups when there are many.</summary>
static class Plans
{
    /// <summary>Fills the tables with no events behind them, and gathers statistics as autovacuum does.</summary>
    public static async Task Fill(ReadModelBench bench, int groups, int members)
    {
        var schema = bench.Database.Schema;
        await using var command = bench.Database.General.CreateCommand(
            $"""
            insert into {schema}.groups
            select gen_random_uuid(), null, 'Group ' || n, 'group ' || n, '', '', (array['en', 'de', 'fr', 'pt'])[1 + n % 4], '{"{}"}', n % 2 = 0, 1 + n % 97, 100,
              n % 50 = 0, now() - make_interval(secs => n), now() - make_interval(secs => n * 7 % 10000)
            from generate_series(1, {groups}) n;
            insert into {schema}.group_members
            select g.id, ('0bb0bb00-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, n % 5, 1000000 + n
            from (select id from {schema}.groups limit {members / 100}) g cross join generate_series(1, 100) n;
            analyze {schema}.groups;
            analyze {schema}.group_members;
            """);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The plan for the values of the command, and the one for any values, which is what a statement gets that is asked often.</summary>
    public static async Task<IReadOnlyList<string>> Of(Database database, NpgsqlCommand command)
    {
        await using var connection = await database.General.OpenConnectionAsync();
        List<string> plans = [];
        foreach (var mode in new[] { "force_custom_plan", "force_generic_plan" })
        {
            await using (var set = new NpgsqlCommand("set plan_cache_mode = " + mode, connection)) await set.ExecuteNonQueryAsync();
            await using var explain = new NpgsqlCommand("explain " + command.CommandText, connection);
            foreach (NpgsqlParameter parameter in command.Parameters) explain.Parameters.Add(parameter.Clone());
            await using var reader = await explain.ExecuteReaderAsync();
            var lines = new List<string>();
            while (await reader.ReadAsync()) lines.Add(reader.GetString(0));
            plans.Add(string.Join('\n', lines));
        }

        return plans;
    }

    /// <summary>One walk along that index: nothing is sorted, joined or read from end to end, and the index knows all that is asked.</summary>
    public static void ShouldWalk(string plan, string index, bool mayFilter = false)
    {
        plan.ShouldMatch($@"Index (Only )?Scan (Backward )?using {index} on ");
        foreach (var other in new[] { "Seq Scan", "Sort", "Join", "Nested Loop", "Bitmap" }) plan.ShouldNotContain(other);
        if (!mayFilter) plan.ShouldNotContain("Filter:");
    }
}
