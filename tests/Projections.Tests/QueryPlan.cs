using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Tests;

/// <summary>How PostgreSQL would answer a statement, so that a test can hold lists to one walk along one index.</summary>
public static class QueryPlan
{
    /// <summary>Gathers statistics of the table first, as autovacuum does in a server.</summary>
    public static async Task<string> Of(Database database, string table, string statement, params object[] parameters)
    {
        await using var analyze = database.General.CreateCommand($"analyze {database.Schema}.{table}");
        await analyze.ExecuteNonQueryAsync();
        await using var explain = database.General.CreateCommand("explain " + statement);
        foreach (var parameter in parameters) explain.Parameters.Add(new NpgsqlParameter { Value = parameter });
        await using var reader = await explain.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync()) lines.Add(reader.GetString(0));
        return string.Join('\n', lines);
    }

    /// <summary>One walk along that index: nothing is sorted, joined or read from end to end, and the index knows all that is asked.</summary>
    public static void ShouldWalk(this string plan, string index)
    {
        plan.ShouldMatch($@"Index (Only )?Scan (Backward )?using {index} on ");
        foreach (var other in new[] { "Seq Scan", "Sort", "Join", "Nested Loop", "Bitmap", "Filter:" }) plan.ShouldNotContain(other);
    }
}
