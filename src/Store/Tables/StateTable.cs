using System.Text;
using KaosNet.Domain.Kernel;

namespace KaosNet.Store.Tables;

/// <summary>
/// An inline table that shows the states of one kind of stream: which rows a state shows, and how a row is spelled in columns.
/// </summary>
/// <example><code>
/// public static readonly StateTable&lt;Account, DeviceRow> Devices = new("account_devices", Account.Kind,
///     (id, account) => account.Devices.Select(device => new DeviceRow(device, Guid.Parse(id))),
///     table => table.Text("device_id", row => row.DeviceId).Uuid("user_id", row => row.UserId)
///         .Key("device_id").Index("account_devices_user", "user_id"));
/// </code></example>
/// <typeparam name="TState">The stream's state.</typeparam>
/// <typeparam name="TRow">A row; a record, since only rows that are not equal to what they were are written.</typeparam>
public sealed class StateTable<TState, TRow> : IInlineTable
    where TState : class
    where TRow : notnull
{
    readonly Func<string, TState, IEnumerable<TRow>> _rows;

    /// <summary>Declares the table.</summary>
    /// <param name="name">Name within the schema.</param>
    /// <param name="kind">The kind of stream whose states it shows.</param>
    /// <param name="rows">The rows that a state shows, given the stream's id; none when there is nothing (any more) to show.</param>
    /// <param name="declare">Columns, key and indexes.</param>
    public StateTable(string name, StreamKind kind, Func<string, TState, IEnumerable<TRow>> rows, Action<TableBuilder<TRow>> declare)
    {
        if (kind.StateType != typeof(TState))
            throw new ArgumentException($"Table {name} shows {typeof(TState).Name}, but the states of {kind.Prefix} are {kind.StateType.Name}.", nameof(kind));
        var builder = new TableBuilder<TRow>();
        declare(builder);
        Name = name;
        Kind = kind;
        _rows = rows;
        Key = [.. builder.KeyColumns.Select(key => builder.Columns.Find(column => column.Name == key)
            ?? throw new ArgumentException($"Table {name} has no column {key} for its key.", nameof(declare)))];
        if (Key.Count == 0) throw new ArgumentException($"Table {name} has no key.", nameof(declare));
        Columns = [.. Key, .. builder.Columns.Except(Key)];
        Indexes = builder.Indexes;
        ColumnNames = [.. Columns.Select(column => column.Name)];
    }

    public string Name { get; }

    public StreamKind Kind { get; }

    public IReadOnlyList<string> ColumnNames { get; }

    public IReadOnlyList<string> KeyColumns => [.. Key.Select(column => column.Name)];

    public string Build => _rows.Method.Module.ModuleVersionId.ToString("N");

    /// <summary>All columns, the key's first.</summary>
    public IReadOnlyList<Column<TRow>> Columns { get; }

    /// <summary>The indexes beside the primary key.</summary>
    public IReadOnlyList<TableIndex> Indexes { get; }

    internal IReadOnlyList<Column<TRow>> Key { get; }

    internal RowsByEvent<TState, TRow>? ByEvent { get; private set; }

    /// <summary>
    /// For states that show many rows of which an event changes few: says which. Rows that no event of a commit touches are not even looked at.
    /// </summary>
    /// <typeparam name="TPart">What names such a row within its state, e.g. a member's id.</typeparam>
    /// <param name="touched">The rows that an event can have added, changed or taken away; null for "any of them".</param>
    /// <param name="row">The row of that name, or null where the state shows none.</param>
    public StateTable<TState, TRow> TouchedBy<TPart>(Func<object, IEnumerable<TPart>?> touched, Func<string, TState, TPart, TRow?> row)
        where TPart : notnull
    {
        ByEvent = new RowsByEvent<TState, TRow, TPart>(touched, row);
        return this;
    }

    /// <summary>The rows that a state shows.</summary>
    public IEnumerable<TRow> RowsOf(string id, TState state) => _rows(id, state);

    public string CreateStatements(string schema)
    {
        var text = new StringBuilder(CreateScratchStatement(schema));
        foreach (var index in Indexes) text.Append('\n').Append(index.Create(schema, Name));
        return text.ToString();
    }

    public string CreateScratchStatement(string schema) =>
        $"create table if not exists {schema}.{Name} (\n  {string.Join(",\n  ", Columns.Select(column => $"{column.Name} {column.Definition}"))}," +
        $"\n  constraint {Name}_pkey primary key ({string.Join(", ", KeyColumns)})\n);";

    public ITableChanges NewChanges(string schema) => new TableChanges<TState, TRow>(this, schema);

    public ITableCopy NewCopy(string schema) => new TableCopy<TState, TRow>(this, schema);
}
