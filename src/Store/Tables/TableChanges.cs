using Npgsql;

namespace KaosNet.Store.Tables;

/// <summary>
/// The difference between the rows before and after a batch, written by one statement each for the rows gone, changed and new. New rows are
/// inserted without looking the other way, so that a key which another stream holds is refused; changed rows are upserted by their own key.
/// </summary>
sealed class TableChanges<TState, TRow> : ITableChanges
    where TState : class
    where TRow : notnull
{
    /// <summary>Up to so many rows of a state, looking through them is quicker than hashing their keys.</summary>
    const int LookedThroughMax = 8;

    readonly StateTable<TState, TRow> _table;
    readonly RowKeys<TRow> _keys;
    readonly string _delete, _insert, _upsert;
    readonly List<TRow> _gone = [], _changed = [], _new = [];

    public TableChanges(StateTable<TState, TRow> table, string schema)
    {
        _table = table;
        _keys = new(table.Key);
        var name = $"{schema}.{table.Name}";
        var all = string.Join(", ", table.ColumnNames);
        var key = string.Join(", ", table.KeyColumns);
        var others = table.ColumnNames.Skip(table.Key.Count).ToList();
        // The row's address is looked up key by key, whatever the planner takes the table's size for; see AppendSql.
        _delete = $"delete from {name} t using unnest({Parameters(table.Key.Count)}) as u({key}) cross join lateral (select ctid from {name} r where "
            + string.Join(" and ", table.KeyColumns.Select(column => $"r.{column} = u.{column}"))
            + " offset 0) as found where t.ctid = found.ctid";
        _insert = $"insert into {name} ({all}) select * from unnest({Parameters(table.Columns.Count)})";
        _upsert = _insert + $" on conflict ({key}) do " + (others.Count == 0
            ? "nothing"
            : "update set " + string.Join(", ", others.Select(column => $"{column} = excluded.{column}")));
    }

    public bool LooksAtEvents => _table.ByEvent is not null;

    public void Add(string id, object? before, object after) =>
        Add(before is null ? [] : [.. _table.RowsOf(id, (TState)before)], _table.RowsOf(id, (TState)after));

    public void Add(string id, object? before, object after, IEnumerable<object> events)
    {
        List<TRow> were = [], are = [];
        if (before is not null && _table.ByEvent?.Select(id, (TState)before, (TState)after, events, were, are) == true) Add(were, are);
        else Add(id, before, after);
    }

    void Add(List<TRow> were, IEnumerable<TRow> are)
    {
        if (were.Count > LookedThroughMax)
        {
            AddByKey(were, are);
            return;
        }

        foreach (var row in are)
        {
            var at = were.FindIndex(was => _keys.Equals(was, row));
            if (at < 0)
            {
                _new.Add(row);
                continue;
            }

            if (!EqualityComparer<TRow>.Default.Equals(were[at], row)) _changed.Add(row);
            were[at] = were[^1];
            were.RemoveAt(were.Count - 1);
        }

        _gone.AddRange(were);
    }

    void AddByKey(List<TRow> were, IEnumerable<TRow> are)
    {
        var rest = were.ToDictionary(row => row, _keys);
        foreach (var row in are)
        {
            if (!rest.Remove(row, out var was)) _new.Add(row);
            else if (!EqualityComparer<TRow>.Default.Equals(was, row)) _changed.Add(row);
        }

        _gone.AddRange(rest.Values);
    }

    public void DeleteInto(NpgsqlBatch batch) => Write(batch, _delete, _gone, _table.Key);

    public void WriteInto(NpgsqlBatch batch)
    {
        Write(batch, _upsert, _changed, _table.Columns);
        Write(batch, _insert, _new, _table.Columns);
    }

    public void Clear()
    {
        _gone.Clear();
        _changed.Clear();
        _new.Clear();
    }

    void Write(NpgsqlBatch batch, string statement, List<TRow> rows, IReadOnlyList<Column<TRow>> columns)
    {
        if (rows.Count == 0) return;
        // In key order, so that two lanes or two servers that lock the same rows do it in the same order.
        if (rows.Count > 1) rows.Sort(_keys);
        var command = new NpgsqlBatchCommand(statement);
        foreach (var column in columns) command.Parameters.Add(column.ArrayOf(rows));
        batch.BatchCommands.Add(command);
    }

    static string Parameters(int count) => string.Join(", ", Enumerable.Range(1, count).Select(number => $"${number}"));
}

/// <summary>Compares rows by their key.</summary>
sealed class RowKeys<TRow>(IReadOnlyList<Column<TRow>> key) : IComparer<TRow>, IEqualityComparer<TRow>
    where TRow : notnull
{
    public int Compare(TRow? x, TRow? y)
    {
        for (var i = 0; i < key.Count; i++)
        {
            var order = key[i].Compare(x!, y!);
            if (order != 0) return order;
        }

        return 0;
    }

    public bool Equals(TRow? x, TRow? y) => Compare(x, y) == 0;

    public int GetHashCode(TRow row)
    {
        var hash = new HashCode();
        for (var i = 0; i < key.Count; i++) hash.Add(key[i].Hash(row));
        return hash.ToHashCode();
    }
}

/// <summary>Rows for a bulk copy.</summary>
sealed class TableCopy<TState, TRow>(StateTable<TState, TRow> table, string schema) : ITableCopy
    where TState : class
    where TRow : notnull
{
    readonly List<TRow> _rows = [];

    public int Count => _rows.Count;

    public void Add(string id, object state) => _rows.AddRange(table.RowsOf(id, (TState)state));

    public async Task Flush(NpgsqlConnection connection, CancellationToken cancel)
    {
        if (_rows.Count == 0) return;
        var copy = $"copy {schema}.{table.Name} ({string.Join(", ", table.ColumnNames)}) from stdin (format binary)";
        await using var import = await connection.BeginBinaryImportAsync(copy, cancel);
        foreach (var row in _rows)
        {
            await import.StartRowAsync(cancel);
            foreach (var column in table.Columns) await column.Copy(import, row, cancel);
        }

        await import.CompleteAsync(cancel);
        _rows.Clear();
    }
}
