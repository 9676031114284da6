using Npgsql;

namespace KaosNet.Store.Tables;

/// <summary>How a live table compares with what events say it must hold.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Rows">How many rows events say there must be.</param>
/// <param name="Differences">Rows that only one side has, up to the bound that was asked for.</param>
public sealed record TableComparison(string Table, long Rows, IReadOnlyList<TableDifference> Differences);

/// <summary>A row that only one side has; a row that differs is listed once for each side.</summary>
/// <param name="IsLive">True for a row of the live table, false for the one that events say must be there.</param>
/// <param name="Row">The row as JSON.</param>
public sealed record TableDifference(bool IsLive, string Row);

/// <summary>Compares live tables with scratch copies of them, in the transaction of the connection.</summary>
public sealed class TableComparer(NpgsqlConnection connection, string liveSchema, string scratchSchema)
{
    /// <summary>Compares all columns of all rows, both ways.</summary>
    public async Task<TableComparison> Compare(IInlineTable table, int differencesMax, CancellationToken cancel = default)
    {
        var columns = string.Join(", ", table.ColumnNames);
        var live = $"select {columns} from {liveSchema}.{table.Name}";
        var scratch = $"select {columns} from {scratchSchema}.{table.Name}";
        // By key, so that both sides of a row that differs stand one below the other.
        var key = string.Join(", ", table.KeyColumns.Select(column => "d." + column));
        await using var command = new NpgsqlCommand(
            $"""
            select is_live, content from (
              select row({key}) as key, true as is_live, to_jsonb(d)::text as content from ({live} except all {scratch}) d
              union all
              select row({key}), false, to_jsonb(d)::text from ({scratch} except all {live}) d) differing
            order by key, is_live desc, content limit $1
            """,
            connection) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = differencesMax });
        List<TableDifference> differences = [];
        await using (var reader = await command.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel)) differences.Add(new(reader.GetBoolean(0), reader.GetString(1)));
        }

        await using var count = new NpgsqlCommand($"select count(*) from {scratchSchema}.{table.Name}", connection) { CommandTimeout = 0 };
        return new(table.Name, (long)(await count.ExecuteScalarAsync(cancel))!, differences);
    }
}
