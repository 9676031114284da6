using System.Text.Json;
using NpgsqlTypes;

namespace KaosNet.Store.Tables;

/// <summary>Declares the columns, key and indexes of an inline table.</summary>
public sealed class TableBuilder<TRow>
{
    internal List<Column<TRow>> Columns { get; } = [];

    internal List<string> KeyColumns { get; } = [];

    internal List<TableIndex> Indexes { get; } = [];

    /// <summary>Text that is always there.</summary>
    public TableBuilder<TRow> Text(string name, Func<TRow, string> value) => Add(name, "text not null", NpgsqlDbType.Text, value);

    /// <summary>Text, or null.</summary>
    public TableBuilder<TRow> TextOrNull(string name, Func<TRow, string?> value) => Add(name, "text", NpgsqlDbType.Text, value);

    /// <summary>A UUID.</summary>
    public TableBuilder<TRow> Uuid(string name, Func<TRow, Guid> value) => Add(name, "uuid not null", NpgsqlDbType.Uuid, value);

    /// <summary>A UUID, or null.</summary>
    public TableBuilder<TRow> UuidOrNull(string name, Func<TRow, Guid?> value) => Add(name, "uuid", NpgsqlDbType.Uuid, value);

    /// <summary>A 64-bit whole number.</summary>
    public TableBuilder<TRow> Bigint(string name, Func<TRow, long> value) => Add(name, "bigint not null", NpgsqlDbType.Bigint, value);

    /// <summary>A 64-bit whole number, or null.</summary>
    public TableBuilder<TRow> BigintOrNull(string name, Func<TRow, long?> value) => Add(name, "bigint", NpgsqlDbType.Bigint, value);

    /// <summary>A 32-bit whole number; enums that tables sort or filter by go here too.</summary>
    public TableBuilder<TRow> Whole(string name, Func<TRow, int> value) => Add(name, "integer not null", NpgsqlDbType.Integer, value);

    /// <summary>A binary floating-point number.</summary>
    public TableBuilder<TRow> Real(string name, Func<TRow, double> value) =>
        Add(name, "double precision not null", NpgsqlDbType.Double, value);

    /// <summary>Yes or no.</summary>
    public TableBuilder<TRow> Boolean(string name, Func<TRow, bool> value) => Add(name, "boolean not null", NpgsqlDbType.Boolean, value);

    /// <summary>A moment, which must be in UTC.</summary>
    public TableBuilder<TRow> Time(string name, Func<TRow, DateTimeOffset> value) =>
        Add(name, "timestamptz not null", NpgsqlDbType.TimestampTz, row => value(row).UtcDateTime);

    /// <summary>A moment in UTC, or null.</summary>
    public TableBuilder<TRow> TimeOrNull(string name, Func<TRow, DateTimeOffset?> value) =>
        Add(name, "timestamptz", NpgsqlDbType.TimestampTz, row => value(row)?.UtcDateTime);

    /// <summary>A JSON text that is already spelled as JSON.</summary>
    public TableBuilder<TRow> Json(string name, Func<TRow, string> value) => Add(name, "jsonb not null", NpgsqlDbType.Jsonb, value);

    /// <summary>A value that is stored as JSON in the events' spelling.</summary>
    public TableBuilder<TRow> JsonOf<TValue>(string name, Func<TRow, TValue> value) => Add(
        name, "jsonb not null", NpgsqlDbType.Jsonb, row => JsonSerializer.Serialize(value(row), Domain.Kernel.EventJson.Options));

    /// <summary>Bytes.</summary>
    public TableBuilder<TRow> Bytes(string name, Func<TRow, byte[]> value) => Add(name, "bytea not null", NpgsqlDbType.Bytea, value);

    /// <summary>
    /// The primary key, from columns declared above. A row's key belongs to one stream only: a second stream that shows a row with the same key
    /// is refused by the unique index <c>{table}_pkey</c>.
    /// </summary>
    public TableBuilder<TRow> Key(params string[] columns)
    {
        KeyColumns.AddRange(columns);
        return this;
    }

    /// <summary>A unique index; its name is what <c>Command.OnTaken</c> is told.</summary>
    /// <param name="name">Name within the schema.</param>
    /// <param name="expression">Columns or expressions in SQL, e.g. <c>lower(email)</c>.</param>
    /// <param name="where">Condition in SQL when only some rows take part.</param>
    public TableBuilder<TRow> Unique(string name, string expression, string? where = null)
    {
        Indexes.Add(new(name, expression, where, IsUnique: true));
        return this;
    }

    /// <summary>An index for queries.</summary>
    public TableBuilder<TRow> Index(string name, string expression, string? where = null)
    {
        Indexes.Add(new(name, expression, where, IsUnique: false));
        return this;
    }

    TableBuilder<TRow> Add<TValue>(string name, string definition, NpgsqlDbType type, Func<TRow, TValue> value)
    {
        Columns.Add(new Column<TRow, TValue>(name, definition, type, value));
        return this;
    }
}

/// <summary>An index of an inline table.</summary>
public sealed record TableIndex(string Name, string Expression, string? Where, bool IsUnique)
{
    /// <summary>The statement that creates it on a table of a schema.</summary>
    public string Create(string schema, string table) =>
        $"create {(IsUnique ? "unique " : "")}index if not exists {Name} on {schema}.{table} ({Expression}){(Where is null ? "" : $" where {Where}")};";
}
