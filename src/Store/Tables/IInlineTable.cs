using KaosNet.Domain.Kernel;
using Npgsql;

namespace KaosNet.Store.Tables;

/// <summary>
/// A table that the Journal keeps in the transaction of the events it shows, so that clients read their own writes. It is a function of the
/// states of one kind of stream and can be dropped and filled again from events at any time. Declare it as a <see cref="StateTable{TState,TRow}"/>,
/// or as a <see cref="TallyTable{TState}"/> where streams add up.
/// </summary>
public interface IInlineTable
{
    /// <summary>Name of the table within the schema.</summary>
    string Name { get; }

    /// <summary>The kind of stream whose states it shows.</summary>
    StreamKind Kind { get; }

    /// <summary>Column names, the key's first and in its order.</summary>
    IReadOnlyList<string> ColumnNames { get; }

    /// <summary>Names of the key's columns.</summary>
    IReadOnlyList<string> KeyColumns { get; }

    /// <summary>True when a key belongs to one stream, so that two that show the same one are a flaw; false when a row is made of what many streams add.</summary>
    bool IsKeyOfOneStream => true;

    /// <summary>Names the build of the rules by which states become rows.</summary>
    string Build { get; }

    /// <summary>The statements that create the table and its indexes where they are missing.</summary>
    string CreateStatements(string schema);

    /// <summary>The statement that creates the bare table with only its primary key, for a scratch copy.</summary>
    string CreateScratchStatement(string schema);

    /// <summary>Starts collecting what a batch changes.</summary>
    ITableChanges NewChanges(string schema);

    /// <summary>Starts collecting rows for a bulk copy into an empty table.</summary>
    ITableCopy NewCopy(string schema);
}

/// <summary>What one batch changes in one table.</summary>
public interface ITableChanges
{
    /// <summary>A stream went from one state to another; from null when this is its first event, since a stream without events shows no rows.</summary>
    void Add(string id, object? before, object after);

    /// <summary>True for a table that can tell from events which few of many rows they change.</summary>
    bool LooksAtEvents => false;

    /// <summary>The same, with the events that led from one state to the other; for a table that <see cref="LooksAtEvents"/>.</summary>
    void Add(string id, object? before, object after, IEnumerable<object> events) => Add(id, before, after);

    /// <summary>The statement that removes rows, when there are any; it goes before all <see cref="WriteInto"/> of the batch, to free unique names.</summary>
    void DeleteInto(NpgsqlBatch batch);

    /// <summary>The statements that change and add rows, in key order.</summary>
    void WriteInto(NpgsqlBatch batch);

    /// <summary>Forgets all, for the next batch.</summary>
    void Clear();
}

/// <summary>Rows on their way into an empty table.</summary>
public interface ITableCopy
{
    /// <summary>How many rows wait.</summary>
    int Count { get; }

    /// <summary>Adds the rows that show a state.</summary>
    void Add(string id, object state);

    /// <summary>Copies the waiting rows into the table and forgets them.</summary>
    Task Flush(NpgsqlConnection connection, CancellationToken cancel);
}
