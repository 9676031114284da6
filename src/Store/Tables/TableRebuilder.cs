using System.Data;
using KaosNet.Domain.Kernel;
using KaosNet.Store.Journal;
using Npgsql;

namespace KaosNet.Store.Tables;

/// <summary>
/// Fills inline tables from nothing but events: into a scratch schema to compare with the live tables, or in place of them while nobody writes. Beside writers
/// that go on, <see cref="Rebuilding.LiveRebuild"/> does it.
/// </summary>
public sealed class TableRebuilder(Database database, EventCatalogue catalogue)
{
    internal const int RowsAtOnce = 5000;

    readonly EventCodec _codec = new(catalogue, database.PersonalKeys);

    /// <summary>
    /// Rebuilds the tables beside the live ones and tells where they differ. All of it sees one moment and is rolled back, so a server may go on working, and nothing
    /// is left behind.
    /// </summary>
    /// <param name="tables">The tables to hold against events.</param>
    /// <param name="differencesMax">How many differing rows a table's answer lists at most.</param>
    /// <param name="progress">Told after every few thousand events.</param>
    /// <param name="damaged">
    /// Told of each stream whose events are not what was stored; its rows are then not expected. Null: the first such stream ends it with an
    /// <see cref="InvalidDataException"/> or what its event could not be read for.
    /// </param>
    /// <param name="onlyTheirStreams">Reads only the kinds of streams that these tables show; otherwise all, to tell of damage anywhere.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task<IReadOnlyList<TableComparison>> Verify(
        IReadOnlyList<IInlineTable> tables,
        int differencesMax = 100,
        IProgress<RebuildProgress>? progress = null,
        Action<DamagedStream>? damaged = null,
        bool onlyTheirStreams = false,
        CancellationToken cancel = default)
    {
        var scratch = database.Schema + "_scratch";
        await using var connection = await database.General.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        // Held to the end, so that no rebuilt table takes their place meanwhile, whose rows this moment would not see.
        await connection.Run($"lock table {string.Join(", ", tables.Select(table => $"{database.Schema}.{table.Name}"))} in access share mode", cancel);
        await connection.Run($"create schema {scratch}", cancel);
        foreach (var table in tables)
        {
            // Events that were tampered with may show one key twice, which is a difference to tell and no reason to stop.
            await connection.Run(table.CreateScratchStatement(scratch), cancel);
            if (table.IsKeyOfOneStream) await connection.Run($"alter table {scratch}.{table.Name} drop constraint {table.Name}_pkey", cancel);
        }

        var events = onlyTheirStreams ? EventQueries.OfKinds(database.Schema, tables) : EventQueries.All(database.Schema);
        await Fill(connection, scratch, tables, events, damaged, progress, cancel);
        if (damaged is not null) await FindCutStreams(connection, onlyTheirStreams ? tables : null, damaged, cancel);
        var comparer = new TableComparer(connection, database.Schema, scratch);
        List<TableComparison> comparisons = [];
        foreach (var table in tables) comparisons.Add(await comparer.Compare(table, differencesMax, cancel));
        await transaction.RollbackAsync(cancel);
        return comparisons;
    }

    /// <summary>Folds every stream from its first event, as of one moment.</summary>
    /// <param name="stream">Told of each stream after its last event.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task Fold(Func<FoldedStream, ValueTask> stream, CancellationToken cancel = default)
    {
        await using var reading = await database.General.OpenConnectionAsync(cancel);
        await using var transaction = await reading.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        await reading.Run(EventQueries.Settings, cancel);
        await new EventScan(catalogue, _codec).Fold(reading, EventQueries.All(database.Schema), asOf: 0, stream, cancel);
    }

    /// <summary>
    /// Drops the tables, creates them as they are declared now and fills them from events, in one transaction that lets no writer in meanwhile.
    /// </summary>
    public async Task Replace(
        IReadOnlyList<IInlineTable> tables, IProgress<RebuildProgress>? progress = null, CancellationToken cancel = default)
    {
        await using var connection = await database.General.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancel);
        await connection.Run($"lock table {database.Schema}.mt_events in share mode", cancel);
        foreach (var table in tables)
        {
            await connection.Run($"drop table if exists {database.Schema}.{table.Name}", cancel);
            await connection.Run(table.CreateScratchStatement(database.Schema), cancel);
        }

        await Fill(connection, database.Schema, tables, EventQueries.OfKinds(database.Schema, tables), damaged: null, progress, cancel);
        foreach (var table in tables) await connection.Run(table.CreateStatements(database.Schema), cancel);
        await transaction.CommitAsync(cancel);
    }

    async Task Fill(
        NpgsqlConnection connection,
        string schema,
        IReadOnlyList<IInlineTable> tables,
        string events,
        Action<DamagedStream>? damaged,
        IProgress<RebuildProgress>? progress,
        CancellationToken cancel)
    {
        var copies = tables.Select(table => (table.Kind, Copy: table.NewCopy(schema))).ToList();
        var copiesOf = copies.ToLookup(entry => entry.Kind, entry => entry.Copy);
        // Reads on a connection of its own what this one sees, which writes meanwhile.
        await using var reading = await database.General.OpenConnectionAsync(cancel);
        await using var transaction = await reading.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        await reading.Run($"set transaction snapshot '{await connection.Ask<string>("select pg_export_snapshot()", cancel)}'; {EventQueries.Settings}", cancel);
        var total = progress is null ? 0 : await reading.Ask<long>($"select count(*) from {events}", cancel);
        var read = 0L;
        var scan = new EventScan(catalogue, _codec) { Damaged = damaged, Read = more => progress?.Report(new(read += more, total)) };
        await scan.Fold(
            reading,
            events,
            asOf: 0,
            async stream =>
            {
                foreach (var copy in copiesOf[stream.Kind])
                {
                    try
                    {
                        copy.Add(stream.Id, stream.State);
                    }
                    catch (Exception senseless) when (damaged is not null)
                    {
                        damaged(new(stream.Kind.KeyOf(stream.Id), $"it shows no rows of this game: {senseless.Message}"));
                        break;
                    }

                    if (copy.Count >= RowsAtOnce) await copy.Flush(connection, cancel);
                }
            },
            cancel);
        foreach (var (_, copy) in copies) await copy.Flush(connection, cancel);
    }

    /// <summary>Streams whose last events are gone: the pass over events alone cannot miss them.</summary>
    async Task FindCutStreams(NpgsqlConnection connection, IReadOnlyList<IInlineTable>? tables, Action<DamagedStream> damaged, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select s.id, s.version, coalesce(e.version, 0) from {database.Schema}.mt_streams s
            left join (select stream_id, max(version) as version from {database.Schema}.mt_events group by stream_id) e on e.stream_id = s.id
            where s.version > coalesce(e.version, 0) {(tables is null ? "" : "and " + EventQueries.IsOfKinds("s.id", tables))} order by s.id
            """,
            connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            damaged(new(reader.GetString(0), $"it is at version {reader.GetInt64(1)}, but its events end at {reader.GetInt64(2)}"));
        }
    }
}
