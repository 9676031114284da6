using Npgsql;
using NpgsqlTypes;

namespace KaosNet.Store.Tables;

/// <summary>One column of an inline table: its name, its PostgreSQL type and what of a row it shows.</summary>
/// <typeparam name="TRow">A row of the table.</typeparam>
public abstract class Column<TRow>(string name, string definition, NpgsqlDbType databaseType)
{
    /// <summary>Name as in the table.</summary>
    public string Name { get; } = name;

    /// <summary>Type and constraint as the table declares them, e.g. <c>bigint not null</c>.</summary>
    public string Definition { get; } = definition;

    /// <summary>Type as it travels.</summary>
    public NpgsqlDbType DatabaseType { get; } = databaseType;

    internal abstract NpgsqlParameter ArrayOf(List<TRow> rows);

    internal abstract Task Copy(NpgsqlBinaryImporter import, TRow row, CancellationToken cancel);

    internal abstract int Compare(TRow left, TRow right);

    internal abstract int Hash(TRow row);
}

/// <summary>A column whose values are <typeparamref name="TValue"/>.</summary>
public sealed class Column<TRow, TValue>(string name, string definition, NpgsqlDbType databaseType, Func<TRow, TValue> value)
    : Column<TRow>(name, definition, databaseType)
{
    // Ordinal for strings: any order does as long as every process writes in the same one.
    static readonly Comparer<TValue> Order = typeof(TValue) == typeof(string)
        ? Comparer<TValue>.Create((left, right) => string.CompareOrdinal(left as string, right as string))
        : Comparer<TValue>.Default;

    internal override NpgsqlParameter ArrayOf(List<TRow> rows)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++) values[i] = value(rows[i]);
        return new NpgsqlParameter<TValue[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | DatabaseType };
    }

    internal override Task Copy(NpgsqlBinaryImporter import, TRow row, CancellationToken cancel) =>
        value(row) is { } present ? import.WriteAsync(present, DatabaseType, cancel) : import.WriteNullAsync(cancel);

    internal override int Compare(TRow left, TRow right) => Order.Compare(value(left), value(right));

    internal override int Hash(TRow row) => value(row)?.GetHashCode() ?? 0;
}
