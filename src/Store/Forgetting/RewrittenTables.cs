using KaosNet.Domain.Kernel;
using KaosNet.Store.Tables;
using Npgsql;

namespace KaosNet.Store.Forgetting;

/// <summary>The rows of all tables that show a person, on their way to what they are without the person's key.</summary>
sealed class RewrittenTables
{
    readonly List<(IInlineTable Table, ITableChanges Changes)> _tables;
    readonly ILookup<StreamKind, ITableChanges> _changesOf;

    public RewrittenTables(IReadOnlyList<IInlineTable> tables, string schema)
    {
        _tables = [.. tables.Select(table => (table, table.NewChanges(schema)))];
        _changesOf = _tables.ToLookup(entry => entry.Table.Kind, entry => entry.Changes);
    }

    public void Add(TwofoldStream stream)
    {
        foreach (var changes in _changesOf[stream.Kind]) changes.Add(stream.Id, stream.With, stream.Without);
    }

    /// <summary>How many rows of each table that are.</summary>
    public IReadOnlyList<ShownRows> Count()
    {
        using var batch = new NpgsqlBatch();
        return Fill(batch);
    }

    /// <summary>Writes them in the connection's open transaction, and tells how many rows of each table they are.</summary>
    public async Task<IReadOnlyList<ShownRows>> Write(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        var rows = Fill(batch);
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancel);
        return rows;
    }

    // Rows that go first, to free unique names, as in every commit.
    IReadOnlyList<ShownRows> Fill(NpgsqlBatch batch)
    {
        Dictionary<string, long> rows = [];
        foreach (var (table, changes) in _tables) Tell(table, batch, changes.DeleteInto, rows);
        foreach (var (table, changes) in _tables) Tell(table, batch, changes.WriteInto, rows);
        return [.. rows.Select(entry => new ShownRows(entry.Key, entry.Value)).OrderBy(entry => entry.Table, StringComparer.Ordinal)];
    }

    static void Tell(IInlineTable table, NpgsqlBatch batch, Action<NpgsqlBatch> into, Dictionary<string, long> rows)
    {
        var from = batch.BatchCommands.Count;
        into(batch);
        for (var at = from; at < batch.BatchCommands.Count; at++)
        {
            // A statement takes a column of all its rows as one parameter.
            var count = ((Array)batch.BatchCommands[at].Parameters[0].Value!).Length;
            rows[table.Name] = rows.GetValueOrDefault(table.Name) + count;
        }
    }
}
